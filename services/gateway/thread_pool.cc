#include "services/gateway/thread_pool.h"

#include <algorithm>
#include <utility>

namespace gongkai {

ThreadPool::ThreadPool(int threads, int max_queued)
    : max_queued_(static_cast<size_t>(std::max(max_queued, 1))) {
  MutexLock lock(join_mutex_);
  for (int i = 0; i < std::max(threads, 1); ++i) {
    threads_.emplace_back([this] { RunThread(); });
  }
}

bool ThreadPool::TryRun(Work& work) {
  {
    MutexLock lock(mutex_);
    if (closed_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(work));
  }
  not_empty_.NotifyOne();
  return true;
}

void ThreadPool::Drain() {
  {
    MutexLock lock(mutex_);
    closed_ = true;
  }
  not_empty_.NotifyAll();
  MutexLock lock(join_mutex_);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void ThreadPool::RunThread() {
  while (true) {
    Work work;
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !closed_) not_empty_.Wait(mutex_);
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace gongkai
