// Labels as keys: what stays of a printed label when everything is taken away that printing may
// change.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// The next character of UTF-8 text at *position, which is moved behind it; U+FFFD for a broken
// byte. *position must be below text.size().
inline char32_t NextCharacter(absl::string_view text, size_t* position);

// The same for characters of two and four bytes and for broken ones.
char32_t NextRareCharacter(absl::string_view text, size_t* position);

// The character as matching sees it: full width made half width, traditional made simplified (for
// the characters of the forms and of official titles), lower case; 0 for white space, punctuation
// and invisible characters. Brackets of every kind become '(' and ')'.
char16_t FoldCharacter(char32_t character);

// Two folded characters as the forms have them where a converter to traditional characters also put
// words as Taiwan has them: 資訊 is 信息.
void FoldUsage(char16_t* pair);

// White space of any script, and invisible characters.
bool IsSpace(char32_t character);
// `text` without such characters at both ends.
absl::string_view TrimSpace(absl::string_view text);
// `text` without any such characters.
std::string RemoveSpace(absl::string_view text);

// 1..99 for 一, 十二, １２ as a whole; 0 for anything else.
int ParseNumeral(absl::string_view text);

// A matching key. Holds no pointers; cheap to make, meant for the stack.
class LabelKey {
 public:
  static constexpr size_t kMaxLength = 64;

  // White space, punctuation, bracketed notes, a leading ordinal and width are taken away. Empty
  // if nothing is left or if the text is too long to be a label.
  explicit LabelKey(absl::string_view text);

  bool empty() const { return length_ == 0; }
  std::u16string_view view() const { return {characters_, length_}; }
  // What stands before the first digit: no label of a form holds any.
  std::u16string_view before_digits() const {
    return view().substr(0, view().find_first_of(u"0123456789"));
  }
  // The ordinal in front: 3 for （三）, 三、, 3. and so on; 0: none.
  int ordinal() const { return ordinal_; }
  // The ordinal stood in brackets.
  bool bracketed() const { return bracketed_; }

 private:
  char16_t characters_[kMaxLength];
  size_t length_ = 0;
  int ordinal_ = 0;
  bool bracketed_ = false;
};

// How much of two keys is the same: 1 for equal keys, 0 for nothing in common; by the longest
// common subsequence. Keys of up to LabelKey::kMaxLength characters.
double Similarity(std::u16string_view a, std::u16string_view b);

inline char32_t NextCharacter(absl::string_view text, size_t* position) {
  const size_t i = *position;
  const auto byte = [&](size_t k) -> uint32_t { return static_cast<unsigned char>(text[i + k]); };
  const uint32_t lead = byte(0);
  if (lead < 0x80) {
    *position = i + 1;
    return lead;
  }
  if ((lead & 0xF0) == 0xE0 && i + 3 <= text.size() && (byte(1) & 0xC0) == 0x80 &&
      (byte(2) & 0xC0) == 0x80) {
    *position = i + 3;
    return ((lead & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
  }
  return NextRareCharacter(text, position);
}

}  // namespace gongkai
