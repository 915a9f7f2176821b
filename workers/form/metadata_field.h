// Fields that stand before a report: their names and where their values begin in a line.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

// kIgnored: a field that says nothing of the report.
enum MetadataField {
  kTitle,
  kIndexCode,
  kIssuingBody,
  kSource,
  kSubject,
  kWritten,
  kPublished,
  kNumber,
  kValidity,
  kFieldCount,
  kIgnored = kFieldCount,
};

struct FoundField {
  MetadataField field;
  size_t begin;  // of the name, in bytes
  size_t value;  // behind the colon
};

constexpr size_t kMaxHeadLine = 600;  // bytes of a line with several fields

// Names of fields in a line: behind each stands a colon, or nothing at all in a cell.
std::vector<FoundField> FindFields(absl::string_view text, bool cell);

}  // namespace gongkai
