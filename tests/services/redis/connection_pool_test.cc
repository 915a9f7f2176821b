#include "services/redis/connection_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai::redis {
namespace {

// Tries until the pool is past its pause.
absl::Status PingUntilOk(ConnectionPool& pool) {
  const Deadline deadline(absl::Seconds(20));
  absl::Status status;
  do {
    status = pool.Command({"PING"}).status();
    if (!status.ok()) std::this_thread::yield();
  } while (!status.ok() && !deadline.IsOver());
  return status;
}

int64_t ConnectionsMade(PrivateRedis& redis) {
  const Reply info = redis.Exec({"INFO", "stats"});
  const std::string text(*info.String());
  return std::stoll(text.substr(text.find("total_connections_received:") + 27));
}

TEST(ConnectionPoolTest, ConnectsWhenNeededAndReuses) {
  PrivateRedis redis;
  const int64_t before = ConnectionsMade(redis);
  ConnectionPool pool(redis.address());
  EXPECT_EQ(ConnectionsMade(redis), before + 1);  // the one that asks
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(pool.Command({"PING"}).ok());
  {
    auto first = pool.Acquire();
    auto second = pool.Acquire();
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_NE(&**first, &**second);
  }
  EXPECT_EQ(ConnectionsMade(redis), before + 4);
}

TEST(ConnectionPoolTest, ManyThreadsShareIt) {
  PrivateRedis redis;
  ConnectionPool pool(redis.address());
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) EXPECT_TRUE(pool.Command({"INCR", "n"}).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(*pool.Command({"GET", "n"})->String(), "1600");
}

TEST(ConnectionPoolTest, DeadConnectionsAreNotHandedOut) {
  PrivateRedis redis;
  ConnectionPool pool(redis.address());
  {
    auto first = pool.Acquire();
    auto second = pool.Acquire();
    ASSERT_TRUE(first.ok() && second.ok());
  }
  redis.Restart();
  // No call fails: the idle connections are seen to be dead.
  EXPECT_TRUE(pool.Command({"PING"}).ok());
  EXPECT_TRUE(pool.Command({"PING"}).ok());
}

TEST(ConnectionPoolTest, RedisDownFailsAtOnceAndRecovers) {
  PrivateRedis redis;
  ConnectionPool::Options options;
  options.first_pause = options.longest_pause = absl::Milliseconds(20);
  ConnectionPool pool(redis.address(), options);
  redis.Kill();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(absl::IsUnavailable(pool.Command({"PING"}).status()));
  }
  redis.Restart();
  EXPECT_TRUE(PingUntilOk(pool).ok());
}

TEST(ConnectionPoolTest, NobodyWaitsForAStoppedRedisButOne) {
  PrivateRedis redis;
  ConnectionPool::Options options;
  options.connection.connect_timeout = absl::Milliseconds(30);
  options.connection.command_timeout = absl::Milliseconds(30);
  options.first_pause = options.longest_pause = absl::Hours(1);
  ConnectionPool pool(redis.address(), options);
  {
    auto other = pool.Acquire();
    ASSERT_TRUE(pool.Command({"PING"}).ok());
  }
  redis.Pause();
  EXPECT_TRUE(absl::IsUnavailable(pool.Command({"PING"}).status()));
  // The other connection is gone too, and nobody connects: 1000 waits would take 30 seconds.
  for (int i = 0; i < 1000; ++i) {
    const absl::Status status = pool.Acquire().status();
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr("cannot be reached"));
  }
  redis.Resume();
}

TEST(ConnectionPoolTest, SurvivesKillsUnderLoad) {
  PrivateRedis redis;
  ConnectionPool::Options options;
  options.first_pause = options.longest_pause = absl::Milliseconds(5);
  ConnectionPool pool(redis.address(), options);
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        const absl::Status status = pool.Command({"INCR", "n"}).status();
        EXPECT_TRUE(status.ok() || absl::IsUnavailable(status)) << status;
      }
    });
  }
  for (int i = 0; i < 3; ++i) redis.Restart();
  EXPECT_TRUE(PingUntilOk(pool).ok());
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace gongkai::redis
