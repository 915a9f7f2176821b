#include "workers/form/grid_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "workers/form/cell_value.h"
#include "workers/form/label.h"
#include "workers/form/sequence_reader.h"

namespace gongkai {
namespace {

using Kind = LabelRef::Kind;
using State = RowReading::State;

constexpr size_t kMaxArea = 1u << 20;   // rows times columns of a grid that is looked at
constexpr int kMinLabels = 2;           // of a grid that is part of a form
constexpr int kSimilarityBudget = 400;  // look-ups of damaged labels in one document
constexpr size_t kMaxDamagedLabel = 160;

class GridReader {
 public:
  GridReader(const Document& document, const Form& form, int form_index, const LabelIndex& labels,
             std::vector<Token>* tokens, TableReadings* readings)
      : document_(document),
        form_(form),
        form_index_(form_index),
        labels_(labels),
        tokens_(*tokens),
        readings_(*readings),
        applicants_(form.file().request_table().applicants_size()) {
    applicant_column_.assign(applicants_, -1);
  }

  void Run() {
    for (size_t i = 0; i < tokens_.size();) {
      if (!tokens_[i].exact) {
        if (const LabelRef* section = RefOf(static_cast<int>(i), Kind::kSection)) {
          table_ = section->index >= 2 && section->index <= 4 ? section->index : 0;
        }
        ++i;
        continue;
      }
      size_t end = i;
      while (end < tokens_.size() && tokens_[end].block == tokens_[i].block) ++end;
      ReadGrid(i, end);
      i = end;
    }
  }

 private:
  const LabelRef* RefOf(int token, Kind kind) const {
    if (token < 0 || tokens_[token].kind != Token::Kind::kLabel) return nullptr;
    return FindRef(labels_.entries()[tokens_[token].entry], kind, form_index_);
  }

  bool IsFormGrid(size_t begin, size_t end) const {
    int labels = 0;
    bool continues = table_ == 3 && last_row_ >= 0;
    for (size_t i = begin; i < end; ++i) {
      const int t = static_cast<int>(i);
      if (RefOf(t, Kind::kRow) || RefOf(t, Kind::kColumn) || RefOf(t, Kind::kCaption) ||
          RefOf(t, Kind::kRequestGroup) || RefOf(t, Kind::kDisputeCell)) {
        ++labels;
      }
    }
    return labels >= (continues ? 1 : kMinLabels);
  }

  void ReadGrid(size_t begin, size_t end) {
    const Grid& grid = document_.blocks[tokens_[begin].block].grid;
    const size_t area = static_cast<size_t>(grid.rows) * static_cast<size_t>(grid.columns);
    if (area == 0 || area > kMaxArea || !IsFormGrid(begin, end)) return;
    grid_ = &grid;
    // A cell of several lines has several tokens; its first stands for it.
    token_of_cell_.assign(grid.cells.size(), -1);
    for (size_t i = end; i-- > begin;) token_of_cell_[tokens_[i].cell] = static_cast<int>(i);
    owner_.assign(area, -1);
    for (size_t c = 0; c < grid.cells.size(); ++c) {
      const Cell& cell = grid.cells[c];
      const int last_row = std::min<int>(grid.rows, cell.row + cell.row_span);
      const int last_column = std::min<int>(grid.columns, cell.column + cell.column_span);
      for (int r = cell.row; r < last_row; ++r) {
        for (int k = cell.column; k < last_column; ++k) {
          int& owner = owner_[r * grid.columns + k];
          if (owner < 0) owner = static_cast<int>(c);
        }
      }
    }
    dispute_head_row_ = -1;
    header_.clear();  // its cells were another grid's
    for (int r = 0; r < grid.rows; ++r) ReadRow(r);
    for (size_t i = begin; i < end; ++i) tokens_[i].used = true;
  }

  int Owner(int row, int column) const { return owner_[row * grid_->columns + column]; }

  // Different cells of a row from left to right.
  std::vector<int> CellsOf(int row) const {
    std::vector<int> cells;
    for (int k = 0; k < grid_->columns; ++k) {
      const int cell = Owner(row, k);
      if (cell >= 0 && (cells.empty() || cells.back() != cell)) cells.push_back(cell);
    }
    return cells;
  }

  const Cell& CellAt(int cell) const { return grid_->cells[cell]; }

  void RecoverLabel(int token) {
    Token& t = tokens_[token];
    if (t.kind != Token::Kind::kText || t.text.size() > kMaxDamagedLabel || budget_ == 0) return;
    const LabelKey key(t.text);
    if (key.empty()) return;
    --budget_;
    const int entry = labels_.FindSimilar(key.view());
    if (entry < 0) return;
    t.kind = Token::Kind::kLabel;
    t.entry = entry;
  }

  void ReadRow(int r) {
    const std::vector<int> cells = CellsOf(r);
    int row = -1;
    size_t row_at = 0;
    int group = -1;
    size_t group_at = 0;
    bool subtotal = false;
    bool applicants = false;
    bool column_header = false;
    bool dispute_labels = false;
    for (size_t n = 0; n < cells.size(); ++n) {
      const int token = token_of_cell_[cells[n]];
      if (token < 0) continue;
      const bool starts_here = CellAt(cells[n]).row == r;
      RecoverLabel(token);
      const Token& t = tokens_[token];
      if (t.kind != Token::Kind::kLabel) continue;
      const LabelIndex::Entry& entry = labels_.entries()[t.entry];
      if (const LabelRef* ref = RefOf(token, Kind::kRequestGroup)) {
        if (table_ == 3 || entry.key.size() > 6) {
          group = ref->index;
          group_at = n;
        }
      }
      if (!starts_here) continue;
      if (const LabelRef* ref = RefOf(token, Kind::kSection)) {
        table_ = ref->index >= 2 && ref->index <= 4 ? ref->index : 0;
        continue;
      }
      if (RefOf(token, Kind::kCaption)) {
        Enter(2);
        header_.clear();
        continue;
      }
      if (RefOf(token, Kind::kRequestTable)) {
        Enter(3);
        continue;
      }
      if (RefOf(token, Kind::kDisputeTable) || RefOf(token, Kind::kDisputeGroup) ||
          (RefOf(token, Kind::kDisputeCell) && table_ != 3 && entry.key.size() >= 4)) {
        Enter(4);
        dispute_labels = true;
        if (dispute_head_row_ < 0) dispute_head_row_ = r;
        continue;
      }
      if (table_ == 4) {
        if (RefOf(token, Kind::kDisputeCell)) {
          dispute_labels = true;
          continue;
        }
        if (RefOf(token, Kind::kApplicant)) continue;
      }
      const int found3 = RowOf(form_, entry, form_index_, t.ordinal, 3, last_row_);
      if (found3 >= 0 && found3 != form_.DisputeRow()) {
        Enter(3);
        row = found3;
        row_at = n;
        continue;
      }
      const int found2 = RowOf(form_, entry, form_index_, t.ordinal, 2, last_row_);
      if (found2 >= 0 && table_ != 3) {
        Enter(2);
        row = found2;
        row_at = n;
        continue;
      }
      if (const LabelRef* ref = RefOf(token, Kind::kColumn)) {
        if (table_ != 3) {
          Enter(2);
          column_header = true;
          if (UnitExponentIn(t.text) >= 0 && IsAmount(*ref)) {
            readings_.fee_exponent = UnitExponentIn(t.text);
          }
        }
        continue;
      }
      if (const LabelRef* ref = RefOf(token, Kind::kApplicant)) {
        if (table_ == 3 || ref->index == 0) {
          Enter(3);
          if (ref->index == 0 && applicant_column_[0] >= 0) ResetApplicants();
          applicant_column_[ref->index] = CellAt(cells[n]).column;
          header_columns_ = grid_->columns;
          applicants = true;
        }
        continue;
      }
      if (RefOf(token, Kind::kLegalSubtotal) && table_ == 3) {
        legal_column_ = CellAt(cells[n]).column;
      }
      if (RefOf(token, Kind::kSubtotal) && table_ == 3) {
        subtotal = true;
        row_at = n;
      }
    }
    // 小计 beside applicants heads the column of their sum.
    if (subtotal && applicants && row < 0 && group < 0) {
      legal_column_ = CellAt(cells[row_at]).column;
    }
    if (column_header) {
      header_ = cells;
      return;
    }
    if (table_ == 4 && !dispute_labels) {
      ReadDisputes(r, cells);
    } else if (table_ == 2 && row >= 0) {
      ReadBlockRow(r, row, cells, row_at);
    } else if (table_ == 3 && row >= 0) {
      ReadRequestRow(r, row, -1, cells, row_at);
    } else if (table_ == 3 && group >= 0) {
      // A row of a group with the group's label only, or with 小计.
      if (subtotal) {
        ReadRequestRow(r, -1, group, cells, row_at);
      } else if (CellAt(cells[group_at]).row == r) {
        ReadRequestRow(r, -1, group, cells, group_at);
      }
    }
  }

  bool IsAmount(const LabelRef& column) const {
    const internal::v1::Block& block = form_.file().blocks(column.index);
    return !block.rows().empty() &&
           block.rows(0).cells(column.column).kind() == internal::v1::CellSpec::AMOUNT;
  }

  void Enter(int table) {
    table_ = table;
    readings_.seen[table] = true;
  }

  void ResetApplicants() {
    applicant_column_.assign(applicants_, -1);
    legal_column_ = -1;
  }

  CellPlace PlaceOfCell(int cell) const {
    const int token = token_of_cell_[cell];
    if (token >= 0) return PlaceOf(document_, tokens_[token]);
    CellPlace place;
    place.place = CellAt(cell).place;
    place.row = CellAt(cell).row + 1;
    place.column = CellAt(cell).column + 1;
    return place;
  }

  Slot SlotOf(int cell) const {
    Slot slot;
    slot.text = CellAt(cell).text;
    slot.where = PlaceOfCell(cell);
    return slot;
  }

  bool IsEmpty(int cell) const { return TrimSpace(CellAt(cell).text).empty(); }

  // The cells behind the label, without empty ones beyond `size`. Nothing if they do not fit.
  std::vector<int> ByOrder(const std::vector<int>& cells, size_t label_at, size_t size) const {
    std::vector<int> rest(cells.begin() + static_cast<std::ptrdiff_t>(label_at) + 1, cells.end());
    while (rest.size() > size && IsEmpty(rest.back())) rest.pop_back();
    while (rest.size() > size && IsEmpty(rest.front())) rest.erase(rest.begin());
    if (rest.size() != size) rest.clear();
    return rest;
  }

  void ReadBlockRow(int r, int row, const std::vector<int>& cells, size_t label_at) {
    const FormRow& spec = form_.rows()[row];
    const size_t size = static_cast<size_t>(spec.size);
    RowReading reading;
    reading.row = row;
    reading.exact = true;
    reading.where = PlaceOfCell(cells[label_at]);
    last_row_ = row;
    std::vector<int> values = ByHeader(r, spec, cells, label_at);
    if (values.empty()) values = ByOrder(cells, label_at, size);
    // A text between label and values: the row is split into others.
    if (label_at + 1 < cells.size()) {
      const int token = token_of_cell_[cells[label_at + 1]];
      if (token >= 0 && tokens_[token].kind == Token::Kind::kText && cells.size() > label_at + 2 &&
          cells.size() - label_at - 1 > size && !LooksLikeValue(tokens_[token].text)) {
        reading.doubt = doubts::kSplitRow;
        values.clear();
      }
    }
    if (values.empty()) {
      reading.state = State::kAmbiguous;
      if (reading.doubt.empty()) reading.doubt = doubts::kCellsDoNotFit;
      for (size_t n = label_at + 1; n < cells.size(); ++n) {
        if (!IsEmpty(cells[n])) reading.slots.push_back(SlotOf(cells[n]));
      }
      if (reading.slots.empty() && cells.size() == label_at + 1) reading.state = State::kNoValues;
    } else {
      reading.state = State::kRead;
      for (const int cell : values) reading.slots.push_back(SlotOf(cell));
    }
    AddRow(std::move(reading));
  }

  // One cell for each column of the block by the header above; nothing if the header is damaged.
  std::vector<int> ByHeader(int r, const FormRow& spec, const std::vector<int>& cells,
                            size_t label_at) const {
    const size_t size = static_cast<size_t>(spec.size);
    std::vector<int> columns;  // header cells of values
    std::vector<int> order(size, -1);
    bool by_label = true;
    for (const int cell : header_) {
      const int token = token_of_cell_[cell];
      if (RefOf(token, Kind::kOther) || IsEmpty(cell) || RefOf(token, Kind::kRow)) continue;
      int column = -1;
      if (token >= 0 && tokens_[token].kind == Token::Kind::kLabel) {
        for (const LabelRef& ref : labels_.entries()[tokens_[token].entry].refs) {
          if (ref.kind == Kind::kColumn && ref.form == form_index_ && ref.index == spec.block) {
            column = ref.column;
          }
        }
      }
      if (column < 0 || order[column] >= 0) {
        by_label = false;
      } else {
        order[column] = static_cast<int>(columns.size());
      }
      columns.push_back(cell);
    }
    if (columns.size() != size) return {};
    std::vector<int> values;
    for (size_t c = 0; c < size; ++c) {
      const int head = columns[by_label ? order[c] : static_cast<int>(c)];
      const int cell = Owner(r, CellAt(head).column);
      if (cell < 0 || std::find(cells.begin(), cells.begin() + label_at + 1, cell) !=
                          cells.begin() + label_at + 1) {
        return {};
      }
      if (std::find(values.begin(), values.end(), cell) != values.end()) return {};
      values.push_back(cell);
    }
    return values;
  }

  void ReadRequestRow(int r, int row, int group, const std::vector<int>& cells, size_t label_at) {
    const size_t size = static_cast<size_t>(applicants_);
    RowReading reading;
    reading.row = row;
    reading.group = group;
    reading.exact = true;
    reading.where = PlaceOfCell(cells[label_at]);
    if (row >= 0) last_row_ = row;
    const size_t printed = cells.size() - label_at - 1;
    if (row < 0 && printed < size) return;
    const bool complete = std::none_of(applicant_column_.begin(), applicant_column_.end(),
                                       [](int column) { return column < 0; });
    std::vector<int> values;
    if (complete) values = ByApplicant(r, cells, label_at);
    if (complete && !values.empty()) {
      reading.total_first_header = applicant_column_.back() < applicant_column_.front();
      if (legal_column_ >= 0 && Owner(r, legal_column_) >= 0) {
        reading.has_legal_subtotal = true;
        reading.legal_subtotal = SlotOf(Owner(r, legal_column_));
      }
    }
    // With a column for the sum of the legal persons, as many cells are one too few.
    if (values.empty() && legal_column_ < 0) values = ByOrder(cells, label_at, size);
    if (!values.empty()) {
      reading.state = State::kRead;
      for (const int cell : values) reading.slots.push_back(SlotOf(cell));
    } else if (!ReadWithoutColumn(r, cells, label_at, &reading)) {
      reading.state = printed == 0 ? State::kNoValues : State::kAmbiguous;
      reading.doubt = doubts::kCellsDoNotFit;
      for (size_t n = label_at + 1; n < cells.size(); ++n) {
        if (!IsEmpty(cells[n])) reading.slots.push_back(SlotOf(cells[n]));
      }
    }
    if (row < 0) {
      const bool filled =
          std::any_of(reading.slots.begin(), reading.slots.end(),
                      [](const Slot& slot) { return !TrimSpace(slot.text).empty(); });
      if (filled && reading.state == State::kRead)
        readings_.subtotals.push_back(std::move(reading));
    } else {
      AddRow(std::move(reading));
    }
  }

  std::vector<int> ByApplicant(int r, const std::vector<int>& cells, size_t label_at) {
    if (grid_->columns != header_columns_ && !FindColumnsAgain(cells, label_at)) return {};
    std::vector<int> values;
    const Cell& label = CellAt(cells[label_at]);
    for (const int column : applicant_column_) {
      const int cell = column < grid_->columns ? Owner(r, column) : -1;
      if (cell < 0 || column < label.column + label.column_span ||
          std::find(values.begin(), values.end(), cell) != values.end()) {
        return {};
      }
      values.push_back(cell);
    }
    return values;
  }

  // The part of the table behind a page break has other columns than its header: a row with one
  // cell for each column of the header tells which is which.
  bool FindColumnsAgain(const std::vector<int>& cells, size_t label_at) {
    std::vector<int*> columns;
    for (int& column : applicant_column_) columns.push_back(&column);
    if (legal_column_ >= 0) columns.push_back(&legal_column_);
    if (cells.size() - label_at - 1 != columns.size()) return false;
    std::sort(columns.begin(), columns.end(), [](const int* a, const int* b) { return *a < *b; });
    for (size_t i = 0; i < columns.size(); ++i) {
      *columns[i] = CellAt(cells[label_at + 1 + i]).column;
    }
    header_columns_ = grid_->columns;
    return true;
  }

  // The header lacks a column and so do the rows: the others are known by their place.
  bool ReadWithoutColumn(int r, const std::vector<int>& cells, size_t label_at,
                         RowReading* reading) {
    const auto lacking = std::count(applicant_column_.begin(), applicant_column_.end(), -1);
    if (lacking == 0 || lacking > 2) return false;
    const size_t size = static_cast<size_t>(applicants_ - lacking + (legal_column_ >= 0));
    if (ByOrder(cells, label_at, size).empty()) return false;
    const bool has_legal = legal_column_ >= 0 && legal_column_ < grid_->columns;
    const int legal = has_legal ? Owner(r, legal_column_) : -1;
    if (legal_column_ >= 0 && legal < 0) return false;
    for (int a = 0; a < applicants_; ++a) {
      Slot slot;
      if (applicant_column_[a] < 0) {
        slot.torn_out = true;
        std::vector<int>& missing = readings_.missing_applicants;
        if (std::find(missing.begin(), missing.end(), a) == missing.end()) missing.push_back(a);
      } else {
        const int column = applicant_column_[a];
        const int cell = column < grid_->columns ? Owner(r, column) : -1;
        if (cell < 0) return false;
        slot = SlotOf(cell);
      }
      reading->slots.push_back(slot);
    }
    if (legal >= 0) {
      reading->has_legal_subtotal = true;
      reading->legal_subtotal = SlotOf(legal);
    }
    reading->state = State::kRead;
    return true;
  }

  void ReadDisputes(int r, std::vector<int> cells) {
    if (dispute_head_row_ < 0 || readings_.Has(form_.DisputeRow())) return;
    const size_t size = static_cast<size_t>(form_.rows().back().size);
    while (cells.size() > size && !LooksLikeValue(CellAt(cells.front()).text)) {
      cells.erase(cells.begin());
    }
    if (cells.size() * 2 < size) return;
    RowReading reading;
    reading.row = form_.DisputeRow();
    reading.exact = true;
    reading.where = PlaceOfCell(cells.front());
    last_row_ = reading.row;
    std::vector<int> values = DisputesByHeader(r);
    if (values.empty()) {
      while (cells.size() > size && IsEmpty(cells.back())) cells.pop_back();
      while (cells.size() > size && IsEmpty(cells.front())) cells.erase(cells.begin());
      if (cells.size() == size) values = cells;
    }
    reading.state = values.empty() ? State::kAmbiguous : State::kRead;
    if (values.empty()) reading.doubt = doubts::kCellsDoNotFit;
    for (const int cell : values.empty() ? cells : values) reading.slots.push_back(SlotOf(cell));
    AddRow(std::move(reading));
  }

  // The cell below each label of table 4; nothing if the labels are not all there.
  std::vector<int> DisputesByHeader(int r) const {
    const internal::v1::FormFile& file = form_.file();
    std::vector<int> values(form_.rows().back().size, -1);
    for (int k = 0; k < grid_->columns; ++k) {
      int group = -1;
      int column = -1;
      for (int above = dispute_head_row_; above < r; ++above) {
        const int cell = Owner(above, k);
        if (cell < 0) continue;
        const int token = token_of_cell_[cell];
        if (const LabelRef* ref = RefOf(token, Kind::kDisputeGroup)) group = ref->index;
        if (const LabelRef* ref = RefOf(token, Kind::kDisputeCell)) column = ref->column;
      }
      if (group < 0 || column < 0) continue;
      int slot = column;
      for (int g = 0; g < group; ++g) slot += file.dispute_groups(g).cells_size();
      const int cell = Owner(r, k);
      if (cell < 0 || values[slot] == cell) continue;
      if (values[slot] >= 0) return {};
      values[slot] = cell;
    }
    std::vector<int> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const bool distinct = std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
    if (!distinct || sorted.front() < 0) return {};
    return values;
  }

  void AddRow(RowReading reading) {
    for (RowReading& known : readings_.rows) {
      if (known.row != reading.row) continue;
      if (known.state == State::kNoValues) known = std::move(reading);
      return;
    }
    readings_.rows.push_back(std::move(reading));
  }

  const Document& document_;
  const Form& form_;
  const int form_index_;
  const LabelIndex& labels_;
  std::vector<Token>& tokens_;
  TableReadings& readings_;
  const int applicants_;

  int table_ = 0;  // of the form, 0: between tables
  int last_row_ = -1;
  int budget_ = kSimilarityBudget;
  std::vector<int> header_;            // cells of the last row of column labels in table 2
  std::vector<int> applicant_column_;  // by applicant, -1: not seen
  int legal_column_ = -1;
  int header_columns_ = 0;  // of the grid for which these hold
  // Of the grid that is being read.
  const Grid* grid_ = nullptr;
  std::vector<int> owner_;
  std::vector<int> token_of_cell_;
  int dispute_head_row_ = -1;
};

}  // namespace

void ReadGrids(const Document& document, const Form& form, int form_index, const LabelIndex& labels,
               std::vector<Token>* tokens, TableReadings* readings) {
  GridReader(document, form, form_index, labels, tokens, readings).Run();
}

}  // namespace gongkai
