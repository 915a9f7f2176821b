// What one document may still use up of its ReadLimits, and the errors of reading.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/reader.h"

namespace gongkai {

class ReadBudget {
 public:
  explicit ReadBudget(const ReadLimits& limits) : limits_(limits) {}

  const ReadLimits& limits() const { return limits_; }
  absl::Status AddCells(size_t count);
  absl::Status AddText(size_t bytes);

 private:
  const ReadLimits limits_;
  size_t cells_ = 0;
  size_t text_bytes_ = 0;
};

// TOO_COMPLEX: more than `limit` of something, named in English and Chinese.
absl::Status TooComplex(absl::string_view what_en, absl::string_view what_zh, size_t limit);

absl::Status EmptyDocument();

}  // namespace gongkai
