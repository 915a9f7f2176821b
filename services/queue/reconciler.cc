#include "services/queue/reconciler.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/base/backoff.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/redis/deadline.h"

namespace gongkai {

Reconciler::Reconciler(Unfinished unfinished, JobQueue* queue, LeaderLock* lock, const Clock* clock,
                       const Options& options)
    : unfinished_(std::move(unfinished)),
      queue_(queue),
      lock_(lock),
      clock_(clock),
      options_(options) {}

Reconciler::~Reconciler() { Stop(); }

void Reconciler::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Reconciler::Stop() {
  {
    MutexLock lock(mutex_);
    stop_ = true;
  }
  stopped_.NotifyAll();
  if (!thread_.joinable()) return;
  thread_.join();
  lock_->Release();
}

void Reconciler::Run() {
  bool failing = false;
  while (true) {
    const auto start = std::chrono::steady_clock::now();
    const absl::StatusOr<int64_t> enqueued = RunOnce();
    if (!enqueued.ok() && !failing) {
      LogWarning("reconciler: trying again: ", enqueued.status().message());
    }
    if (enqueued.ok() && *enqueued > 0) LogInfo("reconciler: put ", *enqueued, " jobs back");
    failing = !enqueued.ok();
    const absl::Duration took = absl::FromChrono(std::chrono::steady_clock::now() - start);
    const redis::Deadline next(
        std::max(RandomBetween(0.75 * options_.interval, 1.25 * options_.interval), 10 * took));
    MutexLock lock(mutex_);
    while (!stop_ && !next.IsOver()) stopped_.WaitFor(mutex_, next.Left());
    if (stop_) return;
  }
}

absl::StatusOr<int64_t> Reconciler::RunOnce() {
  ASSIGN_OR_RETURN(const bool leads, lock_->Hold());
  if (!leads) return 0;
  const absl::Time before = clock_->Now() - options_.grace;
  ASSIGN_OR_RETURN(std::vector<QueueEntry> jobs, unfinished_(before, 1));
  if (jobs.empty()) return 0;
  // The queue is read before the database: a job that ends in between is then simply not unfinished
  // any more. The other way round it would be enqueued once again.
  ASSIGN_OR_RETURN(std::vector<std::string> ids, queue_->JobIds());
  absl::flat_hash_set<std::string> known(std::make_move_iterator(ids.begin()),
                                         std::make_move_iterator(ids.end()));
  int64_t enqueued = 0;
  while (true) {
    // So many that a full answer holds at least a batch of jobs that the queue does not know; twice
    // the known, so that few questions do however many are lost.
    const int limit = static_cast<int>(
        std::min<size_t>(2 * known.size() + static_cast<size_t>(options_.batch), 1 << 30));
    ASSIGN_OR_RETURN(jobs, unfinished_(before, limit));
    const bool full = jobs.size() >= static_cast<size_t>(limit);
    std::vector<QueueEntry> lost;
    for (QueueEntry& job : jobs) {
      if (known.insert(job.id).second) lost.push_back(std::move(job));
    }
    const absl::Span<const QueueEntry> all = lost;
    for (size_t from = 0; from < all.size(); from += static_cast<size_t>(options_.batch)) {
      const auto batch = all.subspan(from, static_cast<size_t>(options_.batch));
      RETURN_IF_ERROR(queue_->Enqueue(batch));
      enqueued += static_cast<int64_t>(batch.size());
    }
    if (!full || lost.empty()) return enqueued;
  }
}

}  // namespace gongkai
