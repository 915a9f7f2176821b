#include "workers/cli/text.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/base/utf8.h"

namespace gongkai {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

constexpr Range kZeroWidth[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x200B, 0x200F},
                                {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20F0},
                                {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F},
                                {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};
constexpr Range kWide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},  {0xA960, 0xA97F},
    {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},  {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <size_t kSize>
bool Contains(const Range (&ranges)[kSize], uint32_t character) {
  const Range* range = std::partition_point(std::begin(ranges), std::end(ranges),
                                            [&](const Range& r) { return r.last < character; });
  return range != std::end(ranges) && range->first <= character;
}

int WidthOf(const Utf8Character& character) {
  if (!character.valid) return 1;
  if (character.code < 0x300) return 1;
  if (Contains(kZeroWidth, character.code)) return 0;
  return Contains(kWide, character.code) ? 2 : 1;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Utf8Character character = FirstUtf8Character(text);
    width += WidthOf(character);
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string PadRight(absl::string_view text, int width) {
  return absl::StrCat(text, std::string(std::max(0, width - DisplayWidth(text)), ' '));
}

std::string PadLeft(absl::string_view text, int width) {
  return absl::StrCat(std::string(std::max(0, width - DisplayWidth(text)), ' '), text);
}

std::vector<std::string> Wrap(absl::string_view text, int width) {
  const int indent =
      static_cast<int>(std::min(text.find_first_not_of(' '), static_cast<size_t>(width / 2)));
  std::vector<std::string> lines(1);
  int used = 0;
  while (!text.empty()) {
    const Utf8Character character = FirstUtf8Character(text);
    const int needed = WidthOf(character);
    if (used + needed > width) {
      lines.emplace_back(indent, ' ');
      used = indent;
    }
    lines.back().append(text.data(), character.bytes);
    used += needed;
    text.remove_prefix(character.bytes);
  }
  return lines;
}

std::string Printable(absl::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character character = FirstUtf8Character(text);
    const bool bidi = (character.code >= 0x202A && character.code <= 0x202E) ||
                      (character.code >= 0x2066 && character.code <= 0x2069);
    if (!character.valid) {
      result.append("\xEF\xBF\xBD");
    } else if (character.code < 0x20 || (character.code >= 0x7F && character.code < 0xA0) || bidi) {
      result.push_back(' ');
    } else {
      result.append(text.data(), character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return result;
}

Paint Paint::For(int fd) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool plain = (no_color != nullptr && *no_color != '\0') ||
                     (term != nullptr && absl::string_view(term) == "dumb");
  return Paint(!plain && isatty(fd) == 1);
}

std::string Paint::With(absl::string_view code, absl::string_view text) const {
  if (!on_) return std::string(text);
  return absl::StrCat("\x1b[", code, "m", text, "\x1b[0m");
}

}  // namespace gongkai
