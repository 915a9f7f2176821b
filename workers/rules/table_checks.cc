#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "workers/rules/agency_name.h"
#include "workers/rules/builtins.h"
#include "workers/rules/identity.h"
#include "workers/rules/printed_sums.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;
using internal::v1::Identity;

void SetSubtotalSlots(const FormCell& member, const Subtotal& subtotal, bool one_row,
                      SlotValues* values) {
  values->Set(TextSlot::kRow, one_row ? RowZh(member) : member.group_label, subtotal.subject);
  if (subtotal.applicant == kLegalPerson) {
    values->Set(TextSlot::kColumn, "法人或其他组织", "legal person");
  } else {
    values->Set(TextSlot::kColumn, member.column_label, ColumnEn(member));
  }
}

void CheckLine(const SubtotalLine& line, const CheckInput& input, Recorder& recorder) {
  RuleFinding finding;
  SlotValues values;
  int broken = 0;
  int unknown_cell = -1;
  bool unknown_subtotal = false;
  for (const int index : line.subtotals) {
    const Subtotal& subtotal = input.reading.subtotals[index];
    const std::vector<int> members = MembersOf(*input.form, subtotal);
    if (subtotal.presence != Presence::kReported || members.empty()) {
      unknown_subtotal = true;
      continue;
    }
    Side parts;
    for (const int cell : members) {
      parts.Add(input.reading.facts[cell], CellSpec::COUNT, cell, false);
    }
    Side whole;
    whole.known.Add(subtotal.value, false);
    switch (Judge(parts, Identity::EQUAL, whole)) {
      case Outcome::kHolds:
        break;
      case Outcome::kUnknown:
        if (unknown_cell < 0) unknown_cell = parts.first_unknown;
        break;
      case Outcome::kBroken:
        for (const int cell : members) finding.cells.push_back({cell, -1});
        finding.cells.push_back({-1, index});
        if (broken++ > 0) break;
        finding.expected = parts.ToString();
        finding.actual = subtotal.value.ToString();
        const Sum difference = Sum::Difference(whole.known, parts.known);
        if (parts.first_unknown < 0) finding.difference = difference.ToString();
        values.Set(TextSlot::kDifference, difference.ToString());
        SetSubtotalSlots(input.form->form->cells()[members.front()], subtotal,
                         IsLegalPersonColumn(*input.form, subtotal), &values);
    }
  }
  if (broken > 0) {
    finding.subject = line.subject;
    if (broken > 1) {
      values.Set(TextSlot::kDetail, absl::StrCat("另有 ", broken - 1, " 处不符。"),
                 absl::StrCat(" ", broken - 1, " more of its cells are off."));
    }
    recorder.Breaks(std::move(finding), std::move(values));
  } else if (unknown_cell >= 0) {
    recorder.Unknown(line.subject, unknown_cell);
  } else if (unknown_subtotal) {
    recorder.Unknown(line.subject, "小计没有可用的数字。", "The subtotal holds no usable number.");
  } else {
    recorder.Holds();
  }
}

}  // namespace

void CheckSubtotals(const CheckInput& input, Recorder& recorder) {
  if (input.reading.subtotals.empty()) return;
  for (const SubtotalLine& line : LinesOf(*input.form, input.reading.subtotals)) {
    CheckLine(line, input, recorder);
  }
}

void CheckPublishedNote(const CheckInput& input, Recorder& recorder) {
  for (const PublishedCells& pair : input.form->published) {
    const Fact& published = input.reading.facts[pair.published];
    if (published.note.empty()) continue;
    const CarriedOver carried = ReadNote(published.note);
    if (carried.kind == CarriedOver::Kind::kNone) continue;
    if (carried.kind == CarriedOver::Kind::kUnclear) {
      recorder.Unknown(pair.subject, absl::StrCat("附注“", published.note, "”没有写明结转几件。"),
                       absl::StrCat("The note \"", published.note,
                                    "\" does not say how many were carried over."));
      continue;
    }
    Side left;
    left.known.Add(carried.count, false);
    left.Add(input.reading.facts[pair.made], CellSpec::COUNT, pair.made, false);
    Side right;
    right.Add(published, CellSpec::COUNT, pair.published, false);
    const Outcome outcome = Judge(left, Identity::EQUAL, right);
    if (outcome == Outcome::kHolds) {
      recorder.Holds();
    } else if (outcome == Outcome::kUnknown) {
      recorder.Unknown(pair.subject,
                       left.first_unknown >= 0 ? left.first_unknown : right.first_unknown);
    } else {
      RuleFinding finding;
      finding.subject = pair.subject;
      finding.cells = {{pair.made, -1}, {pair.published, -1}};
      finding.expected = left.ToString();
      finding.actual = right.ToString();
      const Sum difference = Sum::Difference(right.known, left.known);
      if (left.first_unknown < 0) finding.difference = difference.ToString();
      SlotValues values;
      SetCellSlots(input.form->form->cells()[pair.published], &values);
      values.Set(TextSlot::kText, published.note);
      values.Set(TextSlot::kDetail, absl::StrCat(carried.count));
      values.Set(TextSlot::kDifference, difference.ToString());
      recorder.Breaks(std::move(finding), std::move(values));
    }
  }
}

void CheckRegulationPower(const CheckInput& input, Recorder& recorder) {
  if (recorder.IsTableMissing(2)) {
    recorder.UnknownTable(2);
    return;
  }
  RuleFinding finding;
  std::vector<std::string> stated_zh, stated_en;
  int unknown = -1;
  for (const int cell : input.form->regulation_cells) {
    const Fact& fact = input.reading.facts[cell];
    const FormCell& spec = input.form->form->cells()[cell];
    if (fact.presence != Presence::kReported) {
      if (unknown < 0) unknown = cell;
    } else if (fact.value != Decimal(0)) {
      finding.cells.push_back({cell, -1});
      stated_zh.push_back(absl::StrCat(spec.column_label, " ", fact.value.ToString()));
      stated_en.push_back(absl::StrCat(ColumnEn(spec), " ", fact.value.ToString()));
    }
  }
  const std::string& name = input.reading.metadata.agency_name;
  if (finding.cells.empty() && unknown < 0) {
    recorder.Holds();
  } else if (name.empty()) {
    recorder.Unknown("report", "不知道报告机关，无法判断其是否有权制定规章。",
                     "The reporting body is unknown, so its power to make regulations is too.");
  } else if (!LacksRegulationPower(name)) {
    recorder.Holds();
  } else if (finding.cells.empty()) {
    recorder.Unknown("report", unknown);
  } else {
    finding.subject = "report";
    finding.expected = "0";
    finding.actual = absl::StrJoin(stated_zh, "、");
    SlotValues values;
    values.Set(TextSlot::kText, name);
    values.Set(TextSlot::kActual, finding.actual, absl::StrJoin(stated_en, ", "));
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

void CheckTableMissing(const CheckInput& input, Recorder& recorder) {
  for (int table = 2; table <= 4; ++table) {
    if (!recorder.IsTableMissing(table)) {
      recorder.Holds();
      continue;
    }
    RuleFinding finding;
    finding.subject = TableEn(table);
    SlotValues values;
    values.Set(TextSlot::kTable, TableZh(table), TableEn(table));
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

void CheckRowMissing(const CheckInput& input, Recorder& recorder) {
  for (int table = 2; table <= 4; ++table) {
    if (recorder.IsTableMissing(table)) continue;
    std::vector<std::string> zh, en;
    for (const MissingPart& part : input.reading.missing) {
      if (part.table != table || part.kind == MissingPart::Kind::kTable) continue;
      // "label code"
      const size_t space = part.subject.rfind(' ');
      const std::string label = part.subject.substr(0, space);
      const std::string code =
          space == std::string::npos ? part.subject : part.subject.substr(space + 1);
      const auto& rows = input.form->request_rows;
      const auto row = std::find(rows.begin(), rows.end(), code);
      if (row != rows.end() && !input.form->IsSpokenRow(static_cast<size_t>(row - rows.begin()))) {
        continue;
      }
      const bool is_row = part.kind == MissingPart::Kind::kRow;
      zh.push_back(absl::StrCat("“", label, "”", is_row ? "行" : "列"));
      en.push_back(absl::StrCat(is_row ? "row " : "column ", code));
    }
    if (zh.empty()) {
      recorder.Holds();
      continue;
    }
    RuleFinding finding;
    finding.subject = TableEn(table);
    SlotValues values;
    values.Set(TextSlot::kTable, TableZh(table), TableEn(table));
    values.Set(TextSlot::kDetail, absl::StrJoin(zh, "、"), absl::StrJoin(en, ", "));
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

}  // namespace gongkai
