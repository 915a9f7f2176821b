// Ordinals of automatic numbering, as word processors print them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// `value` in a format of OOXML (w:numFmt: "decimal", "chineseCounting", "upperRoman", ...). Empty
// for "bullet" and "none"; decimal for formats that are not known and values that a format cannot
// print.
std::string Numeral(absl::string_view format, int value);

}  // namespace gongkai
