// A file of the source tree whose text is part of the binary.
#pragma once

#include "absl/strings/string_view.h"

namespace gongkai {

struct EmbeddedFile {
  absl::string_view name;  // file name without folder
  absl::string_view text;  // lives as long as the program
};

}  // namespace gongkai
