// How a report is printed in some layout; shared by the layouts.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/data/render/render.h"

namespace gongkai {

// Prints the parts of a report in order; how each looks is the layout's.
class Printer {
 public:
  virtual ~Printer() = default;
  virtual void Metadata(const std::vector<std::pair<std::string, std::string>>& fields) = 0;
  virtual void Line(const std::string& text) = 0;
  virtual void PrintTable(const Table& table) = 0;

  void PrintReport(const ReportToRender& report, bool table2_in_one);

  std::string out;
};

// For XML and HTML.
std::string Escaped(absl::string_view text);

// The report as a DOCX, with the fonts and borders that word processors repeat everywhere.
std::string PrintDocx(const ReportToRender& report);

}  // namespace gongkai
