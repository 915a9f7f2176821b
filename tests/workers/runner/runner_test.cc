// The runner on the fake queue, a real store and a real reader that misbehaves on demand.
#include "workers/runner/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/clock.h"
#include "services/queue/fake_announcer.h"
#include "services/queue/fake_check_exchange.h"
#include "services/queue/fake_job_queue.h"
#include "tests/services/store/test_store.h"
#include "tests/workers/runner/faulty_parts.h"

namespace gongkai {
namespace {

using internal::v1::ProcessReply;
using internal::v1::ProcessRequest;
using testing::HasSubstr;

constexpr absl::Duration kLease = absl::Seconds(30);

// Until `condition` holds; the test's own time limit ends a wait in vain.
template <typename Condition>
void WaitUntil(const Condition& condition) {
  while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

// Readers, as somebody outside may kill them.
void KillChildren() {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "stat");
    std::string pid, name, state;
    pid_t parent = 0;
    if (file >> pid >> name >> state >> parent && parent == getpid()) {
      kill(std::stoi(pid), SIGKILL);
    }
  }
}

class RunnerTest : public testing::Test {
 protected:
  RunnerOptions Options() {
    RunnerOptions options;
    options.name = "worker-1";
    options.slots = 4;
    options.lease = kLease;
    options.claim_wait = absl::Milliseconds(50);
    options.sandbox.reader_path = GONGKAI_BINARY_DIR "/bin/faulty-reader";
    return options;
  }

  std::unique_ptr<Runner> NewRunner(const RunnerOptions& options) {
    return std::make_unique<Runner>(
        RunnerParts{&faulty_queue_, &announcer_, &exchange_, &faulty_store_}, options);
  }

  void Enqueue(const std::string& id, Task task = Task::kJob) {
    ASSERT_TRUE(queue_.Enqueue({{id, Lane::kBulk, task}}).ok());
  }

  // Commits a job; its id.
  std::string Submit(const std::string& content) {
    Submission submission;
    submission.content = content;
    const absl::StatusOr<JobStore::Submitted> submitted = store_.jobs().Submit(submission);
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    return submitted->job.name().substr(std::string("jobs/").size());
  }

  std::string SubmitAndEnqueue(const std::string& content) {
    const std::string id = Submit(content);
    Enqueue(id);
    return id;
  }

  // A worker that took the first entry of the queue and was never heard of again.
  void LoseAWorker() {
    absl::StatusOr<std::vector<Lease>> leases = queue_.Claim(1, absl::ZeroDuration());
    ASSERT_TRUE(leases.ok());
    ASSERT_EQ(leases->size(), 1u);
    leases->clear();
    clock_.Advance(2 * kLease);
  }

  v1::Job Job(const std::string& id) {
    const absl::StatusOr<v1::Job> job = store_.jobs().Get(id);
    EXPECT_TRUE(job.ok()) << job.status();
    return *job;
  }

  // "SUCCEEDED", "FAILED READER_CRASHED".
  std::string Outcome(const std::string& id) {
    WaitUntil([&] { return !store_.jobs().GetFinished({id})->empty(); });
    const v1::Job job = Job(id);
    std::string outcome = v1::Job::State_Name(job.state());
    if (job.has_error()) absl::StrAppend(&outcome, " ", job.error().reason());
    return outcome;
  }

  void WaitUntilQueueIsEmpty() {
    WaitUntil([&] {
      const QueueStats stats = *queue_.Stats();
      return stats.waiting == 0 && stats.leased == 0;
    });
  }

  FakeClock clock_;
  TestStore store_;
  FakeJobQueue queue_{&clock_, kLease};
  FakeAnnouncer announcer_;
  FakeCheckExchange exchange_{&clock_};
  Faults faults_;
  FaultyJobQueue faulty_queue_{&queue_, &faults_};
  FaultyJobStore faulty_store_{&store_.jobs(), &faults_};
};

TEST_F(RunnerTest, EveryJobIsFinishedAcknowledgedAndAnnounced) {
  std::vector<std::string> ids;
  for (int i = 0; i < 50; ++i) ids.push_back(SubmitAndEnqueue(absl::StrCat("document ", i)));
  const auto runner = NewRunner(Options());
  runner->Start();
  for (const std::string& id : ids) EXPECT_EQ(Outcome(id), "SUCCEEDED");
  WaitUntilQueueIsEmpty();
  EXPECT_TRUE(runner->Stop(absl::Minutes(1)));
  EXPECT_THAT(announcer_.announced(), testing::UnorderedElementsAreArray(ids));
  EXPECT_EQ(Job(ids[0]).worker(), "worker-1");
  EXPECT_EQ(Job(ids[0]).lost_workers(), 0);
}

TEST_F(RunnerTest, ADocumentThatBreaksItsReaderFailsAndItsNeighboursDoNot) {
  RunnerOptions options = Options();
  options.sandbox.time_limit = absl::Milliseconds(500);
  const auto runner = NewRunner(options);
  runner->Start();
  std::vector<std::string> good;
  for (int i = 0; i < 5; ++i) good.push_back(SubmitAndEnqueue(absl::StrCat("a ", i)));
  const std::string crashes = SubmitAndEnqueue("crash");
  const std::string hangs = SubmitAndEnqueue("hang");
  const std::string babbles = SubmitAndEnqueue("nonsense");
  for (int i = 0; i < 5; ++i) good.push_back(SubmitAndEnqueue(absl::StrCat("b ", i)));
  EXPECT_EQ(Outcome(crashes), "FAILED READER_CRASHED");
  EXPECT_EQ(Outcome(hangs), "FAILED TIME_LIMIT");
  EXPECT_EQ(Outcome(babbles), "FAILED READER_CRASHED");
  for (const std::string& id : good) EXPECT_EQ(Outcome(id), "SUCCEEDED");
  WaitUntilQueueIsEmpty();
}

TEST_F(RunnerTest, AJobOfALostWorkerIsTakenOver) {
  const std::string id = SubmitAndEnqueue("document");
  LoseAWorker();
  const auto runner = NewRunner(Options());
  runner->Start();
  EXPECT_EQ(Outcome(id), "SUCCEEDED");
  EXPECT_EQ(Job(id).lost_workers(), 1);
  WaitUntilQueueIsEmpty();
}

TEST_F(RunnerTest, AJobThatWorkersAreLostWithIsGivenUpAfterThree) {
  const std::string id = SubmitAndEnqueue("document");
  for (int lost = 1; lost <= 3; ++lost) {
    LoseAWorker();
    if (lost < 3) {
      ASSERT_TRUE(store_.jobs().CountLostWorker(id).ok());  // as the next one to have it does
    }
  }
  const auto runner = NewRunner(Options());
  runner->Start();
  EXPECT_EQ(Outcome(id), "FAILED WORKER_LOST");
  EXPECT_EQ(Job(id).lost_workers(), 3);
  EXPECT_THAT(Job(id).error().message(), HasSubstr("3"));
  WaitUntilQueueIsEmpty();
}

TEST_F(RunnerTest, AJobThatIsFinishedIsOnlyAcknowledged) {
  const std::string id = SubmitAndEnqueue("crash");
  ASSERT_TRUE(store_.jobs().Finish(id, "worker-0", MakeReply("乙县人民政府", "", 2019), "").ok());
  LoseAWorker();
  const auto runner = NewRunner(Options());
  runner->Start();
  WaitUntilQueueIsEmpty();
  EXPECT_EQ(Outcome(id), "SUCCEEDED");
  EXPECT_EQ(Job(id).worker(), "worker-0");
  EXPECT_EQ(Job(id).lost_workers(), 0);
}

TEST_F(RunnerTest, AnEntryWithoutAJobIsAcknowledged) {
  Enqueue("00000000000000000000000000000000");
  const auto runner = NewRunner(Options());
  runner->Start();
  WaitUntilQueueIsEmpty();
}

TEST_F(RunnerTest, WhileTheStoreIsNotThereJobsAreHeldAndNoWorkerCountsAsLost) {
  const absl::Status down = absl::UnavailableError("database is locked");
  faults_.Fail("Load", 2, down);
  faults_.Fail("Finish", 3, down);
  const std::string id = SubmitAndEnqueue("document");
  const auto runner = NewRunner(Options());
  runner->Start();
  EXPECT_EQ(Outcome(id), "SUCCEEDED");
  EXPECT_EQ(Job(id).lost_workers(), 0);
  EXPECT_EQ(faults_.calls("Finish"), 4);
  WaitUntilQueueIsEmpty();
}

TEST_F(RunnerTest, AJobThatTheStoreRefusesIsLeftToTheNextWorker) {
  faults_.Fail("Finish", 1, absl::InternalError("broken statement"));
  const std::string id = SubmitAndEnqueue("document");
  const auto runner = NewRunner(Options());
  runner->Start();
  WaitUntil([&] { return faults_.calls("Finish") == 1; });
  EXPECT_EQ(queue_.Stats()->leased, 1);
  clock_.Advance(2 * kLease);
  EXPECT_EQ(Outcome(id), "SUCCEEDED");
  EXPECT_EQ(Job(id).lost_workers(), 1);
}

TEST_F(RunnerTest, TheQueueMayBeDownForAWhile) {
  faults_.Fail("Claim", 3, absl::UnavailableError("connection refused"));
  const std::string id = SubmitAndEnqueue("document");
  const auto runner = NewRunner(Options());
  runner->Start();
  EXPECT_EQ(Outcome(id), "SUCCEEDED");
  EXPECT_GE(faults_.calls("Claim"), 4);
}

TEST_F(RunnerTest, NothingIsClaimedBeforeAReaderIsReady) {
  RunnerOptions options = Options();
  options.sandbox.reader_path = absl::StrCat(store_.folder(), "/reader");
  const std::string id = SubmitAndEnqueue("document");
  const auto runner = NewRunner(options);
  runner->Start();
  runner->Stop(absl::ZeroDuration());
  EXPECT_EQ(faults_.calls("Claim"), 0);

  const auto another = NewRunner(options);
  another->Start();
  ASSERT_EQ(symlink(GONGKAI_BINARY_DIR "/bin/faulty-reader", options.sandbox.reader_path.c_str()),
            0);
  EXPECT_EQ(Outcome(id), "SUCCEEDED");
  EXPECT_EQ(Job(id).lost_workers(), 0);
}

TEST_F(RunnerTest, ALongJobIsShownAsRunningAndItsLeaseRenewed) {
  RunnerOptions options = Options();
  options.lease = absl::Milliseconds(300);
  options.running_after = absl::Milliseconds(50);
  faults_.Fail("MarkRunning", 1, absl::UnavailableError("database is locked"));
  faults_.Fail("Renew", 1, absl::UnavailableError("connection refused"));
  options.sandbox.time_limit = absl::Minutes(2);
  const std::string id = SubmitAndEnqueue("hang");
  const auto runner = NewRunner(options);
  runner->Start();
  WaitUntil([&] { return Job(id).state() == v1::Job::RUNNING; });
  EXPECT_EQ(Job(id).worker(), "worker-1");
  WaitUntil([&] { return faults_.calls("Renew") >= 4; });
  // Each renewal begins the lease anew: the entry stays with its worker beyond the first lease.
  clock_.Advance(kLease / 4 * 3);
  const int renewals = faults_.calls("Renew");
  WaitUntil([&] { return faults_.calls("Renew") >= renewals + 2; });
  clock_.Advance(kLease / 4 * 3);
  EXPECT_TRUE(queue_.Claim(1, absl::ZeroDuration())->empty());

  EXPECT_FALSE(runner->Stop(absl::Milliseconds(1)));
  // Another finishes it meanwhile; what this runner finds is then of no consequence.
  ASSERT_TRUE(store_.jobs().Finish(id, "worker-2", MakeReply("乙县人民政府", "", 2019), "")->first);
  while (!runner->Stop(absl::Milliseconds(10))) KillChildren();
  EXPECT_EQ(Job(id).worker(), "worker-2");
  EXPECT_EQ(Job(id).state(), v1::Job::SUCCEEDED);
}

TEST_F(RunnerTest, StopFinishesWhatRunsAndClaimsNothingMore) {
  RunnerOptions options = Options();
  options.slots = 2;
  options.running_after = absl::Milliseconds(20);
  std::vector<std::string> ids;
  for (int i = 0; i < 8; ++i) ids.push_back(SubmitAndEnqueue(absl::StrCat("slow ", i)));
  const auto runner = NewRunner(options);
  runner->Start();
  WaitUntil([&] { return queue_.Stats()->leased > 0; });
  EXPECT_TRUE(runner->Stop(absl::Minutes(1)));
  const QueueStats stats = *queue_.Stats();
  EXPECT_EQ(stats.leased, 0);
  EXPECT_GT(stats.waiting, 0);
  EXPECT_EQ(store_.jobs().GetFinished(ids)->size(), 8u - static_cast<size_t>(stats.waiting));
}

TEST_F(RunnerTest, AChecksAnswerGoesBackAndNothingIsStored) {
  ProcessRequest request;
  request.set_content("draft");
  const std::string good = *exchange_.PutRequest(request.SerializeAsString(), absl::Minutes(1));
  request.set_content("crash");
  const std::string bad = *exchange_.PutRequest(request.SerializeAsString(), absl::Minutes(1));
  const std::string broken = *exchange_.PutRequest("\xff\xff", absl::Minutes(1));
  for (const std::string& id : {good, bad, broken, std::string("expired")}) {
    Enqueue(id, Task::kCheck);
  }
  const auto runner = NewRunner(Options());
  runner->Start();
  WaitUntilQueueIsEmpty();
  ProcessReply reply;
  ASSERT_TRUE(reply.ParseFromString(*exchange_.TakeReply(good)));
  v1::Report report;
  ASSERT_TRUE(report.ParseFromString(reply.report()));
  EXPECT_EQ(report.metadata().title(), "draft");
  ASSERT_TRUE(reply.ParseFromString(*exchange_.TakeReply(bad)));
  EXPECT_EQ(reply.error().reason(), "READER_CRASHED");
  EXPECT_FALSE(exchange_.TakeReply(broken).ok());
  EXPECT_FALSE(exchange_.TakeReply("expired").ok());
  EXPECT_TRUE(store_.jobs().List(10, "", v1::Job::STATE_UNSPECIFIED)->jobs.empty());
}

TEST_F(RunnerTest, ACheckThatWorkersAreLostWithIsGivenUp) {
  ProcessRequest request;
  request.set_content("draft");
  const std::string id = *exchange_.PutRequest(request.SerializeAsString(), absl::Hours(1));
  Enqueue(id, Task::kCheck);
  for (int i = 0; i < 3; ++i) LoseAWorker();
  const auto runner = NewRunner(Options());
  runner->Start();
  WaitUntilQueueIsEmpty();
  ProcessReply reply;
  ASSERT_TRUE(reply.ParseFromString(*exchange_.TakeReply(id)));
  EXPECT_EQ(reply.error().reason(), "WORKER_LOST");
}

}  // namespace
}  // namespace gongkai
