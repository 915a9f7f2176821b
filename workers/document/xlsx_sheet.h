// One sheet of a workbook: the cells that it shows.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "pugixml.hpp"
#include "workers/document/read_budget.h"
#include "workers/document/xlsx_styles.h"

namespace gongkai {

struct XlsxCell {
  int column = 0;          // 0-based in the sheet
  absl::string_view text;  // as Cell::text
  bool border = false;
};

struct XlsxRow {
  int number = 0;               // 0-based in the sheet
  std::vector<XlsxCell> cells;  // by column, no two of the same
};

// Cells that are shown as one; what its cells but the first hold is not shown.
struct XlsxMerge {
  int top = 0, left = 0, bottom = 0, right = 0;  // the last two included
};

struct XlsxSheet {
  std::vector<XlsxRow> rows;      // by number, no two of the same; only rows with cells
  std::vector<XlsxMerge> merges;  // of more than one cell, by (top, left)
  int hidden_rows = 0;            // with cells, left out of `rows`
  int hidden_columns = 0;         // left out likewise
  std::deque<std::string> texts;  // what cells point into, beside the shared strings
};

// What all sheets of a workbook share.
struct XlsxBook {
  std::vector<std::string> strings;  // as Cell::text
  XlsxStyles styles;
  bool days_of_1904 = false;
};

// Text of <si> or <is>: the runs joined, without the reading marks of East Asian text.
std::string XlsxText(pugi::xml_node item);

// Of <worksheet>. `book` must outlive the sheet. Errors: those of the budget.
absl::StatusOr<XlsxSheet> ReadXlsxSheet(pugi::xml_node worksheet, const XlsxBook& book,
                                        ReadBudget* budget);

}  // namespace gongkai
