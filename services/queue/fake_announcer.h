// An Announcer for tests that tells a function.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "services/base/mutex.h"
#include "services/queue/job_queue.h"

namespace gongkai {

class FakeAnnouncer : public Announcer {
 public:
  // `on_announced` (may be empty) runs in the thread that announces.
  explicit FakeAnnouncer(std::function<void(std::vector<std::string> ids)> on_announced = nullptr)
      : on_announced_(std::move(on_announced)) {}

  absl::Status Announce(absl::Span<const std::string> ids) override {
    {
      MutexLock lock(mutex_);
      if (!error_.ok()) return error_;
      announced_.insert(announced_.end(), ids.begin(), ids.end());
    }
    if (on_announced_) on_announced_(std::vector<std::string>(ids.begin(), ids.end()));
    return absl::OkStatus();
  }

  // Everything announced so far.
  std::vector<std::string> announced() const {
    MutexLock lock(mutex_);
    return announced_;
  }
  // Every call fails with this until it is OK again.
  void SetError(absl::Status error) {
    MutexLock lock(mutex_);
    error_ = std::move(error);
  }

 private:
  const std::function<void(std::vector<std::string> ids)> on_announced_;
  mutable Mutex mutex_;
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> announced_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace gongkai
