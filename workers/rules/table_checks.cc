#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "workers/rules/agency_name.h"
#include "workers/rules/builtins.h"
#include "workers/rules/identity.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;
using internal::v1::Identity;

constexpr absl::string_view kLegalPerson = "legal_person";

// The rows or the column that a printed subtotal stands for, with all its cells.
struct SubtotalLine {
  std::string subject;
  std::vector<int> subtotals;  // indices into Reading.subtotals
};

bool IsLegalPersonColumn(const CompiledForm& form, const Subtotal& subtotal) {
  return subtotal.applicant == kLegalPerson &&
         std::find(form.request_rows.begin(), form.request_rows.end(), subtotal.subject) !=
             form.request_rows.end();
}

std::vector<SubtotalLine> LinesOf(const CompiledForm& form,
                                  const std::vector<Subtotal>& subtotals) {
  std::vector<SubtotalLine> lines;
  for (size_t i = 0; i < subtotals.size(); ++i) {
    const std::string subject =
        IsLegalPersonColumn(form, subtotals[i]) ? std::string(kLegalPerson) : subtotals[i].subject;
    auto line = std::find_if(lines.begin(), lines.end(),
                             [&](const SubtotalLine& known) { return known.subject == subject; });
    if (line == lines.end()) line = lines.insert(lines.end(), SubtotalLine{subject, {}});
    line->subtotals.push_back(static_cast<int>(i));
  }
  return lines;
}

// The cells that a subtotal adds up; empty if the form has none.
std::vector<int> MembersOf(const CompiledForm& form, const Subtotal& subtotal) {
  std::vector<int> members;
  const bool one_row = IsLegalPersonColumn(form, subtotal);
  const std::string prefix = absl::StrCat(subtotal.subject, ".");
  for (size_t row = 0; row < form.request_rows.size(); ++row) {
    const bool inside = one_row ? form.request_rows[row] == subtotal.subject
                                : absl::StartsWith(form.request_rows[row], prefix);
    if (!inside || !form.IsSpokenRow(row)) continue;
    for (size_t column = 0; column < form.applicants.size(); ++column) {
      const std::string& applicant = form.applicants[column];
      const bool wanted = subtotal.applicant == kLegalPerson
                              ? applicant != "natural_person" && applicant != "total"
                              : applicant == subtotal.applicant;
      if (wanted && form.request_grid[row][column] >= 0) {
        members.push_back(form.request_grid[row][column]);
      }
    }
  }
  return members;
}

void SetSubtotalSlots(const FormCell& member, const Subtotal& subtotal, bool one_row,
                      SlotValues* values) {
  values->Set(Slot::kRow, one_row ? RowZh(member) : member.group_label, subtotal.subject);
  if (subtotal.applicant == kLegalPerson) {
    values->Set(Slot::kColumn, "法人或其他组织", "legal person");
  } else {
    values->Set(Slot::kColumn, member.column_label, ColumnEn(member));
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
        values.Set(Slot::kDifference, difference.ToString());
        SetSubtotalSlots(input.form->form->cells()[members.front()], subtotal,
                         IsLegalPersonColumn(*input.form, subtotal), &values);
    }
  }
  if (broken > 0) {
    finding.subject = line.subject;
    if (broken > 1) {
      values.Set(Slot::kDetail, absl::StrCat("另有 ", broken - 1, " 处不符。"),
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

// The number that the note states as carried over. kNone: the note speaks of nothing carried over.
struct CarriedOver {
  enum class Kind { kNone, kStated, kUnclear };
  Kind kind = Kind::kNone;
  int64_t count = 0;
};

// The note with full-width digits made ASCII.
std::string WithPlainDigits(absl::string_view note) {
  std::string plain;
  for (size_t i = 0; i < note.size(); ++i) {
    // U+FF10 to U+FF19 are EF BC 90 to EF BC 99.
    const bool wide = absl::StartsWith(note.substr(i), "\xEF\xBC") && i + 2 < note.size() &&
                      static_cast<unsigned char>(note[i + 2]) >= 0x90 &&
                      static_cast<unsigned char>(note[i + 2]) <= 0x99;
    plain.push_back(wide ? static_cast<char>(note[i + 2] - '\x90' + '0') : note[i]);
    if (wide) i += 2;
  }
  return plain;
}

// The numbers of documents in `text`: digits before a counting word or before the end.
std::vector<int64_t> Counts(absl::string_view text) {
  std::vector<int64_t> counts;
  while (!text.empty()) {
    size_t digits = 0;
    while (digits < text.size() && absl::ascii_isdigit(text[digits])) ++digits;
    if (digits == 0) {
      text.remove_prefix(1);
      continue;
    }
    int64_t value = 0;
    const bool number = absl::SimpleAtoi(text.substr(0, digits), &value) && digits <= 15;
    text.remove_prefix(digits);
    const bool counted = text.empty() || absl::StartsWith(text, "件") ||
                         absl::StartsWith(text, "项") || absl::StartsWith(text, "份") ||
                         absl::StartsWith(text, "个") || absl::StartsWith(text, "部");
    if (number && counted) counts.push_back(value);
  }
  return counts;
}

CarriedOver ReadNote(absl::string_view note) {
  const size_t at = note.find("结转");
  if (at == absl::string_view::npos) return {};
  const std::vector<int64_t> behind = Counts(WithPlainDigits(note.substr(at)));
  if (!behind.empty()) return {CarriedOver::Kind::kStated, behind.front()};
  const std::vector<int64_t> before = Counts(WithPlainDigits(note.substr(0, at)));
  if (before.size() == 1) return {CarriedOver::Kind::kStated, before.front()};
  return {CarriedOver::Kind::kUnclear, 0};
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
      values.Set(Slot::kText, published.note);
      values.Set(Slot::kDetail, absl::StrCat(carried.count));
      values.Set(Slot::kDifference, difference.ToString());
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
    values.Set(Slot::kText, name);
    values.Set(Slot::kActual, finding.actual, absl::StrJoin(stated_en, ", "));
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
    values.Set(Slot::kTable, TableZh(table), TableEn(table));
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
    values.Set(Slot::kTable, TableZh(table), TableEn(table));
    values.Set(Slot::kDetail, absl::StrJoin(zh, "、"), absl::StrJoin(en, ", "));
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

}  // namespace gongkai
