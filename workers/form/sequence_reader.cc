#include "workers/form/sequence_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "workers/form/block_head.h"
#include "workers/form/cell_run.h"
#include "workers/form/cell_value.h"
#include "workers/form/dispute_lines.h"
#include "workers/form/label.h"
#include "workers/form/label_recovery.h"
#include "workers/form/missing_columns.h"
#include "workers/form/row_distribution.h"
#include "workers/form/row_label.h"

namespace gongkai {
namespace {

using Kind = LabelRef::Kind;
using State = RowReading::State;

constexpr absl::string_view kOtherCode = "requests.other";
constexpr size_t kMinNamedApplicants = 4;  // of a header that is understood
constexpr size_t kManyShortRows = 3;

class SequenceReader {
 public:
  SequenceReader(const Document& document, const Form& form, int form_index,
                 const LabelIndex& labels, std::vector<Token>* tokens, TableReadings* readings)
      : document_(document),
        form_(form),
        form_index_(form_index),
        labels_(labels),
        tokens_(*tokens),
        readings_(*readings),
        distribution_(document, *tokens),
        cells_(distribution_, tokens),
        block_head_(form_index, labels),
        recovery_(labels),
        applicants_seen_(form.file().request_table().applicants_size()) {}

  void Run() {
    for (size_t i = 0; i < tokens_.size();) {
      Token& token = tokens_[i];
      if (token.kind == Token::Kind::kJoined && i > 0) token.used |= tokens_[i - 1].used;
      if (token.used || token.kind == Token::Kind::kJoined) {
        ++i;
        continue;
      }
      if (token.kind == Token::Kind::kText && table_ != 0) recovery_.Recover(&token);
      i = token.kind == Token::Kind::kLabel ? TakeLabel(i) : TakeOther(i);
    }
    if (natural_seen_ && !unknown_in_header_ &&
        TakeMissingColumns(form_, applicants_seen_, legal_subtotal_, &readings_)) {
      short_rows_.erase(std::remove_if(short_rows_.begin(), short_rows_.end(),
                                       [this](int row) { return form_.rows()[row].table == 3; }),
                        short_rows_.end());
    }
    // In a table whose rows are short, empty places in front of values may be those of a label.
    if (short_rows_.size() >= kManyShortRows)
      readings_.CastDoubt(led_by_empty_, doubts::kCellsDoNotFit);
    MarkRestOfGrids(&tokens_);
    FindLostValues();
    // Values that stand by no row are those of rows that seem to have none.
    for (const int row : without_values_) {
      if (astray_[form_.rows()[row].table]) readings_.CastDoubtOnEmpty(row, doubts::kTooFewValues);
    }
  }

 private:
  const LabelIndex::Entry& EntryOf(const Token& token) const {
    return labels_.entries()[token.entry];
  }
  const LabelRef* Ref(const Token& token, Kind kind) const {
    return FindRef(EntryOf(token), kind, form_index_);
  }

  size_t TakeOther(size_t i) {
    // A value that follows no row label.
    Token& token = tokens_[i];
    if (table_ == 4 && IsDisputeLine(i)) {
      // Below a head whose labels are torn and mixed.
      readings_.seen[4] = true;
      last_row_ = form_.DisputeRow();
      return TakeValues(i - 1, last_row_, 4, static_cast<size_t>(form_.rows().back().size));
    }
    if (table_ != 0 && token.kind == Token::Kind::kValue) {
      if (!token.in_grid) stray_value_ = true;
      if (!behind_words_) astray_[table_] = true;
      token.used = true;
    } else if (token.kind == Token::Kind::kEmpty && table_ != 0) {
      token.used = true;
    } else if (table_ != 0 && token.kind == Token::Kind::kText) {
      behind_words_ = true;
      if (natural_seen_ && !rows_begun_) unknown_in_header_ = true;
      if (table_ == 2) block_head_.AddWords();
      const size_t end = TakeGluedRow(i);
      if (end != i) return end;
    }
    return i + 1;
  }

  // "规章555…141414", "规章 5 约": a label and figures in one piece.
  size_t TakeGluedRow(size_t i) {
    constexpr size_t kMostFigures = 40;
    const LabelKey key(tokens_[i].text);
    const std::u16string_view rest = key.before_digits();
    if (rest.size() == key.view().size() || rest.size() < 2) return i;
    const bool prose = absl::StrContains(tokens_[i].text, "，") ||
                       absl::StrContains(tokens_[i].text, "。") ||
                       key.view().size() > rest.size() + kMostFigures;
    if (prose) return i;
    const int entry = labels_.Find(rest);
    if (entry < 0) return i;
    const int row =
        RowOf(form_, labels_.entries()[entry], form_index_, key.ordinal(), table_, last_row_);
    if (row < 0 || readings_.Has(row)) return i;
    RowReading reading;
    reading.row = row;
    reading.state = State::kAmbiguous;
    reading.where = PlaceOf(document_, tokens_[i]);
    reading.doubt = doubts::kNoBorders;
    reading.slots.push_back({tokens_[i].text, {}, reading.where});
    tokens_[i].used = true;
    last_row_ = row;
    readings_.Add(std::move(reading));
    return i + 1;
  }

  size_t TakeLabel(size_t i) {
    Token& token = tokens_[i];
    behind_words_ = false;
    const LabelIndex::Entry& entry = EntryOf(token);
    if (const LabelRef* ref = Ref(token, Kind::kSection)) {
      table_ = ref->index >= 2 && ref->index <= 4 ? ref->index : 0;
      group_ = -1;
      return i + 1;
    }
    if (Ref(token, Kind::kCaption) != nullptr) {
      block_head_.Clear();
      return Enter(2, i);
    }
    const bool head_of_disputes =
        Ref(token, Kind::kDisputeTable) || Ref(token, Kind::kDisputeGroup);
    if (head_of_disputes && (table_ == 3 || table_ == 4 || token.in_grid || !token.heading)) {
      Enter(4, i);
      return TakeDisputes(i);
    }
    if (Ref(token, Kind::kRequestTable) != nullptr) return Enter(3, i);
    if (table_ == 3 && Ref(token, Kind::kDisputeCell) && !Ref(token, Kind::kApplicant)) {
      return Enter(4, i);  // its group stands behind it
    }
    if (table_ != 4 && !FollowsApplicant(i)) {
      // 自然人 and 一、本年新收… begin table 3 wherever they stand.
      const int row = RowOf(form_, entry, form_index_, token.ordinal, 3, last_row_);
      const bool in_table = table_ == 3;
      if (row >= 0 && (in_table || (entry.key.size() >= 6 && row != form_.DisputeRow()))) {
        if (!in_table) Enter(3, i);
        return TakeRow(i, row);
      }
    }
    if (table_ == 2) {
      if (const LabelRef* column = Ref(token, Kind::kColumn)) {
        const int exponent = FeeExponentIn(form_, *column, WholeLabel(i));
        if (exponent >= 0) readings_.fee_exponent = exponent;
        block_head_.AddColumn(token.entry);
        return Enter(2, i);
      }
      const int row = RowOf(form_, entry, form_index_, token.ordinal, 2, last_row_);
      if (row >= 0) return TakeRow(i, row);
    }
    if (const LabelRef* applicant = Ref(token, Kind::kApplicant)) {
      if (table_ == 3 || applicant->index == 0) {
        Enter(3, i);
        const int last = form_.file().request_table().applicants_size() - 1;
        if (applicant->index == last && !natural_seen_) total_first_ = true;
        if (applicant->index == 0) natural_seen_ = true;
        applicants_seen_[applicant->index] = true;
      }
      return i + 1;
    }
    if (table_ == 3) {
      if (Ref(token, Kind::kLegalSubtotal) ||
          (!rows_begun_ && group_ < 0 && Ref(token, Kind::kSubtotal))) {
        legal_subtotal_ = true;
        if (!rows_begun_) readings_.legal_subtotal_leads = !applicants_seen_[1];
      }
      if (const LabelRef* group = Ref(token, Kind::kRequestGroup)) {
        group_ = group->index;
        token.used = true;
        return TakeSubtotal(i);
      }
      if (Ref(token, Kind::kSubtotal) != nullptr) {
        // The label of the group may be torn to its ordinal: （五） | 小计.
        if (token.bracketed) group_ = form_.FindRequestGroup(token.ordinal);
        if (group_ >= 0) return TakeSubtotal(i);
      }
    }
    // A name of another form's column.
    if (table_ == 2 && Ref(token, Kind::kOther) == nullptr) block_head_.AddWords();
    token.used |= table_ != 0;
    return i + 1;
  }

  // A label with the pieces behind it.
  std::string WholeLabel(size_t i) const {
    std::string label(tokens_[i].text);
    for (size_t k = i + 1; k < tokens_.size() && tokens_[k].kind == Token::Kind::kJoined; ++k) {
      label.append(tokens_[k].text.data(), tokens_[k].text.size());
    }
    return label;
  }

  // 其他 and 总计 in the head of table 3: what stands in front of it names applicants too.
  bool FollowsApplicant(size_t i) const {
    if (tokens_[i].ordinal != 0 || Ref(tokens_[i], Kind::kApplicant) == nullptr) return false;
    while (i-- > 0) {
      const Token& before = tokens_[i];
      if (before.kind == Token::Kind::kEmpty || before.kind == Token::Kind::kJoined) continue;
      if (before.kind != Token::Kind::kLabel) return false;
      return Ref(before, Kind::kRequestTable) != nullptr ||
             (Ref(before, Kind::kApplicant) != nullptr && Ref(before, Kind::kRow) == nullptr);
    }
    return false;
  }

  size_t Enter(int table, size_t i) {
    table_ = table;
    readings_.seen[table] = true;
    tokens_[i].used = true;
    return i + 1;
  }

  size_t TakeRow(size_t i, int row) {
    const FormRow& spec = form_.rows()[row];
    tokens_[i].used = true;
    readings_.seen[spec.table] = true;
    last_row_ = row;
    if (spec.table == 3) group_ = spec.group;  // a subtotal may follow
    rows_begun_ |= spec.table == 3;
    return TakeValues(i, row, spec.table, static_cast<size_t>(spec.size));
  }

  size_t TakeSubtotal(size_t i) {
    const size_t size = form_.file().request_table().applicants_size();
    tokens_[i].used = true;
    return TakeValues(i, -1, 3, size);
  }

  // How many values a row of table 3 has by the header; `size` and the 法人 subtotal if its words
  // are not all known.
  size_t PrintedColumns(size_t size) const {
    const size_t named = std::count(applicants_seen_.begin(), applicants_seen_.end(), true);
    const bool known = natural_seen_ && !unknown_in_header_ && named >= kMinNamedApplicants;
    return (known ? named : size) + (legal_subtotal_ ? 1 : 0);
  }

  // In a table whose spans left their places empty, those between label and values.
  void DropPlacesOfSpans(size_t label, size_t size, std::vector<size_t>* run,
                         std::vector<absl::string_view>* notes) {
    if (!distribution_.SpansLeftPlaces(tokens_[label].block)) return;
    const size_t columns = PrintedColumns(size);
    while (!run->empty() && tokens_[run->back()].line != tokens_[label].line) {
      tokens_[run->back()].used = false;
      run->pop_back();
      notes->pop_back();
    }
    while (run->size() > columns && tokens_[run->front()].kind == Token::Kind::kEmpty) {
      run->erase(run->begin());
      notes->erase(notes->begin());
    }
  }

  // The group's label is the only row of its group: none of its rows follows at `end`.
  bool StandsForItsRows(size_t end) const {
    if (group_ < 0 || form_.request_groups()[group_].code != kOtherCode) return false;
    if (end >= tokens_.size() || tokens_[end].kind != Token::Kind::kLabel) return false;
    const LabelRef* next = Ref(tokens_[end], Kind::kRow);
    return next != nullptr && form_.rows()[next->index].table == 3 &&
           form_.rows()[next->index].group != group_;
  }

  // The values are of several lines, and one at least of a grid that has a line for each row: some
  // may be a neighbour's, and they may be in any order. A note in front of a value is of the cell
  // before it, which goes on in that line.
  bool StandsInSeveralRows(const std::vector<size_t>& run) const {
    bool in_rows = false;
    const Token* first = nullptr;
    bool several = false;
    for (const size_t k : run) {
      const Token& token = tokens_[k];
      if (token.kind != Token::Kind::kValue) continue;
      if (first == nullptr) first = &token;
      several |= token.line != first->line && tokens_[k - 1].line != token.line;
      in_rows |= token.in_grid && !token.sequence;
    }
    return several && in_rows;
  }

  size_t TakeValues(size_t i, int row, int table, size_t size) {
    size_t end = 0;
    std::vector<absl::string_view> notes;
    const bool with_legal = legal_subtotal_ && table == 3;
    std::vector<size_t> run = cells_.Take(i, with_legal ? size + 1 : size, &end, &notes);
    if (table == 3) DropPlacesOfSpans(i, size, &run, &notes);
    if (table == 2 && distribution_.RepeatsLast(run, size)) run.resize(size), notes.resize(size);
    const size_t printed = std::count_if(
        run.begin(), run.end(), [&](size_t k) { return tokens_[k].kind == Token::Kind::kValue; });
    if (row < 0 && printed == 0 && !StandsForItsRows(end)) return end;
    RowReading reading;
    reading.row = row;
    reading.group = row < 0 ? group_ : -1;
    reading.where = PlaceOf(document_, tokens_[i]);
    reading.total_first_header = total_first_ && table == 3;
    const std::vector<int> named =
        row >= 0 ? block_head_.FewerColumns(form_.rows()[row]) : std::vector<int>();
    if (table == 2) block_head_.EndOfHead();
    if (!named.empty() && distribution_.RepeatsLast(run, named.size())) {
      run.resize(named.size()), notes.resize(named.size());
    }
    if (!named.empty() &&
        distribution_.Distribute(run, notes, named.size(), end, i, &reading.slots)) {
      reading.state = State::kRead;
      std::vector<Slot> slots(size);
      for (Slot& slot : slots) slot.torn_out = true;
      for (size_t n = 0; n < named.size(); ++n) slots[named[n]] = reading.slots[n];
      reading.slots = std::move(slots);
      fewer_columns_.push_back(row);
    } else if (StandsInSeveralRows(run) || (below_several_ && printed < run.size())) {
      // What stands between two rows is of either of them.
      below_several_ = !below_several_;
      reading.state = State::kAmbiguous;
      reading.doubt = doubts::kSplitRow;
      for (const size_t k : run) reading.slots.push_back(distribution_.SlotOf(k));
    } else if (distribution_.Distribute(run, notes, with_legal ? size + 1 : size, end, i,
                                        &reading.slots)) {
      reading.state = State::kRead;
      below_several_ = false;
      reading.has_legal_subtotal = with_legal;
      const bool led = row >= 0 && table == 3 && !run.empty() && tokens_[run.front()].in_grid &&
                       tokens_[run.front()].kind == Token::Kind::kEmpty;
      if (led && TrimSpace(reading.slots.front().text).empty()) led_by_empty_.push_back(row);
    } else if (printed == 0) {
      reading.state = State::kNoValues;
      if (run.empty() && row >= 0) without_values_.push_back(row);
      // Pieces of labels stand between this label and values.
      const size_t most = table == 4 ? 1 : 3;
      size_t value = end;
      while (value < tokens_.size() && value < end + most &&
             tokens_[value].kind == Token::Kind::kText) {
        ++value;
      }
      if (run.empty() && value > end && value < tokens_.size() && tokens_[end].in_grid &&
          tokens_[value].kind == Token::Kind::kValue) {
        reading.state = State::kAmbiguous;
        reading.doubt = doubts::kSplitRow;
        // Their figures are no values of this row.
        while (end < tokens_.size() && tokens_[end].kind != Token::Kind::kLabel) {
          tokens_[end++].used = true;
        }
      }
    } else {
      reading.state = State::kAmbiguous;
      reading.doubt = run.size() < size ? doubts::kTooFewValues : doubts::kTooManyValues;
      for (const size_t k : run) reading.slots.push_back(distribution_.SlotOf(k));
      if (run.size() < size && row >= 0) short_rows_.push_back(row);
      astray_[table] = astray_[table] || printed >= 2 * size;
    }
    for (const size_t k : run) {
      if (tokens_[k].kind == Token::Kind::kValue && !tokens_[k].in_grid) {
        ++values_;
        distinct_.insert(tokens_[k].text);
      }
    }
    if (row < 0) {
      readings_.subtotals.push_back(std::move(reading));
    } else {
      readings_.Add(std::move(reading));
    }
    return end;
  }

  // The labels of table 4 and the line of values behind the last of them.
  size_t TakeDisputes(size_t i) {
    RowReading lines;
    const size_t behind =
        DisputeLines(document_, form_, form_index_, labels_, distribution_, &tokens_)
            .Take(i, &lines);
    if (behind > i) {
      last_row_ = form_.DisputeRow();
      readings_.Add(std::move(lines));
      return behind;
    }
    size_t last_label = i;
    size_t k = i;
    for (; k < tokens_.size(); ++k) {
      Token& token = tokens_[k];
      if (token.used && k != i) break;
      if (token.kind == Token::Kind::kJoined || token.kind == Token::Kind::kEmpty) {
        token.used = true;
        continue;
      }
      if (token.kind == Token::Kind::kText) recovery_.Recover(&token);
      if (token.kind != Token::Kind::kLabel) break;
      if (!Ref(token, Kind::kDisputeTable) && !Ref(token, Kind::kDisputeGroup) &&
          !Ref(token, Kind::kDisputeCell)) {
        break;
      }
      token.used = true;
      last_label = k;
    }
    for (size_t n = last_label + 1; n < k; ++n) tokens_[n].used = false;
    last_row_ = form_.DisputeRow();
    return TakeValues(last_label, last_row_, 4, static_cast<size_t>(form_.rows().back().size));
  }

  // Whether the cells of a line that begins at i are as many as table 4 has, not all empty.
  bool IsDisputeLine(size_t i) const {
    if (!tokens_[i].in_grid || i == 0 || tokens_[i - 1].line == tokens_[i].line) return false;
    bool filled = false;
    size_t end = i;
    for (; end < tokens_.size() && tokens_[end].line == tokens_[i].line; ++end) {
      const Token::Kind kind = tokens_[end].kind;
      if (tokens_[end].used || (kind != Token::Kind::kValue && kind != Token::Kind::kEmpty)) {
        return false;
      }
      filled |= kind == Token::Kind::kValue;
    }
    return filled && end - i == static_cast<size_t>(form_.rows().back().size);
  }

  void FindLostValues() {
    const bool empty_row =
        std::any_of(readings_.rows.begin(), readings_.rows.end(),
                    [](const RowReading& row) { return row.state == State::kNoValues; });
    const bool no_value_twice = values_ >= 2 && distinct_.size() == values_;
    // The last row may be short because the text ends there.
    const bool short_row = std::any_of(short_rows_.begin(), short_rows_.end(),
                                       [this](int row) { return row != last_row_; });
    readings_.values_lost |= short_row || (empty_row && (stray_value_ || no_value_twice));
    if (!readings_.values_lost) return;
    // Then names of columns may be lost as well.
    readings_.CastDoubt(fewer_columns_, doubts::kValuesDropped);
  }

  const Document& document_;
  const Form& form_;
  const int form_index_;
  const LabelIndex& labels_;
  std::vector<Token>& tokens_;
  TableReadings& readings_;
  const RowDistribution distribution_;
  CellRun cells_;
  BlockHead block_head_;
  LabelRecovery recovery_;

  std::vector<bool> applicants_seen_;  // named by the header of table 3
  bool rows_begun_ = false;            // of table 3
  bool unknown_in_header_ = false;     // words that are no label stand in that header
  int table_ = 0;                      // of the form, 0: between tables
  int last_row_ = -1;
  int group_ = -1;
  bool natural_seen_ = false;
  bool total_first_ = false;
  bool legal_subtotal_ = false;
  std::vector<int> short_rows_;
  std::vector<int> led_by_empty_;   // rows whose first value is an empty place, others before it
  std::vector<int> fewer_columns_;  // rows of table 2 whose head names fewer columns than the form
  bool stray_value_ = false;
  bool below_several_ = false;       // the row above has values in several lines
  std::vector<int> without_values_;  // rows with nothing behind their label
  bool astray_[5] = {};              // by table: values that belong to another row than theirs
  bool behind_words_ = false;        // that are no label, and nothing but values since
  size_t values_ = 0;
  absl::flat_hash_set<absl::string_view> distinct_;
};

}  // namespace

void ReadSequences(const Document& document, const Form& form, int form_index,
                   const LabelIndex& labels, std::vector<Token>* tokens, TableReadings* readings) {
  SequenceReader(document, form, form_index, labels, tokens, readings).Run();
}

}  // namespace gongkai
