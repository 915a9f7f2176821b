// How many calls each method had, how they ended and how long they took.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/base/mutex.h"

namespace gongkai {

struct MethodStats {
  std::map<absl::StatusCode, int64_t> calls;  // by how they ended
  absl::Duration total;                       // of all calls, from arrival to answer
  absl::Duration longest;
};

// Thread-safe.
class CallStats {
 public:
  void Record(absl::string_view method, absl::StatusCode code, absl::Duration took);

  MethodStats Of(absl::string_view method) const;

  // One line a method that was called: "JobService.GetJob: OK 12, NOT_FOUND 1; mean 0.8ms,
  // longest 3ms".
  std::vector<std::string> Summary() const;

 private:
  mutable Mutex mutex_;
  std::map<std::string, MethodStats, std::less<>> methods_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace gongkai
