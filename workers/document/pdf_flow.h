// Pages to what a reader follows through the document: tables and lines, without page furniture.
#pragma once

#include <vector>

#include "workers/document/pdf_lines.h"
#include "workers/document/pdf_page.h"
#include "workers/document/pdf_table.h"

namespace gongkai {

// A table or a line of text.
struct PdfItem {
  bool is_table = false;
  PdfTable table;  // only if is_table
  PdfLine line;    // only if not

  Box box() const { return is_table ? table.box() : line.box; }
};

struct PdfPageFlow {
  int number = 0;
  float width = 0;
  float height = 0;
  std::vector<PdfItem> items;  // from top to bottom
};

// Reads the page: its tables, then the lines around them. `before`: the page before it, or null.
PdfPageFlow ReadFlow(PdfPage page, const PdfPageFlow* before);

// Drops page numbers and running headers and footers.
void DropFurniture(std::vector<PdfPageFlow>* pages);

}  // namespace gongkai
