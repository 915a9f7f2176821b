// Columns of a text that is laid out by blanks: which cell each figure of a row stands in, and
// which cells are empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "workers/document/figure_rows.h"
#include "workers/document/text_lines.h"

namespace gongkai {

// Made once for all lines of a text. A row is put into columns where the figures of its table stand
// below each other and either each column has one head, or some row fills them all.
class AlignedColumns {
 public:
  AlignedColumns(const std::vector<Line>& lines, const WordRows& word_rows);

  bool Has(size_t line) const { return row_of_[line] >= 0; }
  // The line is one of the heads above such rows; its fields stand between wide gaps.
  bool IsHead(size_t line) const { return is_head_[line]; }
  // The fields of the row's label, then one cell for each column; empty views into the line where
  // nothing stands. Only if Has(line).
  absl::Span<const absl::string_view> CellsOf(size_t line) const {
    const Row& row = rows_[row_of_[line]];
    return absl::MakeConstSpan(cells_).subspan(row.first, row.size);
  }

 private:
  struct Row {
    size_t first = 0;  // in cells_
    size_t size = 0;
  };

  std::vector<int32_t> row_of_;  // by line, -1: the row is in no columns
  std::vector<bool> is_head_;    // by line
  std::vector<Row> rows_;
  std::vector<absl::string_view> cells_;
};

}  // namespace gongkai
