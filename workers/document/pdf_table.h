// Tables of a page by its ruling lines.
#pragma once

#include <string>
#include <vector>

#include "workers/document/document.h"
#include "workers/document/pdf_blocks.h"
#include "workers/document/pdf_lines.h"
#include "workers/document/pdf_page.h"

namespace gongkai {

struct PdfCell {
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  int page = 0;
  Box box;                                 // between its ruling lines
  float padding = PdfRoom::kUsualPadding;  // beside its text, at most
  std::vector<PdfLine> lines;
  std::string text;   // of `lines`
  bool open = false;  // at the right end of a table, where no line closes it

  PdfRoom room() const { return {box.left, box.right, padding}; }
};

struct PdfTable {
  std::vector<float> xs;       // boundaries of the columns: one more than columns
  std::vector<float> ys;       // boundaries of the rows
  std::vector<PdfCell> cells;  // ordered by (row, column); they cover the table without overlap
  bool ruled = true;           // its cells stand between lines
  // Only if ruled: no line closes its first row at the top, its last row at the foot.
  bool open_top = false, open_foot = false;
  // Only if not ruled.
  int label_columns = 0;       // of the columns, those in front of the values
  std::vector<PdfBlock> head;  // the texts of a head whose rows stand on the next page
  int head_rows_before = 0;    // rows at the top: a head that stands on the page before

  int rows() const { return static_cast<int>(ys.size()) - 1; }
  int columns() const { return static_cast<int>(xs.size()) - 1; }
  Box box() const { return {xs.front(), ys.front(), xs.back(), ys.back()}; }
};

// All its cells are empty: only the end of another table can be such.
bool IsBlank(const PdfTable& table);

// The tables of the page, from top to bottom; their characters are taken out of page->glyphs.
std::vector<PdfTable> TakeRuledTables(PdfPage* page);

// A table with exactly these ruling lines; the outer ones may be missing. Takes the characters that
// stand inside out of *glyphs. No rows: the lines enclose no cells.
PdfTable BuildTable(std::vector<PdfRule> horizontal, std::vector<PdfRule> vertical,
                    std::vector<PdfGlyph>* glyphs);

}  // namespace gongkai
