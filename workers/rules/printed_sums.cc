#include "workers/rules/printed_sums.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace gongkai {
namespace {

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

}  // namespace

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

CarriedOver ReadNote(absl::string_view note) {
  const size_t at = std::min(note.find("结转"), note.find("結轉"));
  if (at == absl::string_view::npos) return {};
  const std::vector<int64_t> behind = Counts(WithPlainDigits(note.substr(at)));
  if (!behind.empty()) return {CarriedOver::Kind::kStated, behind.front()};
  const std::vector<int64_t> before = Counts(WithPlainDigits(note.substr(0, at)));
  if (before.size() == 1) return {CarriedOver::Kind::kStated, before.front()};
  return {CarriedOver::Kind::kUnclear, 0};
}

}  // namespace gongkai
