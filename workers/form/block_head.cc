#include "workers/form/block_head.h"

namespace gongkai {

void BlockHead::Clear() {
  entries_.clear();
  read_ = unknown_ = false;
}

void BlockHead::AddColumn(int entry) {
  if (read_) Clear();
  entries_.push_back(entry);
}

std::vector<int> BlockHead::FewerColumns(const FormRow& row) const {
  if (row.table != 2 || unknown_ || entries_.size() >= static_cast<size_t>(row.size)) return {};
  std::vector<int> columns;
  for (const int entry : entries_) {
    for (const LabelRef& ref : labels_.entries()[entry].refs) {
      const bool ours =
          ref.kind == LabelRef::Kind::kColumn && ref.form == form_index_ && ref.index == row.block;
      if (!ours) continue;
      if (!columns.empty() && columns.back() >= ref.column) return {};
      columns.push_back(ref.column);
    }
  }
  return columns.size() == entries_.size() ? columns : std::vector<int>();
}

}  // namespace gongkai
