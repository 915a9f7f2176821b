#include "services/gateway/waiter_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>

namespace gongkai {
namespace {

using Event = WaiterRegistry::Event;

// What has ended so far; the lookup of the tests.
class Results {
 public:
  void Set(const std::string& id, const std::string& result) {
    MutexLock lock(mutex_);
    results_[id] = result;
  }
  void Fail(absl::Status error) {
    MutexLock lock(mutex_);
    error_ = std::move(error);
  }
  // Until the lookup was called so often.
  void WaitForLookups(int count) {
    MutexLock lock(mutex_);
    while (lookups_ < count) looked_.Wait(mutex_);
  }
  size_t largest_lookup() {
    MutexLock lock(mutex_);
    return largest_;
  }
  WaiterRegistry::Lookup AsLookup() {
    return [this](absl::Span<const std::string> ids)
               -> absl::StatusOr<std::vector<WaiterRegistry::Ended>> {
      MutexLock lock(mutex_);
      ++lookups_;
      largest_ = std::max(largest_, ids.size());
      looked_.NotifyAll();
      if (!error_.ok()) return error_;
      std::vector<WaiterRegistry::Ended> ended;
      for (const std::string& id : ids) {
        if (const auto it = results_.find(id); it != results_.end()) {
          ended.push_back({id, it->second});
        }
      }
      return ended;
    };
  }

 private:
  Mutex mutex_;
  CondVar looked_;
  int lookups_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t largest_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::string> results_ ABSL_GUARDED_BY(mutex_);
};

// One waiter's view of what happened.
struct Outcome {
  std::promise<std::pair<Event, std::string>> promise;
  std::future<std::pair<Event, std::string>> future = promise.get_future();
  WaiterRegistry::Callback Callback() {
    return [this](Event event, absl::string_view result) {
      promise.set_value({event, std::string(result)});
    };
  }
};

WaiterRegistry::Options Sweeping(absl::Duration interval) {
  WaiterRegistry::Options options;
  options.sweep_interval = interval;
  return options;
}

TEST(WaiterRegistryTest, AnAnnouncementWakesAllWaitersOfTheId) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Hours(1)));
  Outcome one, two, other;
  ASSERT_TRUE(registry.Park("a", absl::Hours(1), one.Callback()).ok());
  ASSERT_TRUE(registry.Park("a", absl::Hours(1), two.Callback()).ok());
  ASSERT_TRUE(registry.Park("b", absl::Hours(1), other.Callback()).ok());
  results.Set("a", "done");
  registry.Announce({"a", "unknown"});
  EXPECT_EQ(one.future.get(), std::make_pair(Event::kEnded, std::string("done")));
  EXPECT_EQ(two.future.get(), std::make_pair(Event::kEnded, std::string("done")));
  EXPECT_EQ(registry.size(), 1u);
  registry.Shutdown();
  EXPECT_EQ(other.future.get().first, Event::kShutdown);
}

TEST(WaiterRegistryTest, AFalseAnnouncementLeavesTheWaiter) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Hours(1)));
  Outcome outcome;
  ASSERT_TRUE(registry.Park("a", absl::Hours(1), outcome.Callback()).ok());
  registry.Announce({"a"});
  results.WaitForLookups(1);
  results.Set("a", "done");
  registry.Announce({"a"});
  EXPECT_EQ(outcome.future.get().second, "done");
}

TEST(WaiterRegistryTest, TheSweepFindsWhatNobodyAnnounced) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Milliseconds(5)));
  Outcome outcome;
  ASSERT_TRUE(registry.Park("a", absl::Hours(1), outcome.Callback()).ok());
  results.Set("a", "done");
  EXPECT_EQ(outcome.future.get().second, "done");
}

TEST(WaiterRegistryTest, SweepLooksForEverythingAtOnce) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Hours(1)));
  Outcome outcome;
  ASSERT_TRUE(registry.Park("a", absl::Hours(1), outcome.Callback()).ok());
  results.Set("a", "done");
  registry.Sweep();
  EXPECT_EQ(outcome.future.get().second, "done");
}

TEST(WaiterRegistryTest, WaitersOutliveAFailingLookup) {
  Results results;
  results.Fail(absl::UnavailableError("down"));
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Milliseconds(5)));
  Outcome outcome;
  ASSERT_TRUE(registry.Park("a", absl::Hours(1), outcome.Callback()).ok());
  results.Set("a", "done");
  results.WaitForLookups(2);
  results.Fail(absl::OkStatus());
  EXPECT_EQ(outcome.future.get().second, "done");
}

TEST(WaiterRegistryTest, LooksUpInBatches) {
  Results results;
  WaiterRegistry::Options options = Sweeping(absl::Milliseconds(5));
  options.ids_per_lookup = 10;
  WaiterRegistry registry(results.AsLookup(), options);
  std::vector<Outcome> outcomes(95);
  for (int i = 0; i < 95; ++i) {
    results.Set(std::to_string(i), std::to_string(i));
    ASSERT_TRUE(registry.Park(std::to_string(i), absl::Hours(1), outcomes[i].Callback()).ok());
  }
  for (int i = 0; i < 95; ++i) EXPECT_EQ(outcomes[i].future.get().second, std::to_string(i));
  EXPECT_LE(results.largest_lookup(), 10u);
}

TEST(WaiterRegistryTest, TimeoutsComeInTheirOrder) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Hours(1)));
  std::mutex mutex;
  std::vector<int> order;
  std::promise<void> all;
  for (const int millis : {40, 0, 20, -5, 60}) {
    ASSERT_TRUE(registry
                    .Park("a", absl::Milliseconds(millis),
                          [&, millis](Event event, absl::string_view result) {
                            EXPECT_EQ(event, Event::kTimeout);
                            std::lock_guard<std::mutex> lock(mutex);
                            order.push_back(millis);
                            if (order.size() == 5) all.set_value();
                          })
                    .ok());
  }
  all.get_future().wait();
  std::lock_guard<std::mutex> lock(mutex);
  // 0 and -5 have the same time; which is first does not matter.
  EXPECT_THAT(std::vector<int>(order.end() - 3, order.end()), testing::ElementsAre(20, 40, 60));
  EXPECT_EQ(registry.size(), 0u);
}

TEST(WaiterRegistryTest, AnInfiniteTimeIsALongTime) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Hours(1)));
  Outcome outcome;
  ASSERT_TRUE(registry.Park("a", absl::InfiniteDuration(), outcome.Callback()).ok());
  results.Set("a", "done");
  registry.Announce({"a"});
  EXPECT_EQ(outcome.future.get().second, "done");
}

TEST(WaiterRegistryTest, ARemovedWaiterHearsNothing) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Hours(1)));
  std::atomic<int> calls{0};
  const auto token = registry.Park("a", absl::Hours(1), [&](Event, absl::string_view) { ++calls; });
  ASSERT_TRUE(token.ok());
  EXPECT_TRUE(registry.Remove(*token));
  EXPECT_FALSE(registry.Remove(*token));
  results.Set("a", "done");
  registry.Announce({"a"});
  registry.Shutdown();
  EXPECT_EQ(calls, 0);
}

TEST(WaiterRegistryTest, RefusesTooManyAndAnyAfterShutdown) {
  Results results;
  WaiterRegistry::Options options;
  options.max_waiters = 2;
  WaiterRegistry registry(results.AsLookup(), options);
  const auto ignore = [](Event, absl::string_view) {};
  ASSERT_TRUE(registry.Park("a", absl::Hours(1), ignore).ok());
  const auto token = registry.Park("b", absl::Hours(1), ignore);
  ASSERT_TRUE(token.ok());
  EXPECT_TRUE(absl::IsResourceExhausted(registry.Park("c", absl::Hours(1), ignore).status()));
  EXPECT_TRUE(registry.Remove(*token));
  EXPECT_TRUE(registry.Park("c", absl::Hours(1), ignore).ok());
  registry.Shutdown();
  EXPECT_TRUE(absl::IsUnavailable(registry.Park("d", absl::Hours(1), ignore).status()));
}

// Every waiter is ended exactly once, whoever comes first.
TEST(WaiterRegistryTest, EveryWaiterEndsOnceUnderContention) {
  Results results;
  WaiterRegistry registry(results.AsLookup(), Sweeping(absl::Milliseconds(1)));
  constexpr int kThreads = 4;
  constexpr int kWaiters = 500;
  std::atomic<int> ended{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kWaiters; ++i) {
        const std::string id = std::to_string(i);
        const auto token = registry.Park(id, absl::Microseconds(i * 10),
                                         [&ended](Event, absl::string_view) { ++ended; });
        ASSERT_TRUE(token.ok());
        if (i % 3 == 0) results.Set(id, "done");
        if (i % 3 == 1) registry.Announce({id});
        if (i % 3 == 2 && registry.Remove(*token)) ++ended;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  registry.Shutdown();
  EXPECT_EQ(ended, kThreads * kWaiters);
}

}  // namespace
}  // namespace gongkai
