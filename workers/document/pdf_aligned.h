// Tables of a page whose columns no ruling lines part: texts that stand below each other.
#pragma once

#include <vector>

#include "workers/document/pdf_page.h"
#include "workers/document/pdf_table.h"

namespace gongkai {

// The tables of the page, from top to bottom; their characters are taken out of page->glyphs. Rows
// at the top without a head get the columns of `above`, the last table of the page before, where
// they fit; null: there is none. A text with rows of numbers that do not stand in columns is left
// as it is.
std::vector<PdfTable> TakeAlignedTables(const PdfTable* above, PdfPage* page);

}  // namespace gongkai
