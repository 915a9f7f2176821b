#include "workers/sandbox/reader_process.h"

#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "workers/sandbox/frame.h"

namespace gongkai {
namespace {

// Nothing else of the worker's environment reaches the child; it may hold passwords.
constexpr const char* kPassedOn[] = {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                     "TSAN_OPTIONS", "TESSDATA_PREFIX"};

absl::Status CannotStart(absl::string_view path, int error) {
  return MakeError(absl::StatusCode::kUnavailable, "SANDBOX_UNAVAILABLE",
                   absl::StrCat("cannot start ", path, ": ", strerror(error)),
                   absl::StrCat("无法启动阅读程序 ", path, ":", strerror(error)));
}

int Spawn(const std::string& path, const std::string& memory_bytes, const std::string& cpu_seconds,
          int channel, pid_t* pid) {
  std::vector<std::string> kept;
  for (const char* name : kPassedOn) {
    if (const char* value = getenv(name)) kept.push_back(absl::StrCat(name, "=", value));
  }
  // A library that starts threads of its own would be ended for it.
  kept.push_back("OMP_THREAD_LIMIT=1");
  std::vector<char*> environment;
  for (std::string& entry : kept) environment.push_back(entry.data());
  environment.push_back(nullptr);
  char* arguments[] = {const_cast<char*>(path.c_str()), const_cast<char*>(memory_bytes.c_str()),
                       const_cast<char*>(cpu_seconds.c_str()), nullptr};

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, channel, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, channel, STDOUT_FILENO);
  // A service manager or a terminal may signal the worker's whole group; the worker decides when
  // its readers end.
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGHUP);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const int error =
      posix_spawn(pid, path.c_str(), &actions, &attributes, arguments, environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReaderProcess>> ReaderProcess::Start(const std::string& path,
                                                                    int64_t memory_bytes,
                                                                    int64_t cpu_seconds) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return CannotStart(path, errno);
  }
  pid_t pid = 0;
  const int error =
      Spawn(path, absl::StrCat(memory_bytes), absl::StrCat(cpu_seconds), ends[1], &pid);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return CannotStart(path, error);
  }
  return std::unique_ptr<ReaderProcess>(new ReaderProcess(pid, ends[0]));
}

ReaderProcess::~ReaderProcess() {
  if (pid_ != 0) End();
  close(channel_);
}

bool ReaderProcess::IsIdle() const {
  pollfd entry = {channel_, POLLIN, 0};
  return poll(&entry, 1, 0) == 0;
}

ReaderProcess::Io ReaderProcess::Wait(short events, Deadline deadline) const {
  pollfd entry = {channel_, events, 0};
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return Io::kDeadline;
    const int n = poll(&entry, 1, static_cast<int>(std::min<int64_t>(left.count(), 1 << 30)));
    if (n > 0) return Io::kOk;
    if (n < 0 && errno != EINTR) return Io::kClosed;
  }
}

ReaderProcess::Io ReaderProcess::Send(absl::string_view frame, Deadline deadline) {
  char header[kFrameHeaderBytes];
  EncodeFrameLength(static_cast<uint32_t>(frame.size()), header);
  iovec parts[2] = {{header, sizeof(header)}, {const_cast<char*>(frame.data()), frame.size()}};
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  while (message.msg_iovlen > 0) {
    const ssize_t n = sendmsg(channel_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN) return Io::kClosed;
      if (const Io io = Wait(POLLOUT, deadline); io != Io::kOk) return io;
      continue;
    }
    size_t sent = static_cast<size_t>(n);
    while (message.msg_iovlen > 0 && sent >= message.msg_iov->iov_len) {
      sent -= message.msg_iov->iov_len;
      ++message.msg_iov;
      --message.msg_iovlen;
    }
    if (message.msg_iovlen > 0) {
      message.msg_iov->iov_base = static_cast<char*>(message.msg_iov->iov_base) + sent;
      message.msg_iov->iov_len -= sent;
    }
  }
  return Io::kOk;
}

ReaderProcess::Io ReaderProcess::ReceiveBytes(char* to, size_t size, Deadline deadline) {
  while (size > 0) {
    const ssize_t n = recv(channel_, to, size, MSG_DONTWAIT);
    if (n == 0) return Io::kClosed;
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN) return Io::kClosed;
      if (const Io io = Wait(POLLIN, deadline); io != Io::kOk) return io;
      continue;
    }
    to += n;
    size -= static_cast<size_t>(n);
  }
  return Io::kOk;
}

ReaderProcess::Io ReaderProcess::Receive(std::string* frame, Deadline deadline) {
  char header[kFrameHeaderBytes];
  if (const Io io = ReceiveBytes(header, sizeof(header), deadline); io != Io::kOk) return io;
  const uint32_t length = DecodeFrameLength(header);
  if (length > kMaxFrameBytes) return Io::kGarbage;
  frame->resize(length);
  return ReceiveBytes(frame->data(), length, deadline);
}

ReaderProcess::Ending ReaderProcess::End() {
  int status = 0;
  rusage usage = {};
  // A process that is ending already keeps its own exit status.
  kill(pid_, SIGKILL);
  while (wait4(pid_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  Ending ending;
  ending.peak_memory_bytes = static_cast<int64_t>(usage.ru_maxrss) * 1024;
  if (WIFEXITED(status)) ending.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
  return ending;
}

std::string ReaderProcess::Ending::ToString() const {
  if (signal != 0) return absl::StrCat("signal ", signal, " (", strsignal(signal), ")");
  return absl::StrCat("exit code ", exit_code);
}

}  // namespace gongkai
