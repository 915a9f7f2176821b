// The id of a stream's entry.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// Milliseconds and number; compares as Redis compares.
using StreamId = std::pair<uint64_t, uint64_t>;

// Reads "1234567890123-0"; nothing for anything else.
inline std::optional<StreamId> ParseStreamId(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('-', 1));
  StreamId id;
  if (!absl::SimpleAtoi(parts.first, &id.first) || !absl::SimpleAtoi(parts.second, &id.second)) {
    return std::nullopt;
  }
  return id;
}

}  // namespace gongkai
