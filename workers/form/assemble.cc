#include "workers/form/assemble.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "workers/form/cell_value.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;
using State = RowReading::State;

constexpr absl::string_view kOtherCode = "requests.other";
constexpr float kLikelyOrder = 0.6f;  // confidence

// The slots with the last one put first or the first one put last; those torn out stay.
std::vector<Slot> Rotated(std::vector<Slot> slots, bool first_to_last) {
  std::vector<Slot> there;
  for (const Slot& slot : slots) {
    if (!slot.torn_out) there.push_back(slot);
  }
  if (there.size() < 2) return slots;
  std::rotate(there.begin(), first_to_last ? there.begin() + 1 : there.end() - 1, there.end());
  size_t next = 0;
  for (Slot& slot : slots) {
    if (!slot.torn_out) slot = there[next++];
  }
  return slots;
}

std::optional<Decimal> CountIn(const Slot& slot) {
  const CellValue value = ParseCell(slot.text, CellSpec::COUNT, 0);
  if (value.presence == Presence::kReported) return value.value;
  if (value.presence == Presence::kUnreadable) return std::nullopt;
  return Decimal(0);
}

// Whether the last slot is the sum of those before it.
bool TotalIsLast(const std::vector<Slot>& slots) {
  Decimal sum;
  for (size_t i = 0; i < slots.size(); ++i) {
    const std::optional<Decimal> count = CountIn(slots[i]);
    if (!count) return false;
    if (i + 1 == slots.size()) return *count == sum;
    const std::optional<Decimal> next = Decimal::Add(sum, *count);
    if (!next) return false;
    sum = *next;
  }
  return false;
}

// Whether the 法人 subtotal is still one of the row's values.
bool HoldsLegalSubtotal(const RowReading& row) {
  return row.has_legal_subtotal && !row.legal_subtotal_apart;
}

// A row of table 3 whose head has 总计 in front, as if its values followed the head (true) or stood
// in the usual order. A grid's slots are found by the head, a sequence's stand as printed.
RowReading InOrder(RowReading row, bool follows_head) {
  if (row.exact == follows_head) return row;
  const bool legal = row.exact && row.has_legal_subtotal;
  if (legal) row.slots.insert(row.slots.begin() + row.legal_at, row.legal_subtotal);
  row.slots = Rotated(std::move(row.slots), follows_head);
  if (legal) {
    row.legal_subtotal = row.slots[row.legal_at];
    row.slots.erase(row.slots.begin() + row.legal_at);
  }
  return row;
}

// The members of the row state more than its total, which is there.
bool ExceedsTotal(const std::vector<Slot>& slots) {
  const std::optional<Decimal> total = CountIn(slots.back());
  if (!total || TrimSpace(slots.back().text).empty()) return false;
  Decimal sum;
  for (size_t i = 0; i + 1 < slots.size(); ++i) {
    const std::optional<Decimal> next = Decimal::Add(sum, CountIn(slots[i]).value_or(Decimal()));
    if (!next) return false;
    sum = *next;
  }
  return sum > *total;
}

// More requests of 其他 than of 自然人: hardly ever so.
bool FavoursOthers(const std::vector<Slot>& slots) {
  const Decimal natural = CountIn(slots.front()).value_or(Decimal());
  return slots.size() > 2 && natural < CountIn(slots[slots.size() - 2]).value_or(Decimal());
}

struct TotalFirst {
  enum Order { kFollowed, kNotFollowed, kUnknown } order = kUnknown;
  bool likely = false;  // and not certain
};

// Whether the values follow a head that has 总计 in front: by the sums of the rows, else by what
// contradicts itself less. Where natural persons alone have filed requests both orders add up.
TotalFirst ValuesFollowTotalFirst(const TableReadings& readings) {
  int follow = 0;
  int usual = 0;
  int broken_follow = 0;
  bool usual_testable = false;
  int against_follow = 0;
  int against_usual = 0;
  int unlikely_follow = 0;
  int unlikely_usual = 0;
  for (const RowReading& row : readings.rows) {
    if (!row.total_first_header || row.state != State::kRead || HoldsLegalSubtotal(row)) continue;
    const std::vector<Slot> by_head = InOrder(row, true).slots;
    const std::vector<Slot> by_habit = InOrder(row, false).slots;
    // Where the last value of each row is blank only the head's order can add up. It may yet be the
    // usual one without totals, if it does not add up everywhere.
    usual_testable |= !TrimSpace(by_habit.back().text).empty();
    broken_follow += TotalIsLast(by_head) ? 0 : 1;
    follow += TotalIsLast(by_head) ? 1 : 0;
    usual += TotalIsLast(by_habit) ? 1 : 0;
    against_follow += ExceedsTotal(by_head) ? 1 : 0;
    against_usual += ExceedsTotal(by_habit) ? 1 : 0;
    unlikely_follow += FavoursOthers(by_head) ? 1 : 0;
    unlikely_usual += FavoursOthers(by_habit) ? 1 : 0;
  }
  const auto order = [](bool followed) {
    return followed ? TotalFirst::kFollowed : TotalFirst::kNotFollowed;
  };
  if (!usual_testable && broken_follow > 0) return {};
  if (follow != usual) return {order(follow > usual)};
  if (against_follow != against_usual) return {order(against_follow < against_usual)};
  if (unlikely_follow != unlikely_usual) return {order(unlikely_follow < unlikely_usual), true};
  return {};
}

// Whether both orders give the same text for every cell.
bool OrderIsIndifferent(const RowReading& row) {
  return std::all_of(row.slots.begin(), row.slots.end(), [&](const Slot& slot) {
    return slot.torn_out || TrimSpace(slot.text) == TrimSpace(row.slots.front().text);
  });
}

// Takes the value at `at` out of the row as its 法人 subtotal.
void TakeLegalSubtotal(size_t at, RowReading* row) {
  row->legal_subtotal = row->slots[at];
  row->legal_subtotal_apart = true;
  row->slots.erase(row->slots.begin() + static_cast<std::ptrdiff_t>(at));
}

// Whether the value at `at` is the sum of the row's legal persons, and the row then adds up.
bool IsLegalSubtotal(size_t at, const RowReading& row) {
  RowReading rest = row;
  TakeLegalSubtotal(at, &rest);
  std::vector<Slot> members(rest.slots.begin() + 1, rest.slots.end() - 1);
  members.push_back(rest.legal_subtotal);
  const bool total_blank = TrimSpace(rest.slots.back().text).empty();
  return TotalIsLast(members) && (total_blank || TotalIsLast(rest.slots));
}

// Where the 法人 subtotal stands among the values of a flattened row: before its members or behind
// them, as most rows say, or the header where they say neither; 0 if no row adds up.
size_t LegalSubtotalPlace(const TableReadings& readings) {
  size_t first = 0;
  size_t last = 0;
  size_t size = 0;
  for (const RowReading& row : readings.rows) {
    if (row.state != State::kRead || !HoldsLegalSubtotal(row)) continue;
    size = row.slots.size();
    first += IsLegalSubtotal(1, row) ? 1 : 0;
    last += IsLegalSubtotal(size - 2, row) ? 1 : 0;
  }
  if (first == 0 && last == 0) return 0;
  if (first == last) return readings.legal_subtotal_leads ? 1 : size - 2;
  return first > last ? 1 : size - 2;
}

// Whether all places where the 法人 subtotal may stand hold the same.
bool LegalSubtotalIsIndifferent(const RowReading& row) {
  return std::all_of(row.slots.begin() + 1, row.slots.end() - 1, [&](const Slot& slot) {
    return TrimSpace(slot.text) == TrimSpace(row.slots[1].text);
  });
}

class Assembler {
 public:
  Assembler(const FormSet& forms, const Form& base, const TableReadings& readings, Reading* reading)
      : base_(base), readings_(readings), reading_(*reading) {
    reading_.single_other_row = HasSingleOther();
    reading_.form = reading_.single_other_row ? forms.WithSingleOther(&base) : &base;
    legal_place_ = LegalSubtotalPlace(readings);
    total_first_ = ValuesFollowTotalFirst(readings);
  }

  void Run() {
    reading_.facts.assign(reading_.form->cells().size(), Fact());
    const bool nothing_filled = NothingFilled();
    std::vector<bool> found(base_.rows().size(), false);
    for (const RowReading& row : readings_.rows) found[row.row] = true;
    const int cut = RowAtTheCut(found);
    for (const RowReading& row : readings_.rows) {
      if (row.row != cut) TakeRow(row, FirstCell(row.row), nothing_filled);
    }
    if (cut >= 0) found[cut] = false;
    for (const RowReading& row : readings_.subtotals) TakeSubtotal(row);
    FindMissing(found);
  }

 private:
  const RequestGroup& GroupOf(const RowReading& row) const {
    return base_.request_groups()[row.group];
  }

  bool HasSingleOther() const {
    if (base_.FindCell(kOtherCode, "total") >= 0) return false;
    for (const RowReading& row : readings_.rows) {
      const FormCell& cell = base_.cells()[base_.rows()[row.row].first_cell];
      if (absl::StartsWith(cell.indicator, absl::StrCat(kOtherCode, "."))) return false;
    }
    return std::any_of(readings_.subtotals.begin(), readings_.subtotals.end(),
                       [this](const RowReading& row) {
                         return row.group >= 0 && GroupOf(row).code == kOtherCode;
                       });
  }

  // The first cell of a row of the base form in the form of the reading.
  int FirstCell(int row) const {
    const FormCell& cell = base_.cells()[base_.rows()[row].first_cell];
    return reading_.form->FindCell(cell.indicator, cell.applicant);
  }

  bool NothingFilled() const {
    for (const RowReading& row : readings_.rows) {
      for (const Slot& slot : row.slots) {
        if (!TrimSpace(slot.text).empty()) return false;
      }
    }
    return true;
  }

  // The row whose label is the last thing of a text that ends within a table; -1: none. Its cells
  // are missing, not blank.
  int RowAtTheCut(const std::vector<bool>& found) const {
    const auto last = std::find(found.rbegin(), found.rend(), true);
    if (last == found.rend() || last == found.rbegin()) return -1;
    const int row = static_cast<int>(found.rend() - last) - 1;
    if (base_.rows()[row].table != base_.rows()[row + 1].table) return -1;
    for (const RowReading& reading : readings_.rows) {
      if (reading.row == row && reading.state == State::kNoValues && reading.slots.empty()) {
        return row;
      }
    }
    return -1;
  }

  void TakeRow(RowReading row, int first_cell, bool nothing_filled) {
    if (row.state == State::kRead && HoldsLegalSubtotal(row)) {
      if (legal_place_ != 0 || LegalSubtotalIsIndifferent(row)) {
        TakeLegalSubtotal(std::max<size_t>(legal_place_, 1), &row);
      } else {
        row.state = State::kAmbiguous;
        row.doubt = doubts::kWhichIsSubtotal;
      }
    }
    Order(&row);
    // Where values were dropped from lines, a whole row may be made of two.
    const bool of_lines = readings_.values_lost && row.where.grid == 0;
    if (of_lines && base_.rows()[row.row].table == 3 && row.state == State::kRead &&
        !TotalIsLast(row.slots)) {
      row.state = State::kAmbiguous;
      row.doubt = doubts::kValuesDropped;
    }
    const int size = base_.rows()[row.row].size;
    if (row.state != State::kRead) {
      const bool lost = readings_.values_lost && !nothing_filled;
      for (int i = 0; i < size; ++i) {
        Fact& fact = reading_.facts[first_cell + i];
        fact.where = row.where;
        if (row.state == State::kNoValues && !lost) {
          fact.presence = Presence::kBlank;
          continue;
        }
        fact.presence = Presence::kUnreadable;
        fact.confidence = 0;
        fact.doubt = row.state == State::kNoValues ? doubts::kValuesDropped : row.doubt;
        for (const Slot& slot : row.slots) {
          absl::StrAppend(&fact.raw_text, fact.raw_text.empty() ? "" : " ", slot.text);
        }
      }
      return;
    }
    const bool likely = row.total_first_header && total_first_.likely && !OrderIsIndifferent(row);
    for (int i = 0; i < size; ++i) {
      TakeSlot(row.slots[i], first_cell + i);
      Fact& fact = reading_.facts[first_cell + i];
      if (likely && fact.doubt.empty()) {
        fact.confidence = std::min(fact.confidence, kLikelyOrder);
        fact.doubt = doubts::kLikelyTotal;
      }
    }
    if (row.has_legal_subtotal) {
      const FormCell& cell = reading_.form->cells()[first_cell];
      AddSubtotal(cell.indicator, "legal_person", row.legal_subtotal);
    }
  }

  // Puts the values of a row below a head with 总计 in front into the order of the form.
  void Order(RowReading* row) const {
    if (!row->total_first_header || row->state != State::kRead) return;
    if (total_first_.order == TotalFirst::kUnknown && !OrderIsIndifferent(*row)) {
      row->state = State::kAmbiguous;
      row->doubt = doubts::kWhichIsTotal;
      return;
    }
    *row = InOrder(std::move(*row), total_first_.order == TotalFirst::kFollowed);
  }

  void TakeSlot(const Slot& slot, int cell) {
    Fact& fact = reading_.facts[cell];
    if (slot.torn_out) return;
    const FormCell& spec = reading_.form->cells()[cell];
    int exponent = spec.default_exponent;
    if (spec.kind == CellSpec::AMOUNT && readings_.fee_exponent >= 0) {
      exponent = readings_.fee_exponent;
    }
    CellValue value = ParseCell(slot.text, spec.kind, exponent);
    fact.presence = value.presence;
    fact.value = value.value;
    const absl::string_view raw = TrimSpace(slot.text);
    fact.raw_text.assign(raw.data(), raw.size());
    fact.note = std::move(value.note);
    if (!slot.note.empty() && fact.note.empty()) {
      CellValue note = ParseCell(absl::StrCat("0", slot.note), CellSpec::COUNT, 0);
      fact.note = std::move(note.note);
    }
    fact.where = slot.where;
    fact.confidence = value.confidence;
    fact.doubt = value.doubt;
  }

  void AddSubtotal(absl::string_view subject, absl::string_view applicant, const Slot& slot) {
    Subtotal subtotal;
    subtotal.subject.assign(subject.data(), subject.size());
    subtotal.applicant.assign(applicant.data(), applicant.size());
    const CellValue value = ParseCell(slot.text, CellSpec::COUNT, 0);
    subtotal.presence = value.presence;
    subtotal.value = value.value;
    const absl::string_view raw = TrimSpace(slot.text);
    subtotal.raw_text.assign(raw.data(), raw.size());
    subtotal.where = slot.where;
    reading_.subtotals.push_back(std::move(subtotal));
  }

  void TakeSubtotal(const RowReading& row) {
    if (row.group < 0) return;
    const std::string& code = GroupOf(row).code;
    if (reading_.single_other_row && code == kOtherCode) {
      RowReading other = row;
      for (size_t r = 0; r < base_.rows().size(); ++r) {
        if (base_.rows()[r].group == row.group) other.row = static_cast<int>(r);
      }
      TakeRow(other, reading_.form->FindCell(kOtherCode, ApplicantCode(0)), false);
      return;
    }
    // 三、本年度办理结果 is a heading, no group with a sum of its own.
    if (row.state != State::kRead || code.find('.') == std::string::npos) return;
    RowReading copy = row;
    if (HoldsLegalSubtotal(copy)) {
      if (legal_place_ == 0) return;
      TakeLegalSubtotal(legal_place_, &copy);
    }
    Order(&copy);
    if (copy.state != State::kRead) return;
    for (size_t a = 0; a < copy.slots.size(); ++a) {
      AddSubtotal(code, ApplicantCode(static_cast<int>(a)), copy.slots[a]);
    }
  }

  const std::string& ApplicantCode(int applicant) const {
    return base_.file().request_table().applicants(applicant).code();
  }

  void FindMissing(const std::vector<bool>& found) {
    bool table_found[5] = {};
    for (size_t r = 0; r < found.size(); ++r) {
      if (found[r]) table_found[base_.rows()[r].table] = true;
    }
    for (int table = 2; table <= 4; ++table) {
      if (!table_found[table]) {
        reading_.missing.push_back({MissingPart::Kind::kTable, table, ""});
      }
    }
    const auto last_found = std::find(found.rbegin(), found.rend(), true);
    const size_t end = static_cast<size_t>(found.rend() - last_found);
    for (size_t r = 0; r < found.size(); ++r) {
      const FormRow& row = base_.rows()[r];
      if (found[r] || !table_found[row.table]) continue;
      const FormCell& cell = base_.cells()[row.first_cell];
      if (reading_.single_other_row &&
          absl::StartsWith(cell.indicator, absl::StrCat(kOtherCode, "."))) {
        continue;
      }
      if (readings_.values_lost && r < end) {
        MarkLost(row, FirstCell(static_cast<int>(r)));
        continue;
      }
      std::string code = cell.indicator;
      if (row.table == 2) code = code.substr(0, code.rfind('.'));
      reading_.missing.push_back(
          {MissingPart::Kind::kRow, row.table, absl::StrCat(cell.row_label, " ", code)});
    }
    FindMissingCells();
    for (const int applicant : readings_.missing_applicants) {
      reading_.missing.push_back(
          {MissingPart::Kind::kColumn, 3,
           absl::StrCat(base_.file().request_table().applicants(applicant).label().text(), " ",
                        ApplicantCode(applicant))});
    }
  }

  // Columns of table 2 and parts of table 4 that the document has not.
  void FindMissingCells() {
    std::vector<std::string> named;
    for (const RowReading& row : readings_.rows) {
      const FormRow& spec = base_.rows()[row.row];
      if (row.state != State::kRead || spec.table == 3) continue;
      for (int i = 0; i < spec.size; ++i) {
        if (!row.slots[i].torn_out) continue;
        const FormCell& cell = base_.cells()[spec.first_cell + i];
        // One column of a block is one part, whatever rows it has.
        std::string part = spec.table == 2 ? absl::StrCat(spec.block, "/", i) : cell.indicator;
        if (std::find(named.begin(), named.end(), part) != named.end()) continue;
        named.push_back(std::move(part));
        const std::string& label = spec.table == 2 ? cell.column_label : cell.row_label;
        reading_.missing.push_back(
            {MissingPart::Kind::kColumn, spec.table, absl::StrCat(label, " ", cell.indicator)});
      }
    }
  }

  void MarkLost(const FormRow& row, int first_cell) {
    for (int i = 0; i < row.size; ++i) {
      Fact& fact = reading_.facts[first_cell + i];
      fact.presence = Presence::kUnreadable;
      fact.confidence = 0;
      fact.doubt = doubts::kRowDropped;
    }
  }

  const Form& base_;
  const TableReadings& readings_;
  Reading& reading_;
  TotalFirst total_first_;
  size_t legal_place_ = 0;  // of the 法人 subtotal in a flattened row, 0: unknown
};

}  // namespace

void AssembleFacts(const FormSet& forms, const Form& form, const TableReadings& readings,
                   Reading* reading) {
  Assembler(forms, form, readings, reading).Run();
}

}  // namespace gongkai
