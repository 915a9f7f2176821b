// Bytes to UTF-8.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// Text in UTF-8 without a byte order mark. A view into the bytes it came from where these are
// UTF-8 already, else its own string.
class DecodedText {
 public:
  // Of bytes that outlive the DecodedText and what views into it.
  static DecodedText Of(absl::string_view utf8, absl::string_view charset);
  static DecodedText Owning(std::string utf8, absl::string_view charset);

  absl::string_view text() const { return owned_ ? absl::string_view(storage_) : view_; }
  const std::string& charset() const { return charset_; }
  // The text as a string of its own; *this is used up.
  std::string TakeString() &&;

  // Bytes that are no text in the charset, each one U+FFFD in text().
  size_t errors = 0;

 private:
  std::string storage_;
  absl::string_view view_;
  bool owned_ = false;
  std::string charset_;
};

// True if the bytes are UTF-16, by byte order mark or by where their zero bytes stand.
bool IsUtf16(absl::string_view bytes);

// Decodes by byte order mark, by what the bytes can be, and by `declared` (a label like "gb2312",
// or empty) where they can be several things. UTF-8 and GB 2312 that were taken for
// windows-1252 and encoded as UTF-8 are put right, offsets counting in what it was before. The
// charset is "utf-8", "utf-16le", "utf-16be", "gb18030" or "big5".
DecodedText DecodeText(absl::string_view bytes, absl::string_view declared);

// UTF-8 as it is, where it is UTF-8: a view if nothing is broken.
DecodedText ReadUtf8(absl::string_view bytes);

// True if there are so many errors and control characters that this is no text.
bool IsGarbage(const DecodedText& decoded);

}  // namespace gongkai
