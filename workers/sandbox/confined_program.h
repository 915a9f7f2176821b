// A program of others that works on one file in a folder of its own, seen from outside.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// Exit codes of gongkai-confined itself.
inline constexpr int kExitNotConfined = 201;  // the system cannot confine it
inline constexpr int kExitNotStarted = 202;   // the program is not there

// A folder that only this user may enter; taken away with all it holds.
class PrivateFolder {
 public:
  // Below the system's folder for temporary files. UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<PrivateFolder>> Create();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  const std::string& path() const { return path_; }
  // UNAVAILABLE.
  absl::Status Write(absl::string_view name, absl::string_view content) const;
  // The bytes of a regular file, never of what a link points to. NOT_FOUND; RESOURCE_EXHAUSTED if
  // there are more than `max_bytes`.
  absl::StatusOr<std::string> Read(absl::string_view name, size_t max_bytes) const;

 private:
  explicit PrivateFolder(std::string path) : path_(std::move(path)) {}
  const std::string path_;
};

struct ProgramLimits {
  std::chrono::steady_clock::time_point deadline;
  int64_t memory_bytes = 0;
  int64_t file_bytes = 0;
};

// How a program ended.
struct ProgramEnding {
  bool in_time = true;  // false: it was killed at the deadline
  int exit_code = -1;   // -1: ended by a signal
  int signal = 0;
  int64_t peak_memory_bytes = 0;
};

// Runs `command` (an absolute path, then arguments) through the program at `confined_path`, which
// is gongkai-confined, and waits until it has ended or the deadline, at which it is killed with all
// that belongs to it. It reads nothing and what it prints is lost. UNAVAILABLE if nothing could be
// started.
absl::StatusOr<ProgramEnding> RunConfined(const std::string& confined_path,
                                          const PrivateFolder& folder,
                                          const std::vector<std::string>& command,
                                          const ProgramLimits& limits);

}  // namespace gongkai
