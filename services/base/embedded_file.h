// A file of the source tree whose text is part of the binary.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace gongkai {

struct EmbeddedFile {
  absl::string_view name;  // file name without folder
  absl::string_view text;  // lives as long as the program
};

// What tells one state of a set of files from another: the first 12 hexadecimal digits of a SHA-256
// over their names and texts.
std::string FilesVersion(absl::Span<const EmbeddedFile> files);

}  // namespace gongkai
