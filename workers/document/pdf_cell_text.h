// Characters of a table to its cells.
#pragma once

#include <vector>

#include "workers/document/pdf_page.h"
#include "workers/document/pdf_table.h"

namespace gongkai {

// The middle of the character stands in the box.
bool IsInside(const PdfGlyph& glyph, const Box& box);

// Takes the characters out of *glyphs that stand in the box, the rest of numbers that begin or end
// there, and of texts that are higher than it.
std::vector<PdfGlyph> TakeInside(const Box& box, std::vector<PdfGlyph>* glyphs);

// Gives each of the table's cells, which cover it, the characters that are printed in it.
void FillCells(const std::vector<PdfGlyph>& glyphs, PdfTable* table);

// True if every line but the last ends where the cell does: a number that goes on in the next.
bool IsTorn(const PdfCell* cell);

}  // namespace gongkai
