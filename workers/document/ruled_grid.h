// Tables in text whose rules say what is a cell: +---+---+ around rows of several lines, and
// ----  ---- above columns.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"
#include "workers/document/text_lines.h"

namespace gongkai {

struct RuledTable {
  // One cell: its lines, as views into the text; empty where nothing stands.
  using Cell = std::vector<absl::string_view>;

  size_t begin = 0;  // lines
  size_t end = 0;
  std::vector<std::vector<Cell>> rows;
};

// From top to bottom, none over another. `rules` are those that SplitLines() left out. A table
// whose every row is one line between borders is left to those who read such lines.
std::vector<RuledTable> FindRuledTables(const std::vector<Line>& lines,
                                        const std::vector<size_t>& rules);

// Appends the table.
absl::Status ReadRuledTable(const RuledTable& table, absl::string_view source, ReadBudget* budget,
                            Document* document);

}  // namespace gongkai
