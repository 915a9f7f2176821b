#include "workers/form/dispute_cells.h"

#include <algorithm>
#include <utility>

namespace gongkai {

using Kind = LabelRef::Kind;

bool DisputeCells::complete() const {
  return !slots_.empty() &&
         std::none_of(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.torn_out; });
}

int DisputeCells::PlaceOf(const GridView& view, int row, int column) const {
  const internal::v1::FormFile& file = form_.file();
  int group = -1;
  int outcome = -1;
  const auto look_at = [&](int cell) {
    if (cell < 0) return;
    if (const LabelRef* ref = view.RefOf(cell, Kind::kDisputeGroup); ref != nullptr && group < 0) {
      group = ref->index;
    }
    if (const LabelRef* ref = view.RefOf(cell, Kind::kDisputeCell); ref != nullptr && outcome < 0) {
      outcome = ref->column;
    }
  };
  for (int k = column; k-- > 0;) look_at(view.Owner(row, k));
  for (int r = row; r-- > head_ && (group < 0 || outcome < 0);) look_at(view.Owner(r, column));
  if (group < 0 || outcome < 0 || outcome >= file.dispute_groups(group).cells_size()) return -1;
  int place = outcome;
  for (int g = 0; g < group; ++g) place += file.dispute_groups(g).cells_size();
  return place;
}

bool DisputeCells::Take(const GridView& view, int row, const std::vector<int>& cells,
                        bool has_labels) {
  if (head_ < 0) return false;
  std::vector<std::pair<int, int>> found;  // place, cell
  int labels = 0;
  for (const int cell : cells) {
    const Cell& there = view.CellAt(cell);
    if (there.row != row) continue;
    if (view.RefOf(cell, Kind::kDisputeGroup) != nullptr ||
        view.RefOf(cell, Kind::kDisputeCell) != nullptr ||
        view.RefOf(cell, Kind::kDisputeTable) != nullptr) {
      ++labels;
      continue;
    }
    const int place = PlaceOf(view, row, there.column);
    if (place >= 0) {
      found.emplace_back(place, cell);
    } else if (!view.IsEmpty(cell)) {
      return false;
    }
  }
  std::sort(found.begin(), found.end());
  for (size_t n = 0; n < found.size(); ++n) {
    if (n > 0 && found[n].first == found[n - 1].first) return false;
    if (!slots_.empty() && !slots_[found[n].first].torn_out) return false;
  }
  if (found.empty()) return false;
  // What is free beside the labels of a head is no blank value.
  constexpr int kLabelsOfHead = 4;
  if (labels >= kLabelsOfHead && std::all_of(found.begin(), found.end(), [&](const auto& one) {
        return view.IsEmpty(one.second);
      })) {
    return false;
  }
  const bool words_only = std::all_of(found.begin(), found.end(), [&](const auto& one) {
    return !view.IsEmpty(one.second) && !view.IsValue(one.second);
  });
  if (found.empty() || (words_only && !has_labels)) return false;
  if (slots_.empty()) {
    slots_.resize(form_.rows().back().size);
    for (Slot& slot : slots_) slot.torn_out = true;
  }
  for (const auto& [place, cell] : found) slots_[place] = view.SlotOf(cell);
  return true;
}

RowReading DisputeCells::Finish() const {
  RowReading reading;
  reading.row = form_.DisputeRow();
  reading.exact = true;
  if (slots_.empty()) return reading;
  reading.state = RowReading::State::kRead;
  reading.slots = slots_;
  for (const Slot& slot : slots_) {
    if (slot.torn_out) continue;
    reading.where = slot.where;
    break;
  }
  return reading;
}

}  // namespace gongkai
