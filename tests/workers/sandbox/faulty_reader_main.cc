// A reader that does what the first word of a document says. The result, or else the document
// itself, comes back as the title of a report.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/error.h"
#include "workers/sandbox/frame.h"
#include "workers/sandbox/reader_loop.h"

extern char** environ;

// It crashes on purpose and at once: a sanitizer has nothing to tell about that.
#if defined(__SANITIZE_THREAD__)
extern "C" const char* __tsan_default_options() { return "handle_segv=0:handle_abort=0"; }
#elif defined(__SANITIZE_ADDRESS__)
extern "C" const char* __asan_default_options() { return "handle_segv=0:handle_abort=0"; }
#endif

namespace gongkai {
namespace {

int served = 0;

std::string ErrnoOf(int result) { return absl::StrCat(result < 0 ? errno : 0); }

[[noreturn]] void Crash() {
  // An address that is never mapped.
  *reinterpret_cast<volatile int*>(8) = 1;
  std::abort();
}

[[noreturn]] void UseAllMemory() {
  std::vector<std::string> blocks;
  while (true) blocks.emplace_back(1 << 20, 'x');
}

// As C libraries end.
[[noreturn]] void AbortWithoutMemory() {
  volatile size_t far_too_much = size_t{1} << 40;
  free(malloc(far_too_much));
  std::abort();
}

// As those end that do not look at what malloc returns.
[[noreturn]] void UseMemoryThatIsNotThere() {
  volatile size_t far_too_much = size_t{1} << 40;
  *static_cast<volatile char*>(malloc(far_too_much)) = 1;
  std::abort();
}

[[noreturn]] void Spin() {
  volatile bool forever = true;
  while (forever) {
  }
  std::abort();
}

std::string Environment() {
  std::string names;
  for (char** entry = environ; *entry != nullptr; ++entry) absl::StrAppend(&names, *entry, "\n");
  return names;
}

// What one word does; the result becomes the title.
std::string Obey(const std::string& word, const std::string& document) {
  if (word == "crash") Crash();
  if (word == "crash_unless_fresh" && served > 1) Crash();
  if (word == "abort") std::abort();
  if (word == "exit") _exit(3);
  if (word == "raise_kill") raise(SIGKILL);
  if (word == "memory") UseAllMemory();
  if (word == "abort_without_memory") AbortWithoutMemory();
  if (word == "crash_without_memory") UseMemoryThatIsNotThere();
  if (word == "hang") Spin();
  if (word == "slow") {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
    while (std::chrono::steady_clock::now() < end) {
    }
  }
  if (word == "long_frame") {
    const std::string header("\xff\xff\xff\xff", 4);
    [[maybe_unused]] const ssize_t n = write(STDOUT_FILENO, header.data(), header.size());
    Spin();
  }
  if (word == "half_frame") {
    const std::string part("\x10\0\0\0half", 8);
    [[maybe_unused]] const ssize_t n = write(STDOUT_FILENO, part.data(), part.size());
    _exit(0);
  }
  if (word == "nonsense") {
    WriteFrame(STDOUT_FILENO, "\xff\xff this is no message");
    Spin();
  }
  if (word == "talkative") {
    // An answer and the beginning of another one, at once.
    v1::Report report;
    report.mutable_metadata()->set_title("first");
    internal::v1::ProcessReply reply;
    reply.set_report(report.SerializeAsString());
    const std::string message = reply.SerializeAsString();
    std::string bytes(kFrameHeaderBytes, '\0');
    EncodeFrameLength(static_cast<uint32_t>(message.size()), bytes.data());
    absl::StrAppend(&bytes, message, "and more");
    [[maybe_unused]] const ssize_t n = write(STDOUT_FILENO, bytes.data(), bytes.size());
    Spin();
  }
  if (word == "open") return ErrnoOf(open("/etc/passwd", O_RDONLY));
  if (word == "create") return ErrnoOf(open("/tmp/never", O_WRONLY | O_CREAT, 0600));
  if (word == "unlink") return ErrnoOf(unlink("/tmp/never"));
  if (word == "socket") return ErrnoOf(socket(AF_INET, SOCK_STREAM, 0));
  if (word == "kill_parent") return ErrnoOf(kill(getppid(), 0));
  if (word == "raise_limit") {
    const rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return ErrnoOf(setrlimit(RLIMIT_AS, &limit));
  }
  if (word == "executable_memory") {
    void* memory =
        mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return ErrnoOf(memory == MAP_FAILED ? -1 : 0);
  }
  if (word == "fork") return ErrnoOf(fork());
  if (word == "exec") {
    char name[] = "/bin/true";
    char* const arguments[] = {name, nullptr};
    return ErrnoOf(execv(name, arguments));
  }
  if (word == "environment") return Environment();
  if (word == "too_much") return std::string(kMaxFrameBytes, 'x');
  return document;
}

internal::v1::ProcessReply Answer(const internal::v1::ProcessRequest& request) {
  ++served;
  internal::v1::ProcessReply reply;
  const std::string word = std::string(*absl::StrSplit(request.content(), ' ').begin());
  if (word == "neither") return reply;
  if (word == "both") reply.mutable_error()->set_reason("NOT_A_REPORT");
  v1::Report report;
  report.set_agency_name("甲县人民政府");
  report.set_year(2019);
  report.mutable_metadata()->set_title(Obey(word, request.content()));
  reply.set_report(report.SerializeAsString());
  reply.mutable_summary()->set_agency_name("甲县人民政府");
  reply.mutable_summary()->set_year(2019);
  return reply;
}

// Says what is wrong with its rule files if they say so themselves.
absl::StatusOr<AnswerFunction> SetUp(const internal::v1::ReaderSetup& setup) {
  for (const auto& file : setup.rules()) {
    if (file.text() != "faulty") continue;
    return MakeError(absl::StatusCode::kInvalidArgument, "FAULTY_RULE_FILE",
                     absl::StrCat(file.name(), ":1: faulty"),
                     absl::StrCat("规则文件有误：", file.name()));
  }
  return Answer;
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) { return gongkai::RunReader(argc, argv, {}, gongkai::SetUp); }
