// One line a message to standard error: time, severity, program, text. Thread-safe.
#pragma once

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace gongkai {

enum class LogSeverity { kInfo, kWarning, kError };

// Name that stands in every line from here on, e.g. "worker". Call once, before threads start.
void SetLogProgram(absl::string_view program);

void LogLine(LogSeverity severity, absl::string_view text);

// LogInfo("claimed ", n, " jobs"): arguments as for absl::StrCat. Never log document contents.
template <typename... Args>
void LogInfo(const Args&... args) {
  LogLine(LogSeverity::kInfo, absl::StrCat(args...));
}
template <typename... Args>
void LogWarning(const Args&... args) {
  LogLine(LogSeverity::kWarning, absl::StrCat(args...));
}
template <typename... Args>
void LogError(const Args&... args) {
  LogLine(LogSeverity::kError, absl::StrCat(args...));
}

}  // namespace gongkai
