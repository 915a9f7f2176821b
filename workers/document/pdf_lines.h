// Characters of a page to lines of text.
#pragma once

#include <string>
#include <vector>

#include "workers/document/document.h"
#include "workers/document/pdf_page.h"

namespace gongkai {

// Characters side by side, from left to right; never empty.
struct PdfLine {
  std::vector<PdfGlyph> glyphs;
  Box box;
  float size = 0;    // the largest of its characters
  float blanks = 0;  // how wide the spaces at its ends were, which it no longer has
};

// The width of a cell, and how much of that at most its text leaves free on each side.
struct PdfRoom {
  float left = 0, right = 0;
  float padding = kUsualPadding;

  static constexpr float kUsualPadding = 5.4f;  // points: as word processors make cells
};

// From top to bottom. Spaces at the ends of a line are dropped, and lines of nothing else.
std::vector<PdfLine> GroupLines(std::vector<PdfGlyph> glyphs);

// Parts of a line between gaps of at least `em` times its size.
std::vector<PdfLine> SplitAtGaps(const PdfLine& line, float em);

// The text of a line in UTF-8. Wide gaps between words become a space.
std::string TextOf(const PdfLine& line);

// True for a line of a cell that ends where the width of the cell left no room for the next one's
// first character.
bool WasBrokenByWidth(const PdfLine& line, const PdfLine& next, const PdfRoom& cell);

// True for two lines of numbers that can only be parts of one: what they hold would not stand in
// one line of the cell, or neither is a number alone.
bool IsTornNumber(const PdfLine& line, const PdfLine& next, const PdfRoom& cell);

// The text of a cell: lines that the width of the cell broke are put together again. Numbers one
// below the other that are not torn, and numbers far apart in one line, stay apart with '\n'
// between them.
std::string CellTextOf(const std::vector<PdfLine>& lines, const PdfRoom& cell);

Box UnionOf(const Box& a, const Box& b);

bool IsPdfSpace(char32_t code);
bool IsWideChar(char32_t code);  // Chinese characters and punctuation, full width

}  // namespace gongkai
