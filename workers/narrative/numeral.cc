#include "workers/narrative/numeral.h"

#include <cstdint>

#include "workers/narrative/prose_text.h"

namespace gongkai {
namespace {

constexpr int kMaxDigits = Decimal::kMaxDigits;

// The value of a Chinese digit; -1: none.
int DigitOf(char16_t c) {
  switch (c) {
    case u'零':
    case u'〇':
      return 0;
    case u'一':
      return 1;
    case u'二':
    case u'两':
      return 2;
    case u'三':
      return 3;
    case u'四':
      return 4;
    case u'五':
      return 5;
    case u'六':
      return 6;
    case u'七':
      return 7;
    case u'八':
      return 8;
    case u'九':
      return 9;
    default:
      return -1;
  }
}

// The power of ten of 十, 百, 千, 万, 亿; 0: none.
int PowerOf(char16_t c) {
  switch (c) {
    case u'十':
      return 1;
    case u'百':
      return 2;
    case u'千':
      return 3;
    case u'万':
      return 4;
    case u'亿':
      return 8;
    default:
      return 0;
  }
}

int64_t TenTo(int power) {
  int64_t value = 1;
  while (power-- > 0) value *= 10;
  return value;
}

char16_t At(std::u16string_view text, size_t i) { return i < text.size() ? text[i] : u'\0'; }

bool IsMore(char16_t c) { return c == u'余' || c == u'多'; }

// Whether a group of three digits follows the separator at text[at], and no fourth.
bool GroupFollows(std::u16string_view text, size_t at) {
  return At(text, at) == u',' && IsDigit(At(text, at + 1)) && IsDigit(At(text, at + 2)) &&
         IsDigit(At(text, at + 3)) && !IsDigit(At(text, at + 4));
}

// 余, 多, 百, 千, 万, 亿 and + behind a number.
void ReadScale(std::u16string_view text, Numeral* numeral) {
  size_t& i = numeral->end;
  while (true) {
    const char16_t c = At(text, i);
    const char16_t next = At(text, i + 1);
    if (IsMore(c)) {
      numeral->approximate = true;
      ++i;
    } else if (PowerOf(c) >= 2 &&
               !(c == u'千' && (next == u'米' || next == u'克' || next == u'瓦')) &&
               !(c == u'百' && next == u'分') && !(c == u'千' && next == u'分')) {
      numeral->scale += PowerOf(c);
      numeral->scaled = true;
      ++i;
    } else {
      break;
    }
  }
  if (At(text, i) == u'+') {
    numeral->open = true;
    ++i;
  }
}

}  // namespace

bool IsChineseNumeral(char16_t c) { return DigitOf(c) >= 0 || PowerOf(c) > 0; }

size_t SkipChineseNumerals(std::u16string_view text, size_t at) {
  while (at < text.size() && IsChineseNumeral(text[at])) ++at;
  return at;
}

std::optional<Numeral> ReadDigits(std::u16string_view text, size_t at) {
  Numeral numeral;
  int64_t mantissa = 0;
  int all_digits = 0;
  int behind_point = 0;
  size_t i = at;
  const auto take = [&] {
    if (++all_digits <= kMaxDigits) mantissa = mantissa * 10 + (text[i] - u'0');
    ++i;
  };
  while (IsDigit(At(text, i))) take();
  if (i - at <= 3 && text[at] != u'0') {
    while (GroupFollows(text, i)) {
      numeral.grouped = true;
      ++i;
      for (int k = 0; k < 3; ++k) take();
    }
  }
  numeral.digits = all_digits;
  if (At(text, i) == u'.' && IsDigit(At(text, i + 1))) {
    ++i;
    while (IsDigit(At(text, i))) {
      take();
      ++behind_point;
    }
    if (At(text, i) == u'.' && IsDigit(At(text, i + 1))) return std::nullopt;
  }
  if (all_digits > kMaxDigits) return std::nullopt;
  numeral.end = i;
  ReadScale(text, &numeral);
  numeral.exponent = numeral.scale - behind_point;
  const std::optional<Decimal> value = Decimal::FromParts(mantissa, numeral.exponent);
  if (!value) return std::nullopt;
  numeral.value = *value;
  return numeral;
}

std::optional<Numeral> ReadChinese(std::u16string_view text, size_t at) {
  Numeral numeral;
  numeral.chinese = true;
  int64_t total = 0;    // finished sections of 万 and 亿
  int64_t section = 0;  // below 万
  int digit = -1;       // waits for its unit
  int last_power = 0;   // of the unit before
  int last_big = 0;     // of the 万 or 亿 before
  bool filler = false;  // 零 since then
  int lowest = 0;       // the power of the last numeral
  size_t i = at;
  for (; i < text.size(); ++i) {
    const int value = DigitOf(text[i]);
    const int power = PowerOf(text[i]);
    if (value > 0) {
      if (digit >= 0) return std::nullopt;
      digit = value;
      lowest = 0;
    } else if (value == 0) {
      if (digit >= 0 || i == at) return std::nullopt;
      filler = true;
    } else if (power > 0) {
      if (digit < 0 && section == 0 && total == 0) {
        // 十二, 百余; 万 of 万人 counts nothing.
        if (power > 1 && !IsMore(At(text, i + 1))) return std::nullopt;
        digit = 1;
      }
      if (power >= 4) {
        section += digit > 0 ? digit : 0;
        if (section == 0 && total == 0) section = 1;
        // 一亿二千万 adds up, 一万亿 multiplies.
        if (power < last_big) {
          if (section == 0) return std::nullopt;
          total += section * TenTo(power);
        } else {
          if (total + section > TenTo(15) / TenTo(power)) return std::nullopt;
          total = (total + section) * TenTo(power);
        }
        last_big = power;
        section = 0;
      } else {
        if (digit < 0 || (last_power > 0 && last_power < 4 && power >= last_power)) {
          return std::nullopt;
        }
        section += digit * TenTo(power);
      }
      digit = -1;
      filler = false;
      last_power = power;
      lowest = power;
    } else if (IsMore(text[i]) && !numeral.approximate && i > at) {
      // 两千余, and 三十余万.
      numeral.approximate = true;
      if (PowerOf(At(text, i + 1)) < 4) {
        ++i;
        break;
      }
    } else {
      break;
    }
  }
  if (digit > 0) {
    if (last_power >= 2 && !filler) return std::nullopt;  // 一百二, 一万五
    section += digit;
  }
  // 九十九点五.
  int64_t mantissa = total + section;
  int behind_point = 0;
  if (At(text, i) == u'点' && DigitOf(At(text, i + 1)) >= 0 && mantissa < TenTo(12)) {
    for (++i; DigitOf(At(text, i)) >= 0 && behind_point < 4; ++i, ++behind_point) {
      mantissa = mantissa * 10 + DigitOf(text[i]);
    }
    lowest = 0;
  }
  numeral.exponent = lowest - behind_point;
  numeral.value = Decimal::FromParts(mantissa, -behind_point).value_or(Decimal());
  numeral.end = i;
  return numeral;
}

}  // namespace gongkai
