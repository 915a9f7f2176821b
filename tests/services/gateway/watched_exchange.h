// A CheckExchange in memory that tells what goes on in it.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "services/base/clock.h"
#include "services/base/mutex.h"
#include "services/queue/fake_check_exchange.h"

namespace gongkai {

// Thread-safe.
class WatchedExchange : public CheckExchange {
 public:
  absl::StatusOr<std::string> PutRequest(absl::string_view request, absl::Duration ttl) override {
    auto id = exchange_.PutRequest(request, ttl);
    MutexLock lock(mutex_);
    last_ttl_ = ttl;
    if (id.ok()) ids_.insert(*id);
    return id;
  }
  absl::StatusOr<std::string> GetRequest(absl::string_view id) override {
    return exchange_.GetRequest(id);
  }
  absl::Status PutReply(absl::string_view id, absl::string_view reply,
                        absl::Duration ttl) override {
    return exchange_.PutReply(id, reply, ttl);
  }
  absl::StatusOr<std::string> TakeReply(absl::string_view id) override {
    auto reply = exchange_.TakeReply(id);
    if (reply.ok()) Forget(id);
    return reply;
  }
  absl::Status Discard(absl::string_view id) override {
    const absl::Status discarded = exchange_.Discard(id);
    Forget(id);
    return discarded;
  }

  // Waits until every request was answered or discarded.
  void WaitUntilEmpty() {
    MutexLock lock(mutex_);
    while (!ids_.empty()) emptier_.Wait(mutex_);
  }
  absl::Duration last_ttl() const {
    MutexLock lock(mutex_);
    return last_ttl_;
  }
  // As FakeCheckExchange.
  void SetError(absl::Status error) { exchange_.SetError(std::move(error)); }

 private:
  void Forget(absl::string_view id) {
    MutexLock lock(mutex_);
    ids_.erase(std::string(id));
    emptier_.NotifyAll();
  }

  FakeCheckExchange exchange_{&Clock::Real()};
  mutable Mutex mutex_;
  CondVar emptier_;
  absl::Duration last_ttl_ ABSL_GUARDED_BY(mutex_);
  std::set<std::string> ids_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace gongkai
