// A grid of the document as a matrix: which cell covers which place, and the token it stands for.
#pragma once

#include <vector>

#include "workers/document/document.h"
#include "workers/form/label_index.h"
#include "workers/form/reading.h"
#include "workers/form/table_reading.h"
#include "workers/form/token.h"

namespace gongkai {

// Looks at one grid at a time. What it is made from must outlive it.
class GridView {
 public:
  GridView(const Document& document, int form_index, const LabelIndex& labels,
           const std::vector<Token>& tokens)
      : document_(document), form_index_(form_index), labels_(labels), tokens_(tokens) {}

  // Turns to the grid whose tokens are [begin, end). False if it is empty or too large.
  bool Open(size_t begin, size_t end);

  int rows() const { return grid_->rows; }
  int columns() const { return grid_->columns; }
  int cells() const { return static_cast<int>(grid_->cells.size()); }

  // The cell that covers a place, or -1.
  int Owner(int row, int column) const {
    return column < grid_->columns ? owner_[row * grid_->columns + column] : -1;
  }
  const Cell& CellAt(int cell) const { return grid_->cells[cell]; }
  // The first token of a cell, or -1.
  int TokenOf(int cell) const { return token_of_cell_[cell]; }
  // Different cells of a row from left to right.
  std::vector<int> CellsOf(int row) const;

  bool IsEmpty(int cell) const;
  // The cell holds no label and may hold a value.
  bool IsValue(int cell) const;
  // The meaning of the cell's label; null if it has none of that kind.
  const LabelRef* RefOf(int cell, LabelRef::Kind kind) const;

  CellPlace PlaceOfCell(int cell) const;
  Slot SlotOf(int cell) const;

 private:
  const Document& document_;
  const int form_index_;
  const LabelIndex& labels_;
  const std::vector<Token>& tokens_;
  const Grid* grid_ = nullptr;
  int ordinal_ = 0;  // of the grid in the document
  std::vector<int> owner_;
  std::vector<int> token_of_cell_;
};

}  // namespace gongkai
