#include "workers/document/pdf_join.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr float kSameColumn = 4.0f;  // points

// The columns of both: empty unless those of one are among those of the other.
std::vector<float> CommonColumns(const std::vector<float>& a, const std::vector<float>& b) {
  const auto has = [](const std::vector<float>& xs, float x) {
    return std::any_of(xs.begin(), xs.end(),
                       [x](float other) { return std::abs(other - x) <= kSameColumn; });
  };
  if (!has({a.back()}, b.back())) return {};
  const bool b_in_a = std::all_of(b.begin(), b.end(), [&](float x) { return has(a, x); });
  const bool a_in_b = std::all_of(a.begin(), a.end(), [&](float x) { return has(b, x); });
  if (b_in_a) return a;
  return a_in_b ? b : std::vector<float>();
}

// The boundaries of the table up to the right end of one of its rows, which a narrower table that
// touches a wider one has nearer.
std::vector<float> ColumnsOfRow(const PdfTable& table, int row) {
  int end = table.columns();
  for (const PdfCell& cell : table.cells) {
    const bool in_row = cell.row <= row && row < cell.row + cell.row_span;
    if (in_row && cell.open && cell.text.empty() && cell.column > 0) end = cell.column;
  }
  return {table.xs.begin(), table.xs.begin() + end + 1};
}

// The columns of the table that goes on in `next`; empty if it does not. Tables that touch are one:
// only the rows at the break need have the same columns.
std::vector<float> ColumnsOfBoth(const PdfTable& table, const PdfTable& next) {
  std::vector<float> columns = CommonColumns(table.xs, next.xs);
  if (!columns.empty()) return columns;
  if (CommonColumns(ColumnsOfRow(table, table.rows() - 1), ColumnsOfRow(next, 0)).empty()) {
    return {};
  }
  columns = table.xs;
  for (const float x : next.xs) {
    const bool known = std::any_of(table.xs.begin(), table.xs.end(),
                                   [x](float other) { return std::abs(other - x) <= kSameColumn; });
    if (!known) columns.push_back(x);
  }
  std::sort(columns.begin(), columns.end());
  return columns;
}

int NearestOf(const std::vector<float>& xs, float x) {
  int best = 0;
  for (int i = 1; i < static_cast<int>(xs.size()); ++i) {
    if (std::abs(xs[i] - x) < std::abs(xs[best] - x)) best = i;
  }
  return best;
}

void UseColumns(const std::vector<float>& xs, PdfTable* table) {
  for (PdfCell& cell : table->cells) {
    const int first = NearestOf(xs, table->xs[cell.column]);
    const int last = NearestOf(xs, table->xs[cell.column + cell.column_span]);
    cell.column = first;
    cell.column_span = std::max(1, last - first);
  }
  table->xs = xs;
}

void SortCells(PdfTable* table) {
  std::stable_sort(table->cells.begin(), table->cells.end(),
                   [](const PdfCell& a, const PdfCell& b) {
                     return a.row != b.row ? a.row < b.row : a.column < b.column;
                   });
}

bool SamePrint(const PdfCell& a, const PdfCell& b) {
  return a.row == b.row && a.column == b.column && a.row_span == b.row_span &&
         a.column_span == b.column_span && a.text == b.text;
}

// How many rows at the top of `next` repeat those at the top of `table`.
int RepeatedRows(const PdfTable& table, const PdfTable& next) {
  int repeated = 0;
  const size_t most = std::min(table.cells.size(), next.cells.size());
  bool has_words = false;
  int reach = 0;  // rows that the cells seen so far cover
  for (size_t i = 0; i < most; ++i) {
    const PdfCell& cell = next.cells[i];
    if (cell.row >= reach && has_words) repeated = cell.row;
    if (!SamePrint(table.cells[i], cell) || IsValue(cell.lines)) return repeated;
    has_words |= !cell.text.empty();
    reach = std::max(reach, cell.row + cell.row_span);
  }
  return next.cells.size() == most && has_words ? next.rows() : repeated;
}

void DropRows(int count, PdfTable* table) {
  std::vector<PdfCell> kept;
  for (PdfCell& cell : table->cells) {
    if (cell.row < count) continue;
    cell.row -= count;
    kept.push_back(std::move(cell));
  }
  table->cells = std::move(kept);
  table->ys.erase(table->ys.begin(), table->ys.begin() + count);
}

bool HasOpenBracket(absl::string_view text) {
  size_t open = absl::string_view::npos;
  for (const absl::string_view bracket : {"(", "（"}) {
    const size_t at = text.rfind(bracket);
    if (at != absl::string_view::npos && (open == absl::string_view::npos || at > open)) open = at;
  }
  return open != absl::string_view::npos && !absl::StrContains(text.substr(open), ")") &&
         !absl::StrContains(text.substr(open), "）");
}

// The break stands between the last row of one table and the first row of another.
class Seam {
 public:
  Seam(PdfTable* above, PdfTable* below) : above_(*above), below_(*below) {
    first_value_ = FirstValueColumn();
    for (PdfCell& cell : above_.cells) {
      if (cell.row + cell.row_span == above_.rows()) last_row_.push_back(&cell);
    }
    for (PdfCell& cell : below_.cells) {
      if (cell.row == 0) first_row_.push_back(&cell);
    }
    if (first_value_ == above_.columns()) return;
    label_above_ = LabelOf(last_row_);
    label_below_ = LabelOf(first_row_);
  }

  // One row stands partly above and partly below the break.
  bool TearsRow() const {
    if (first_value_ == above_.columns()) return IsCut() || TearsHead();
    if (label_above_ == nullptr || label_below_ == nullptr ||
        !SameColumns(*label_above_, *label_below_)) {
      return false;
    }
    for (const PdfCell* below : first_row_) {
      if (std::none_of(last_row_.begin(), last_row_.end(),
                       [below](const PdfCell* above) { return SameColumns(*above, *below); })) {
        return false;
      }
    }
    const int filled_above = FilledOf(last_row_);
    if (filled_above > 0 && FilledOf(first_row_) > 0) return HoldsRestOfCells();
    if (label_below_->text.empty() || TearsLabelOff()) return true;
    // A row that the page cuts has no line at the cut.
    if (above_.open_foot && below_.open_top) return true;
    if (StartsWithOrdinal(label_below_->text)) return false;
    if (label_above_->text.empty()) return filled_above > 0;
    // In a list with ordinals every row has one.
    if (StartsWithOrdinal(label_above_->text) && filled_above > 0) return true;
    return EndsAtEdge(*label_above_, *label_below_);
  }

  // The label of a row stands on one side of the break, its figures on the other.
  bool TearsLabelOff() const {
    if (label_above_ == nullptr || label_below_ == nullptr ||
        !SameColumns(*label_above_, *label_below_)) {
      return false;
    }
    const bool above = FilledOf(last_row_) > 0;
    const bool below = FilledOf(first_row_) > 0;
    return above != below && label_above_->text.empty() == above &&
           label_below_->text.empty() == below;
  }

  // The label of a row begins above the break, as wide as labels are, and goes on below it beside
  // the figures.
  bool TearsLabel() const {
    if (label_above_ == nullptr || label_below_ == nullptr ||
        !SameColumns(*label_above_, *label_below_) || label_above_->lines.empty() ||
        label_below_->lines.empty()) {
      return false;
    }
    if (FilledOf(last_row_) > 0 || FilledOf(first_row_) == 0) return false;
    if (!StartsWithOrdinal(label_above_->text) || StartsWithOrdinal(label_below_->text)) {
      return false;
    }
    float right = 0;
    for (const PdfCell& cell : above_.cells) {
      if (cell.column >= first_value_) continue;
      for (const PdfLine& line : cell.lines) right = std::max(right, line.box.right);
    }
    constexpr float kFull = 1.6f;  // of the size
    const PdfLine& last = label_above_->lines.back();
    return last.box.right > right - kFull * last.size;
  }

  // Below the break are only more lines of numbers, notes or heads above it: fewer cells, and no
  // label.
  bool HoldsRestOfCells() const {
    if (label_above_ == nullptr || label_above_->text.empty()) return false;
    int rests = 0;
    for (const PdfCell* below : first_row_) {
      if (below->text.empty()) continue;
      if (below->column < first_value_ || below->row_span > 1) return false;
      const auto above =
          std::find_if(last_row_.begin(), last_row_.end(),
                       [below](const PdfCell* other) { return SameColumns(*other, *below); });
      if (above == last_row_.end() || (*above)->text.empty()) return false;
      if (IsValue(below->lines) != IsValue((*above)->lines) && !HasOpenBracket((*above)->text)) {
        return false;
      }
      if (!IsValue(below->lines) && !above_.ruled) return false;
      ++rests;
    }
    return rests > 0 && rests < FilledOf(last_row_);
  }

  // The cell above the break goes on below it.
  bool TearsGroup(const PdfCell& above, const PdfCell& below) const {
    if (label_below_ == nullptr || !SameColumns(above, below)) return false;
    if (above.column + above.column_span > label_below_->column) return false;
    if (IsValue(above.lines) || IsValue(below.lines)) return false;
    if (below.text.empty() || below.text == above.text) return true;
    if (!StartsWithOrdinal(below.text)) return true;
    // Only in the middle of a list can it be the label of rows above too.
    return above.text.empty() && StartsWithOrdinal(label_below_->text) &&
           !StartsWithFirstOrdinal(label_below_->text);
  }

  std::vector<PdfCell*>& last_row() { return last_row_; }
  std::vector<PdfCell*>& first_row() { return first_row_; }

  static bool SameColumns(const PdfCell& a, const PdfCell& b) {
    return a.column == b.column && a.column_span == b.column_span;
  }

 private:
  // The first of the columns that hold values: where the words of most rows with values end.
  int FirstValueColumn() const {
    std::map<int, int> rows_by_column;
    for (const PdfTable* table : {&above_, &below_}) {
      std::vector<int> words_end(table->rows(), 0);
      std::vector<int> values_end(table->rows(), 0);
      for (const PdfCell& cell : table->cells) {
        if (cell.text.empty()) continue;
        int& end = (IsValue(cell.lines) ? values_end : words_end)[cell.row];
        end = std::max(end, cell.column + cell.column_span);
      }
      for (int row = 0; row < table->rows(); ++row) {
        if (words_end[row] > 0 && values_end[row] > words_end[row])
          ++rows_by_column[words_end[row]];
      }
    }
    int first = above_.columns();
    int most = 0;
    for (const auto& [column, rows] : rows_by_column) {
      if (rows <= most) continue;
      most = rows;
      first = column;
    }
    return first;
  }

  // How many cells of the row hold a figure or anything else in its place.
  int FilledOf(const std::vector<PdfCell*>& row) const {
    return static_cast<int>(std::count_if(row.begin(), row.end(), [this](const PdfCell* cell) {
      return cell->column >= first_value_ && !cell->text.empty();
    }));
  }

  // No line closes the row at the cut, and every cell has text on one side of it only.
  bool IsCut() const {
    if (!above_.open_foot || !below_.open_top) return false;
    return std::all_of(first_row_.begin(), first_row_.end(), [this](const PdfCell* below) {
      const auto above =
          std::find_if(last_row_.begin(), last_row_.end(),
                       [below](const PdfCell* other) { return SameColumns(*other, *below); });
      return above != last_row_.end() && (below->text.empty() || (*above)->text.empty());
    });
  }

  // Neither part has a row of labels and values; below the break is the rest of the words above.
  bool TearsHead() const {
    bool has_words = false;
    for (const PdfCell* below : first_row_) {
      const auto above =
          std::find_if(last_row_.begin(), last_row_.end(),
                       [below](const PdfCell* other) { return SameColumns(*other, *below); });
      if (above == last_row_.end() || IsValue(below->lines)) return false;
      if (!below->text.empty() && (*above)->text.empty()) return false;
      if (StartsWithOrdinal(below->text)) return false;
      has_words |= !below->text.empty();
    }
    return has_words;
  }

  // The cell that names the row: the last before the numbers.
  PdfCell* LabelOf(const std::vector<PdfCell*>& row) const {
    PdfCell* label = nullptr;
    for (PdfCell* cell : row) {
      if (cell->column + cell->column_span > first_value_) continue;
      if (label == nullptr || cell->column > label->column) label = cell;
    }
    return label;
  }

  // The last line above the break is as full as the width allows.
  static bool EndsAtEdge(const PdfCell& above, const PdfCell& below) {
    const PdfLine& line = above.lines.back();
    const float free = (above.box.right - above.box.left) - (line.box.right - line.box.left);
    constexpr float kPadding = 2 * 5.4f;
    return free < kPadding + below.lines.front().size * 1.6f;
  }

  PdfTable& above_;
  PdfTable& below_;
  int first_value_ = 0;
  std::vector<PdfCell*> last_row_;   // reach the bottom of the table above
  std::vector<PdfCell*> first_row_;  // begin at the top of the table below
  PdfCell* label_above_ = nullptr;
  PdfCell* label_below_ = nullptr;
};

// Adds each line to the label at the bottom of the table under which it lies. False, and nothing
// is changed, if there is none.
bool TakeOverhang(const std::vector<PdfLine>& overhang, PdfTable* table) {
  constexpr float kSlack = 2.0f;
  constexpr size_t kLongest = 8;  // characters of a line
  std::vector<PdfCell*> owners;
  float reach = 0;  // the foot of the last line
  for (const PdfLine& line : overhang) {
    PdfCell* owner = nullptr;
    for (PdfCell& cell : table->cells) {
      if (cell.row + cell.row_span == table->rows() && cell.box.left - kSlack <= line.box.left &&
          line.box.right <= cell.box.right + kSlack) {
        owner = &cell;
      }
    }
    // Values stand at the right; a line below them is a text of its own.
    if (owner == nullptr || IsValue(owner->lines) || IsNumberLine(line) ||
        owner->column + owner->column_span == table->columns()) {
      return false;
    }
    const float gap = line.box.top - (owners.empty() ? table->ys.back() : reach);
    if (gap > line.size || line.glyphs.size() > kLongest || StartsWithOrdinal(TextOf(line))) {
      return false;
    }
    reach = line.box.bottom;
    owners.push_back(owner);
  }
  for (size_t i = 0; i < overhang.size(); ++i) {
    owners[i]->lines.push_back(overhang[i]);
    owners[i]->text = CellTextOf(owners[i]->lines, owners[i]->room());
  }
  return true;
}

// Cells at the left that go down the whole page have no line that ties them to the others: `next`
// gets those of the table.
void AddMergedColumns(const PdfTable& table, PdfTable* next) {
  int first = next->columns();
  for (const PdfCell& cell : next->cells) first = std::min(first, cell.column);
  for (const PdfCell& above : table.cells) {
    if (above.row + above.row_span < table.rows() || above.column + above.column_span > first) {
      continue;
    }
    PdfCell cell = above;
    cell.row = 0;
    cell.row_span = next->rows();
    cell.lines.clear();
    cell.text.clear();
    next->cells.push_back(std::move(cell));
  }
  SortCells(next);
}

// Lines of the next page to where they would stand without the break.
void MoveBelow(const std::vector<PdfLine>& above, std::vector<PdfLine>* lines) {
  constexpr float kPitch = 1.2f;  // of the size
  if (above.empty() || lines->empty()) return;
  const PdfLine& first = lines->front();
  const float by = above.back().box.bottom + kPitch * first.size - first.box.bottom;
  for (PdfLine& line : *lines) {
    line.box.top += by;
    line.box.bottom += by;
  }
}

// `torn`: the first row of the one below is a part of the last row above.
void Extend(PdfCell* above, PdfCell* below, bool torn) {
  above->row_span += below->row_span - (torn ? 1 : 0);
  below->row_span = 0;
  if (below->text.empty() || (!torn && below->text == above->text)) return;
  if (above->text.empty()) {
    above->page = below->page;
    above->box = below->box;
  }
  MoveBelow(above->lines, &below->lines);
  std::move(below->lines.begin(), below->lines.end(), std::back_inserter(above->lines));
  above->text = CellTextOf(above->lines, above->room());
}

}  // namespace

bool JoinTables(const std::vector<PdfLine>& overhang, PdfTable next, PdfTable* table) {
  if (next.head_rows_before > 0) {
    if (table->head.empty() || !overhang.empty()) return false;
    *table = std::move(next);
    return true;
  }
  std::vector<float> columns = ColumnsOfBoth(*table, next);
  if (columns.empty()) {
    // The margins of left and right pages may differ.
    const float shift = table->xs.front() - next.xs.front();
    for (float& x : next.xs) x += shift;
    columns = ColumnsOfBoth(*table, next);
  }
  if (columns.empty() || next.ruled != table->ruled) return false;
  if (!overhang.empty() && !TakeOverhang(overhang, table)) return false;
  UseColumns(columns, table);
  UseColumns(columns, &next);
  AddMergedColumns(*table, &next);
  DropRows(RepeatedRows(*table, next), &next);
  if (next.cells.empty()) return true;

  Seam seam(table, &next);
  const bool torn = table->ruled
                        ? seam.TearsRow()
                        : seam.TearsLabelOff() || seam.TearsLabel() || seam.HoldsRestOfCells();
  for (PdfCell* above : table->ruled || torn ? seam.last_row() : std::vector<PdfCell*>()) {
    for (PdfCell* below : seam.first_row()) {
      if (below->row_span == 0) continue;
      if (torn ? Seam::SameColumns(*above, *below) : seam.TearsGroup(*above, *below)) {
        Extend(above, below, torn);
      }
    }
  }
  const int offset = table->rows() - (torn ? 1 : 0);
  const float down = table->ys.back() - next.ys.front();
  for (size_t i = 1; i < next.ys.size(); ++i) {
    if (torn && i == 1) {
      table->ys.back() = next.ys[1] + down;
    } else {
      table->ys.push_back(next.ys[i] + down);
    }
  }
  for (PdfCell& cell : next.cells) {
    if (cell.row_span == 0) continue;
    cell.row += offset;
    table->cells.push_back(std::move(cell));
  }
  SortCells(table);
  return true;
}

}  // namespace gongkai
