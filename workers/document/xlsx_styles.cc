#include "workers/document/xlsx_styles.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

constexpr int kDigits = 15;           // significant ones that a spreadsheet keeps
constexpr int kMostExponent = 20;     // beyond, a number is no count and no amount
constexpr double kLastDay = 2958465;  // 9999-12-31

// The formats that have numbers and no code in the file.
XlsxNumber KindOfBuiltIn(int id) {
  const auto between = [id](int first, int last) { return id >= first && id <= last; };
  if (id == 9 || id == 10) return XlsxNumber::kPercent;
  if (between(14, 22) || between(27, 36) || between(45, 47) || between(50, 58)) {
    return XlsxNumber::kDate;
  }
  return XlsxNumber::kPlain;
}

// By the first section of a format code ("yyyy\"年\"m\"月\"", "0.00%;-0.00%").
XlsxNumber KindOfCode(absl::string_view code) {
  bool percent = false;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    switch (absl::ascii_tolower(code[i])) {
      case '"':
        i = std::min(code.find('"', i + 1), code.size());
        break;
      case '[':  // a colour, a condition, a locale; elapsed time has letters behind it as well
        i = std::min(code.find(']', i + 1), code.size());
        break;
      case '\\':
      case '_':
      case '*':
        ++i;
        break;
      case 'y':
      case 'm':
      case 'd':
      case 'h':
      case 's':
        return XlsxNumber::kDate;
      case '%':
        percent = true;
        break;
      default:
        break;
    }
  }
  return percent ? XlsxNumber::kPercent : XlsxNumber::kPlain;
}

bool IsBorder(pugi::xml_node border) {
  return std::any_of(border.begin(), border.end(), [](pugi::xml_node side) {
    const absl::string_view style = AttributeOf(side, "style");
    return !style.empty() && style != "none";
  });
}

std::string ShowDate(double days, bool days_of_1904) {
  const absl::CivilDay first =
      days_of_1904 ? absl::CivilDay(1904, 1, 1) : absl::CivilDay(1899, 12, 30);
  return absl::FormatCivilTime(first + static_cast<int64_t>(days));
}

std::string ShowTime(double day) {
  const int minutes = static_cast<int>(day * 24 * 60 + 0.5);
  return absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
}

// 15 significant digits, written out; empty if that would be too long.
std::string WrittenOut(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*e", kDigits - 1, std::abs(number));
  std::string digits(1, text[0]);
  digits.append(text + 2, kDigits - 1);  // behind the point
  const int exponent = std::atoi(text + kDigits + 2);
  if (std::abs(exponent) > kMostExponent) return "";
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.empty()) return "0";
  std::string result = number < 0 ? "-" : "";
  if (exponent < 0) {
    return absl::StrCat(result, "0.", std::string(static_cast<size_t>(-exponent - 1), '0'), digits);
  }
  const size_t whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= whole) {
    return absl::StrCat(result, digits, std::string(whole - digits.size(), '0'));
  }
  return absl::StrCat(result, digits.substr(0, whole), ".", digits.substr(whole));
}

}  // namespace

XlsxStyles::XlsxStyles(pugi::xml_node root) {
  absl::flat_hash_map<int, XlsxNumber> codes;
  for (const pugi::xml_node format : ChildOf(root, "numFmts").children()) {
    codes[IntAttributeOf(format, "numFmtId", -1)] = KindOfCode(AttributeOf(format, "formatCode"));
  }
  std::vector<bool> borders;
  for (const pugi::xml_node border : ChildOf(root, "borders").children()) {
    borders.push_back(IsBorder(border));
  }
  for (const pugi::xml_node xf : ChildOf(root, "cellXfs").children()) {
    CellStyle& style = styles_.emplace_back();
    const int format = IntAttributeOf(xf, "numFmtId", 0);
    const auto code = codes.find(format);
    style.number = code == codes.end() ? KindOfBuiltIn(format) : code->second;
    const int border = IntAttributeOf(xf, "borderId", 0);
    style.border = border >= 0 && static_cast<size_t>(border) < borders.size() && borders[border];
  }
}

XlsxNumber XlsxStyles::NumberOf(int style) const {
  const bool known = style >= 0 && static_cast<size_t>(style) < styles_.size();
  return known ? styles_[style].number : XlsxNumber::kPlain;
}

bool XlsxStyles::HasBorder(int style) const {
  return style >= 0 && static_cast<size_t>(style) < styles_.size() && styles_[style].border;
}

std::string ShowXlsxNumber(absl::string_view stored, XlsxNumber kind, bool days_of_1904) {
  stored = absl::StripAsciiWhitespace(stored);
  double number = 0;
  if (!absl::SimpleAtod(stored, &number) || !std::isfinite(number)) return std::string(stored);
  if (kind == XlsxNumber::kDate && number >= 1 && number <= kLastDay) {
    return ShowDate(number, days_of_1904);
  }
  if (kind == XlsxNumber::kDate) return number >= 0 && number < 1 ? ShowTime(number) : "########";
  const std::string text = WrittenOut(kind == XlsxNumber::kPercent ? number * 100 : number);
  if (text.empty()) return std::string(stored);
  return kind == XlsxNumber::kPercent ? absl::StrCat(text, "%") : text;
}

}  // namespace gongkai
