#include "workers/form/block_head.h"

#include "workers/form/cell_value.h"

namespace gongkai {

int FeeExponentIn(const Form& form, const LabelRef& column, absl::string_view label) {
  const internal::v1::Block& block = form.file().blocks(column.index);
  const bool amount = !block.rows().empty() &&
                      block.rows(0).cells(column.column).kind() == internal::v1::CellSpec::AMOUNT;
  return amount ? UnitExponentIn(label) : -1;
}

void BlockHead::Clear() {
  entries_.clear();
  read_ = unknown_ = false;
}

void BlockHead::AddColumn(int entry) {
  if (read_) Clear();
  entries_.push_back(entry);
}

std::vector<int> BlockHead::FewerColumns(const FormRow& row) const {
  // The places of a span at the end may each carry its text.
  size_t count = entries_.size();
  while (count > 1 && entries_[count - 1] == entries_[count - 2]) --count;
  if (row.table != 2 || unknown_ || count >= static_cast<size_t>(row.size)) return {};
  std::vector<int> columns;
  for (size_t n = 0; n < count; ++n) {
    const int entry = entries_[n];
    for (const LabelRef& ref : labels_.entries()[entry].refs) {
      const bool ours =
          ref.kind == LabelRef::Kind::kColumn && ref.form == form_index_ && ref.index == row.block;
      if (!ours) continue;
      if (!columns.empty() && columns.back() >= ref.column) return {};
      columns.push_back(ref.column);
    }
  }
  return columns.size() == count ? columns : std::vector<int>();
}

}  // namespace gongkai
