// Tables that go on over a page break.
#pragma once

#include <vector>

#include "workers/document/pdf_table.h"

namespace gongkai {

// Appends the rows of `next`, which stands at the top of the following page, if its columns are
// those of `table`: a header that is printed again is dropped, cells that the break tore apart
// become one. `overhang` are lines that stand between the two: they must lie below labels of the
// last row, which were too long for their part of the page. False, and nothing is changed, if the
// columns do not agree or a line is of another kind.
bool JoinTables(const std::vector<PdfLine>& overhang, PdfTable next, PdfTable* table);

}  // namespace gongkai
