#include "workers/document/pdf_value.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace gongkai {
namespace {

constexpr size_t kLongest = 60;  // characters of a value with its note

bool IsAsciiDigit(char32_t code) { return code >= '0' && code <= '9'; }

char32_t HalfWidth(char32_t code) {
  return code >= 0xFF01 && code <= 0xFF5E ? code - 0xFF01 + '!' : code;
}

// The characters without white space, full-width ones made half width, up to one more than the
// longest value.
std::u32string Squeezed(const std::vector<PdfLine>& lines) {
  std::u32string text;
  for (const PdfLine& line : lines) {
    for (const PdfGlyph& glyph : line.glyphs) {
      if (IsPdfSpace(glyph.code)) continue;
      if (text.size() > kLongest) return text;
      text.push_back(HalfWidth(glyph.code));
    }
  }
  return text;
}

bool IsIn(char32_t code, std::u32string_view set) {
  return set.find(code) != std::u32string_view::npos;
}

}  // namespace

bool IsNumberChar(char32_t code) {
  const char32_t half = HalfWidth(code);
  return IsAsciiDigit(half) || IsIn(half, U".,-+/%\u2014\u2013\u2212");
}

bool IsNumberLine(const PdfLine& line) {
  return std::all_of(line.glyphs.begin(), line.glyphs.end(), [](const PdfGlyph& glyph) {
    return IsNumberChar(glyph.code) || IsPdfSpace(glyph.code);
  });
}

bool IsValue(const std::vector<PdfLine>& lines) {
  const std::u32string text = Squeezed(lines);
  if (text.empty() || text.size() > kLongest) return false;
  if (std::all_of(text.begin(), text.end(), IsNumberChar)) return true;
  if (text == U"无" || text == U"不适用" || text == U"(无)") return true;
  size_t at = 0;
  while (at < text.size() && IsIn(text[at], U"增加减少新负+-\u2014\u2013\u2212↓↑")) ++at;
  if (at == text.size()) return true;
  const bool is_signed = at > 0;
  const size_t first = at;
  while (at < text.size() && IsAsciiDigit(text[at])) ++at;
  if (at == first) return false;
  if (!is_signed && at < text.size() && IsIn(text[at], U"、.") &&
      (at + 1 == text.size() || !IsAsciiDigit(text[at + 1]))) {
    return false;  // an ordinal
  }
  while (at < text.size() && IsNumberChar(text[at])) ++at;
  return at == text.size() || IsIn(text[at], U"件项条元宗份个起例次千百万亿(含其包另均");
}

bool StartsWithOrdinal(absl::string_view text) {
  static constexpr absl::string_view kNumerals[] = {"一", "二", "三", "四", "五", "六", "七",
                                                    "八", "九", "十", "0",  "1",  "2",  "3",
                                                    "4",  "5",  "6",  "7",  "8",  "9"};
  static constexpr absl::string_view kOpening[] = {"(", "（"};
  static constexpr absl::string_view kClosing[] = {")", "）", "、", ".", "．", "，", ","};
  const auto consume = [&text](const auto& words) {
    for (const absl::string_view word : words) {
      if (!absl::StartsWith(text, word)) continue;
      text.remove_prefix(word.size());
      return true;
    }
    return false;
  };
  consume(kOpening);
  int numerals = 0;
  while (numerals < 3 && consume(kNumerals)) ++numerals;
  absl::ConsumePrefix(&text, " ");
  return numerals > 0 && consume(kClosing) &&
         !(numerals > 0 && !text.empty() && text[0] >= '0' && text[0] <= '9');
}

bool StartsWithFirstOrdinal(absl::string_view text) {
  if (!StartsWithOrdinal(text)) return false;
  for (const absl::string_view opening : {"(", "（"}) absl::ConsumePrefix(&text, opening);
  for (const absl::string_view first : {"一", "1"}) {
    if (absl::ConsumePrefix(&text, first)) return !StartsWithOrdinal(text);
  }
  return false;
}

}  // namespace gongkai
