#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "workers/rules/builtins.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;

bool IsEmptyMark(Presence presence) {
  return presence == Presence::kBlank || presence == Presence::kDash ||
         presence == Presence::kNotApplicable;
}

RuleFinding AboutCell(const FormCell& cell, int index, SlotValues* values) {
  RuleFinding finding;
  finding.subject = CellSubject(cell);
  finding.cells.push_back({index, -1});
  SetCellSlots(cell, values);
  return finding;
}

// What is wrong with the value for its kind of cell, in Chinese and English; null: nothing.
std::pair<const char*, const char*> Fault(CellSpec::Kind kind, Decimal value) {
  if (kind == CellSpec::AMOUNT) {
    if (value.IsNegative()) return {"金额不应为负数", "an amount of money is not negative"};
    // Six decimals in 万元 are two in 元.
    if (value.scale() > 2) {
      return {"金额以万元计最多六位小数", "money has at most six decimals in 万元"};
    }
    return {nullptr, nullptr};
  }
  if (!value.IsWhole()) return {"应为整数", "it should be a whole number"};
  if (kind != CellSpec::SIGNED && value.IsNegative()) {
    return {"数量不应为负数", "a count is not negative"};
  }
  return {nullptr, nullptr};
}

}  // namespace

void CheckNotACount(const CheckInput& input, Recorder& recorder) {
  const std::vector<FormCell>& cells = input.form->form->cells();
  for (size_t i = 0; i < cells.size(); ++i) {
    const Fact& fact = input.reading.facts[i];
    if (fact.presence != Presence::kReported) continue;
    const auto [zh, en] = Fault(cells[i].kind, fact.value);
    if (zh == nullptr) {
      recorder.Holds();
      continue;
    }
    SlotValues values;
    RuleFinding finding = AboutCell(cells[i], static_cast<int>(i), &values);
    finding.actual = fact.value.ToString();
    values.Set(TextSlot::kText, fact.raw_text.empty() ? finding.actual : fact.raw_text);
    values.Set(TextSlot::kDetail, zh, en);
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

void CheckBlank(const CheckInput& input, Recorder& recorder) {
  const CompiledForm& form = *input.form;
  const std::vector<Fact>& facts = input.reading.facts;
  std::vector<int> filled(form.line_sizes.size(), 0);
  bool any_empty = false;
  const std::vector<FormCell>& cells = form.form->cells();
  for (size_t i = 0; i < facts.size(); ++i) {
    if (IsEmptyMark(facts[i].presence)) any_empty = true;
    if (form.silent[i] ||
        (facts[i].presence != Presence::kReported && facts[i].presence != Presence::kUnreadable)) {
      continue;
    }
    const int table_line = cells[i].table - 2;
    ++filled[table_line];
    if (form.row_line[i] != table_line) ++filled[form.row_line[i]];
    if (form.column_line[i] != table_line && form.column_line[i] != form.row_line[i]) {
      ++filled[form.column_line[i]];
    }
  }
  if (!any_empty) {
    recorder.Holds();
    return;
  }
  const auto rest_is_filled = [&](int line) {
    return form.line_sizes[line] > 1 && filled[line] == form.line_sizes[line] - 1;
  };
  for (size_t i = 0; i < facts.size(); ++i) {
    if (!IsEmptyMark(facts[i].presence) || form.silent[i]) continue;
    if (!rest_is_filled(form.row_line[i]) && !rest_is_filled(form.column_line[i])) continue;
    SlotValues values;
    RuleFinding finding = AboutCell(cells[i], static_cast<int>(i), &values);
    finding.actual = facts[i].raw_text;
    const bool blank = facts[i].presence == Presence::kBlank || facts[i].raw_text.empty();
    values.Set(TextSlot::kText, blank ? "空白" : facts[i].raw_text,
               blank ? "blank" : facts[i].raw_text);
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

void CheckUnreadable(const CheckInput& input, Recorder& recorder) {
  const std::vector<FormCell>& cells = input.form->form->cells();
  for (size_t i = 0; i < cells.size(); ++i) {
    const Fact& fact = input.reading.facts[i];
    if (fact.presence != Presence::kUnreadable) continue;
    SlotValues values;
    RuleFinding finding = AboutCell(cells[i], static_cast<int>(i), &values);
    finding.actual = fact.raw_text;
    if (fact.raw_text.empty()) {
      values.Set(TextSlot::kText, "（无）", "nothing");
    } else {
      values.Set(TextSlot::kText, fact.raw_text);
    }
    if (fact.confidence < 1) {
      values.Set(TextSlot::kDetail, absl::StrCat("读取存疑：", fact.doubt.zh, "，请核对原件。"),
                 absl::StrCat(" The reading is in doubt: ", fact.doubt.en, "."));
    }
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

}  // namespace gongkai
