// Waiting for SIGTERM or SIGINT.
#pragma once

#include "absl/time/time.h"

namespace gongkai {

// Blocks SIGTERM and SIGINT in this thread and all it starts later, and ignores SIGPIPE. Call first
// in main, before any thread exists.
void BlockShutdownSignals();

// Returns when one of the blocked signals has arrived. A second signal ends the process at once.
void WaitForShutdownSignal();

// True as soon as one of the blocked signals arrives, false after `wait`.
bool ShutdownWithin(absl::Duration wait);

}  // namespace gongkai
