#include "workers/sandbox/sandbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/error.h"
#include "services/base/mutex.h"
#include "workers/sandbox/confine.h"
#include "workers/sandbox/frame.h"

namespace gongkai {
namespace {

using internal::v1::ProcessReply;
using internal::v1::ProcessRequest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

SandboxOptions Options() {
  SandboxOptions options;
  options.reader_path = GONGKAI_BINARY_DIR "/bin/faulty-reader";
  // Under a sanitizer a process takes more from the start.
  if (!FullyConfined()) options.memory_limit_bytes = int64_t{1} << 40;
  return options;
}

// "report: ..." or "REASON: message".
std::string Ask(Sandbox& sandbox, const std::string& document) {
  ProcessRequest request;
  request.set_content(document);
  const absl::StatusOr<ProcessReply> reply = sandbox.Process(request);
  if (!reply.ok()) return absl::StrCat("error: ", reply.status().ToString());
  if (!reply->has_error()) {
    v1::Report report;
    EXPECT_TRUE(report.ParseFromString(reply->report()));
    return absl::StrCat("report: ", report.metadata().title());
  }
  EXPECT_THAT(reply->error().message(), Not(reply->error().message_en()));
  EXPECT_NE(reply->error().message(), "");
  return absl::StrCat(reply->error().reason(), ": ", reply->error().message_en());
}

// Names in /proc/<pid>/fd.
std::set<std::string> Descriptors(pid_t pid) {
  std::set<std::string> names;
  DIR* folder = opendir(absl::StrCat("/proc/", pid, "/fd").c_str());
  if (folder == nullptr) return names;
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_name[0] != '.') names.insert(entry->d_name);
  }
  closedir(folder);
  return names;
}

std::string DescriptorTarget(pid_t pid, int descriptor) {
  char target[256];
  const ssize_t n =
      readlink(absl::StrCat("/proc/", pid, "/fd/", descriptor).c_str(), target, sizeof(target));
  return n < 0 ? "" : std::string(target, n);
}

TEST(SandboxTest, OneChildServesManyDocuments) {
  Sandbox sandbox(Options());
  EXPECT_EQ(sandbox.reader_pid(), 0);
  ASSERT_TRUE(sandbox.Start().ok());
  const pid_t pid = sandbox.reader_pid();
  EXPECT_GT(pid, 0);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(Ask(sandbox, absl::StrCat("document ", i)), absl::StrCat("report: document ", i));
  }
  EXPECT_EQ(sandbox.reader_pid(), pid);
}

TEST(SandboxTest, LargeDocumentsGoThereAndBack) {
  Sandbox sandbox(Options());
  std::string document(20 << 20, 'x');
  document.replace(0, 2, "y ");
  EXPECT_TRUE(Ask(sandbox, document) == "report: " + document);
  EXPECT_THAT(Ask(sandbox, std::string(kMaxFrameBytes, 'x')), HasSubstr("FILE_TOO_LARGE"));
  EXPECT_EQ(Ask(sandbox, "next"), "report: next");
}

TEST(SandboxTest, AnAnswerThatIsTooLargeHasAReason) {
  Sandbox sandbox(Options());
  EXPECT_EQ(Ask(sandbox, "before"), "report: before");
  const pid_t pid = sandbox.reader_pid();
  EXPECT_EQ(Ask(sandbox, "too_much"),
            "TOO_COMPLEX: what was read from the document takes more than 64 MB");
  EXPECT_EQ(sandbox.reader_pid(), pid);
}

TEST(SandboxTest, ADocumentThatEndsItsReaderHurtsNobodyElse) {
  struct Case {
    const char* document;
    const char* reason;
  };
  for (const Case& c : std::vector<Case>{
           {"crash", "READER_CRASHED"},
           {"abort", "READER_CRASHED"},
           {"exit", "READER_CRASHED: the reader crashed on the document: exit code 3"},
           {"raise_kill", "READER_CRASHED: the reader crashed on the document: signal 9 (Killed)"},
           {"half_frame", "READER_CRASHED: the reader crashed on the document: exit code 0"},
           {"long_frame", "READER_CRASHED: the reader gave an answer that makes no sense"},
           {"nonsense", "READER_CRASHED: the reader gave an answer that makes no sense"},
           {"neither", "READER_CRASHED: the reader gave an answer that makes no sense"},
           {"both", "READER_CRASHED: the reader gave an answer that makes no sense"},
       }) {
    SCOPED_TRACE(c.document);
    Sandbox sandbox(Options());
    EXPECT_EQ(Ask(sandbox, "before"), "report: before");
    const pid_t pid = sandbox.reader_pid();
    EXPECT_THAT(Ask(sandbox, c.document), HasSubstr(c.reason));
    EXPECT_EQ(Ask(sandbox, "after"), "report: after");
    EXPECT_NE(sandbox.reader_pid(), pid);
  }
}

TEST(SandboxTest, TimeLimit) {
  SandboxOptions options = Options();
  options.time_limit = absl::Milliseconds(200);
  Sandbox sandbox(options);
  EXPECT_EQ(Ask(sandbox, "hang"), "TIME_LIMIT: reading the document took longer than 0.2 seconds");
  // A child that does not take the document from the channel.
  ASSERT_TRUE(sandbox.Start().ok());
  kill(sandbox.reader_pid(), SIGSTOP);
  EXPECT_THAT(Ask(sandbox, std::string(8 << 20, 'x')), HasSubstr("TIME_LIMIT"));
  EXPECT_EQ(Ask(sandbox, "after"), "report: after");
}

TEST(SandboxTest, MemoryLimit) {
  if (!FullyConfined()) GTEST_SKIP() << "memory is not limited in this build";
  SandboxOptions options = Options();
  options.memory_limit_bytes = 200 << 20;
  Sandbox sandbox(options);
  EXPECT_EQ(Ask(sandbox, "memory"),
            "MEMORY_LIMIT: reading the document needs more than 200 MB of memory");
  EXPECT_EQ(Ask(sandbox, "after"), "report: after");
  // Libraries that take it badly.
  EXPECT_THAT(Ask(sandbox, "abort_without_memory"), HasSubstr("MEMORY_LIMIT"));
  EXPECT_THAT(Ask(sandbox, "crash_without_memory"), HasSubstr("MEMORY_LIMIT"));
}

TEST(SandboxTest, ACrashThatEarlierDocumentsCausedIsNoVerdict) {
  Sandbox sandbox(Options());
  EXPECT_EQ(Ask(sandbox, "first"), "report: first");
  EXPECT_EQ(Ask(sandbox, "crash_unless_fresh"), "report: crash_unless_fresh");
}

TEST(SandboxTest, AChildThatDiedOrSpokeBetweenDocumentsIsReplaced) {
  Sandbox sandbox(Options());
  ASSERT_TRUE(sandbox.Start().ok());
  const pid_t first = sandbox.reader_pid();
  kill(first, SIGKILL);
  siginfo_t info;
  ASSERT_EQ(waitid(P_PID, first, &info, WEXITED | WNOWAIT), 0);
  EXPECT_EQ(Ask(sandbox, "one"), "report: one");
  EXPECT_NE(sandbox.reader_pid(), first);

  EXPECT_EQ(Ask(sandbox, "talkative"), "report: first");
  // What it says unasked is not taken for the answer on the next document.
  EXPECT_EQ(Ask(sandbox, "two"), "report: two");
}

TEST(SandboxTest, AChildIsReplacedAfterItsShareOfDocuments) {
  SandboxOptions options = Options();
  options.max_documents = 15;
  Sandbox sandbox(options);
  std::set<pid_t> pids;
  for (int i = 0; i < 45; ++i) {
    ASSERT_TRUE(sandbox.Start().ok());
    pids.insert(sandbox.reader_pid());
    EXPECT_EQ(Ask(sandbox, "x"), "report: x");
  }
  EXPECT_EQ(pids.size(), 3u);
}

TEST(SandboxTest, AReaderThatCannotStartIsNoFaultOfTheDocument) {
  struct Case {
    const char* path;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{
           {"/nonexistent/reader", "cannot start /nonexistent/reader: No such file or directory"},
           {"/bin/true", "/bin/true did not start: exit code 0"},
           {"/bin/echo", "/bin/echo did not start: it does not speak as a reader"},
       }) {
    SandboxOptions options;
    options.reader_path = c.path;
    Sandbox sandbox(options);
    const absl::Status status = sandbox.Process(ProcessRequest()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(status.message(), c.message);
    EXPECT_EQ(DetailOf(status).reason, "SANDBOX_UNAVAILABLE");
    EXPECT_NE(DetailOf(status).message_zh, "");
  }
}

TEST(SandboxTest, AReaderThatRefusesItsRulesSaysWhy) {
  SandboxOptions options = Options();
  internal::v1::ReaderSetup::RuleFile* file = options.setup.add_rules();
  file->set_name("city.txtpb");
  file->set_text("good");
  EXPECT_TRUE(Sandbox(options).Start().ok());
  file->set_text("faulty");
  const absl::Status status = Sandbox(options).Start();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "city.txtpb:1: faulty");
  EXPECT_EQ(DetailOf(status).reason, "FAULTY_RULE_FILE");
  EXPECT_EQ(DetailOf(status).message_zh, "规则文件有误：city.txtpb");
}

TEST(SandboxTest, TheChildIsLockedIn) {
  if (!FullyConfined()) GTEST_SKIP() << "system calls are not filtered in this build";
  Sandbox sandbox(Options());
  for (const char* attempt :
       {"open", "create", "unlink", "socket", "kill_parent", "raise_limit", "executable_memory"}) {
    EXPECT_EQ(Ask(sandbox, attempt), absl::StrCat("report: ", EPERM)) << attempt;
  }
  for (const char* attempt : {"fork", "exec"}) {
    EXPECT_THAT(Ask(sandbox, attempt), HasSubstr("signal 31 (Bad system call)")) << attempt;
  }
}

TEST(SandboxTest, TheChildSeesNoneOfTheWorkersEnvironment) {
  setenv("GONGKAI_STORE", "postgresql://user:secret@host/db", 1);
  Sandbox sandbox(Options());
  EXPECT_THAT(Ask(sandbox, "environment"), Not(HasSubstr("secret")));
  unsetenv("GONGKAI_STORE");
}

TEST(SandboxTest, ChildrenStartedAtTheSameTimeShareNoDescriptors) {
  // One that is inherited on purpose, as libraries may leave them.
  const int inherited = open("/dev/null", O_RDONLY);
  std::vector<std::unique_ptr<Sandbox>> sandboxes;
  for (int i = 0; i < 8; ++i) sandboxes.push_back(std::make_unique<Sandbox>(Options()));
  std::set<std::string> channels;
  Mutex mutex;
  std::vector<std::thread> threads;
  for (auto& sandbox : sandboxes) {
    threads.emplace_back([&channels, &mutex, &sandbox] {
      for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(sandbox->Start().ok());
        const pid_t pid = sandbox->reader_pid();
        EXPECT_THAT(Descriptors(pid), ElementsAre("0", "1", "2"));
        EXPECT_EQ(DescriptorTarget(pid, 0), DescriptorTarget(pid, 1));
        {
          MutexLock lock(mutex);
          EXPECT_TRUE(channels.insert(DescriptorTarget(pid, 0)).second);
        }
        EXPECT_THAT(Ask(*sandbox, "exit"), HasSubstr("READER_CRASHED"));
      }
      sandbox.reset();
    });
  }
  for (std::thread& thread : threads) thread.join();
  close(inherited);
}

TEST(SandboxTest, NothingIsLeftOpenHere) {
  { Sandbox(Options()).Start().IgnoreError(); }
  const size_t before = Descriptors(getpid()).size();
  for (const char* document : {"x", "crash", "nonsense", "exit"}) {
    Sandbox sandbox(Options());
    Ask(sandbox, document);
  }
  EXPECT_EQ(Descriptors(getpid()).size(), before);
  // No zombies either.
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(SandboxTest, TheChildDiesWithItsWorker) {
  // Orphans come to this process, which can then see how they ended.
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t worker = fork();
  ASSERT_GE(worker, 0);
  if (worker == 0) {
    Sandbox sandbox(Options());
    if (!sandbox.Start().ok()) _exit(1);
    const pid_t reader = sandbox.reader_pid();
    if (write(ends[1], &reader, sizeof(reader)) < 0) _exit(1);
    ProcessRequest request;
    request.set_content("hang");
    sandbox.Process(request).status().IgnoreError();
    _exit(1);
  }
  pid_t reader = 0;
  ASSERT_EQ(read(ends[0], &reader, sizeof(reader)), static_cast<ssize_t>(sizeof(reader)));
  // Until it is busy with the document and sees nothing of its channel.
  clockid_t clock;
  ASSERT_EQ(clock_getcpuclockid(reader, &clock), 0);
  timespec start = {};
  timespec now = {};
  clock_gettime(clock, &start);
  while (now.tv_sec <= start.tv_sec && clock_gettime(clock, &now) == 0) std::this_thread::yield();

  kill(worker, SIGKILL);
  ASSERT_EQ(waitpid(worker, nullptr, 0), worker);
  int status = 0;
  ASSERT_EQ(waitpid(reader, &status, 0), reader);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace gongkai
