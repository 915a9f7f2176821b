#include "workers/form/grid_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "workers/form/block_columns.h"
#include "workers/form/block_head.h"
#include "workers/form/cell_value.h"
#include "workers/form/dispute_cells.h"
#include "workers/form/grid_view.h"
#include "workers/form/group_subtotals.h"
#include "workers/form/label.h"
#include "workers/form/label_recovery.h"
#include "workers/form/request_columns.h"
#include "workers/form/row_label.h"

namespace gongkai {
namespace {

using Kind = LabelRef::Kind;
using State = RowReading::State;

constexpr int kMinLabels = 2;          // of a grid that is part of a form
constexpr int kMinAligned = 3;         // rows of a text whose columns are taken for true
constexpr size_t kMaxLegalGroup = 12;  // characters: the sentence on the identity is longer

// What the labels of a row say.
struct RowLabels {
  int row = -1;  // Form::rows()
  int group = -1;
  size_t row_at = 0;    // the cell of the row's label or of 小计
  size_t group_at = 0;  // the cell of the group's
  bool subtotal = false;
  bool column_head = false;  // of table 2
  bool dispute_labels = false;
};

class GridReader {
 public:
  GridReader(const Document& document, const Form& form, int form_index, const LabelIndex& labels,
             std::vector<Token>* tokens, TableReadings* readings)
      : form_(form),
        form_index_(form_index),
        labels_(labels),
        tokens_(*tokens),
        readings_(*readings),
        recovery_(labels),
        view_(document, form_index, labels, *tokens),
        block_columns_(form_index, labels, *tokens),
        columns_(form.file().request_table().applicants_size()),
        subtotals_(form),
        disputes_(form) {}

  void Run() {
    for (size_t i = 0; i < tokens_.size();) {
      if (!tokens_[i].in_grid) {
        if (tokens_[i].kind == Token::Kind::kLabel) {
          const LabelIndex::Entry& entry = labels_.entries()[tokens_[i].entry];
          if (const LabelRef* section = FindRef(entry, Kind::kSection, form_index_)) {
            table_ = section->index >= 2 && section->index <= 4 ? section->index : 0;
            section_ = section->index;
          }
        }
        ++i;
        continue;
      }
      size_t end = i;
      while (end < tokens_.size() && tokens_[end].block == tokens_[i].block) ++end;
      if (!tokens_[i].exact && !tokens_[i].sequence) TrustColumns(i, end);
      if (tokens_[i].exact) ReadGrid(i, end);
      i = end;
    }
    AddDisputes();
    if (disputes_torn_) readings_.CastDoubt({form_.DisputeRow()}, doubts::kSplitRow);
    subtotals_.Finish(&readings_.subtotals);
  }

 private:
  const LabelRef* RefOf(size_t token, Kind kind) const {
    if (tokens_[token].kind != Token::Kind::kLabel) return nullptr;
    return FindRef(labels_.entries()[tokens_[token].entry], kind, form_index_);
  }

  bool IsFormGrid(size_t begin, size_t end) const {
    int labels = 0;
    const bool continues = table_ == 3 && last_row_ >= 0;
    for (size_t i = begin; i < end; ++i) {
      if (RefOf(i, Kind::kRow) || RefOf(i, Kind::kColumn) || RefOf(i, Kind::kCaption) ||
          RefOf(i, Kind::kRequestGroup) || RefOf(i, Kind::kDisputeCell)) {
        ++labels;
      }
    }
    return labels >= (continues ? 1 : kMinLabels);
  }

  // Lines of a text may keep the columns of table 3, empty places and all: then they are read as a
  // grid of the source. They do if every label stands before the columns that the head names and
  // every figure below one of them. Behind a page break the head above may be theirs.
  void TrustColumns(size_t begin, size_t end) {
    int names = 0;
    bool names_applicants = false;  // by words that are no rows
    for (size_t i = begin; i < end; ++i) {
      if (RefOf(i, Kind::kApplicant) == nullptr) continue;
      ++names;
      names_applicants |= RefOf(i, Kind::kRow) == nullptr;
    }
    const bool has_head = names >= form_.file().request_table().applicants_size();
    if ((!has_head && (names_applicants || table_ != 3)) || !view_.Open(begin, end)) return;
    if (!has_head && !columns_.MayGoOn(view_.columns())) return;
    std::vector<bool> named(view_.columns(), false);
    int first = view_.columns();
    int last = 0;
    for (int c = 0; !has_head && c < view_.columns(); ++c) {
      if (!columns_.Names(c)) continue;
      named[c] = true;
      first = std::min(first, c);
      last = c;
    }
    int rows = 0;
    for (int r = 0; r < view_.rows(); ++r) {
      const std::vector<int> cells = view_.CellsOf(r);
      const bool head = IsRequestHead(r, cells);
      int label = -1;
      for (const int cell : cells) {
        const int column = view_.CellAt(cell).column;
        const LabelRef* row = view_.RefOf(cell, Kind::kRow);
        if (head) {
          const bool names_column = view_.RefOf(cell, Kind::kApplicant) ||
                                    view_.RefOf(cell, Kind::kLegalSubtotal) ||
                                    view_.RefOf(cell, Kind::kSubtotal);
          if (!names_column) continue;
          if (rows == 0 && named[column]) return;
          named[column] = true;
          first = std::min(first, column);
          last = std::max(last, column);
        } else if (row != nullptr && form_.rows()[row->index].table == 3) {
          label = column;
        } else if (label >= 0 && !view_.IsEmpty(cell) && !named[column]) {
          return;
        }
      }
      if (label < 0) continue;
      if (label >= first || view_.CellAt(cells.back()).column < last) return;
      ++rows;
    }
    if (rows < (has_head ? kMinAligned : 1)) return;
    for (size_t i = begin; i < end; ++i) tokens_[i].exact = true;
  }

  void ReadGrid(size_t begin, size_t end) {
    const bool head_before = table_ == 4 && disputes_.has_head() && !disputes_.has_values();
    if ((!IsFormGrid(begin, end) && !head_before) || !view_.Open(begin, end)) return;
    if (head_before && TakeValuesBelowHead()) {
      for (size_t i = begin; i < end; ++i) tokens_[i].used = true;
      return;
    }
    if (!IsFormGrid(begin, end)) return;
    columns_.BeginGrid();
    disputes_.BeginGrid();
    dispute_figures_ = -1;
    block_columns_.Clear();  // its cells were another grid's
    captioned_ = false;
    std::vector<bool> prose(view_.cells(), false);
    for (int r = 0; r < view_.rows(); ++r) {
      ReadRow(r);
      if (const int cell = ProseCell(r); cell >= 0) prose[cell] = true;
    }
    if (disputes_.complete()) AddDisputes();
    for (size_t i = begin; i < end; ++i) tokens_[i].used = !prose[tokens_[i].cell];
  }

  // The cell that is alone in its row and no part of a table: a sheet may hold a whole report in
  // one grid, titles of sections and prose between its tables. -1: there is none.
  int ProseCell(int r) const {
    int alone = -1;
    for (const int cell : view_.CellsOf(r)) {
      if (view_.IsEmpty(cell)) continue;
      if (alone >= 0 || view_.CellAt(cell).row != r) return -1;
      alone = cell;
    }
    if (alone < 0) return -1;
    if (view_.RefOf(alone, Kind::kSection)) return alone;
    const int token = view_.TokenOf(alone);
    return table_ == 0 && token >= 0 && tokens_[token].kind != Token::Kind::kLabel ? alone : -1;
  }

  // A row that names applicants: 其他 and 总计 are columns there.
  bool IsRequestHead(int r, const std::vector<int>& cells) const {
    return std::any_of(cells.begin(), cells.end(), [this, r](int cell) {
      // The corner may reach too far down.
      return (view_.RefOf(cell, Kind::kRequestTable) && view_.CellAt(cell).row == r) ||
             (view_.RefOf(cell, Kind::kApplicant) && !view_.RefOf(cell, Kind::kRow));
    });
  }

  void ReadRow(int r) {
    const std::vector<int> cells = view_.CellsOf(r);
    for (const int cell : cells) {
      if (view_.TokenOf(cell) >= 0) recovery_.Recover(&tokens_[view_.TokenOf(cell)]);
    }
    const RowLabels labels = ReadLabels(r, cells);
    if (labels.column_head) {
      block_columns_.SetHead(cells);
      return;
    }
    if (labels.row >= 0 || labels.subtotal) columns_.EndHead();
    if (table_ == 4) {
      ReadDisputes(r, cells, labels.dispute_labels);
    } else if (table_ == 2 && labels.row >= 0) {
      ReadBlockRow(r, labels.row, cells, labels.row_at);
    } else if (table_ == 3 && labels.row >= 0) {
      subtotals_.AddRow(form_.rows()[labels.row].group);
      ReadRequestRow(r, labels.row, -1, cells, labels.row_at);
    } else if (table_ == 3 && labels.subtotal) {
      const int group = labels.group >= 0 ? labels.group : GroupBeside(cells, labels.row_at);
      ReadSubtotal(r, group, cells, labels.row_at);
    } else if (table_ == 3 && labels.group >= 0 && view_.CellAt(cells[labels.group_at]).row == r) {
      // A row of a group with the group's label only.
      ReadRequestRow(r, -1, labels.group, cells, labels.group_at);
    }
    if (labels.group >= 0) subtotals_.AddLabel(labels.group);
  }

  // The group of a 小计 by its label, which may be torn to its ordinal; -1: there is none.
  int GroupBeside(const std::vector<int>& cells, size_t at) const {
    const int token = at > 0 ? view_.TokenOf(cells[at - 1]) : -1;
    const bool torn =
        token >= 0 && tokens_[token].kind == Token::Kind::kText && tokens_[token].bracketed;
    return torn ? form_.FindRequestGroup(tokens_[token].ordinal) : -1;
  }

  RowLabels ReadLabels(int r, const std::vector<int>& cells) {
    RowLabels found;
    const bool head = IsRequestHead(r, cells);
    for (size_t n = 0; n < cells.size(); ++n) {
      const int token = view_.TokenOf(cells[n]);
      if (token < 0 || tokens_[token].kind != Token::Kind::kLabel) continue;
      const Token& t = tokens_[token];
      const LabelIndex::Entry& entry = labels_.entries()[t.entry];
      if (const LabelRef* ref = RefOf(token, Kind::kRequestGroup)) {
        if (table_ == 3 || entry.key.size() > 6) {
          found.group = ref->index;
          found.group_at = n;
        }
      }
      if (view_.CellAt(cells[n]).row == r) ReadLabel(token, cells[n], n, head, &found);
    }
    return found;
  }

  void ReadLabel(size_t token, int cell, size_t n, bool head, RowLabels* found) {
    const Token& t = tokens_[token];
    const LabelIndex::Entry& entry = labels_.entries()[t.entry];
    if (const LabelRef* ref = RefOf(token, Kind::kSection)) {
      table_ = ref->index >= 2 && ref->index <= 4 ? ref->index : 0;
      section_ = ref->index;
      return;
    }
    if (RefOf(token, Kind::kCaption)) {
      Enter(2);
      block_columns_.Clear();
      captioned_ = true;
      return;
    }
    if (RefOf(token, Kind::kRequestTable)) {
      Enter(3);
      columns_.BeginHead(view_.columns());
      const Cell& there = view_.CellAt(cell);
      if (there.column_span > 1 && absl::StrContains(t.text, "组织") &&
          entry.key.size() <= kMaxLegalGroup) {
        columns_.SetLegalGroup(there.column, there.column + there.column_span);
      }
      return;
    }
    if (RefOf(token, Kind::kDisputeTable) || RefOf(token, Kind::kDisputeGroup) ||
        (RefOf(token, Kind::kDisputeCell) && !RefOf(token, Kind::kApplicant))) {
      Enter(4);
      found->dispute_labels = true;
      return;
    }
    if (table_ == 4) {
      if (RefOf(token, Kind::kDisputeCell)) {
        found->dispute_labels = true;
        return;
      }
      if (RefOf(token, Kind::kApplicant)) return;
    }
    const int found3 = head ? -1 : RowOf(form_, entry, form_index_, t.ordinal, 3, last_row_);
    if (found3 >= 0 && found3 != form_.DisputeRow()) {
      Enter(3);
      found->row = found3;
      found->row_at = n;
      return;
    }
    const int found2 = RowOf(form_, entry, form_index_, t.ordinal, 2, last_row_);
    if (found2 >= 0 && table_ != 3) {
      Enter(2);
      found->row = found2;
      found->row_at = n;
      return;
    }
    if (const LabelRef* ref = RefOf(token, Kind::kColumn)) {
      if (table_ != 3) {
        Enter(2);
        found->column_head = true;
        const int exponent = FeeExponentIn(form_, *ref, t.text);
        if (exponent >= 0) readings_.fee_exponent = exponent;
      }
      return;
    }
    if (const LabelRef* ref = RefOf(token, Kind::kApplicant)) {
      if (table_ == 3 || ref->index == 0) {
        Enter(3);
        columns_.BeginHead(view_.columns());
        columns_.SetApplicant(ref->index, view_.CellAt(cell).column);
      }
      return;
    }
    if (RefOf(token, Kind::kLegalSubtotal) && table_ == 3) {
      columns_.SetLegalSubtotal(view_.CellAt(cell).column);
    }
    if (RefOf(token, Kind::kSubtotal) && table_ == 3) {
      if (head) {
        columns_.SetLegalSubtotal(view_.CellAt(cell).column);
      } else {
        found->subtotal = true;
        found->row_at = n;
      }
    }
  }

  void Enter(int table) {
    table_ = table;
    readings_.seen[table] = true;
  }

  void ReadBlockRow(int r, int row, const std::vector<int>& cells, size_t label_at) {
    const FormRow& spec = form_.rows()[row];
    const size_t size = static_cast<size_t>(spec.size);
    RowReading reading;
    reading.row = row;
    reading.exact = true;
    reading.astray = section_ != 2 && !captioned_ && !block_columns_.has_head();
    reading.where = view_.PlaceOfCell(cells[label_at]);
    last_row_ = row;
    std::vector<int> values = block_columns_.Take(view_, r, spec, cells, label_at);
    // A text between label and values: the row is split into others.
    if (label_at + 1 < cells.size()) {
      const int token = view_.TokenOf(cells[label_at + 1]);
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
        if (!view_.IsEmpty(cells[n])) reading.slots.push_back(view_.SlotOf(cells[n]));
      }
      if (reading.slots.empty() && cells.size() == label_at + 1) reading.state = State::kNoValues;
    } else {
      reading.state = State::kRead;
      for (const int cell : values) {
        reading.slots.push_back(cell < 0 ? Slot() : view_.SlotOf(cell));
        reading.slots.back().torn_out = cell < 0;
      }
    }
    readings_.Add(std::move(reading));
  }

  void ReadRequestRow(int r, int row, int group, const std::vector<int>& cells, size_t label_at) {
    RowReading reading;
    reading.row = row;
    reading.group = group;
    reading.exact = true;
    reading.where = view_.PlaceOfCell(cells[label_at]);
    if (row >= 0) last_row_ = row;
    const bool fits =
        columns_.Take(view_, r, cells, label_at, &reading, &readings_.missing_applicants);
    if (row < 0) {
      if (fits && IsFilled(reading)) readings_.subtotals.push_back(std::move(reading));
      return;
    }
    if (!fits) {
      reading.state = cells.size() == label_at + 1 ? State::kNoValues : State::kAmbiguous;
      reading.doubt = doubts::kCellsDoNotFit;
      AddFilled(cells, label_at, &reading);
    }
    readings_.Add(std::move(reading));
  }

  // A row of 小计, beside the label of this group; -1: beside none.
  void ReadSubtotal(int r, int group, const std::vector<int>& cells, size_t label_at) {
    RowReading reading;
    reading.exact = true;
    reading.where = view_.PlaceOfCell(cells[label_at]);
    if (columns_.Take(view_, r, cells, label_at, &reading, &readings_.missing_applicants) &&
        IsFilled(reading)) {
      subtotals_.AddSubtotal(group, std::move(reading));
    }
  }

  static bool IsFilled(const RowReading& reading) {
    return std::any_of(reading.slots.begin(), reading.slots.end(),
                       [](const Slot& slot) { return !TrimSpace(slot.text).empty(); });
  }

  void AddFilled(const std::vector<int>& cells, size_t label_at, RowReading* reading) const {
    for (size_t n = label_at + 1; n < cells.size(); ++n) {
      if (!view_.IsEmpty(cells[n])) reading->slots.push_back(view_.SlotOf(cells[n]));
    }
  }

  // Whether a row has figures that are not those of a row above it, said again.
  bool AddsFigures(int r, int above) const {
    for (int k = 0; k < view_.columns(); ++k) {
      const int cell = view_.Owner(r, k);
      const int upper = view_.Owner(above, k);
      if (cell < 0 || cell == upper || view_.IsEmpty(cell) || !view_.IsValue(cell)) continue;
      if (upper < 0 || TrimSpace(view_.CellAt(cell).text) != TrimSpace(view_.CellAt(upper).text)) {
        return true;
      }
    }
    return false;
  }

  // What was taken of table 4, once: its parts may stand in grids of their own.
  void AddDisputes() {
    RowReading disputes = disputes_.Finish();
    if (disputes.state == State::kRead) readings_.Add(std::move(disputes));
  }

  // The head of table 4 ends a page, its figures begin the next.
  bool TakeValuesBelowHead() {
    const std::vector<int> cells = view_.CellsOf(0);
    const bool values =
        std::all_of(cells.begin(), cells.end(), [this](int cell) { return view_.IsValue(cell); });
    if (!values || cells.size() != static_cast<size_t>(form_.rows().back().size)) return false;
    ReadDisputes(0, cells, false);
    return true;
  }

  void ReadDisputes(int r, std::vector<int> cells, bool has_labels) {
    if (has_labels) disputes_.SetHead(r);
    if (!disputes_.has_head()) return;
    disputes_torn_ |= !has_labels && dispute_figures_ >= 0 && AddsFigures(r, dispute_figures_);
    if (readings_.Has(form_.DisputeRow())) return;
    last_row_ = form_.DisputeRow();
    const bool taken = disputes_.Take(view_, r, cells, has_labels);
    if (taken && !has_labels) dispute_figures_ = r;
    if (taken || has_labels || disputes_.has_values()) return;
    const size_t size = static_cast<size_t>(form_.rows().back().size);
    while (cells.size() > size && !view_.IsValue(cells.front())) cells.erase(cells.begin());
    if (cells.size() * 2 < size) return;
    dispute_figures_ = r;
    RowReading reading;
    reading.row = form_.DisputeRow();
    reading.exact = true;
    reading.where = view_.PlaceOfCell(cells.front());
    while (cells.size() > size && view_.IsEmpty(cells.back())) cells.pop_back();
    while (cells.size() > size && view_.IsEmpty(cells.front())) cells.erase(cells.begin());
    reading.state = cells.size() == size ? State::kRead : State::kAmbiguous;
    if (cells.size() != size) reading.doubt = doubts::kCellsDoNotFit;
    for (const int cell : cells) reading.slots.push_back(view_.SlotOf(cell));
    readings_.Add(std::move(reading));
  }

  const Form& form_;
  const int form_index_;
  const LabelIndex& labels_;
  std::vector<Token>& tokens_;
  TableReadings& readings_;

  int table_ = 0;    // of the form, 0: between tables
  int section_ = 0;  // of the report, as its last title says
  int last_row_ = -1;
  bool captioned_ = false;  // a caption of table 2 stands above in this grid
  LabelRecovery recovery_;
  GridView view_;
  BlockColumns block_columns_;
  RequestColumns columns_;
  GroupSubtotals subtotals_;
  DisputeCells disputes_;
  int dispute_figures_ = -1;    // the row of this grid with the figures of table 4
  bool disputes_torn_ = false;  // more figures stand below it: table 4 has one row only
};

}  // namespace

void ReadGrids(const Document& document, const Form& form, int form_index, const LabelIndex& labels,
               std::vector<Token>* tokens, TableReadings* readings) {
  GridReader(document, form, form_index, labels, tokens, readings).Run();
}

}  // namespace gongkai
