// Texts of several lines, wherever the ruling lines of a table go through them.
#pragma once

#include <cstddef>
#include <vector>

#include "workers/document/document.h"
#include "workers/document/pdf_page.h"

namespace gongkai {

// Lines of words drawn one after the other, each below the last as in one text.
struct PdfStack {
  size_t first = 0, end = 0;  // its characters
  Box box;
  size_t lines = 0;

  float center_x() const { return (box.left + box.right) / 2; }
  float center_y() const { return (box.top + box.bottom) / 2; }
};

// The texts of two lines or more among the characters, in the order in which they were drawn.
std::vector<PdfStack> FindStacks(const std::vector<PdfGlyph>& glyphs);

}  // namespace gongkai
