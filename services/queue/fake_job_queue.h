// A JobQueue in memory that works, for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/base/clock.h"
#include "services/queue/job_queue.h"

namespace gongkai {

// Leases end by the clock. Claim waits in real time for entries, and looks for leases that are over
// when it begins. Leases may outlive the queue.
class FakeJobQueue : public JobQueue {
 public:
  // `clock` must outlive the queue and its leases.
  explicit FakeJobQueue(const Clock* clock, absl::Duration lease = absl::Seconds(10));

  // Another worker's view of the same queue.
  std::unique_ptr<FakeJobQueue> AnotherConsumer() const;

  absl::Status Enqueue(absl::Span<const QueueEntry> entries) override;
  absl::StatusOr<std::vector<Lease>> Claim(int max, absl::Duration wait) override;
  absl::Status Renew(absl::Span<const std::string> tokens) override;
  absl::StatusOr<std::vector<std::string>> JobIds() override;
  absl::StatusOr<QueueStats> Stats() override;

  // Every call, Ack included, fails with this until it is OK again.
  void SetError(absl::Status error);
  // Loses everything, as Redis may.
  void Clear();

 private:
  struct State;
  class Acknowledgement;
  FakeJobQueue(std::shared_ptr<State> state, int consumer);

  const std::shared_ptr<State> state_;
  const int consumer_;
};

}  // namespace gongkai
