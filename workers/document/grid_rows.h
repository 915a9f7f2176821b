// Grids of flattened text: cells are appended row by row.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/characters.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// The text as blocks hold it: trimmed, without invisible characters; a view where it can be one.
inline absl::string_view CleanText(absl::string_view text, Document* document) {
  text = TrimText(text);
  if (!HasInvisible(text)) return text;
  std::string visible;
  AppendVisible(text, &visible);
  return document->Keep(std::move(visible));
}

// Where `text`, a view into `source`, stands.
inline Place PlaceOf(absl::string_view text, absl::string_view source) {
  Place place;
  place.begin = static_cast<uint32_t>(text.data() - source.data());
  place.end = place.begin + static_cast<uint32_t>(text.size());
  return place;
}

// Appends a cell in the last row; rows and columns of the grid grow as needed.
inline absl::Status AddCell(absl::string_view text, const Place& place, int row, int column,
                            ReadBudget* budget, Grid* grid) {
  constexpr int kMost = std::numeric_limits<uint16_t>::max();
  if (row > kMost) return TooManyCells("table rows", "个表格行", kMost);
  if (column > kMost) return TooManyCells("table columns", "个表格列", kMost);
  Cell& cell = grid->cells.emplace_back();
  cell.text = text;
  cell.row = static_cast<uint16_t>(row);
  cell.column = static_cast<uint16_t>(column);
  cell.place = place;
  grid->rows = std::max(grid->rows, row + 1);
  grid->columns = std::max(grid->columns, column + 1);
  return budget->AddCells(1);
}

// Appends the grid as a block that reaches from its first cell to its last. Nothing if it has none:
// rows of control characters hold no cell.
inline void AddGrid(Grid grid, Document* document) {
  if (grid.cells.empty()) return;
  Block& block = document->blocks.emplace_back();
  block.kind = Block::Kind::kGrid;
  // The cells of one row may stand below each other.
  block.place.begin = grid.cells.front().place.begin;
  for (const Cell& cell : grid.cells) {
    block.place.begin = std::min(block.place.begin, cell.place.begin);
    block.place.end = std::max(block.place.end, cell.place.end);
  }
  block.grid = std::move(grid);
}

}  // namespace gongkai
