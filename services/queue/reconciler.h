// Puts back into the queue what the database still waits for and Redis has lost.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/base/clock.h"
#include "services/base/mutex.h"
#include "services/queue/job_queue.h"

namespace gongkai {

// At most one of several programs is to do something. Being sure is not needed: two at once do no
// harm, only double work.
class LeaderLock {
 public:
  virtual ~LeaderLock() = default;
  // True if this one leads, for some time from now on.
  virtual absl::StatusOr<bool> Hold() = 0;
  // Lets another lead at once.
  virtual void Release() = 0;
};

// Any number may run at the same time; one of them works. Thread-safe.
class Reconciler {
 public:
  struct Options {
    absl::Duration interval = absl::Seconds(2);  // between rounds, give or take a quarter
    // Younger jobs may still be on their way into the queue.
    absl::Duration grace = absl::Seconds(3);
    int batch = 10'000;  // enqueued at a time
  };
  // Unfinished jobs created before `before`, oldest first, at most `limit`.
  using Unfinished =
      std::function<absl::StatusOr<std::vector<QueueEntry>>(absl::Time before, int limit)>;

  // The pointers must outlive the reconciler.
  Reconciler(Unfinished unfinished, JobQueue* queue, LeaderLock* lock, const Clock* clock)
      : Reconciler(std::move(unfinished), queue, lock, clock, Options()) {}
  Reconciler(Unfinished unfinished, JobQueue* queue, LeaderLock* lock, const Clock* clock,
             const Options& options);
  ~Reconciler();
  Reconciler(const Reconciler&) = delete;
  Reconciler& operator=(const Reconciler&) = delete;

  // A thread that runs rounds; errors are logged and the next round tries again. A round that took
  // long is followed by a pause of ten times as much.
  void Start();
  // Waits for the end of a running round. Start must not be called again.
  void Stop();

  // One round: how many jobs were put back; 0 when another program leads.
  absl::StatusOr<int64_t> RunOnce();

 private:
  void Run();

  const Unfinished unfinished_;
  JobQueue* const queue_;
  LeaderLock* const lock_;
  const Clock* const clock_;
  const Options options_;

  std::thread thread_;
  Mutex mutex_;
  CondVar stopped_;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace gongkai
