// Columns of a text that is laid out by blanks: which cell each figure of a row stands in, and
// which cells are empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "workers/document/aligned_layout.h"
#include "workers/document/figure_rows.h"
#include "workers/document/text_lines.h"

namespace gongkai {

// A line that holds the rest of numbers in a row above.
struct AlignedRest {
  size_t row = 0;  // lines
  size_t line = 0;
  std::vector<std::pair<absl::string_view, absl::string_view>> numbers;  // in the row, in the line
  std::vector<absl::string_view> pieces;  // of labels, in front of them
};

// Made once for all lines of a text. A row is put into columns where the figures of its table stand
// below each other and either each column has one head, or some row fills them all.
class AlignedColumns {
 public:
  AlignedColumns(const std::vector<Line>& lines, const WordRows& word_rows);

  bool Has(size_t line) const { return row_of_[line] >= 0; }
  // The line is one of the heads above such rows; its fields stand between wide gaps.
  bool IsHead(size_t line) const { return is_head_[line]; }
  // The fields of the row's label, then one cell for each column; of a line that holds the rest of
  // the row above, the pieces of labels beside it. Only if Has(line).
  absl::Span<const AlignedCell> CellsOf(size_t line) const {
    const Row& row = rows_[row_of_[line]];
    return absl::MakeConstSpan(cells_).subspan(row.first, row.size);
  }

 private:
  struct Row {
    size_t first = 0;  // in cells_
    size_t size = 0;
  };

  // The row of a line: the cells from `first` on.
  void AddRow(size_t line, size_t first);
  void TakeRest(const Line& row, const AlignedRest& rest);

  std::vector<int32_t> row_of_;  // by line, -1: the row is in no columns
  std::vector<bool> is_head_;    // by line
  std::vector<Row> rows_;
  std::vector<AlignedCell> cells_;
};

}  // namespace gongkai
