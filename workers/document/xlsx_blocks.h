// A sheet of a workbook as blocks: which of its rows are tables, and which are text above, between
// and below them.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"
#include "workers/document/xlsx_sheet.h"

namespace gongkai {

// Appends the blocks. `name` is that of the sheet and is kept by the document.
absl::Status AddXlsxBlocks(XlsxSheet sheet, absl::string_view name, ReadBudget* budget,
                           Document* document);

}  // namespace gongkai
