#include "services/queue/reconciler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/queue/fake_job_queue.h"
#include "services/queue/fake_leader_lock.h"
#include "services/queue/redis_job_queue.h"
#include "services/queue/redis_leader_lock.h"
#include "services/redis/deadline.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The unfinished jobs of a database, oldest first.
class FakeDatabase {
 public:
  void Add(std::string id, absl::Time created, Lane lane = Lane::kBulk) {
    MutexLock lock(mutex_);
    jobs_.push_back({{std::move(id), lane, Task::kJob}, created});
  }
  void SetError(absl::Status error) {
    MutexLock lock(mutex_);
    error_ = std::move(error);
  }
  // How often it was asked.
  int asked() {
    MutexLock lock(mutex_);
    return asked_;
  }
  void WaitUntilAsked(int times) {
    MutexLock lock(mutex_);
    while (asked_ < times) more_.Wait(mutex_);
  }
  Reconciler::Unfinished Unfinished() {
    return [this](absl::Time before, int limit) -> absl::StatusOr<std::vector<QueueEntry>> {
      MutexLock lock(mutex_);
      ++asked_;
      more_.NotifyAll();
      if (!error_.ok()) return error_;
      std::vector<QueueEntry> found;
      for (const Job& job : jobs_) {
        if (static_cast<int>(found.size()) >= limit) break;
        if (job.created < before) found.push_back(job.entry);
      }
      return found;
    };
  }

 private:
  struct Job {
    QueueEntry entry;
    absl::Time created;
  };
  Mutex mutex_;
  CondVar more_;
  std::vector<Job> jobs_ ABSL_GUARDED_BY(mutex_);
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
};

class ReconcilerTest : public testing::Test {
 protected:
  std::string Run(Reconciler& reconciler) {
    const auto enqueued = reconciler.RunOnce();
    return enqueued.ok() ? absl::StrCat(*enqueued)
                         : absl::StatusCodeToString(enqueued.status().code());
  }

  FakeClock clock_;
  FakeDatabase database_;
  FakeJobQueue queue_{&clock_};
  FakeLeaderLock lock_;
  Reconciler reconciler_{database_.Unfinished(), &queue_, &lock_, &clock_};
};

TEST_F(ReconcilerTest, PutsBackWhatIsOldAndLost) {
  database_.Add("lost", clock_.Now(), Lane::kInteractive);
  database_.Add("there", clock_.Now());
  database_.Add("leased", clock_.Now());
  ASSERT_TRUE(queue_.Enqueue({{"leased", Lane::kBulk, Task::kJob}}).ok());
  auto lease = queue_.Claim(1, absl::ZeroDuration());
  ASSERT_TRUE(queue_.Enqueue({{"there", Lane::kBulk, Task::kJob}}).ok());
  EXPECT_EQ(Run(reconciler_), "0");  // within the grace
  clock_.Advance(absl::Seconds(4));
  database_.Add("young", clock_.Now());
  EXPECT_EQ(Run(reconciler_), "1");
  EXPECT_EQ(Run(reconciler_), "0");
  EXPECT_THAT(*queue_.JobIds(), ElementsAre("leased", "there", "lost"));
  EXPECT_EQ((*queue_.Claim(1, absl::ZeroDuration()))[0].entry().lane, Lane::kInteractive);
  clock_.Advance(absl::Seconds(4));
  EXPECT_EQ(Run(reconciler_), "1");  // no longer young
}

TEST_F(ReconcilerTest, OnlyTheLeaderWorks) {
  database_.Add("lost", clock_.Now());
  clock_.Advance(absl::Seconds(4));
  lock_.set_leads(false);
  EXPECT_EQ(Run(reconciler_), "0");
  EXPECT_EQ(database_.asked(), 0);
  lock_.set_leads(true);
  EXPECT_EQ(Run(reconciler_), "1");
}

TEST_F(ReconcilerTest, ErrorsEndTheRoundOnly) {
  database_.Add("lost", clock_.Now());
  clock_.Advance(absl::Seconds(4));
  queue_.SetError(absl::UnavailableError("down"));
  EXPECT_EQ(Run(reconciler_), "UNAVAILABLE");
  queue_.SetError(absl::ResourceExhaustedError("full"));
  EXPECT_EQ(Run(reconciler_), "RESOURCE_EXHAUSTED");
  queue_.SetError(absl::OkStatus());
  database_.SetError(absl::UnavailableError("locked"));
  EXPECT_EQ(Run(reconciler_), "UNAVAILABLE");
  database_.SetError(absl::OkStatus());
  EXPECT_EQ(Run(reconciler_), "1");
}

TEST_F(ReconcilerTest, FindsLostJobsBehindAnyNumberOfOthers) {
  Reconciler::Options options;
  options.batch = 10;
  Reconciler reconciler(database_.Unfinished(), &queue_, &lock_, &clock_, options);
  std::vector<QueueEntry> there;
  for (int i = 0; i < 95; ++i) {
    database_.Add(absl::StrCat("there", i), clock_.Now());
    there.push_back({absl::StrCat("there", i), Lane::kBulk, Task::kJob});
  }
  ASSERT_TRUE(queue_.Enqueue(there).ok());
  for (int i = 0; i < 33; ++i) database_.Add(absl::StrCat("lost", i), clock_.Now());
  clock_.Advance(absl::Seconds(4));
  EXPECT_EQ(Run(reconciler), "33");
  EXPECT_EQ(Run(reconciler), "0");
  const auto ids = queue_.JobIds();
  EXPECT_EQ(ids->size(), 128u);
  EXPECT_EQ(std::set<std::string>(ids->begin(), ids->end()).size(), 128u);
}

TEST_F(ReconcilerTest, TheThreadRunsRoundsOverErrorsAndStops) {
  Reconciler::Options options;
  options.interval = absl::Milliseconds(1);
  Reconciler reconciler(database_.Unfinished(), &queue_, &lock_, &clock_, options);
  database_.Add("lost", clock_.Now());
  clock_.Advance(absl::Seconds(4));
  database_.SetError(absl::UnavailableError("locked"));
  reconciler.Start();
  database_.WaitUntilAsked(3);
  database_.SetError(absl::OkStatus());
  auto leases = queue_.Claim(1, absl::Seconds(20));
  ASSERT_TRUE(leases.ok());
  EXPECT_EQ(leases->size(), 1u);
  reconciler.Stop();
  const auto leads = lock_.Hold();
  EXPECT_FALSE(*leads);  // released
  options.interval = absl::Hours(1);
  Reconciler sleeping(database_.Unfinished(), &queue_, &lock_, &clock_, options);
  sleeping.Start();
}

TEST(RedisReconcilerTest, AFlushedRedisGetsAHundredThousandJobsBack) {
  constexpr int kJobs = 100'000;
  PrivateRedis redis;
  redis::ConnectionPool pool(redis.address());
  RedisJobQueue queue(&pool);
  RedisLeaderLock lock(&pool);
  FakeClock clock;
  FakeDatabase database;
  Reconciler reconciler(database.Unfinished(), &queue, &lock, &clock);
  for (int i = 0; i < kJobs; ++i) database.Add(absl::StrCat("job", i), clock.Now());
  clock.Advance(absl::Seconds(4));
  EXPECT_EQ(*reconciler.RunOnce(), kJobs);
  EXPECT_EQ(*reconciler.RunOnce(), 0);
  EXPECT_EQ(queue.Stats()->waiting, kJobs);
  redis.Flush();
  EXPECT_EQ(*reconciler.RunOnce(), kJobs);
}

TEST(RedisLeaderLockTest, OneLeadsUntilItLetsGoOrFallsSilent) {
  PrivateRedis redis;
  redis::ConnectionPool pool(redis.address());
  RedisLeaderLock first(&pool);
  RedisLeaderLock second(&pool);
  RedisLeaderLock another_matter(&pool, "other");
  EXPECT_TRUE(*first.Hold());
  EXPECT_TRUE(*first.Hold());
  EXPECT_FALSE(*second.Hold());
  EXPECT_TRUE(*another_matter.Hold());
  second.Release();
  EXPECT_FALSE(*second.Hold());
  first.Release();
  EXPECT_TRUE(*second.Hold());
  EXPECT_FALSE(*first.Hold());
  redis.Flush();  // as if the time were over
  EXPECT_TRUE(*first.Hold());
  redis.Exec({"PERSIST", "gongkai:leader:reconciler"});
  EXPECT_TRUE(*first.Hold());  // sets the time anew
  EXPECT_GT(*redis.Exec({"PTTL", "gongkai:leader:reconciler"}).Integer(), 0);
  redis.Kill();
  EXPECT_TRUE(absl::IsUnavailable(first.Hold().status()));
  first.Release();
}

}  // namespace
}  // namespace gongkai
