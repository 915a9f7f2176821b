// Characters of a page to the pieces of text that stand apart from each other: what the cells of a
// table hold that has no ruling lines.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "workers/document/document.h"
#include "workers/document/pdf_lines.h"
#include "workers/document/pdf_page.h"

namespace gongkai {

// One line, or lines below each other that go on from one to the next.
struct PdfBlock {
  std::vector<PdfLine> lines;  // from top to bottom; never empty
  Box box;
  float size = 0;         // of the largest character
  bool is_value = false;  // what can stand in a cell for numbers
  // Its characters, as ranges [first, second) of those of the page.
  std::vector<std::pair<size_t, size_t>> glyphs;

  float center_x() const { return (box.left + box.right) / 2; }
  float center_y() const { return (box.top + box.bottom) / 2; }
};

// In the order in which they were drawn. No block goes over a horizontal line of the page.
std::vector<PdfBlock> FindBlocks(const PdfPage& page);

}  // namespace gongkai
