// What every JobQueue promises, held against the fake and against Redis.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/clock.h"
#include "services/queue/fake_job_queue.h"
#include "services/queue/job_queue.h"
#include "services/queue/redis_job_queue.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr absl::Duration kLong = absl::Seconds(20);

// Two workers' views of one queue, and a way to let all leases end.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual JobQueue& first() = 0;
  virtual JobQueue& second() = 0;
  virtual void EndLeases() = 0;
  virtual void LoseEverything() = 0;
};

class FakeSubject : public Subject {
 public:
  JobQueue& first() override { return first_; }
  JobQueue& second() override { return *second_; }
  void EndLeases() override { clock_.Advance(absl::Seconds(10)); }
  void LoseEverything() override { first_.Clear(); }

 private:
  FakeClock clock_;
  FakeJobQueue first_{&clock_};
  std::unique_ptr<FakeJobQueue> second_ = first_.AnotherConsumer();
};

class RedisSubject : public Subject {
 public:
  JobQueue& first() override { return first_; }
  JobQueue& second() override { return second_; }
  // Makes Redis believe that all pending entries were delivered an hour ago.
  void EndLeases() override {
    for (const char* key : {"gongkai:jobs:interactive", "gongkai:jobs:bulk"}) {
      const redis::Reply pending = redis_.Exec({"XPENDING", key, "workers", "-", "+", "1000000"});
      for (size_t i = 0; i < pending.size(); ++i) {
        redis_.Exec({"XCLAIM", key, "workers", *pending[i][1].String(), "0",
                     *pending[i][0].String(), "IDLE", "3600000", "JUSTID"});
      }
    }
  }
  void LoseEverything() override { redis_.Flush(); }

 private:
  static RedisJobQueueOptions Options() {
    RedisJobQueueOptions options;
    options.lease = absl::Minutes(1);
    options.takeover_interval = absl::Milliseconds(5);
    return options;
  }

  PrivateRedis redis_;
  redis::ConnectionPool pool_{redis_.address()};
  RedisJobQueue first_{&pool_, Options()};
  RedisJobQueue second_{&pool_, Options()};
};

template <typename T>
std::unique_ptr<Subject> NewSubject() {
  return std::make_unique<T>();
}

struct Kind {
  const char* name;
  std::unique_ptr<Subject> (*subject)();
};

class JobQueueContractTest : public testing::TestWithParam<Kind> {
 protected:
  static std::string Dump(const Lease& lease) {
    return absl::StrCat(lease.entry().lane == Lane::kInteractive ? "interactive " : "bulk ",
                        lease.entry().task == Task::kJob ? "job " : "check ", lease.entry().id,
                        " x", lease.deliveries());
  }
  static std::vector<std::string> Dump(const absl::StatusOr<std::vector<Lease>>& leases) {
    if (!leases.ok()) return {leases.status().ToString()};
    std::vector<std::string> dump;
    for (const Lease& lease : *leases) dump.push_back(Dump(lease));
    return dump;
  }
  static std::string Dump(const absl::StatusOr<QueueStats>& stats) {
    if (!stats.ok()) return stats.status().ToString();
    return absl::StrCat("waiting ", stats->waiting, " leased ", stats->leased);
  }
  static void AckAll(absl::StatusOr<std::vector<Lease>> leases) {
    ASSERT_TRUE(leases.ok()) << leases.status();
    for (Lease& lease : *leases) EXPECT_TRUE(std::move(lease).Ack().ok());
  }
  void Enqueue(std::vector<QueueEntry> entries) {
    const absl::Status status = first().Enqueue(entries);
    ASSERT_TRUE(status.ok()) << status;
  }
  JobQueue& first() { return subject_->first(); }
  JobQueue& second() { return subject_->second(); }

  const std::unique_ptr<Subject> subject_ = GetParam().subject();
};

TEST_P(JobQueueContractTest, EmptyQueueGivesNothing) {
  EXPECT_THAT(Dump(first().Claim(5, absl::ZeroDuration())), IsEmpty());
  EXPECT_THAT(Dump(first().Claim(5, absl::Milliseconds(3))), IsEmpty());
  EXPECT_THAT(Dump(first().Claim(0, kLong)), IsEmpty());
  EXPECT_THAT(Dump(first().Claim(-1, kLong)), IsEmpty());
  EXPECT_THAT(*first().JobIds(), IsEmpty());
  EXPECT_EQ(Dump(first().Stats()), "waiting 0 leased 0");
  EXPECT_TRUE(first().Enqueue({}).ok());
  EXPECT_TRUE(first().Renew({}).ok());
}

TEST_P(JobQueueContractTest, InteractiveEntriesComeFirstAndMaxHolds) {
  Enqueue({{"b1", Lane::kBulk, Task::kJob},
           {"b2", Lane::kBulk, Task::kJob},
           {"i1", Lane::kInteractive, Task::kCheck},
           {"b3", Lane::kBulk, Task::kJob},
           {"i2", Lane::kInteractive, Task::kJob}});
  EXPECT_EQ(Dump(first().Stats()), "waiting 5 leased 0");
  auto leases = first().Claim(3, absl::ZeroDuration());
  EXPECT_THAT(Dump(leases),
              ElementsAre("interactive check i1 x1", "interactive job i2 x1", "bulk job b1 x1"));
  EXPECT_EQ(Dump(first().Stats()), "waiting 2 leased 3");
  auto rest = second().Claim(3, absl::ZeroDuration());
  EXPECT_THAT(Dump(rest), ElementsAre("bulk job b2 x1", "bulk job b3 x1"));
  AckAll(std::move(leases));
  AckAll(std::move(rest));
  EXPECT_EQ(Dump(first().Stats()), "waiting 0 leased 0");
}

TEST_P(JobQueueContractTest, WaitsForTheFirstEntry) {
  std::thread producer([&] { Enqueue({{"a", Lane::kBulk, Task::kJob}}); });
  auto leases = second().Claim(1, kLong);
  producer.join();
  EXPECT_THAT(Dump(leases), ElementsAre("bulk job a x1"));
}

TEST_P(JobQueueContractTest, AnEntryWhoseLeaseIsOverGoesToAnother) {
  Enqueue({{"a", Lane::kBulk, Task::kJob}, {"b", Lane::kInteractive, Task::kJob}});
  auto lost = first().Claim(2, absl::ZeroDuration());
  ASSERT_EQ(Dump(lost).size(), 2u);
  EXPECT_THAT(Dump(second().Claim(2, absl::Milliseconds(20))), IsEmpty());
  subject_->EndLeases();
  EXPECT_THAT(Dump(second().Claim(2, kLong)), ElementsAre("interactive job b x2", "bulk job a x2"));
  subject_->EndLeases();
  auto again = first().Claim(1, kLong);
  EXPECT_THAT(Dump(again), ElementsAre("interactive job b x3"));
  AckAll(std::move(again));
  // The late first holder acknowledges too; the entry that was lost ends with it.
  AckAll(std::move(lost));
  EXPECT_EQ(Dump(first().Stats()), "waiting 0 leased 0");
}

TEST_P(JobQueueContractTest, ADroppedLeaseIsDeliveredAgainAlsoToItsHolder) {
  Enqueue({{"a", Lane::kBulk, Task::kJob}});
  EXPECT_THAT(Dump(first().Claim(1, absl::ZeroDuration())), ElementsAre("bulk job a x1"));
  EXPECT_THAT(Dump(first().Claim(1, absl::ZeroDuration())), IsEmpty());
  subject_->EndLeases();
  EXPECT_THAT(Dump(first().Claim(1, kLong)), ElementsAre("bulk job a x2"));
}

TEST_P(JobQueueContractTest, RenewKeepsALease) {
  Enqueue({{"a", Lane::kBulk, Task::kJob},
           {"b", Lane::kBulk, Task::kJob},
           {"c", Lane::kInteractive, Task::kJob}});
  auto leases = first().Claim(3, absl::ZeroDuration());
  ASSERT_EQ(Dump(leases).size(), 3u);
  subject_->EndLeases();
  // "b" is left out.
  EXPECT_TRUE(first().Renew({(*leases)[0].token(), (*leases)[1].token()}).ok());
  auto taken = second().Claim(3, kLong);
  EXPECT_THAT(Dump(taken), ElementsAre("bulk job b x2"));
  EXPECT_THAT(Dump(second().Claim(3, absl::Milliseconds(20))), IsEmpty());
}

TEST_P(JobQueueContractTest, RenewTakesNothingBack) {
  Enqueue({{"a", Lane::kBulk, Task::kJob}});
  auto lost = first().Claim(1, absl::ZeroDuration());
  subject_->EndLeases();
  auto taken = second().Claim(1, kLong);
  ASSERT_THAT(Dump(taken), ElementsAre("bulk job a x2"));
  EXPECT_TRUE(first().Renew({(*lost)[0].token()}).ok());
  // Still the second's: its own renewal keeps it, which it could not if the first had it.
  subject_->EndLeases();
  EXPECT_TRUE(first().Renew({(*lost)[0].token()}).ok());
  EXPECT_THAT(Dump(first().Claim(1, kLong)), ElementsAre("bulk job a x3"));
}

TEST_P(JobQueueContractTest, RenewOfWhatIsGoneIsNoError) {
  Enqueue({{"a", Lane::kBulk, Task::kJob}});
  auto leases = first().Claim(1, absl::ZeroDuration());
  const std::string token = (*leases)[0].token();
  AckAll(std::move(leases));
  EXPECT_TRUE(first().Renew({token}).ok());
  subject_->LoseEverything();
  EXPECT_TRUE(first().Renew({token}).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(first().Renew({"?"})));
  EXPECT_TRUE(absl::IsInvalidArgument(first().Renew({""})));
}

TEST_P(JobQueueContractTest, JobIdsAreThoseWaitingAndThoseLeased) {
  Enqueue({{"a", Lane::kBulk, Task::kJob},
           {"check", Lane::kInteractive, Task::kCheck},
           {"b", Lane::kInteractive, Task::kJob},
           {"c", Lane::kBulk, Task::kJob}});
  auto leases = first().Claim(2, absl::ZeroDuration());
  EXPECT_THAT(*second().JobIds(), UnorderedElementsAre("a", "b", "c"));
  AckAll(std::move(leases));
  EXPECT_THAT(*second().JobIds(), UnorderedElementsAre("a", "c"));
}

TEST_P(JobQueueContractTest, LosingEverythingIsHarmless) {
  Enqueue({{"a", Lane::kBulk, Task::kJob}});
  auto leases = first().Claim(1, absl::ZeroDuration());
  subject_->LoseEverything();
  AckAll(std::move(leases));
  EXPECT_EQ(Dump(first().Stats()), "waiting 0 leased 0");
  EXPECT_THAT(*first().JobIds(), IsEmpty());
  EXPECT_THAT(Dump(first().Claim(1, absl::ZeroDuration())), IsEmpty());
  Enqueue({{"b", Lane::kBulk, Task::kJob}});
  EXPECT_THAT(Dump(first().Claim(1, absl::ZeroDuration())), ElementsAre("bulk job b x1"));
}

TEST_P(JobQueueContractTest, FreshEntriesNeverGoToTwo) {
  constexpr int kEntries = 2000;
  std::vector<QueueEntry> entries;
  for (int i = 0; i < kEntries; ++i) {
    entries.push_back({absl::StrCat(i), i % 3 == 0 ? Lane::kInteractive : Lane::kBulk, Task::kJob});
  }
  std::vector<std::string> claimed[4];
  std::vector<std::thread> workers;
  for (int w = 0; w < 4; ++w) {
    workers.emplace_back([&, w] {
      JobQueue& queue = w % 2 == 0 ? first() : second();
      while (true) {
        auto leases = queue.Claim(w + 1, absl::Milliseconds(300));
        ASSERT_TRUE(leases.ok()) << leases.status();
        if (leases->empty()) return;
        EXPECT_LE(leases->size(), static_cast<size_t>(w + 1));
        for (Lease& lease : *leases) {
          claimed[w].push_back(lease.entry().id);
          EXPECT_TRUE(std::move(lease).Ack().ok());
        }
      }
    });
  }
  Enqueue(entries);
  for (std::thread& worker : workers) worker.join();
  size_t count = 0;
  std::set<std::string> distinct;
  for (const auto& ids : claimed) {
    count += ids.size();
    distinct.insert(ids.begin(), ids.end());
  }
  EXPECT_EQ(count, static_cast<size_t>(kEntries));
  EXPECT_EQ(distinct.size(), static_cast<size_t>(kEntries));
  EXPECT_EQ(Dump(first().Stats()), "waiting 0 leased 0");
}

INSTANTIATE_TEST_SUITE_P(All, JobQueueContractTest,
                         testing::Values(Kind{"Fake", NewSubject<FakeSubject>},
                                         Kind{"Redis", NewSubject<RedisSubject>}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace gongkai
