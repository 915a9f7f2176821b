// When to try a call again.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/base/backoff.h"

namespace gongkai::client {

// The tries of one call. Used by one thread at a time.
class Retries {
 public:
  Retries(absl::Duration first, absl::Duration max, absl::Time deadline)
      : backoff_(first, max), deadline_(deadline) {}

  // How long to wait after `error` before the next try; nothing if another try makes no sense or
  // would come after the deadline. UNAVAILABLE is tried again, and RESOURCE_EXHAUSTED where the
  // server says when.
  std::optional<absl::Duration> AfterError(const absl::Status& error, absl::Time now);

  absl::Time deadline() const { return deadline_; }

 private:
  Backoff backoff_;
  absl::Time deadline_;
};

}  // namespace gongkai::client
