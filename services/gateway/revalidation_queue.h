// Puts jobs that check stored reports again into the queue.
#pragma once

#include <string>

#include "absl/types/span.h"
#include "services/queue/job_queue.h"

namespace gongkai {

// The jobs are committed already: what cannot be enqueued is logged and left to the reconciler.
void EnqueueRevalidations(JobQueue* queue, absl::Span<const std::string> jobs);

}  // namespace gongkai
