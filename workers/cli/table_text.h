// Tables as plain text.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gongkai/v1/report.pb.h"
#include "workers/cli/names.h"
#include "workers/form/form.h"

namespace gongkai {

struct Column {
  bool right = false;  // aligned right
  int max_width = 40;  // wider cells are broken into lines
};

// Rows under a header, every line ended. A row may have fewer cells than there are columns.
std::string GridText(const std::vector<Column>& columns, const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& rows);

// What stands in a cell: the number with its note, or the mark for a cell without one.
std::string CellText(const v1::Fact& fact, Language language);

// Tables 2, 3 and 4 as on `form`, with its labels, filled with the facts of `report`.
std::string FormTablesText(const v1::Report& report, const Form& form, Language language);

}  // namespace gongkai
