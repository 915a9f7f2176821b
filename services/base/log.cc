#include "services/base/log.h"

#include <unistd.h>

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace gongkai {
namespace {

std::string& Program() {
  static std::string& program = *new std::string("gongkai");
  return program;
}

}  // namespace

void SetLogProgram(absl::string_view program) { Program() = std::string(program); }

void LogLine(LogSeverity severity, absl::string_view text) {
  const char* name = severity == LogSeverity::kInfo      ? "INFO"
                     : severity == LogSeverity::kWarning ? "WARNING"
                                                         : "ERROR";
  const std::string line =
      absl::StrCat(absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone()), " ",
                   name, " ", Program(), "[", getpid(), "] ", text, "\n");
  // One write, so that lines of several threads do not mix.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace gongkai
