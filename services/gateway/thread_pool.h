// Threads for handlers that touch the database or Redis, so that a slow one of these never blocks
// gRPC's own few threads.
#pragma once

#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "services/base/mutex.h"

namespace gongkai {

// Thread-safe. The destructor calls Drain.
class ThreadPool {
 public:
  using Work = absl::AnyInvocable<void()>;

  // At most `max_queued` pieces of work wait beside those that run; both at least 1.
  ThreadPool(int threads, int max_queued);
  ~ThreadPool() { Drain(); }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // False, with `work` untouched, when the queue is full or Drain was called. Never blocks.
  bool TryRun(Work& work);
  bool TryRun(Work&& work) { return TryRun(work); }

  // Takes no more work, runs what was taken, ends the threads. Not from a thread of the pool.
  void Drain();

 private:
  void RunThread();

  const size_t max_queued_;

  Mutex mutex_;
  CondVar not_empty_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;

  Mutex join_mutex_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace gongkai
