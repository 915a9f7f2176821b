// The figures of table 4 in a grid, each by the labels beside and above it.
#pragma once

#include <vector>

#include "workers/form/form.h"
#include "workers/form/grid_view.h"
#include "workers/form/table_reading.h"

namespace gongkai {

class DisputeCells {
 public:
  explicit DisputeCells(const Form& form) : form_(form) {}

  // A grid begins; the table may go on in it.
  void BeginGrid() { head_ = -1; }
  // Row `row` has labels of the table; the head begins with the first such row.
  void SetHead(int row) {
    if (head_ < 0) head_ = row;
  }
  bool has_head() const { return head_ >= 0; }
  bool has_values() const { return !slots_.empty(); }
  // Every cell of the table was taken.
  bool complete() const;

  // Takes the values of a row as far as labels tell what they are; false if they do not for all.
  // `has_labels`: of the table, in the row itself.
  bool Take(const GridView& view, int row, const std::vector<int>& cells, bool has_labels);

  // What was taken, the rest torn out; nothing was taken if `state` is kNoValues.
  RowReading Finish() const;

 private:
  // The place among the table's cells of what stands at (row, column), or -1.
  int PlaceOf(const GridView& view, int row, int column) const;

  const Form& form_;
  int head_ = -1;
  std::vector<Slot> slots_;  // empty: nothing was taken
};

}  // namespace gongkai
