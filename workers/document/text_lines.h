// The lines of a text, and what tells tables among them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

struct Line {
  absl::string_view raw;    // without its line break
  absl::string_view text;   // raw, trimmed; empty: a blank line
  int pipes = 0;            // '|' in the text
  bool only_pipes = false;  // cell borders and nothing else

  bool blank() const { return text.empty(); }
};

// Views into `text`. Lines end at \n, \r\n or \r; a report that was put on one line is split at
// what parts its cells. Lines that only rule a table are left out: *rules, unless null, holds the
// index of the line behind each of them.
std::vector<Line> SplitLines(absl::string_view text, std::vector<size_t>* rules = nullptr);

// Empties the lines that hold the numbers of pages: the last of each page before a form feed, as
// long as they count the pages.
void DropPageNumbers(std::vector<Line>* lines);

// The text, of the same length, with tables drawn in box characters as tables between '|'. Empty
// if there are none.

std::string WithoutBoxes(absl::string_view text);

// True for 三、 or (三) or 三. at the start.
bool HasOrdinal(absl::string_view line);

// True for the title of a section (三、…情况), as opposed to a row label with the same ordinal.
// `next` is the line after it.
bool IsSectionTitle(absl::string_view line, absl::string_view next);

// True if more brackets open than close.
bool HasOpenBracket(absl::string_view text);

// True for a number, a dash or another thing that fills a cell of figures.
bool LooksLikeFigure(absl::string_view text);

}  // namespace gongkai
