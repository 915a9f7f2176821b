// What stands in the cells of a table of numbers, told from labels by its characters alone.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "workers/document/pdf_lines.h"

namespace gongkai {

// A digit, or a sign that stands within or before numbers.
bool IsNumberChar(char32_t code);

// True for a line of nothing but numbers and signs, empty marks among them.
bool IsNumberLine(const PdfLine& line);

// True for lines that are the value of a cell: a number, perhaps with sign, unit and note, or an
// empty mark. Labels with an ordinal in front are none; no lines are none.
bool IsValue(const std::vector<PdfLine>& lines);

// True for a text that begins with an ordinal: 一、 (二) 3. 4、
bool StartsWithOrdinal(absl::string_view text);

// The same, and the ordinal is the first of its kind: 一、 (一) 1.
bool StartsWithFirstOrdinal(absl::string_view text);

}  // namespace gongkai
