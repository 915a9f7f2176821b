#include "services/queue/fake_job_queue.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/mutex.h"
#include "services/base/status_macros.h"
#include "services/redis/deadline.h"

namespace gongkai {

struct FakeJobQueue::State {
  struct Item {
    QueueEntry entry;
    int deliveries = 0;
    int consumer = 0;       // 0: not delivered
    absl::Time lease_ends;  // if delivered
  };

  State(const Clock* clock, absl::Duration lease) : clock(clock), lease(lease) {}

  // Leases up to `max` items, those whose lease is over first, interactive before bulk.
  std::vector<uint64_t> Take(size_t max, int consumer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    const absl::Time now = clock->Now();
    std::vector<uint64_t> taken;
    for (const bool delivered : {true, false}) {
      for (const Lane lane : {Lane::kInteractive, Lane::kBulk}) {
        for (auto& [number, item] : items) {
          if (taken.size() >= max) return taken;
          if (item.entry.lane != lane || (item.consumer != 0) != delivered) continue;
          if (delivered && now < item.lease_ends) continue;
          item.consumer = consumer;
          item.lease_ends = now + lease;
          ++item.deliveries;
          taken.push_back(number);
        }
      }
    }
    return taken;
  }

  const Clock* const clock;
  const absl::Duration lease;

  Mutex mutex;
  CondVar enqueued;
  absl::Status error ABSL_GUARDED_BY(mutex);
  std::map<uint64_t, Item> items ABSL_GUARDED_BY(mutex);  // in the order of Enqueue
  uint64_t next_number ABSL_GUARDED_BY(mutex) = 1;
  int next_consumer ABSL_GUARDED_BY(mutex) = 1;
};

class FakeJobQueue::Acknowledgement : public Lease::Backend {
 public:
  Acknowledgement(std::shared_ptr<State> state, uint64_t number)
      : state_(std::move(state)), number_(number) {}

  absl::Status Ack() override {
    MutexLock lock(state_->mutex);
    RETURN_IF_ERROR(state_->error);
    state_->items.erase(number_);
    return absl::OkStatus();
  }

 private:
  const std::shared_ptr<State> state_;
  const uint64_t number_;
};

FakeJobQueue::FakeJobQueue(const Clock* clock, absl::Duration lease)
    : FakeJobQueue(std::make_shared<State>(clock, lease), 1) {}

FakeJobQueue::FakeJobQueue(std::shared_ptr<State> state, int consumer)
    : state_(std::move(state)), consumer_(consumer) {}

std::unique_ptr<FakeJobQueue> FakeJobQueue::AnotherConsumer() const {
  MutexLock lock(state_->mutex);
  return std::unique_ptr<FakeJobQueue>(new FakeJobQueue(state_, ++state_->next_consumer));
}

absl::Status FakeJobQueue::Enqueue(absl::Span<const QueueEntry> entries) {
  {
    MutexLock lock(state_->mutex);
    RETURN_IF_ERROR(state_->error);
    for (const QueueEntry& entry : entries) {
      State::Item& item = state_->items[state_->next_number++];
      item.entry = entry;
    }
  }
  state_->enqueued.NotifyAll();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Lease>> FakeJobQueue::Claim(int max, absl::Duration wait) {
  std::vector<Lease> leases;
  if (max <= 0) return leases;
  const redis::Deadline deadline(wait);
  MutexLock lock(state_->mutex);
  while (true) {
    RETURN_IF_ERROR(state_->error);
    for (const uint64_t number : state_->Take(static_cast<size_t>(max), consumer_)) {
      const State::Item& item = state_->items[number];
      leases.emplace_back(item.entry, item.deliveries, absl::StrCat(number),
                          std::make_unique<Acknowledgement>(state_, number));
    }
    if (!leases.empty() || deadline.IsOver()) return leases;
    state_->enqueued.WaitFor(state_->mutex, deadline.Left());
  }
}

absl::Status FakeJobQueue::Renew(absl::Span<const std::string> tokens) {
  MutexLock lock(state_->mutex);
  RETURN_IF_ERROR(state_->error);
  for (const std::string& token : tokens) {
    uint64_t number = 0;
    if (!absl::SimpleAtoi(token, &number)) {
      return absl::InvalidArgumentError(absl::StrCat("not a lease token: ", token));
    }
    const auto found = state_->items.find(number);
    if (found == state_->items.end() || found->second.consumer != consumer_) continue;
    found->second.lease_ends = state_->clock->Now() + state_->lease;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> FakeJobQueue::JobIds() {
  MutexLock lock(state_->mutex);
  RETURN_IF_ERROR(state_->error);
  std::vector<std::string> ids;
  for (const auto& [number, item] : state_->items) {
    if (item.entry.task == Task::kJob) ids.push_back(item.entry.id);
  }
  return ids;
}

absl::StatusOr<QueueStats> FakeJobQueue::Stats() {
  MutexLock lock(state_->mutex);
  RETURN_IF_ERROR(state_->error);
  QueueStats stats;
  for (const auto& [number, item] : state_->items) {
    ++(item.consumer == 0 ? stats.waiting : stats.leased);
  }
  return stats;
}

void FakeJobQueue::SetError(absl::Status error) {
  {
    MutexLock lock(state_->mutex);
    state_->error = std::move(error);
  }
  state_->enqueued.NotifyAll();
}

void FakeJobQueue::Clear() {
  MutexLock lock(state_->mutex);
  state_->items.clear();
}

}  // namespace gongkai
