// The program gongkai-worker: a real redis-server, a real store, a reader that misbehaves on
// demand, and workers that are killed and stopped.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/job.pb.h"
#include "services/queue/redis_check_exchange.h"
#include "services/queue/redis_job_queue.h"
#include "services/redis/connection_pool.h"
#include "tests/services/redis/private_redis.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Until `condition` holds; the test's own time limit ends a wait in vain.
template <typename Condition>
void WaitUntil(const Condition& condition) {
  while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

// A running gongkai-worker; killed at the end.
class WorkerProcess {
 public:
  // What it writes goes to the file `log`.
  WorkerProcess(std::vector<std::string> arguments, const std::string& log) : log_(log) {
    arguments.insert(arguments.begin(), GONGKAI_BINARY_DIR "/bin/gongkai-worker");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      // A worker whose grace time is over leaves its threads behind.
      const char* given = getenv("TSAN_OPTIONS");
      const std::string options =
          absl::StrCat(given == nullptr ? "" : given, " report_thread_leaks=0");
      setenv("TSAN_OPTIONS", options.c_str(), 1);
      const int file = open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
      dup2(file, STDOUT_FILENO);
      dup2(file, STDERR_FILENO);
      execv(argv[0], argv.data());
      _exit(127);
    }
  }
  ~WorkerProcess() {
    if (pid_ > 0) {
      Signal(SIGKILL);
      Wait();
    }
  }
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  void Signal(int signal) { kill(pid_, signal); }

  // Exit code, or -signal.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  std::string Log() const {
    std::stringstream text;
    text << std::ifstream(log_).rdbuf();
    return text.str();
  }

  std::vector<pid_t> Readers() const {
    std::vector<pid_t> readers;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      std::ifstream file(entry.path() / "stat");
      std::string pid, name, state;
      pid_t parent = 0;
      if (file >> pid >> name >> state >> parent && parent == pid_ && state != "Z") {
        readers.push_back(std::stoi(pid));
      }
    }
    return readers;
  }

 private:
  const std::string log_;
  pid_t pid_ = 0;
};

class WorkerTest : public testing::Test {
 protected:
  std::vector<std::string> Flags(const std::string& name) {
    return {"--store=" + store_.url(),
            "--redis=" + redis_.flag(),
            "--name=" + name,
            "--slots=2",
            "--lease_seconds=1",
            "--time_limit_seconds=3600",
            "--reader=" GONGKAI_BINARY_DIR "/bin/faulty-reader"};
  }
  // Flags given last win.
  std::unique_ptr<WorkerProcess> Start(const std::string& name,
                                       const std::vector<std::string>& more = {}) {
    std::vector<std::string> flags = Flags(name);
    flags.insert(flags.end(), more.begin(), more.end());
    return std::make_unique<WorkerProcess>(flags, absl::StrCat(store_.folder(), "/", name));
  }

  std::string Submit(const std::string& content) {
    Submission submission;
    submission.content = content;
    const absl::StatusOr<JobStore::Submitted> submitted = store_.jobs().Submit(submission);
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    const std::string id = submitted->job.name().substr(std::string("jobs/").size());
    EXPECT_TRUE(queue_.Enqueue({{id, Lane::kBulk, Task::kJob}}).ok());
    return id;
  }

  v1::Job Job(const std::string& id) {
    const absl::StatusOr<v1::Job> job = store_.jobs().Get(id);
    EXPECT_TRUE(job.ok()) << job.status();
    return *job;
  }

  void WaitForState(const std::string& id, v1::Job::State state) {
    WaitUntil([&] { return Job(id).state() == state; });
  }

  // "SUCCEEDED by a", "FAILED READER_CRASHED by b".
  std::string Outcome(const std::string& id) {
    WaitUntil([&] { return !store_.jobs().GetFinished({id})->empty(); });
    const v1::Job job = Job(id);
    std::string outcome = v1::Job::State_Name(job.state());
    if (job.has_error()) absl::StrAppend(&outcome, " ", job.error().reason());
    return absl::StrCat(outcome, " by ", job.worker());
  }

  void WaitUntilQueueIsEmpty() {
    WaitUntil([&] {
      const absl::StatusOr<QueueStats> stats = queue_.Stats();
      return stats.ok() && stats->waiting == 0 && stats->leased == 0;
    });
  }

  TestStore store_;
  PrivateRedis redis_;
  redis::ConnectionPool pool_{redis_.address()};
  RedisJobQueue queue_{&pool_};
};

TEST_F(WorkerTest, JobsAreFinishedAndAcknowledged) {
  const auto worker = Start("a");
  std::vector<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.push_back(Submit(absl::StrCat("document ", i)));
  const std::string crashes = Submit("crash");
  for (const std::string& id : ids) EXPECT_EQ(Outcome(id), "SUCCEEDED by a");
  EXPECT_EQ(Outcome(crashes), "FAILED READER_CRASHED by a");
  WaitUntilQueueIsEmpty();
  worker->Signal(SIGTERM);
  EXPECT_EQ(worker->Wait(), 0) << worker->Log();
}

TEST_F(WorkerTest, TheJobOfAKilledWorkerIsTakenOver) {
  const auto a = Start("a");
  const std::string id = Submit("hang");
  WaitForState(id, v1::Job::RUNNING);
  const std::vector<pid_t> readers = a->Readers();
  EXPECT_GE(readers.size(), 2u);
  a->Signal(SIGKILL);
  EXPECT_EQ(a->Wait(), -SIGKILL);
  // Its readers go with it, also the one that is busy.
  for (const pid_t reader : readers) {
    WaitUntil([reader] {
      std::ifstream file(absl::StrCat("/proc/", reader, "/stat"));
      std::string pid, name, state;
      return !(file >> pid >> name >> state) || state == "Z";
    });
  }
  const auto b = Start("b", {"--time_limit_seconds=1"});
  EXPECT_EQ(Outcome(id), "FAILED TIME_LIMIT by b");
  EXPECT_EQ(Job(id).lost_workers(), 1);
  WaitUntilQueueIsEmpty();
}

TEST_F(WorkerTest, AWorkerThatWasStoppedBeyondItsLeaseDoesNoHarm) {
  const auto a = Start("a");
  const std::string id = Submit("hang");
  WaitForState(id, v1::Job::RUNNING);
  const std::vector<pid_t> readers = a->Readers();
  a->Signal(SIGSTOP);
  auto b = Start("b", {"--time_limit_seconds=1"});
  EXPECT_EQ(Outcome(id), "FAILED TIME_LIMIT by b");
  b->Signal(SIGTERM);
  EXPECT_EQ(b->Wait(), 0) << b->Log();

  // It comes back, finds that its reader is gone twice, and has nothing to say any more.
  a->Signal(SIGCONT);
  WaitUntil([&] {
    for (const pid_t reader : a->Readers()) kill(reader, SIGKILL);
    const QueueStats stats = *queue_.Stats();
    return stats.leased == 0 && a->Log().find("reader lost") != std::string::npos;
  });
  EXPECT_EQ(Outcome(Submit("next")), "SUCCEEDED by a");
  EXPECT_EQ(Outcome(id), "FAILED TIME_LIMIT by b");
}

TEST_F(WorkerTest, SigtermFinishesWhatRuns) {
  const auto worker = Start("a");
  std::vector<std::string> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(Submit(absl::StrCat("slow ", i)));
  WaitUntil([&] { return queue_.Stats()->leased > 0; });
  worker->Signal(SIGTERM);
  EXPECT_EQ(worker->Wait(), 0) << worker->Log();
  EXPECT_EQ(queue_.Stats()->leased, 0);
  EXPECT_EQ(store_.jobs().GetFinished(ids)->size() + static_cast<size_t>(queue_.Stats()->waiting),
            6u);
}

TEST_F(WorkerTest, AfterTheGraceTimeJobsAreLeftToTheNextWorker) {
  const auto a = Start("a", {"--grace_seconds=0"});
  const std::string id = Submit("hang");
  WaitForState(id, v1::Job::RUNNING);
  a->Signal(SIGTERM);
  EXPECT_EQ(a->Wait(), 0) << a->Log();
  EXPECT_EQ(Job(id).state(), v1::Job::RUNNING);
  const auto b = Start("b", {"--time_limit_seconds=1"});
  EXPECT_EQ(Outcome(id), "FAILED TIME_LIMIT by b");
}

TEST_F(WorkerTest, RedisMayBeDownAtTheStartAndGoAwayLater) {
  redis_.Kill();
  const auto worker = Start("a");
  WaitUntil([&] { return worker->Log().find("queue: trying again") != std::string::npos; });
  redis_.Restart();
  EXPECT_EQ(Outcome(Submit("one")), "SUCCEEDED by a");
  redis_.Restart();
  WaitUntil([&] { return queue_.Stats().ok(); });
  EXPECT_EQ(Outcome(Submit("two")), "SUCCEEDED by a");
  redis_.Flush();
  EXPECT_EQ(Outcome(Submit("three")), "SUCCEEDED by a");
}

TEST_F(WorkerTest, ChecksAreAnswered) {
  const auto worker = Start("a");
  RedisCheckExchange exchange(&pool_);
  internal::v1::ProcessRequest request;
  request.set_content("crash");
  const absl::StatusOr<std::string> id =
      exchange.PutRequest(request.SerializeAsString(), absl::Minutes(1));
  ASSERT_TRUE(id.ok()) << id.status();
  ASSERT_TRUE(queue_.Enqueue({{*id, Lane::kInteractive, Task::kCheck}}).ok());
  absl::StatusOr<std::string> bytes;
  WaitUntil([&] {
    bytes = exchange.TakeReply(*id);
    return bytes.ok();
  });
  internal::v1::ProcessReply reply;
  ASSERT_TRUE(reply.ParseFromString(*bytes));
  EXPECT_EQ(reply.error().reason(), "READER_CRASHED");
  WaitUntilQueueIsEmpty();
  EXPECT_TRUE(store_.jobs().List(10, "", v1::Job::STATE_UNSPECIFIED)->jobs.empty());
}

TEST_F(WorkerTest, SeveralWorkersMayCreateTheStoreTogether) {
  const std::string url = absl::StrCat("--store=sqlite:", store_.folder(), "/new.db");
  std::vector<std::unique_ptr<WorkerProcess>> workers;
  for (const char* name : {"a", "b", "c"}) workers.push_back(Start(name, {url}));
  for (const auto& worker : workers) {
    WaitUntil([&] { return worker->Log().find("is ready") != std::string::npos; });
    worker->Signal(SIGTERM);
    EXPECT_EQ(worker->Wait(), 0) << worker->Log();
  }
}

TEST_F(WorkerTest, WhatCannotWorkIsRefusedInBothLanguages) {
  struct Case {
    std::vector<std::string> flags;
    const char* english;
    const char* chinese;
  };
  int number = 0;
  for (const Case& c : std::vector<Case>{
           {{}, "GONGKAI_STORE must name the database", "须指明数据库"},
           {{"--store=mysql:x"}, "mysql", "数据库"},
           {{"--store=" + store_.url(), "--redis=nonsense:port"}, "Redis", "Redis 地址"},
           {{"--store=" + store_.url(), "--slots=-1"}, "--slots must be from 0", "须在 0 至"},
           {{"--store=" + store_.url(), "surplus"}, "unexpected argument: surplus", "多余的参数"},
       }) {
    WorkerProcess worker(c.flags, absl::StrCat(store_.folder(), "/refused", ++number));
    EXPECT_EQ(worker.Wait(), 2) << worker.Log();
    EXPECT_THAT(worker.Log(), AllOf(HasSubstr(c.english), HasSubstr(c.chinese)));
  }
}

TEST_F(WorkerTest, AReaderThatCannotBeStartedIsRefusedAtOnce) {
  const auto worker = Start("a", {"--reader=/nonexistent/gongkai-reader"});
  EXPECT_EQ(worker->Wait(), 1) << worker->Log();
  EXPECT_THAT(worker->Log(),
              AllOf(HasSubstr("/nonexistent/gongkai-reader: No such file"), HasSubstr("阅读程序")));
}

TEST_F(WorkerTest, HelpListsTheFlags) {
  WorkerProcess worker({"--help"}, absl::StrCat(store_.folder(), "/help"));
  worker.Wait();
  EXPECT_THAT(worker.Log(), AllOf(HasSubstr("--store"), HasSubstr("--lease_seconds"),
                                  HasSubstr("读取并校验"), HasSubstr("gongkai-worker")));
}

}  // namespace
}  // namespace gongkai
