#include "services/gateway/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace gongkai {
namespace {

TEST(ThreadPoolTest, RunsWorkOnAsManyThreadsAsAsked) {
  ThreadPool pool(3, 10);
  // Each piece of work waits for the other two: three threads or a hang.
  std::atomic<int> arrived{0};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pool.TryRun([&arrived] {
      ++arrived;
      while (arrived < 3) std::this_thread::yield();
    }));
  }
  pool.Drain();
  EXPECT_EQ(arrived, 3);
}

TEST(ThreadPoolTest, RefusesWorkBeyondItsQueueAndKeepsItUntouched) {
  ThreadPool pool(1, 2);
  std::promise<void> started;
  std::promise<void> go;
  ASSERT_TRUE(pool.TryRun([&] {
    started.set_value();
    go.get_future().wait();
  }));
  started.get_future().wait();
  int ran = 0;
  ASSERT_TRUE(pool.TryRun([&ran] { ++ran; }));
  ASSERT_TRUE(pool.TryRun([&ran] { ++ran; }));
  ThreadPool::Work refused = [&ran] { ran += 100; };
  EXPECT_FALSE(pool.TryRun(refused));
  go.set_value();
  pool.Drain();
  EXPECT_EQ(ran, 2);
  refused();
  EXPECT_EQ(ran, 102);
}

TEST(ThreadPoolTest, DrainRunsWhatWasTakenAndRefusesTheRest) {
  std::atomic<int> ran{0};
  ThreadPool pool(2, 1000);
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(pool.TryRun([&ran] { ++ran; }));
  pool.Drain();
  EXPECT_EQ(ran, 500);
  EXPECT_FALSE(pool.TryRun([&ran] { ++ran; }));
  pool.Drain();
  EXPECT_EQ(ran, 500);
}

TEST(ThreadPoolTest, SizesBelowOneCountAsOne) {
  ThreadPool pool(0, 0);
  std::promise<void> ran;
  ASSERT_TRUE(pool.TryRun([&ran] { ran.set_value(); }));
  ran.get_future().wait();
}

}  // namespace
}  // namespace gongkai
