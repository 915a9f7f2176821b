#include "workers/form/block_columns.h"

#include <algorithm>

namespace gongkai {
namespace {

using Kind = LabelRef::Kind;

// The cells behind the label, without empty ones beyond `size`. Nothing if they do not fit.
std::vector<int> ByOrder(const GridView& view, const std::vector<int>& cells, size_t label_at,
                         size_t size) {
  std::vector<int> rest(cells.begin() + static_cast<std::ptrdiff_t>(label_at) + 1, cells.end());
  while (rest.size() > size && view.IsEmpty(rest.back())) rest.pop_back();
  while (rest.size() > size && view.IsEmpty(rest.front())) rest.erase(rest.begin());
  if (rest.size() != size) rest.clear();
  return rest;
}

// Whether a row holds the same text below two cells of a head.
bool HoldsSame(const GridView& view, int r, int head_a, int head_b) {
  const int a = view.Owner(r, view.CellAt(head_a).column);
  const int b = view.Owner(r, view.CellAt(head_b).column);
  return a >= 0 && b >= 0 && view.CellAt(a).text == view.CellAt(b).text;
}

}  // namespace

std::vector<int> BlockColumns::Take(const GridView& view, int r, const FormRow& row,
                                    const std::vector<int>& cells, size_t label_at) const {
  std::vector<int> values = ByHead(view, r, row, cells, label_at);
  if (values.empty()) values = ByOrder(view, cells, label_at, static_cast<size_t>(row.size));
  return values;
}

int BlockColumns::ColumnNamed(const GridView& view, int cell, int block) const {
  const int token = view.TokenOf(cell);
  int column = -1;
  if (token < 0 || tokens_[token].kind != Token::Kind::kLabel) return column;
  for (const LabelRef& ref : labels_.entries()[tokens_[token].entry].refs) {
    if (ref.kind == Kind::kColumn && ref.form == form_index_ && ref.index == block) {
      column = ref.column;
    }
  }
  return column;
}

std::vector<int> BlockColumns::ByHead(const GridView& view, int r, const FormRow& row,
                                      const std::vector<int>& cells, size_t label_at) const {
  const size_t size = static_cast<size_t>(row.size);
  std::vector<int> columns;  // header cells of values
  std::vector<int> named;    // the column of the block that each of them names, -1: none
  for (const int cell : head_) {
    if (view.RefOf(cell, Kind::kOther) || view.IsEmpty(cell) || view.RefOf(cell, Kind::kRow)) {
      continue;
    }
    columns.push_back(cell);
    named.push_back(ColumnNamed(view, cell, row.block));
  }
  // The places of a span at the end may each carry its text, in the head and in the row.
  while (columns.size() > size && named.back() >= 0 && named.back() == named.end()[-2] &&
         HoldsSame(view, r, columns.back(), columns.end()[-2])) {
    columns.pop_back();
    named.pop_back();
  }
  std::vector<int> order(size, -1);
  bool by_label = true;
  for (size_t n = 0; n < named.size(); ++n) {
    if (named[n] < 0 || order[named[n]] >= 0) {
      by_label = false;
    } else {
      order[named[n]] = static_cast<int>(n);
    }
  }
  // A column that neither the head nor the row has: the others are known by their names.
  const bool lacks = by_label && columns.size() < size && !columns.empty() &&
                     ByOrder(view, cells, label_at, columns.size()).size() == columns.size();
  if (columns.size() != size && !lacks) return {};
  std::vector<int> values;
  for (size_t c = 0; c < size; ++c) {
    if (by_label && order[c] < 0) {
      values.push_back(-1);
      continue;
    }
    const int head = columns[by_label ? order[c] : static_cast<int>(c)];
    const int cell = view.Owner(r, view.CellAt(head).column);
    const auto label_end = cells.begin() + static_cast<std::ptrdiff_t>(label_at) + 1;
    if (cell < 0 || std::find(cells.begin(), label_end, cell) != label_end) return {};
    if (std::find(values.begin(), values.end(), cell) != values.end()) return {};
    values.push_back(cell);
  }
  return values;
}

}  // namespace gongkai
