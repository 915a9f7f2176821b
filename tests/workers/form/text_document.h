// Documents of plain text for tests, built by hand as a reader would.
#pragma once

#include "absl/strings/string_view.h"
#include "tests/data/render/render.h"
#include "workers/document/document.h"

namespace gongkai {

// Lines with '|' become grids (kSequence where most lines hold one cell, else kRows), other lines
// paragraphs.
Document TextDocument(absl::string_view text);

// A grid of kExact structure with the cells and spans of `table`.
Block ExactGrid(const Table& table, Document* document);

// `report` as an HTML page is read: paragraphs, and exact grids for its tables.
Document ExactDocument(const ReportToRender& report, bool table2_in_one);

}  // namespace gongkai
