// The JobQueue on two Redis streams, one a lane, read by one consumer group.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "services/base/mutex.h"
#include "services/queue/job_queue.h"
#include "services/redis/connection_pool.h"
#include "services/redis/deadline.h"

namespace gongkai {

struct RedisJobQueueOptions {
  std::string prefix = "gongkai:";  // of every key
  // Must differ between any two queues in use at the same time; empty: host, process id and a
  // random part.
  std::string consumer;
  // An entry not renewed for this long goes to another worker.
  absl::Duration lease = absl::Seconds(10);
  // Pause between two looks for leases that are over, drawn anew each time between half of this and
  // this. Zero: a sixth of the lease.
  absl::Duration takeover_interval = absl::ZeroDuration();
  // Consumers not heard of for this long that hold nothing are removed.
  absl::Duration forget_consumer_after = absl::Hours(1);
};

class RedisJobQueue : public JobQueue {
 public:
  // `pool` must outlive the queue. Connects when first used.
  explicit RedisJobQueue(redis::ConnectionPool* pool) : RedisJobQueue(pool, {}) {}
  RedisJobQueue(redis::ConnectionPool* pool, RedisJobQueueOptions options);

  absl::Status Enqueue(absl::Span<const QueueEntry> entries) override;
  absl::StatusOr<std::vector<Lease>> Claim(int max, absl::Duration wait) override;
  absl::Status Renew(absl::Span<const std::string> tokens) override;
  absl::StatusOr<std::vector<std::string>> JobIds() override;
  absl::StatusOr<QueueStats> Stats() override;

  // Removes consumers not heard of for `forget_consumer_after` that hold nothing. Claim does this
  // now and then.
  absl::Status ForgetConsumers();

  const std::string& consumer() const { return options_.consumer; }

 private:
  class Acknowledgement;

  const std::string& Key(Lane lane) const {
    return lane == Lane::kInteractive ? interactive_key_ : bulk_key_;
  }

  absl::Status CreateGroups();
  // One round of Claim; waits at most until `deadline` or until leases that are over must be looked
  // for again.
  absl::Status ClaimOnce(size_t max, const redis::Deadline& deadline, std::vector<Lease>& leases);
  absl::Status TakeOver(redis::Connection& connection, size_t max, std::vector<Lease>& leases);
  absl::Status ReadNew(redis::Connection& connection, Lane lane, size_t max,
                       std::vector<Lease>& leases);
  absl::Status WaitForNew(redis::Connection& connection, size_t max, absl::Duration wait,
                          std::vector<Lease>& leases);
  // Appends a lease for each entry of a stream's reply. `deliveries`: by entry id; empty: all are
  // delivered for the first time. Entries that are not ours to understand are removed.
  absl::Status AppendLeases(redis::Connection& connection, Lane lane, redis::ReplyView entries,
                            const std::map<std::string, int>& deliveries,
                            std::vector<Lease>& leases);
  // Lets anybody take these over at once, as if they had not been delivered.
  absl::Status GiveBack(redis::Connection& connection, absl::Span<const Lease> leases);
  absl::Status Remove(redis::Connection& connection, Lane lane, absl::Span<const std::string> ids);
  absl::Status AppendJobIds(redis::Connection& connection, Lane lane,
                            std::vector<std::string>& ids);

  // True, once, when it is time.
  bool TakeOverIsDue();
  bool ForgettingIsDue();
  void TakeOverSoon();
  absl::Duration UntilTakeOver();

  redis::ConnectionPool* const pool_;
  const RedisJobQueueOptions options_;
  const std::string interactive_key_;
  const std::string bulk_key_;
  const std::string lease_millis_;

  Mutex mutex_;
  redis::Deadline next_takeover_ ABSL_GUARDED_BY(mutex_);
  redis::Deadline next_forgetting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace gongkai
