// Which cells of a row of table 2 stand in which of its columns, by the head above.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "workers/form/form.h"
#include "workers/form/grid_view.h"
#include "workers/form/label_index.h"
#include "workers/form/token.h"

namespace gongkai {

// What it is made from must outlive it. Cells are those of the GridView of that time.
class BlockColumns {
 public:
  BlockColumns(int form_index, const LabelIndex& labels, const std::vector<Token>& tokens)
      : form_index_(form_index), labels_(labels), tokens_(tokens) {}

  // The cells of a row of column labels; Clear: there is none in this grid.
  void SetHead(std::vector<int> cells) { head_ = std::move(cells); }
  void Clear() { head_.clear(); }
  bool has_head() const { return !head_.empty(); }

  // One cell of `cells`, which are those of row r, for each column of the row of the form, -1 for a
  // column that is missing; nothing if they do not fit. `label_at`: the cell of the row's label.
  std::vector<int> Take(const GridView& view, int r, const FormRow& row,
                        const std::vector<int>& cells, size_t label_at) const;

 private:
  std::vector<int> ByHead(const GridView& view, int r, const FormRow& row,
                          const std::vector<int>& cells, size_t label_at) const;
  // The column of the block that a cell of the head names, -1: none.
  int ColumnNamed(const GridView& view, int cell, int block) const;

  const int form_index_;
  const LabelIndex& labels_;
  const std::vector<Token>& tokens_;
  std::vector<int> head_;
};

}  // namespace gongkai
