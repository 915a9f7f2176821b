// Formats that are read after another program has made DOCX or XLSX of them.
#pragma once

#include "absl/strings/string_view.h"

namespace gongkai {

// "doc" (Word 97 to 2003 and WPS), "rtf", "odt", "fodt" (the same in one XML file), "xls" (Excel 97
// to 2003 and WPS) or "ods", from the bytes; empty for everything else.
absl::string_view LegacyFormat(absl::string_view bytes);

}  // namespace gongkai
