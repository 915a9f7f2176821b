#include "workers/form/request_columns.h"

#include <algorithm>

namespace gongkai {
namespace {

constexpr size_t kMinNamed = 4;  // columns of a head that is understood

// Empty cells beyond the `size` of a row go.
std::vector<int> Trimmed(const GridView& view, std::vector<int> cells, size_t size) {
  while (cells.size() > size && view.IsEmpty(cells.back())) cells.pop_back();
  while (cells.size() > size && view.IsEmpty(cells.front())) cells.erase(cells.begin());
  return cells;
}

// Words stand above the row in this column: 备注, or remarks on other rows.
bool HoldsWords(const GridView& view, int row, int column) {
  while (row-- > 0) {
    const int cell = view.Owner(row, column);
    if (cell >= 0 && !view.IsEmpty(cell) && !view.IsValue(cell) &&
        view.RefOf(cell, LabelRef::Kind::kRequestTable) == nullptr) {
      return true;
    }
  }
  return false;
}

}  // namespace

void RequestColumns::BeginHead(int width) {
  if (head_open_ && !(head_elsewhere_ && width != width_)) return;
  width_ = width;
  Begin();
}

void RequestColumns::Begin() {
  head_open_ = true;
  head_elsewhere_ = false;
  if (named_.size() >= kMinNamed && InUsualOrder(named_)) above_ = named_;
  std::fill(columns_.begin(), columns_.end(), -1);
  legal_ = -1;
  legal_first_ = legal_end_ = 0;
  named_.clear();
}

void RequestColumns::SetApplicant(int applicant, int column) {
  if (head_elsewhere_ && columns_[applicant] >= 0) Begin();
  const bool is_total = applicant + 1 == applicants();
  if (is_total && column >= legal_first_ && column < legal_end_) {
    legal_ = column;
  } else {
    columns_[applicant] = column;
  }
  named_ = Named();
}

void RequestColumns::SetLegalSubtotal(int column) {
  legal_ = column;
  named_ = Named();
}

void RequestColumns::SetLegalGroup(int first, int end) {
  legal_first_ = first;
  legal_end_ = end;
}

bool RequestColumns::MayGoOn(int width) const {
  return width == width_ &&
         std::all_of(columns_.begin(), columns_.end(), [](int column) { return column >= 0; });
}

bool RequestColumns::Names(int column) const {
  return std::any_of(named_.begin(), named_.end(),
                     [column](const Role& role) { return role.column == column; });
}

std::vector<RequestColumns::Role> RequestColumns::Named() const {
  std::vector<Role> roles;
  for (int a = 0; a < applicants(); ++a) {
    if (columns_[a] >= 0) roles.push_back({a, columns_[a]});
  }
  if (legal_ >= 0) roles.push_back({-1, legal_});
  std::sort(roles.begin(), roles.end(),
            [](const Role& a, const Role& b) { return a.column < b.column; });
  return roles;
}

bool RequestColumns::InUsualOrder(const std::vector<Role>& roles) const {
  int last = -1;
  for (const Role& role : roles) {
    if (role.applicant < 0 || role.applicant + 1 == applicants()) continue;
    if (role.applicant < last) return false;
    last = role.applicant;
  }
  return true;
}

bool RequestColumns::TotalStandsBetween() const {
  std::vector<int> order;
  for (const Role& role : named_) {
    if (role.applicant >= 0) order.push_back(role.applicant);
  }
  const auto total = std::find(order.begin(), order.end(), applicants() - 1);
  return total != order.end() && total != order.begin() && total + 1 != order.end();
}

std::vector<RequestColumns::Role> RequestColumns::All() const {
  std::vector<Role> roles;
  roles.reserve(columns_.size() + 1);
  const int total = applicants() - 1;
  const bool total_first = !named_.empty() && named_.front().applicant == total;
  const auto add_total = [&] { roles.push_back({total, columns_[total]}); };
  // The subtotal stands in front of its members or behind them.
  int first_member = -1;
  for (int a = 1; a < total && first_member < 0; ++a) first_member = columns_[a];
  const bool legal_leads = legal_ >= 0 && legal_ < first_member;
  if (total_first) add_total();
  roles.push_back({0, columns_[0]});
  if (legal_leads) roles.push_back({-1, legal_});
  for (int a = 1; a < total; ++a) roles.push_back({a, columns_[a]});
  if (legal_ >= 0 && !legal_leads) roles.push_back({-1, legal_});
  if (!total_first) add_total();
  return roles;
}

void RequestColumns::Fill(const GridView& view, const std::vector<Role>& roles,
                          const std::vector<int>& values, RowReading* reading) const {
  reading->slots.assign(applicants(), Slot());
  for (Slot& slot : reading->slots) slot.torn_out = true;
  int natural = -1;
  int total = -1;
  for (size_t n = 0; n < roles.size(); ++n) {
    const int applicant = roles[n].applicant;
    if (applicant < 0) {
      reading->has_legal_subtotal = true;
      reading->legal_subtotal_apart = true;
      reading->legal_subtotal = view.SlotOf(values[n]);
      continue;
    }
    reading->slots[applicant] = view.SlotOf(values[n]);
    if (applicant == 0) natural = static_cast<int>(n);
    if (applicant + 1 == applicants()) total = static_cast<int>(n);
  }
  reading->total_first_header = total >= 0 && total < natural;
  const bool legal_leads = std::any_of(columns_.begin() + 1, columns_.end() - 1,
                                       [this](int column) { return column > legal_; });
  reading->legal_at = legal_leads ? 1 : applicants() - 1;
  reading->state = RowReading::State::kRead;
}

bool RequestColumns::Take(const GridView& view, int row, const std::vector<int>& cells,
                          size_t label_at, RowReading* reading, std::vector<int>* missing) const {
  const Cell& label = view.CellAt(cells[label_at]);
  const int label_end = label.column + label.column_span;
  std::vector<int> behind;  // a label that reaches in from above is no value
  behind.reserve(cells.size());
  for (size_t n = label_at + 1; n < cells.size(); ++n) {
    if (view.CellAt(cells[n]).row == row || view.IsValue(cells[n])) behind.push_back(cells[n]);
  }
  if (named_.size() < kMinNamed) {
    // A head that is not there, or an image.
    const size_t size = static_cast<size_t>(applicants());
    std::vector<int> values = Trimmed(view, behind, size);
    if (values.size() != size && values.size() != size + 1) return false;
    for (const int cell : values) reading->slots.push_back(view.SlotOf(cell));
    reading->state = RowReading::State::kRead;
    // The one too many may be the subtotal of 法人或其他组织: the figures must say so.
    reading->has_legal_subtotal = values.size() > size;
    return true;
  }
  const std::vector<Role> all = All();
  if (all.size() > named_.size()) {
    // A column is there and only its name is not.
    const std::vector<int> values = Trimmed(view, behind, all.size());
    bool fits = values.size() == all.size();
    for (size_t n = 0; fits && n < all.size(); ++n) {
      // An empty place behind the named columns may be no column at all.
      fits = all[n].column < 0 ? n + 1 < all.size() || !view.IsEmpty(values[n])
                               : view.CellAt(values[n]).column == all[n].column;
    }
    if (fits) {
      Fill(view, all, values, reading);
      return true;
    }
  }
  std::vector<int> values;
  values.reserve(named_.size());
  for (const Role& role : named_) {
    const int cell = view.Owner(row, role.column);
    const bool ours = cell >= 0 && role.column >= label_end &&
                      std::find(behind.begin(), behind.end(), cell) != behind.end() &&
                      std::find(values.begin(), values.end(), cell) == values.end();
    if (ours) values.push_back(cell);
  }
  // Behind a page break the columns may be others than those of the head.
  bool by_column = values.size() == named_.size() && view.columns() == width_;
  for (const int cell : behind) {
    if (!by_column || view.IsEmpty(cell)) continue;
    const bool taken = std::find(values.begin(), values.end(), cell) != values.end();
    const int column = view.CellAt(cell).column;
    const bool remark =
        column > named_.back().column && (!view.IsValue(cell) || HoldsWords(view, row, column));
    by_column = taken || remark;
  }
  // Misstated spans may have moved the row, or the head: it is then in no order of its own.
  const bool moved_head = TotalStandsBetween() || (!by_column && !InUsualOrder(named_));
  const std::vector<Role>& usual = above_.size() == named_.size() ? above_ : all;
  if (!by_column) values = Trimmed(view, behind, named_.size());
  if (values.size() != named_.size()) return false;
  if (moved_head && usual.size() != named_.size()) return false;
  Fill(view, moved_head ? usual : named_, values, reading);
  for (int a = 0; a < applicants(); ++a) {
    const bool known = std::find(missing->begin(), missing->end(), a) != missing->end();
    if (columns_[a] < 0 && !known) missing->push_back(a);
  }
  return true;
}

}  // namespace gongkai
