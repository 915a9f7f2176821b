#include "tests/workers/form/text_document.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "workers/document/reader.h"

namespace gongkai {

Document TextDocument(absl::string_view text) { return ReadDocument(text).value(); }

Block ExactGrid(const Table& table, Document* document) {
  Block block;
  block.kind = Block::Kind::kGrid;
  Grid& grid = block.grid;
  grid.structure = Grid::Structure::kExact;
  grid.rows = static_cast<int>(table.rows.size());
  std::set<std::pair<int, int>> taken;
  for (int r = 0; r < grid.rows; ++r) {
    int column = 0;
    for (const TableCell& from : table.rows[r]) {
      while (taken.count({r, column}) > 0) ++column;
      Cell cell;
      cell.text = document->Keep(from.text);
      cell.row = static_cast<uint16_t>(r);
      cell.column = static_cast<uint16_t>(column);
      cell.row_span = static_cast<uint16_t>(from.row_span);
      cell.column_span = static_cast<uint16_t>(from.column_span);
      for (int i = 0; i < from.row_span; ++i) {
        for (int k = 0; k < from.column_span; ++k) taken.insert({r + i, column + k});
      }
      column += from.column_span;
      grid.columns = std::max(grid.columns, column);
      grid.cells.push_back(cell);
    }
  }
  return block;
}

}  // namespace gongkai
