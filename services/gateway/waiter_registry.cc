#include "services/gateway/waiter_registry.h"

#include <algorithm>
#include <memory>

#include "services/base/error.h"
#include "services/base/log.h"

namespace gongkai {
namespace {

constexpr absl::Duration kLongestWait = absl::Hours(24);

}  // namespace

WaiterRegistry::WaiterRegistry(Lookup lookup, Options options)
    : lookup_(std::move(lookup)), options_(std::move(options)) {
  {
    MutexLock lock(mutex_);
    next_sweep_ =
        std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(options_.sweep_interval);
  }
  MutexLock lock(join_mutex_);
  threads_.emplace_back([this] { RunLookups(); });
  threads_.emplace_back([this] { RunTimeouts(); });
}

absl::StatusOr<WaiterRegistry::Token> WaiterRegistry::Park(absl::string_view id,
                                                           absl::Duration timeout,
                                                           Callback callback) {
  timeout = std::clamp(timeout, absl::ZeroDuration(), kLongestWait);
  const TimePoint deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(timeout);
  bool earliest = false;
  Token token = 0;
  {
    MutexLock lock(mutex_);
    if (closed_) {
      return UnavailableFor(absl::Seconds(1), "SHUTTING_DOWN", "this gateway is shutting down",
                            "网关正在关闭");
    }
    if (waiters_.size() >= options_.max_waiters) {
      return MakeError(absl::StatusCode::kResourceExhausted, "TOO_MANY_WAITERS",
                       "too many calls are waiting at this gateway; try again later",
                       "等待中的请求过多，请稍后重试");
    }
    token = ++last_token_;
    waiters_.emplace(token, Waiter{std::string(id), deadline, std::move(callback)});
    by_id_[id].push_back(token);
    by_deadline_.emplace(deadline, token);
    earliest = by_deadline_.begin()->second == token;
  }
  if (earliest) timeout_wake_.NotifyOne();
  return token;
}

WaiterRegistry::Waiter WaiterRegistry::Take(Token token) {
  auto it = waiters_.find(token);
  Waiter waiter = std::move(it->second);
  waiters_.erase(it);
  by_deadline_.erase({waiter.deadline, token});
  const auto same_id = by_id_.find(waiter.id);
  std::vector<Token>& tokens = same_id->second;
  tokens.erase(std::find(tokens.begin(), tokens.end(), token));
  if (tokens.empty()) by_id_.erase(same_id);
  return waiter;
}

bool WaiterRegistry::Remove(Token token) {
  Waiter waiter;  // destroyed after the lock is released
  MutexLock lock(mutex_);
  if (!waiters_.contains(token)) return false;
  waiter = Take(token);
  return true;
}

void WaiterRegistry::Announce(absl::Span<const std::string> ids) {
  bool any = false;
  {
    MutexLock lock(mutex_);
    for (const std::string& id : ids) {
      if (by_id_.contains(id)) any |= announced_.insert(id).second;
    }
  }
  if (any) lookup_wake_.NotifyOne();
}

void WaiterRegistry::Sweep() {
  {
    MutexLock lock(mutex_);
    next_sweep_ = std::chrono::steady_clock::now();
  }
  lookup_wake_.NotifyOne();
}

void WaiterRegistry::Shutdown() {
  absl::flat_hash_map<Token, Waiter> waiters;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    waiters.swap(waiters_);
    by_id_.clear();
    by_deadline_.clear();
    announced_.clear();
  }
  lookup_wake_.NotifyAll();
  timeout_wake_.NotifyAll();
  for (auto& [token, waiter] : waiters) waiter.callback(Event::kShutdown, "");
  MutexLock lock(join_mutex_);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

size_t WaiterRegistry::size() const {
  MutexLock lock(mutex_);
  return waiters_.size();
}

std::vector<std::string> WaiterRegistry::NextIds() {
  MutexLock lock(mutex_);
  while (true) {
    if (closed_) return {};
    const TimePoint now = std::chrono::steady_clock::now();
    std::vector<std::string> ids;
    if (now >= next_sweep_) {
      next_sweep_ = now + absl::ToChronoNanoseconds(options_.sweep_interval);
      ids.reserve(by_id_.size());
      for (const auto& [id, tokens] : by_id_) ids.push_back(id);
      announced_.clear();
    } else {
      ids.assign(announced_.begin(), announced_.end());
      announced_.clear();
    }
    if (!ids.empty()) return ids;
    lookup_wake_.WaitFor(mutex_, absl::FromChrono(next_sweep_ - now));
  }
}

void WaiterRegistry::RunLookups() {
  while (true) {
    const std::vector<std::string> ids = NextIds();
    if (ids.empty()) return;
    for (size_t begin = 0; begin < ids.size(); begin += options_.ids_per_lookup) {
      LookUp(absl::MakeConstSpan(ids).subspan(begin, options_.ids_per_lookup));
    }
  }
}

void WaiterRegistry::LookUp(absl::Span<const std::string> ids) {
  const absl::StatusOr<std::vector<Ended>> ended = lookup_(ids);
  if (!ended.ok()) {
    if (!lookup_failing_) {
      LogWarning(options_.name,
                 ": cannot look for results, waiters stay: ", ended.status().message());
    }
    lookup_failing_ = true;
    return;
  }
  if (lookup_failing_) LogInfo(options_.name, ": looking for results works again");
  lookup_failing_ = false;
  for (const Ended& one : *ended) {
    std::vector<Waiter> waiters;
    {
      MutexLock lock(mutex_);
      const auto it = by_id_.find(one.id);
      if (it == by_id_.end()) continue;
      const std::vector<Token> tokens = it->second;
      waiters.reserve(tokens.size());
      for (const Token token : tokens) waiters.push_back(Take(token));
    }
    for (Waiter& waiter : waiters) waiter.callback(Event::kEnded, one.result);
  }
}

void WaiterRegistry::RunTimeouts() {
  while (true) {
    Waiter waiter;
    {
      MutexLock lock(mutex_);
      while (true) {
        if (closed_) return;
        if (by_deadline_.empty()) {
          timeout_wake_.Wait(mutex_);
          continue;
        }
        const auto [deadline, token] = *by_deadline_.begin();
        const TimePoint now = std::chrono::steady_clock::now();
        if (now >= deadline) {
          waiter = Take(token);
          break;
        }
        timeout_wake_.WaitFor(mutex_, absl::FromChrono(deadline - now));
      }
    }
    waiter.callback(Event::kTimeout, "");
  }
}

}  // namespace gongkai
