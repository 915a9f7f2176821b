// Prose as characters that are ready to be scanned.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

// White space is left out, but for one space between two ASCII letters or digits and '\n' where a
// paragraph ends; a line that ends in the middle of a sentence goes on in the next. Full-width
// ASCII is made half width (，is ','), dashes '-', traditional characters simplified; readings in
// brackets behind characters are left out.
struct ProseText {
  explicit ProseText(absl::string_view text);

  // Printed words of the characters [begin, end).
  std::string Printed(size_t begin, size_t end) const;
  // Bytes of the source.
  size_t ByteBegin(size_t index) const { return at[index]; }
  size_t ByteEnd(size_t index) const { return index == 0 ? 0 : ends[index - 1]; }

  std::u16string_view view() const { return characters; }
  std::u16string_view view(size_t begin, size_t end) const {
    return std::u16string_view(characters).substr(begin, end - begin);
  }

  absl::string_view source;
  std::u16string characters;
  std::vector<uint32_t> at;    // first byte of each character, and the end of the source
  std::vector<uint32_t> ends;  // the byte behind each character
};

inline bool IsDigit(char16_t c) { return c >= u'0' && c <= u'9'; }
inline bool IsLatin(char16_t c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }

}  // namespace gongkai
