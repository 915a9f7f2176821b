// What the styles of a workbook say of its cells.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "pugixml.hpp"

namespace gongkai {

// How a stored number is shown, as far as it changes what is read.
enum class XlsxNumber { kPlain, kPercent, kDate };

class XlsxStyles {
 public:
  XlsxStyles() = default;
  // Of the outermost element of the part; copies what it needs.
  explicit XlsxStyles(pugi::xml_node root);

  // Of the style that a cell names; a style that is not there is plain.
  XlsxNumber NumberOf(int style) const;
  bool HasBorder(int style) const;

 private:
  struct CellStyle {
    XlsxNumber number = XlsxNumber::kPlain;
    bool border = false;
  };
  std::vector<CellStyle> styles_;
};

// A number as a spreadsheet shows it in a wide cell: at most 15 significant digits, no exponent;
// a date as YYYY-MM-DD, a time as HH:MM. What is no number, or too large or small for that, stays
// as it is. `days_of_1904`: dates count from 1904.
std::string ShowXlsxNumber(absl::string_view stored, XlsxNumber kind, bool days_of_1904);

}  // namespace gongkai
