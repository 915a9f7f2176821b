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
  // Of a file that is about to be unpacked.
  absl::Status AddUnpacked(size_t bytes);

 private:
  const ReadLimits limits_;
  size_t cells_ = 0;
  size_t text_bytes_ = 0;
  size_t unpacked_bytes_ = 0;
};

// More than `limit` of something, named in English and Chinese. TOO_COMPLEX is for what none of the
// others fits.
absl::Status TooComplex(absl::string_view what_en, absl::string_view what_zh, size_t limit);
absl::Status TooManyCells(absl::string_view what_en, absl::string_view what_zh, size_t limit);
absl::Status TooDeep(absl::string_view what_en, absl::string_view what_zh, size_t limit);
absl::Status TooMuchText(absl::string_view what_en, absl::string_view what_zh, size_t limit);

// FILE_TOO_LARGE: the source has more than `limit` bytes.
absl::Status FileTooLarge(size_t limit);

// MEMORY_LIMIT: what is known beforehand to need more than `limit` bytes of memory.
absl::Status TooMuchMemory(size_t limit);

// EXPANDS_TOO_MUCH: a container unpacks to more than `limit`, named in English and Chinese.
absl::Status ExpandsTooMuch(absl::string_view limit_en, absl::string_view limit_zh);

// TOO_MANY_ENTRIES: a container holds more than `limit` files.
absl::Status TooManyEntries(size_t limit);

// DAMAGED_FILE: what is wrong, in English and Chinese.
absl::Status DamagedFile(absl::string_view what_en, absl::string_view what_zh);

// ENCRYPTED: nothing can be read without a password.
absl::Status Encrypted();

absl::Status EmptyDocument();

}  // namespace gongkai
