#include "workers/sandbox/confined_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

absl::Status Failure(absl::string_view what, int error) {
  return MakeError(absl::StatusCode::kUnavailable, "CONVERTER_UNAVAILABLE",
                   absl::StrCat("cannot convert now: ", what, ": ", strerror(error)),
                   absl::StrCat("暂时无法转换：", what, "：", strerror(error)));
}

absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  char* environment[] = {nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  // A group of its own, which ends as one and which the terminal does not signal.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int error =
      posix_spawn(&pid, arguments[0], &actions, &attributes, arguments.data(), environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return Failure(absl::StrCat("cannot start ", command[0]), error);
  return pid;
}

// False if it still runs at the deadline.
bool WaitForEnd(pid_t pid, steady_clock::time_point deadline) {
  const int fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (fd < 0) return false;
  const absl::Cleanup close_fd = [fd] { close(fd); };
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd entry = {fd, POLLIN, 0};
    if (poll(&entry, 1, static_cast<int>(std::min<int64_t>(left, 1 << 30))) > 0) return true;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<PrivateFolder>> PrivateFolder::Create() {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  if (error) return Failure("folder for temporary files", error.value());
  std::string path = (parent / "gongkai-convert.XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) return Failure(path, errno);
  return std::unique_ptr<PrivateFolder>(new PrivateFolder(path));
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

absl::Status PrivateFolder::Write(absl::string_view name, absl::string_view content) const {
  const std::string path = absl::StrCat(path_, "/", name);
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return Failure(path, errno);
  const absl::Cleanup close_fd = [fd] { close(fd); };
  while (!content.empty()) {
    const ssize_t n = write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Failure(path, errno);
    content.remove_prefix(static_cast<size_t>(n));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> PrivateFolder::Read(absl::string_view name, size_t max_bytes) const {
  const std::string path = absl::StrCat(path_, "/", name);
  const int fd = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return absl::NotFoundError(path);
  const absl::Cleanup close_fd = [fd] { close(fd); };
  struct stat status = {};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return absl::NotFoundError(path);
  if (static_cast<uint64_t>(status.st_size) > max_bytes) {
    return absl::ResourceExhaustedError(absl::StrCat(path, ": ", status.st_size, " bytes"));
  }
  std::string content(static_cast<size_t>(status.st_size), '\0');
  size_t used = 0;
  while (used < content.size()) {
    const ssize_t n = read(fd, content.data() + used, content.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
    used += static_cast<size_t>(n);
  }
  return content;
}

absl::StatusOr<ProgramEnding> RunConfined(const std::string& confined_path,
                                          const PrivateFolder& folder,
                                          const std::vector<std::string>& command,
                                          const ProgramLimits& limits) {
  const auto left =
      std::chrono::ceil<std::chrono::seconds>(limits.deadline - steady_clock::now()).count();
  // Of all its threads together.
  const int64_t cpu_seconds = std::max<int64_t>(left, 1) * 2;
  std::vector<std::string> words = {confined_path, folder.path(), absl::StrCat(limits.memory_bytes),
                                    absl::StrCat(cpu_seconds), absl::StrCat(limits.file_bytes)};
  words.insert(words.end(), command.begin(), command.end());
  absl::StatusOr<pid_t> pid = Spawn(words);
  if (!pid.ok()) return pid.status();
  ProgramEnding ending;
  ending.in_time = WaitForEnd(*pid, limits.deadline);
  // Not yet reaped, so that the number is still that of this group.
  kill(-*pid, SIGKILL);
  int status = 0;
  rusage usage = {};
  while (wait4(*pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  ending.peak_memory_bytes = static_cast<int64_t>(usage.ru_maxrss) * 1024;
  if (WIFEXITED(status)) ending.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
  return ending;
}

}  // namespace gongkai
