// Tables that go on over a page break.
#pragma once

#include "workers/document/pdf_table.h"

namespace gongkai {

// Appends the rows of `next`, which stands at the top of the following page, if its columns are
// those of `table`: a header that is printed again is dropped, cells that the break tore apart
// become one. False, and nothing is changed, if the columns do not agree.
bool JoinTables(PdfTable next, PdfTable* table);

}  // namespace gongkai
