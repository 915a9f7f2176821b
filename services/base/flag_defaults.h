// Flags whose default comes from the environment.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_split.h"

namespace gongkai {

// To be called before the command line is read, so that a flag given there wins, an empty one too.
// An empty variable counts as none.
inline void SetDefaultFromEnvironment(const char* variable, absl::Flag<std::string>* flag) {
  const char* value = std::getenv(variable);
  if (value != nullptr && *value != '\0') absl::SetFlag(flag, value);
}

// A list separated by commas.
inline void SetDefaultFromEnvironment(const char* variable,
                                      absl::Flag<std::vector<std::string>>* flag) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value == '\0') return;
  absl::SetFlag(flag, std::vector<std::string>(absl::StrSplit(value, ',')));
}

}  // namespace gongkai
