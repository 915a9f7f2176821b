// Calls that wait for something to end, without a thread each.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/base/mutex.h"

namespace gongkai {

// Waiters stand here under the id of what they wait for. One thread looks for ids that have ended:
// announced ones at once, all of them every `sweep_interval`, so that a lost announcement costs no
// more than that. Another thread lets waiters go whose time is over.
//
// To miss nothing: park first, then look whether it has ended already. Thread-safe.
class WaiterRegistry {
 public:
  struct Options {
    std::string name = "waiters";  // for the log
    size_t max_waiters = 10'000;
    absl::Duration sweep_interval = absl::Seconds(1);
    size_t ids_per_lookup = 500;
  };

  struct Ended {
    std::string id;
    std::string result;
  };
  // Those of `ids` that have ended. Runs in a thread of the registry.
  using Lookup =
      std::function<absl::StatusOr<std::vector<Ended>>(absl::Span<const std::string> ids)>;

  enum class Event { kEnded, kTimeout, kShutdown };
  // Runs at most once, in a thread of the registry or in that of Shutdown, and must not block.
  // `result` is empty except for kEnded.
  using Callback = absl::AnyInvocable<void(Event event, absl::string_view result)>;
  using Token = uint64_t;  // never 0

  WaiterRegistry(Lookup lookup, Options options);
  ~WaiterRegistry() { Shutdown(); }
  WaiterRegistry(const WaiterRegistry&) = delete;
  WaiterRegistry& operator=(const WaiterRegistry&) = delete;

  // RESOURCE_EXHAUSTED when there are too many waiters, UNAVAILABLE after Shutdown; `callback` is
  // dropped then.
  absl::StatusOr<Token> Park(absl::string_view id, absl::Duration timeout, Callback callback);

  // True when the waiter was still here: its callback will not run. False: it has run, or runs now.
  bool Remove(Token token);

  // These ids may have ended; unknown ones cost next to nothing. Never blocks for long.
  void Announce(absl::Span<const std::string> ids);

  // Announcements may have been lost: looks for everything soon.
  void Sweep();

  // Every waiter gets kShutdown; ends the threads. Not from a callback.
  void Shutdown();

  size_t size() const;

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Waiter {
    std::string id;
    TimePoint deadline;
    Callback callback;
  };

  void RunLookups();
  void RunTimeouts();
  // Ids to look up next; empty at the end.
  std::vector<std::string> NextIds();
  void LookUp(absl::Span<const std::string> ids);
  // Takes one waiter out of all indexes.
  Waiter Take(Token token) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Lookup lookup_;
  const Options options_;

  mutable Mutex mutex_;
  CondVar lookup_wake_;
  CondVar timeout_wake_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  Token last_token_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<Token, Waiter> waiters_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, std::vector<Token>> by_id_ ABSL_GUARDED_BY(mutex_);
  std::set<std::pair<TimePoint, Token>> by_deadline_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<std::string> announced_ ABSL_GUARDED_BY(mutex_);
  TimePoint next_sweep_ ABSL_GUARDED_BY(mutex_);

  bool lookup_failing_ = false;  // only the lookup thread

  Mutex join_mutex_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace gongkai
