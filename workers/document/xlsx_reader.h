// Workbooks (XLSX), as Excel and WPS write them.
#pragma once

#include "absl/status/status.h"
#include "workers/document/document.h"
#include "workers/document/opc_package.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Appends the blocks of all sheets that are shown, in their order. Numbers stand as stored, not
// rounded as a cell may show them; of formulas the result that the file holds. Hidden sheets, rows
// and columns are left out and noted; drawings, headers and comments are left out.
absl::Status ReadXlsx(const OpcPackage& package, ReadBudget* budget, Document* document);

}  // namespace gongkai
