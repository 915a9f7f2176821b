// One table of a DOCX as a grid.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "pugixml.hpp"
#include "workers/document/document.h"
#include "workers/document/docx_paragraph.h"
#include "workers/document/read_budget.h"

namespace gongkai {

struct DocxTable {
  Grid grid;                           // without a cell if the table has none that is shown
  std::vector<pugi::xml_node> nested;  // tables in its cells
  std::vector<pugi::xml_node> cells;   // <w:tc> that are shown, in order
};

// Reads <w:tbl>. Cells stand at `place`.
absl::StatusOr<DocxTable> ReadDocxTable(pugi::xml_node table, const Place& place,
                                        DocxParagraphReader* paragraphs, ReadBudget* budget,
                                        Document* document);

}  // namespace gongkai
