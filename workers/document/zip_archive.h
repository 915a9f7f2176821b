// The files in a ZIP archive that is held in memory. Nothing is written anywhere; names are only
// compared, never opened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "workers/document/read_budget.h"

struct zip;

namespace gongkai {

class ZipArchive {
 public:
  struct Entry {
    std::string name;   // UTF-8, '/' between folders, none in front
    size_t size = 0;    // unpacked, as the archive declares it
    size_t packed = 0;  // bytes in the archive
    bool encrypted = false;
    uint16_t packing = 0;  // compression method
    uint64_t index = 0;    // in the archive
  };

  // `bytes` and `budget` must outlive the archive. Folders are left out of entries(). Errors:
  // DAMAGED_FILE, TOO_MANY_ENTRIES.
  static absl::StatusOr<ZipArchive> Open(absl::string_view bytes, ReadBudget* budget);

  const std::vector<Entry>& entries() const { return entries_; }

  // The entry of this name, letter case aside; null if there is none.
  const Entry* Find(absl::string_view name) const;

  // The unpacked file; it takes from the budget. `entry` is one of entries(). Errors: ENCRYPTED,
  // EXPANDS_TOO_MUCH, DAMAGED_FILE (also where another entry has the same name),
  // UNSUPPORTED_FORMAT (a packing that nobody uses for documents).
  absl::StatusOr<std::string> Read(const Entry& entry) const;

 private:
  struct Closer {
    void operator()(zip* archive) const;
  };

  ZipArchive() = default;

  std::unique_ptr<zip, Closer> archive_;
  ReadBudget* budget_ = nullptr;  // not owned
  std::vector<Entry> entries_;
};

}  // namespace gongkai
