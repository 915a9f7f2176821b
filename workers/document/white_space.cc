#include "workers/document/white_space.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace gongkai {

size_t InvisibleAt(absl::string_view text, size_t position) {
  const unsigned char first = text[position];
  if (first < 0x20) return first == '\t' || first == '\n' || first == '\r' || first == '\f' ? 0 : 1;
  if (first == 0x7F) return 1;
  if (first < 0xC2) return 0;
  const absl::string_view rest = text.substr(position, 3);
  if (absl::StartsWith(rest, "\xC2\xAD")) return 2;  // U+00AD
  // U+200B-200F, U+202A-202E, U+2060, U+FEFF.
  if (absl::StartsWith(rest, "\xE2\x80") && rest.size() == 3) {
    const unsigned char last = rest[2];
    return (last >= 0x8B && last <= 0x8F) || (last >= 0xAA && last <= 0xAE) ? 3 : 0;
  }
  return rest == "\xE2\x81\xA0" || rest == "\xEF\xBB\xBF" ? 3 : 0;
}

size_t SpaceAt(absl::string_view text, size_t position) {
  const unsigned char first = text[position];
  if (first == ' ' || (first >= '\t' && first <= '\r')) return 1;
  if (first > 0x20 && first < 0x7F) return 0;
  const absl::string_view rest = text.substr(position, 3);
  if (absl::StartsWith(rest, "\xC2\xA0")) return 2;  // U+00A0
  if (rest == "\xE3\x80\x80") return 3;              // U+3000
  // U+2000-200A, U+202F.
  if (absl::StartsWith(rest, "\xE2\x80") && rest.size() == 3 &&
      ((static_cast<unsigned char>(rest[2]) >= 0x80 &&
        static_cast<unsigned char>(rest[2]) <= 0x8A) ||
       rest[2] == '\xAF')) {
    return 3;
  }
  return InvisibleAt(text, position);
}

absl::string_view TrimSpace(absl::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t length = SpaceAt(text, begin);
    if (length == 0) break;
    begin += length;
  }
  size_t end = text.size();
  while (end > begin) {
    size_t start = end - 1;
    while (start > begin && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    const size_t length = SpaceAt(text, start);
    if (length == 0 || start + length != end) break;
    end = start;
  }
  return text.substr(begin, end - begin);
}

bool HasInvisible(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    if ((c < 0x20 || c == 0x7F || c == 0xC2 || c == 0xE2 || c == 0xEF) &&
        InvisibleAt(text, i) > 0) {
      return true;
    }
  }
  return false;
}

std::string WithoutInvisible(absl::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t length = InvisibleAt(text, i);
    if (length == 0) {
      result.push_back(text[i++]);
    } else {
      i += length;
    }
  }
  return result;
}

}  // namespace gongkai
