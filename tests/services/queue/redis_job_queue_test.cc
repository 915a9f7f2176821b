// What the queue on Redis survives, each on a real redis-server.
#include "services/queue/redis_job_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/redis/deadline.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr absl::Duration kLong = absl::Seconds(20);
constexpr char kInteractive[] = "gongkai:jobs:interactive";
constexpr char kBulk[] = "gongkai:jobs:bulk";

RedisJobQueueOptions TestOptions(absl::Duration lease = absl::Minutes(1)) {
  RedisJobQueueOptions options;
  options.lease = lease;
  options.takeover_interval = absl::Milliseconds(5);
  return options;
}

redis::ConnectionPool::Options QuickPool() {
  redis::ConnectionPool::Options options;
  options.first_pause = options.longest_pause = absl::Milliseconds(5);
  return options;
}

std::vector<std::string> Ids(const absl::StatusOr<std::vector<Lease>>& leases) {
  if (!leases.ok()) return {leases.status().ToString()};
  std::vector<std::string> ids;
  for (const Lease& lease : *leases) ids.push_back(lease.entry().id);
  return ids;
}

class RedisJobQueueTest : public testing::Test {
 protected:
  void Enqueue(const std::string& id, Lane lane = Lane::kBulk) {
    const absl::Status status = queue_.Enqueue({{id, lane, Task::kJob}});
    ASSERT_TRUE(status.ok()) << status;
  }
  // Returns when a Claim of ours waits inside Redis.
  void WaitUntilBlocked() {
    const redis::Deadline deadline(kLong);
    while (!deadline.IsOver()) {
      const redis::Reply info = redis_.Exec({"INFO", "clients"});
      if (std::string(*info.String()).find("blocked_clients:0") == std::string::npos) return;
    }
    FAIL() << "nobody waits";
  }
  // The field of XINFO GROUPS of the bulk stream; nil reads as "nil".
  std::string GroupField(absl::string_view name) {
    const redis::Reply groups = redis_.Exec({"XINFO", "GROUPS", kBulk});
    for (size_t i = 0; i + 1 < groups[0].size(); i += 2) {
      if (*groups[0][i].String() != name) continue;
      const redis::ReplyView value = groups[0][i + 1];
      if (value.IsNil()) return "nil";
      if (value.Integer().ok()) return absl::StrCat(*value.Integer());
      return std::string(*value.String());
    }
    return "missing";
  }
  // Claims until there is something, over lost connections.
  std::vector<std::string> ClaimUntilSome(RedisJobQueue& queue) {
    const redis::Deadline deadline(kLong);
    while (!deadline.IsOver()) {
      auto leases = queue.Claim(10, absl::Seconds(1));
      if (leases.ok() && !leases->empty()) return Ids(leases);
      if (!leases.ok()) {
        EXPECT_TRUE(absl::IsUnavailable(leases.status())) << leases.status();
        std::this_thread::yield();
      }
    }
    return {};
  }

  PrivateRedis redis_;
  redis::ConnectionPool pool_{redis_.address(), QuickPool()};
  RedisJobQueue queue_{&pool_, TestOptions()};
};

TEST_F(RedisJobQueueTest, AcknowledgedEntriesLeaveNothingBehind) {
  for (int i = 0; i < 10; ++i) Enqueue(absl::StrCat(i));
  auto leases = queue_.Claim(4, absl::ZeroDuration());
  ASSERT_EQ(Ids(leases).size(), 4u);
  for (Lease& lease : *leases) EXPECT_TRUE(std::move(lease).Ack().ok());
  EXPECT_EQ(*redis_.Exec({"XLEN", kBulk}).Integer(), 6);
  EXPECT_EQ(GroupField("pending"), "0");
  EXPECT_EQ(GroupField("lag"), "6");
}

TEST_F(RedisJobQueueTest, StreamDeletedWhileWaiting) {
  EXPECT_THAT(Ids(queue_.Claim(1, absl::ZeroDuration())), IsEmpty());
  std::vector<std::string> claimed;
  std::thread worker([&] { claimed = Ids(queue_.Claim(1, kLong)); });
  WaitUntilBlocked();
  redis_.Exec({"DEL", kBulk});
  Enqueue("a");
  worker.join();
  EXPECT_THAT(claimed, ElementsAre("a"));
}

TEST_F(RedisJobQueueTest, GroupDestroyedWhileWaiting) {
  EXPECT_THAT(Ids(queue_.Claim(1, absl::ZeroDuration())), IsEmpty());
  std::vector<std::string> claimed;
  std::thread worker([&] { claimed = Ids(queue_.Claim(1, kLong)); });
  WaitUntilBlocked();
  redis_.Exec({"XGROUP", "DESTROY", kBulk, "workers"});
  redis_.Exec({"XGROUP", "DESTROY", kInteractive, "workers"});
  Enqueue("a", Lane::kInteractive);
  worker.join();
  EXPECT_THAT(claimed, ElementsAre("a"));
}

TEST_F(RedisJobQueueTest, AGroupMadeAnewDeliversWhatTheOldOneHeld) {
  Enqueue("a");
  Enqueue("b");
  auto lost = queue_.Claim(1, absl::ZeroDuration());
  redis_.Exec({"XGROUP", "DESTROY", kBulk, "workers"});
  EXPECT_THAT(Ids(queue_.Claim(5, absl::ZeroDuration())), ElementsAre("a", "b"));
}

TEST_F(RedisJobQueueTest, EverythingFlushedWhileWaiting) {
  EXPECT_THAT(Ids(queue_.Claim(1, absl::ZeroDuration())), IsEmpty());
  std::vector<std::string> claimed;
  std::thread worker([&] { claimed = Ids(queue_.Claim(1, kLong)); });
  WaitUntilBlocked();
  redis_.Flush();
  Enqueue("a");
  worker.join();
  EXPECT_THAT(claimed, ElementsAre("a"));
}

TEST_F(RedisJobQueueTest, ForcedOutOfTheWait) {
  EXPECT_THAT(Ids(queue_.Claim(1, absl::ZeroDuration())), IsEmpty());
  absl::Status status;
  std::thread worker([&] { status = queue_.Claim(1, kLong).status(); });
  WaitUntilBlocked();
  // "UNBLOCKED force unblock from blocking operation, instance state changed"
  redis_.Exec({"REPLICAOF", "127.0.0.1", "1"});
  worker.join();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  redis_.Exec({"REPLICAOF", "NO", "ONE"});
  Enqueue("a");
  EXPECT_THAT(ClaimUntilSome(queue_), ElementsAre("a"));
}

TEST_F(RedisJobQueueTest, RedisKilledWhileWaiting) {
  EXPECT_THAT(Ids(queue_.Claim(1, absl::ZeroDuration())), IsEmpty());
  absl::Status status;
  std::thread worker([&] { status = queue_.Claim(1, kLong).status(); });
  WaitUntilBlocked();
  redis_.Kill();
  worker.join();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_TRUE(absl::IsUnavailable(queue_.Enqueue({{"a", Lane::kBulk, Task::kJob}})));
  EXPECT_TRUE(absl::IsUnavailable(queue_.JobIds().status()));
  EXPECT_TRUE(absl::IsUnavailable(queue_.Stats().status()));
  redis_.Restart();
  while (!queue_.Enqueue({{"b", Lane::kBulk, Task::kJob}}).ok()) std::this_thread::yield();
  EXPECT_THAT(ClaimUntilSome(queue_), ElementsAre("b"));
}

TEST_F(RedisJobQueueTest, AnAppendOnlyFileKeepsEverythingOverAKill) {
  PrivateRedis redis({"--appendonly", "yes", "--appendfsync", "everysec"});
  redis::ConnectionPool pool(redis.address(), QuickPool());
  RedisJobQueue queue(&pool, TestOptions(absl::Milliseconds(100)));
  ASSERT_TRUE(queue.Enqueue({{"a", Lane::kBulk, Task::kJob}, {"b", Lane::kBulk, Task::kJob}}).ok());
  ASSERT_EQ(Ids(queue.Claim(1, absl::ZeroDuration())).size(), 1u);
  redis.Restart();
  std::set<std::string> claimed;
  const redis::Deadline deadline(kLong);
  while (claimed.size() < 2 && !deadline.IsOver()) {
    for (const std::string& id : ClaimUntilSome(queue)) claimed.insert(id);
  }
  EXPECT_THAT(claimed, ElementsAre("a", "b"));
}

TEST_F(RedisJobQueueTest, OutOfMemoryRefusesEntriesButNotAcknowledgements) {
  Enqueue("a");
  auto leases = queue_.Claim(1, absl::ZeroDuration());
  ASSERT_EQ(Ids(leases).size(), 1u);
  Enqueue("b");
  redis_.Exec({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  redis_.Exec({"CONFIG", "SET", "maxmemory", "1"});
  EXPECT_TRUE(absl::IsResourceExhausted(queue_.Enqueue({{"c", Lane::kBulk, Task::kJob}})));
  EXPECT_TRUE(queue_.Renew({(*leases)[0].token()}).ok());
  EXPECT_TRUE(std::move((*leases)[0]).Ack().ok());
  EXPECT_THAT(Ids(queue_.Claim(1, absl::ZeroDuration())), ElementsAre("b"));
  redis_.Exec({"CONFIG", "SET", "maxmemory", "0"});
  Enqueue("d");
}

TEST_F(RedisJobQueueTest, AKeyOfAnotherTypeIsRefused) {
  redis_.Exec({"SET", kBulk, "mine"});
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Enqueue({{"a", Lane::kBulk, Task::kJob}})));
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Claim(1, kLong).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.JobIds().status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Stats().status()));
}

TEST_F(RedisJobQueueTest, AnOldEntryBehindManyFreshOnesIsTakenOver) {
  std::vector<QueueEntry> entries;
  for (int i = 0; i < 3001; ++i) entries.push_back({absl::StrCat(i), Lane::kBulk, Task::kJob});
  ASSERT_TRUE(queue_.Enqueue(entries).ok());
  auto leases = queue_.Claim(3001, absl::ZeroDuration());
  ASSERT_EQ(Ids(leases).size(), 3001u);
  redis_.Exec({"XCLAIM", kBulk, "workers", queue_.consumer(), "0",
               absl::string_view(leases->back().token()).substr(1), "IDLE", "3600000", "JUSTID"});
  RedisJobQueue other(&pool_, TestOptions());
  auto taken = other.Claim(10, kLong);
  EXPECT_THAT(Ids(taken), ElementsAre("3000"));
  EXPECT_EQ((*taken)[0].deliveries(), 2);
}

TEST_F(RedisJobQueueTest, AllLeasesThatAreOverAreFoundInPortions) {
  std::vector<QueueEntry> entries;
  for (int i = 0; i < 25; ++i) entries.push_back({absl::StrCat(i), Lane::kBulk, Task::kJob});
  ASSERT_TRUE(queue_.Enqueue(entries).ok());
  auto lost = queue_.Claim(25, absl::ZeroDuration());
  ASSERT_EQ(Ids(lost).size(), 25u);
  for (const Lease& lease : *lost) {
    redis_.Exec({"XCLAIM", kBulk, "workers", queue_.consumer(), "0",
                 absl::string_view(lease.token()).substr(1), "IDLE", "3600000", "JUSTID"});
  }
  // The interval does not slow down a takeover that found more than it could hold.
  RedisJobQueueOptions options = TestOptions();
  options.takeover_interval = absl::Hours(1);
  RedisJobQueue other(&pool_, options);
  EXPECT_EQ(Ids(other.Claim(10, absl::ZeroDuration())).size(), 10u);
  EXPECT_EQ(Ids(other.Claim(10, absl::ZeroDuration())).size(), 10u);
  EXPECT_EQ(Ids(other.Claim(10, absl::ZeroDuration())).size(), 5u);
  EXPECT_THAT(Ids(other.Claim(10, absl::ZeroDuration())), IsEmpty());
}

TEST_F(RedisJobQueueTest, AWaitingClaimTakesOverWhenALeaseEnds) {
  RedisJobQueue lost(&pool_, TestOptions(absl::Milliseconds(100)));
  RedisJobQueue other(&pool_, TestOptions(absl::Milliseconds(100)));
  Enqueue("a");
  ASSERT_EQ(Ids(lost.Claim(1, absl::ZeroDuration())).size(), 1u);
  auto taken = other.Claim(1, kLong);
  EXPECT_THAT(Ids(taken), ElementsAre("a"));
  EXPECT_EQ((*taken)[0].deliveries(), 2);
}

TEST_F(RedisJobQueueTest, DeletedPendingEntriesAreCleared) {
  Enqueue("a");
  auto lost = queue_.Claim(1, absl::ZeroDuration());
  ASSERT_EQ(Ids(lost).size(), 1u);
  const absl::string_view id = absl::string_view((*lost)[0].token()).substr(1);
  redis_.Exec({"XDEL", kBulk, id});
  redis_.Exec({"XCLAIM", kBulk, "workers", queue_.consumer(), "0", id, "FORCE", "JUSTID"});
  RedisJobQueue other(&pool_, TestOptions(absl::Milliseconds(1)));
  EXPECT_THAT(Ids(other.Claim(1, absl::Milliseconds(30))), IsEmpty());
  EXPECT_EQ(GroupField("pending"), "0");
}

TEST_F(RedisJobQueueTest, EntriesThatAreNotOursAreRemoved) {
  redis_.Exec({"XADD", kBulk, "*", "x", "y"});
  redis_.Exec({"XADD", kBulk, "*", "id", "no task"});
  redis_.Exec({"XADD", kBulk, "*", "id", "a", "task", "fly"});
  redis_.Exec({"XADD", kBulk, "*", "id", "", "task", "job"});
  redis_.Exec({"XADD", kBulk, "*", "later", "field", "task", "job", "id", "a"});
  EXPECT_THAT(*queue_.JobIds(), ElementsAre("a"));
  auto leases = queue_.Claim(10, absl::ZeroDuration());
  EXPECT_THAT(Ids(leases), ElementsAre("a"));
  EXPECT_TRUE(std::move((*leases)[0]).Ack().ok());
  EXPECT_EQ(*redis_.Exec({"XLEN", kBulk}).Integer(), 0);
  EXPECT_EQ(GroupField("pending"), "0");
}

TEST_F(RedisJobQueueTest, EntriesThatNobodyWouldGetAreNoJobIds) {
  for (const char* id : {"acknowledged", "with its consumer", "held", "waiting"}) Enqueue(id);
  auto leases = queue_.Claim(1, absl::ZeroDuration());
  redis_.Exec({"XACK", kBulk, "workers", absl::string_view((*leases)[0].token()).substr(1)});
  RedisJobQueueOptions options = TestOptions();
  options.consumer = "doomed";
  RedisJobQueue doomed(&pool_, options);
  ASSERT_EQ(Ids(doomed.Claim(1, absl::ZeroDuration())).size(), 1u);
  redis_.Exec({"XGROUP", "DELCONSUMER", kBulk, "workers", "doomed"});
  ASSERT_EQ(Ids(queue_.Claim(1, absl::ZeroDuration())).size(), 1u);

  EXPECT_THAT(*queue_.JobIds(), UnorderedElementsAre("held", "waiting"));
  const auto stats = queue_.Stats();
  ASSERT_TRUE(stats.ok());
  EXPECT_EQ(stats->waiting, 1);
  EXPECT_EQ(stats->leased, 1);
}

TEST_F(RedisJobQueueTest, JobIdsReadsManyPages) {
  std::vector<QueueEntry> entries;
  for (int i = 0; i < 4500; ++i) entries.push_back({absl::StrCat(i), Lane::kBulk, Task::kJob});
  ASSERT_TRUE(queue_.Enqueue(entries).ok());
  auto leases = queue_.Claim(2500, absl::ZeroDuration());
  ASSERT_EQ(Ids(leases).size(), 2500u);
  const auto ids = queue_.JobIds();
  ASSERT_TRUE(ids.ok());
  EXPECT_EQ(std::set<std::string>(ids->begin(), ids->end()).size(), 4500u);
}

TEST_F(RedisJobQueueTest, OnlyConsumersThatHoldNothingAreForgotten) {
  EXPECT_THAT(Ids(queue_.Claim(1, absl::ZeroDuration())), IsEmpty());  // makes the groups
  redis_.Exec({"XGROUP", "CREATECONSUMER", kBulk, "workers", "idle"});
  Enqueue("a");
  RedisJobQueueOptions options = TestOptions();
  options.consumer = "busy";
  RedisJobQueue busy(&pool_, options);
  ASSERT_EQ(Ids(busy.Claim(1, absl::ZeroDuration())).size(), 1u);

  EXPECT_TRUE(queue_.ForgetConsumers().ok());  // nobody has been silent for an hour
  EXPECT_EQ(GroupField("consumers"), "2");
  options.consumer = "third";
  options.forget_consumer_after = absl::ZeroDuration();
  EXPECT_TRUE(RedisJobQueue(&pool_, options).ForgetConsumers().ok());
  EXPECT_EQ(GroupField("consumers"), "1");
  EXPECT_EQ(GroupField("pending"), "1");
}

TEST_F(RedisJobQueueTest, PrefixesKeepQueuesApart) {
  RedisJobQueueOptions options = TestOptions();
  options.prefix = "other:";
  RedisJobQueue other(&pool_, options);
  Enqueue("a");
  EXPECT_THAT(Ids(other.Claim(1, absl::ZeroDuration())), IsEmpty());
  EXPECT_NE(other.consumer(), queue_.consumer());
}

// Both lanes get entries between the look and the wait: never more than max, and what came too much
// is delivered again at once and counts as fresh.
TEST_F(RedisJobQueueTest, NeverHoldsMoreThanMax) {
  constexpr int kRounds = 300;
  std::atomic<int> held{0};
  std::thread producer([&] {
    redis::ConnectionPool pool(redis_.address());
    RedisJobQueue queue(&pool, TestOptions());
    for (int i = 0; i < kRounds; ++i) {
      redis_.Exec({"EVAL",
                   "redis.call('XADD',KEYS[1],'*','id',ARGV[1],'task','job')"
                   "redis.call('XADD',KEYS[2],'*','id',ARGV[1],'task','job')",
                   "2", kInteractive, kBulk, absl::StrCat(i)});
    }
  });
  const redis::Deadline deadline(kLong);
  int claimed = 0;
  while (claimed < 2 * kRounds && !deadline.IsOver()) {
    auto leases = queue_.Claim(1, absl::Seconds(1));
    ASSERT_TRUE(leases.ok()) << leases.status();
    ASSERT_LE(leases->size(), 1u);
    for (Lease& lease : *leases) {
      EXPECT_EQ(lease.deliveries(), 1);
      EXPECT_TRUE(std::move(lease).Ack().ok());
      ++claimed;
    }
  }
  producer.join();
  EXPECT_EQ(claimed, 2 * kRounds);
  EXPECT_EQ(queue_.Stats()->leased, 0);
}

TEST(RedisJobQueueDownTest, StartsBeforeRedis) {
  PrivateRedis redis;
  redis.Kill();
  redis::ConnectionPool pool(redis.address(), QuickPool());
  RedisJobQueue queue(&pool, TestOptions());
  EXPECT_TRUE(absl::IsUnavailable(queue.Claim(1, kLong).status()));
  redis.Restart();
  while (!queue.Enqueue({{"a", Lane::kBulk, Task::kJob}}).ok()) std::this_thread::yield();
  EXPECT_THAT(Ids(queue.Claim(1, kLong)), ElementsAre("a"));
}

}  // namespace
}  // namespace gongkai
