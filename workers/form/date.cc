#include "workers/form/date.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

int DecimalDigit(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
  if (c >= U'０' && c <= U'９') return static_cast<int>(c - U'０');
  return -1;
}

int YearDigit(char32_t c) {
  if (const int digit = DecimalDigit(c); digit >= 0) return digit;
  if (c == U'〇' || c == U'○' || c == U'零' || c == U'Ｏ' || c == U'O') return 0;
  static constexpr char32_t kDigits[] = {U'一', U'二', U'三', U'四', U'五',
                                         U'六', U'七', U'八', U'九'};
  for (int i = 0; i < 9; ++i) {
    if (c == kDigits[i]) return i + 1;
  }
  return -1;
}

void SkipSpaces(absl::string_view text, size_t* i) {
  while (*i < text.size()) {
    size_t next = *i;
    if (!IsSpace(NextCharacter(text, &next))) return;
    *i = next;
  }
}

// A number of one or two digits, or a Chinese numeral.
int TakeSmall(absl::string_view text, size_t* i) {
  SkipSpaces(text, i);
  const size_t start = *i;
  size_t end = start;
  int value = 0;
  while (end < text.size()) {
    size_t next = end;
    NextCharacter(text, &next);
    const int longer = ParseNumeral(text.substr(start, next - start));
    if (longer == 0 && !(value == 0 && text[start] == '0' && next == start + 1)) break;
    value = longer;
    end = next;
  }
  *i = end;
  return value;
}

bool TakeYear(absl::string_view text, size_t* i, int* year) {
  size_t at = *i;
  int value = 0;
  for (int n = 0; n < 4; ++n) {
    if (at >= text.size()) return false;
    const int digit = YearDigit(NextCharacter(text, &at));
    if (digit < 0) return false;
    value = value * 10 + digit;
  }
  if (value < 1990 || value > 2099) return false;
  *year = value;
  *i = at;
  return true;
}

bool TakeSeparator(absl::string_view text, size_t* i, char32_t word, char32_t* used) {
  SkipSpaces(text, i);
  if (*i >= text.size()) return false;
  size_t next = *i;
  const char32_t c = NextCharacter(text, &next);
  if (c != word && c != U'-' && c != U'/' && c != U'.' && c != U'－' && c != U'—') return false;
  *used = c;
  *i = next;
  return true;
}

bool IsRealDay(int year, int month, int day) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

}  // namespace

std::string Date::ToString() const {
  return year == 0 ? "" : absl::StrFormat("%04d-%02d-%02d", year, month, day);
}

Date FindDate(absl::string_view text, size_t* end, int default_year) {
  bool digit_before = false;
  for (size_t start = 0; start < text.size();) {
    size_t i = start;
    size_t next = start;
    const char32_t c = NextCharacter(text, &next);
    Date date;
    char32_t used = 0;
    bool year_taken = false;
    if (!digit_before && YearDigit(c) >= 0) {
      year_taken = TakeYear(text, &i, &date.year) && TakeSeparator(text, &i, U'年', &used);
      if (!year_taken && default_year != 0) {
        i = start;
        date.year = default_year;
      }
      if (date.year != 0) {
        date.month = TakeSmall(text, &i);
        char32_t month_used = 0;
        if (date.month != 0 && TakeSeparator(text, &i, U'月', &month_used) &&
            (year_taken || month_used == U'月')) {
          date.day = TakeSmall(text, &i);
          if (IsRealDay(date.year, date.month, date.day)) {
            size_t behind = i;
            SkipSpaces(text, &behind);
            if (absl::StartsWith(text.substr(behind), "日")) i = behind + 3;
            *end = i;
            return date;
          }
        }
      }
    }
    digit_before = DecimalDigit(c) >= 0;
    start = next;
  }
  *end = text.size();
  return Date();
}

int FindYear(absl::string_view text, size_t* begin, size_t* end) {
  bool digit_before = false;
  for (size_t start = 0; start < text.size();) {
    size_t next = start;
    const char32_t c = NextCharacter(text, &next);
    size_t i = start;
    int year = 0;
    if (!digit_before && YearDigit(c) >= 0 && TakeYear(text, &i, &year)) {
      SkipSpaces(text, &i);
      if (absl::StartsWith(text.substr(i), "年")) {
        i += 3;
        if (absl::StartsWith(text.substr(i), "度")) i += 3;
        *begin = start;
        *end = i;
        return year;
      }
    }
    digit_before = DecimalDigit(c) >= 0;
    start = next;
  }
  *begin = *end = text.size();
  return 0;
}

}  // namespace gongkai
