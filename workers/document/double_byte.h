// The Chinese double-byte charsets as tables, taken from the C library once per process.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

enum class DoubleByteCharset {
  kGb18030,  // holds GB2312 and GBK
  kBig5,
};

// Appends the text as UTF-8, with U+FFFD for what is no character. Returns how many of those.
// Thread-safe.
size_t DecodeDoubleByte(absl::string_view bytes, DoubleByteCharset charset, std::string* out);

// Appends one code point.
void AppendUtf8(char32_t code, std::string* out);

}  // namespace gongkai
