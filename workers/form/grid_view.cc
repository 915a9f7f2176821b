#include "workers/form/grid_view.h"

#include <algorithm>

#include "workers/form/cell_value.h"
#include "workers/form/label.h"
#include "workers/form/row_label.h"

namespace gongkai {
namespace {

constexpr size_t kMaxArea = 1u << 20;  // rows times columns of a grid that is looked at

}  // namespace

bool GridView::Open(size_t begin, size_t end) {
  grid_ = &document_.blocks[tokens_[begin].block].grid;
  ordinal_ = tokens_[begin].grid;
  const size_t area = static_cast<size_t>(grid_->rows) * static_cast<size_t>(grid_->columns);
  if (area == 0 || area > kMaxArea) return false;
  // A cell of several lines has several tokens; its first stands for it.
  token_of_cell_.assign(grid_->cells.size(), -1);
  for (size_t i = end; i-- > begin;) token_of_cell_[tokens_[i].cell] = static_cast<int>(i);
  owner_.assign(area, -1);
  for (size_t c = 0; c < grid_->cells.size(); ++c) {
    const Cell& cell = grid_->cells[c];
    const int last_row = std::min<int>(grid_->rows, cell.row + cell.row_span);
    const int last_column = std::min<int>(grid_->columns, cell.column + cell.column_span);
    for (int r = cell.row; r < last_row; ++r) {
      for (int k = cell.column; k < last_column; ++k) {
        int& owner = owner_[r * grid_->columns + k];
        if (owner < 0) owner = static_cast<int>(c);
      }
    }
  }
  return true;
}

std::vector<int> GridView::CellsOf(int row) const {
  std::vector<int> cells;
  cells.reserve(static_cast<size_t>(grid_->columns));
  for (int k = 0; k < grid_->columns; ++k) {
    const int cell = Owner(row, k);
    if (cell >= 0 && (cells.empty() || cells.back() != cell)) cells.push_back(cell);
  }
  return cells;
}

bool GridView::IsEmpty(int cell) const { return TrimSpace(CellAt(cell).text).empty(); }

bool GridView::IsValue(int cell) const {
  const int token = TokenOf(cell);
  return token < 0 || (tokens_[token].kind != Token::Kind::kLabel &&
                       LooksLikeValue(TrimSpace(CellAt(cell).text)));
}

const LabelRef* GridView::RefOf(int cell, LabelRef::Kind kind) const {
  const int token = TokenOf(cell);
  if (token < 0 || tokens_[token].kind != Token::Kind::kLabel) return nullptr;
  return FindRef(labels_.entries()[tokens_[token].entry], kind, form_index_);
}

CellPlace GridView::PlaceOfCell(int cell) const {
  CellPlace place;
  place.place = CellAt(cell).place;
  place.grid = ordinal_;
  place.row = CellAt(cell).row + 1;
  place.column = CellAt(cell).column + 1;
  return place;
}

Slot GridView::SlotOf(int cell) const {
  Slot slot;
  slot.text = CellAt(cell).text;
  slot.where = PlaceOfCell(cell);
  return slot;
}

}  // namespace gongkai
