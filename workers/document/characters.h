// Which characters of decoded text are white space and which are not there at all.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

enum class CharKind {
  kText,
  kSpace,      // white space of any script, the full-width and the no-break space included
  kInvisible,  // control and zero-width characters: dropped from the text of blocks
};

struct CharClass {
  CharKind kind;
  size_t length;  // bytes of the character, at least 1 and never past the end
};

// The character at text[at]; at < text.size(). Bytes of broken UTF-8 are text.
inline CharClass ClassifyChar(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    if (lead > 0x20 && lead != 0x7F) return {CharKind::kText, 1};
    const bool space = lead == ' ' || (lead >= '\t' && lead <= '\r');
    return {space ? CharKind::kSpace : CharKind::kInvisible, 1};
  }
  const size_t left = text.size() - at;
  size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length > left) length = left;
  CharKind kind = CharKind::kText;
  const unsigned second = byte(1);
  const unsigned third = byte(2);
  if (lead == 0xC2) {
    if (second == 0xA0 || second == 0x85) {
      kind = CharKind::kSpace;
    } else if (second < 0xA0 || second == 0xAD) {
      kind = CharKind::kInvisible;
    }
  } else if (lead == 0xE2 && second == 0x80) {
    if (third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF) {
      kind = CharKind::kSpace;  // U+2000-200A, 2028, 2029, 202F
    } else if (third <= 0x8F || (third >= 0xAA && third <= 0xAE)) {
      kind = CharKind::kInvisible;  // U+200B-200F, 202A-202E
    }
  } else if (lead == 0xE2 && second == 0x81) {
    if (third == 0x9F) {
      kind = CharKind::kSpace;
    } else if (third >= 0xA0 && third <= 0xAF) {
      kind = CharKind::kInvisible;  // U+2060-206F
    }
  } else if (lead == 0xE3 && second == 0x80 && third == 0x80) {
    kind = CharKind::kSpace;
  } else if (lead == 0xEF && second == 0xBB && third == 0xBF) {
    kind = CharKind::kInvisible;
  }
  return {kind, length};
}

// Without white space and invisible characters at both ends.
absl::string_view TrimText(absl::string_view text);

// True if an invisible character stands anywhere in the text.
bool HasInvisible(absl::string_view text);

// Appends the text without its invisible characters.
void AppendVisible(absl::string_view text, std::string* out);

// Behind the reading in brackets (pinyin, 拼音) that stands at text[at]; 0: none does. A syllable
// has at most six letters; a tone mark is what tells it from an abbreviation.
size_t EndOfPinyin(absl::string_view text, size_t at);

// The text without readings in brackets behind its characters: 公(gōng)開 is 公開.
std::string RemovePinyin(absl::string_view text);

// Characters (code points) in UTF-8 text.
size_t CountChars(absl::string_view text);

// Text as a browser shows it: white space folded to one space, none beside a line break or at the
// ends, no empty lines, no invisible characters.
class TextFolder {
 public:
  void Append(absl::string_view text);
  // The same where '\n' is a line break already.
  void AppendLines(absl::string_view text);
  // The same where '\t' is a tab too.
  void AppendWithTabs(absl::string_view text);
  // A line break, unless nothing comes after or before it.
  void Break() { pending_ = '\n'; }
  // A tab that stays, unless nothing comes after or before it in the line.
  void Tab();
  void Clear();

  absl::string_view text() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
  char pending_ = 0;  // '\n', '\t', ' ' or nothing: goes before the next visible character
  size_t tabs_ = 0;   // how many, if it is '\t'
};

}  // namespace gongkai
