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
  float size = 0;  // the largest of its characters
};

// From top to bottom. Spaces at the ends of a line are dropped, and lines of nothing else.
std::vector<PdfLine> GroupLines(std::vector<PdfGlyph> glyphs);

// Parts of a line between gaps of at least `em` times its size.
std::vector<PdfLine> SplitAtGaps(const PdfLine& line, float em);

// The text of a line in UTF-8. Wide gaps between words become a space.
std::string TextOf(const PdfLine& line);

// The text of a cell: lines that the width of the cell broke are put together again. Numbers one
// below the other that the width did not break stay apart, with '\n' between them.
std::string CellTextOf(const std::vector<PdfLine>& lines, const Box& cell);

Box UnionOf(const Box& a, const Box& b);

bool IsPdfSpace(char32_t code);
bool IsWideChar(char32_t code);    // Chinese characters and punctuation, full width
bool IsNumberChar(char32_t code);  // a digit, or a sign that stands within or before numbers

// True for a text that can be the value of a cell: a number, perhaps signed, or an empty mark.
bool IsValueLine(const PdfLine& line);

// True for a text that begins with an ordinal: 一、 (二) 3. 4、
bool StartsWithOrdinal(absl::string_view text);

}  // namespace gongkai
