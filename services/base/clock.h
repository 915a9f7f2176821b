// Where the time comes from, so that tests can set it.
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "services/base/mutex.h"

namespace gongkai {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;

  // The system's clock; lives as long as the program.
  static const Clock& Real();
};

// Stands still until it is moved. Thread-safe.
class FakeClock : public Clock {
 public:
  explicit FakeClock(absl::Time start = absl::FromUnixSeconds(1600000000)) : now_(start) {}
  absl::Time Now() const override;
  void Advance(absl::Duration by);

 private:
  mutable Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace gongkai
