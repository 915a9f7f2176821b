// Numbers as Chinese prose writes them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "services/base/decimal.h"

namespace gongkai {

struct Numeral {
  size_t end = 0;            // index behind it
  Decimal value;             // 万 and 亿 resolved
  int exponent = 0;          // the last printed digit stands for 10^exponent
  int digits = 0;            // digits in front of the point, as printed; 0 for Chinese numerals
  bool approximate = false;  // 余, 多 within or behind it
  bool open = false;         // 10万+
  bool chinese = false;      // written with Chinese numerals only
  bool scaled = false;       // 千, 万, 亿 behind digits
  bool grouped = false;      // with thousands separators
  int scale = 0;             // exponent of what 千, 万, 亿 stand for together
};

// The number that begins at text[at], which is a digit: 7522, 7,522, 133.6万, 50余万, 3千. The
// longest possible. Nothing if more than 18 digits, or 1.2.3.
std::optional<Numeral> ReadDigits(std::u16string_view text, size_t at);

// The number that begins at text[at] in Chinese numerals: 十二, 两千余, 三十, 百余. Nothing for a
// row of digits without units (二〇一九), for 十四五, 两三 and for units without a number.
std::optional<Numeral> ReadChinese(std::u16string_view text, size_t at);

// The index behind all Chinese numerals from `at` on.
size_t SkipChineseNumerals(std::u16string_view text, size_t at);
bool IsChineseNumeral(char16_t c);

}  // namespace gongkai
