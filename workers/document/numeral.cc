#include "workers/document/numeral.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "workers/document/double_byte.h"

namespace gongkai {
namespace {

enum class Kind {
  kNothing,
  kDecimal,
  kDecimalZero,  // 01, 02, ... 10
  kFullWidth,
  kChinese,
  kChineseFormal,
  kChineseDigits,  // 一〇
  kRun,            // consecutive characters from one on
  kStems,          // 甲, 乙, ...
  kBranches,       // 子, 丑, ...
  kUpperLetter,
  kLowerLetter,
  kUpperRoman,
  kLowerRoman,
};

struct Format {
  absl::string_view name;
  Kind kind;
  char32_t first = 0;  // kRun: the character of 1
  int last = 0;        // kRun: the greatest value that has a character
};

constexpr Format kFormats[] = {
    {"bullet", Kind::kNothing},
    {"none", Kind::kNothing},
    {"decimal", Kind::kDecimal},
    {"decimalZero", Kind::kDecimalZero},
    {"decimalFullWidth", Kind::kFullWidth},
    {"decimalFullWidth2", Kind::kFullWidth},
    {"chineseCounting", Kind::kChinese},
    {"chineseCountingThousand", Kind::kChinese},
    {"taiwaneseCounting", Kind::kChinese},
    {"taiwaneseCountingThousand", Kind::kChinese},
    {"japaneseCounting", Kind::kChinese},
    {"chineseLegalSimplified", Kind::kChineseFormal},
    {"ideographLegalTraditional", Kind::kChineseFormal},
    {"ideographDigital", Kind::kChineseDigits},
    {"japaneseDigitalTenThousand", Kind::kChineseDigits},
    {"taiwaneseDigital", Kind::kChineseDigits},
    {"ideographTraditional", Kind::kStems},
    {"ideographZodiac", Kind::kBranches},
    {"decimalEnclosedCircle", Kind::kRun, U'①', 20},
    {"decimalEnclosedCircleChinese", Kind::kRun, U'①', 20},
    {"decimalEnclosedFullstop", Kind::kRun, U'⒈', 20},
    {"decimalEnclosedParen", Kind::kRun, U'⑴', 20},
    {"ideographEnclosedCircle", Kind::kRun, U'㊀', 10},
    {"upperLetter", Kind::kUpperLetter},
    {"lowerLetter", Kind::kLowerLetter},
    {"upperRoman", Kind::kUpperRoman},
    {"lowerRoman", Kind::kLowerRoman},
};

struct ChineseSigns {
  absl::string_view digits[10];
  absl::string_view units[4];  // 1, 10, 100, 1000
  bool bare_ten;               // 十二 and not 一十二
};

constexpr ChineseSigns kPlain = {
    {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, {"", "十", "百", "千"}, true};
constexpr ChineseSigns kFormal = {
    {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}, {"", "拾", "佰", "仟"}, false};

// 1 to 9999.
std::string Chinese(int value, const ChineseSigns& signs) {
  std::string text;
  bool zero = false;  // a zero stands between the digits before and after
  int power = 1000;
  for (int unit = 3; unit >= 0; --unit, power /= 10) {
    const int digit = value / power % 10;
    if (digit == 0) {
      zero = !text.empty();
      continue;
    }
    if (zero) absl::StrAppend(&text, signs.digits[0]);
    zero = false;
    const bool bare = signs.bare_ten && text.empty() && unit == 1 && digit == 1;
    if (!bare) absl::StrAppend(&text, signs.digits[digit]);
    absl::StrAppend(&text, signs.units[unit]);
  }
  return text;
}

std::string Digits(int value, const absl::string_view (&digits)[10]) {
  std::string text;
  for (const char digit : absl::StrCat(value)) absl::StrAppend(&text, digits[digit - '0']);
  return text;
}

// a, b, ... z, aa, bb, ...
std::string Letters(int value, char first) {
  return std::string((value - 1) / 26 + 1, static_cast<char>(first + (value - 1) % 26));
}

std::string Roman(int value, bool upper) {
  struct Sign {
    int value;
    absl::string_view upper;
    absl::string_view lower;
  };
  constexpr Sign kSigns[] = {
      {1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"},  {400, "CD", "cd"}, {100, "C", "c"},
      {90, "XC", "xc"}, {50, "L", "l"},    {40, "XL", "xl"}, {10, "X", "x"},    {9, "IX", "ix"},
      {5, "V", "v"},    {4, "IV", "iv"},   {1, "I", "i"}};
  std::string text;
  for (const Sign& sign : kSigns) {
    for (; value >= sign.value; value -= sign.value) {
      absl::StrAppend(&text, upper ? sign.upper : sign.lower);
    }
  }
  return text;
}

template <size_t kSize>
std::string OneOf(const absl::string_view (&signs)[kSize], int value) {
  return std::string(signs[(value - 1) % kSize]);
}

}  // namespace

std::string Numeral(absl::string_view format, int value) {
  static constexpr absl::string_view kFullWidth[] = {"０", "１", "２", "３", "４",
                                                     "５", "６", "７", "８", "９"};
  static constexpr absl::string_view kChineseDigits[] = {"〇", "一", "二", "三", "四",
                                                         "五", "六", "七", "八", "九"};
  static constexpr absl::string_view kStems[] = {"甲", "乙", "丙", "丁", "戊",
                                                 "己", "庚", "辛", "壬", "癸"};
  static constexpr absl::string_view kBranches[] = {"子", "丑", "寅", "卯", "辰", "巳",
                                                    "午", "未", "申", "酉", "戌", "亥"};
  const auto* const found =
      std::find_if(std::begin(kFormats), std::end(kFormats),
                   [format](const Format& known) { return known.name == format; });
  const Kind kind = found == std::end(kFormats) ? Kind::kDecimal : found->kind;
  if (kind == Kind::kNothing) return "";
  if (value < 1 || value > 9999) return absl::StrCat(value);
  std::string text;
  switch (kind) {
    case Kind::kNothing:
      return text;
    case Kind::kDecimal:
      break;
    case Kind::kDecimalZero:
      return absl::StrCat(value < 10 ? "0" : "", value);
    case Kind::kFullWidth:
      return Digits(value, kFullWidth);
    case Kind::kChinese:
      return Chinese(value, kPlain);
    case Kind::kChineseFormal:
      return Chinese(value, kFormal);
    case Kind::kChineseDigits:
      return Digits(value, kChineseDigits);
    case Kind::kRun:
      if (value > found->last) break;
      AppendUtf8(found->first + static_cast<char32_t>(value - 1), &text);
      return text;
    case Kind::kStems:
      return OneOf(kStems, value);
    case Kind::kBranches:
      return OneOf(kBranches, value);
    case Kind::kUpperLetter:
      return Letters(value, 'A');
    case Kind::kLowerLetter:
      return Letters(value, 'a');
    case Kind::kUpperRoman:
      return Roman(value, true);
    case Kind::kLowerRoman:
      return Roman(value, false);
  }
  return absl::StrCat(value);
}

}  // namespace gongkai
