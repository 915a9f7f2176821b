#include "workers/document/characters.h"

#include "absl/strings/match.h"

namespace gongkai {
namespace {

// Never the first byte of white space or of an invisible character.
bool IsPlainByte(unsigned char byte) {
  return byte > 0x20 && byte != 0x7F && byte != 0xC2 && byte != 0xE2 && byte != 0xE3 &&
         byte != 0xEF;
}

// The end of the text that begins at `at` and holds neither white space nor invisible characters.
size_t EndOfWord(absl::string_view text, size_t at) {
  while (at < text.size()) {
    if (IsPlainByte(static_cast<unsigned char>(text[at]))) {
      ++at;
      continue;
    }
    const CharClass next = ClassifyChar(text, at);
    if (next.kind != CharKind::kText) break;
    at += next.length;
  }
  return at;
}

}  // namespace

absl::string_view TrimText(absl::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    const CharClass next = ClassifyChar(text, begin);
    if (next.kind == CharKind::kText) break;
    begin += next.length;
  }
  text.remove_prefix(begin);
  while (!text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && text.size() - last < 4 &&
           (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) {
      --last;
    }
    if (ClassifyChar(text, last).kind == CharKind::kText) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

bool HasInvisible(absl::string_view text) {
  for (size_t at = EndOfWord(text, 0); at < text.size(); at = EndOfWord(text, at)) {
    const CharClass next = ClassifyChar(text, at);
    if (next.kind == CharKind::kInvisible) return true;
    at += next.length;
  }
  return false;
}

void AppendVisible(absl::string_view text, std::string* out) {
  for (size_t at = 0; at < text.size();) {
    const CharClass next = ClassifyChar(text, at);
    if (next.kind != CharKind::kInvisible) out->append(text.data() + at, next.length);
    at += next.length;
  }
}

size_t EndOfPinyin(absl::string_view text, size_t at) {
  constexpr size_t kMostLetters = 6;
  const auto consume_any = [&](absl::string_view narrow, absl::string_view wide) {
    const absl::string_view rest = text.substr(at);
    const size_t length = absl::StartsWith(rest, narrow) ? narrow.size()
                          : absl::StartsWith(rest, wide) ? wide.size()
                                                         : 0;
    at += length;
    return length != 0;
  };
  if (!consume_any("(", "（")) return 0;
  bool tone = false;
  for (size_t letters = 0; letters <= kMostLetters && at < text.size(); ++letters) {
    if (letters > 0 && consume_any(")", "）")) return tone ? at : 0;
    const unsigned char lead = static_cast<unsigned char>(text[at]);
    if (lead >= 'a' && lead <= 'z') {
      ++at;
      continue;
    }
    // U+00E0 to U+024F: letters with marks.
    const unsigned char second =
        at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
    const bool marked = (lead == 0xC3 && second >= 0xA0 && second <= 0xBF) ||
                        (lead >= 0xC4 && lead <= 0xC8 && second >= 0x80 && second <= 0xBF) ||
                        (lead == 0xC9 && second >= 0x80 && second <= 0x8F);
    if (!marked) return 0;
    tone = true;
    at += 2;
  }
  return 0;
}

std::string RemovePinyin(absl::string_view text) {
  std::string rest;
  rest.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    if (const size_t behind = EndOfPinyin(text, at); behind != 0) {
      at = behind;
    } else {
      rest.push_back(text[at++]);
    }
  }
  return rest;
}

size_t CountChars(absl::string_view text) {
  size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return count;
}

void TextFolder::Append(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t end = EndOfWord(text, at);
    if (end > at) {
      if (pending_ != 0 && !text_.empty()) text_.append(pending_ == '\t' ? tabs_ : 1, pending_);
      pending_ = 0;
      text_.append(text.data() + at, end - at);
      at = end;
      continue;
    }
    const CharClass next = ClassifyChar(text, at);
    if (next.kind == CharKind::kSpace && pending_ == 0) pending_ = ' ';
    at += next.length;
  }
}

void TextFolder::AppendLines(absl::string_view text) {
  for (size_t end = text.find('\n'); end != absl::string_view::npos; end = text.find('\n')) {
    Append(text.substr(0, end));
    Break();
    text.remove_prefix(end + 1);
  }
  Append(text);
}

void TextFolder::AppendWithTabs(absl::string_view text) {
  for (size_t end; (end = text.find_first_of("\t\n")) != absl::string_view::npos;) {
    Append(text.substr(0, end));
    if (text[end] == '\t') {
      Tab();
    } else {
      Break();
    }
    text.remove_prefix(end + 1);
  }
  Append(text);
}

void TextFolder::Tab() {
  if (pending_ == '\n') return;
  tabs_ = pending_ == '\t' ? tabs_ + 1 : 1;
  pending_ = '\t';
}

void TextFolder::Clear() {
  text_.clear();
  pending_ = 0;
}

}  // namespace gongkai
