// One table without ruling lines: rows to columns and cells.
#pragma once

#include <optional>
#include <vector>

#include "workers/document/pdf_row.h"
#include "workers/document/pdf_table.h"

namespace gongkai {

// The table that the rows make, none if they make none. A head without rows of values is one too,
// which a page break may part from them. Rows without a head get the columns of
// `above`, the last table of the page before, where they fit; null: there is none.
std::optional<PdfTable> BuildAlignedTable(std::vector<PdfRow> rows, const PdfTable* above);

}  // namespace gongkai
