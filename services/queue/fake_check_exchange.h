// A CheckExchange in memory that works, for tests.
#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "services/base/clock.h"
#include "services/base/mutex.h"
#include "services/queue/job_queue.h"

namespace gongkai {

// Expires by the clock.
class FakeCheckExchange : public CheckExchange {
 public:
  // `clock` must outlive the exchange.
  explicit FakeCheckExchange(const Clock* clock) : clock_(clock) {}

  absl::StatusOr<std::string> PutRequest(absl::string_view request, absl::Duration ttl) override;
  absl::StatusOr<std::string> GetRequest(absl::string_view id) override;
  absl::Status PutReply(absl::string_view id, absl::string_view reply, absl::Duration ttl) override;
  absl::StatusOr<std::string> TakeReply(absl::string_view id) override;
  absl::Status Discard(absl::string_view id) override;

  // Every call fails with this until it is OK again.
  void SetError(absl::Status error);

 private:
  struct Value {
    std::string bytes;
    absl::Time expires;
  };
  using Values = std::map<std::string, Value>;
  absl::StatusOr<std::string> Find(const Values& values, absl::string_view id) const;

  const Clock* const clock_;
  Mutex mutex_;
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
  Values requests_ ABSL_GUARDED_BY(mutex_);
  Values replies_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace gongkai
