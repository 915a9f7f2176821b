// One child process that reads documents, seen from the worker.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// One thread starts, uses and destroys it: the child dies with the thread that started it.
class ReaderProcess {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  enum class Io {
    kOk,
    kDeadline,  // the time was over
    kClosed,    // the child has closed: it has ended or is about to
    kGarbage,   // the child sent what is no frame
  };

  // How a child ended; one that had not ended by itself has signal SIGKILL.
  struct Ending {
    int exit_code = -1;  // -1: ended by a signal
    int signal = 0;
    int64_t peak_memory_bytes = 0;
    std::string ToString() const;  // "exit code 3", "signal 11 (Segmentation fault)"
  };

  // Starts `path` with the given limits as arguments, an almost empty environment and no
  // descriptors but 0, 1 (the channel) and 2. Does not wait until it is ready. UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<ReaderProcess>> Start(const std::string& path,
                                                              int64_t memory_bytes,
                                                              int64_t cpu_seconds);
  // Kills the child if it still lives.
  ~ReaderProcess();
  ReaderProcess(const ReaderProcess&) = delete;
  ReaderProcess& operator=(const ReaderProcess&) = delete;

  pid_t pid() const { return pid_; }

  // Lives as far as can be seen, and has sent nothing.
  bool IsIdle() const;

  Io Send(absl::string_view frame, Deadline deadline);
  // `frame` is replaced.
  Io Receive(std::string* frame, Deadline deadline);

  // Ends the child and says how it ended. Call once, nothing else after it.
  Ending End();

 private:
  ReaderProcess(pid_t pid, int channel) : pid_(pid), channel_(channel) {}
  Io Wait(short events, Deadline deadline) const;
  Io ReceiveBytes(char* to, size_t size, Deadline deadline);

  pid_t pid_;  // 0: reaped
  int channel_;
};

}  // namespace gongkai
