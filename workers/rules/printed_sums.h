// Sums that a report prints beyond the totals of its form: subtotals of table 3, and numbers
// carried over that a note in table 2 states.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/reading.h"
#include "workers/rules/compiled_form.h"

namespace gongkai {

// Subject and applicant of a printed 法人 column.
inline constexpr absl::string_view kLegalPerson = "legal_person";

// The rows or the column that a printed subtotal stands for, with all its cells.
struct SubtotalLine {
  std::string subject;
  std::vector<int> subtotals;  // indices into Reading.subtotals
};

bool IsLegalPersonColumn(const CompiledForm& form, const Subtotal& subtotal);
std::vector<SubtotalLine> LinesOf(const CompiledForm& form, const std::vector<Subtotal>& subtotals);

// The cells that a subtotal adds up; empty if the form has none.
std::vector<int> MembersOf(const CompiledForm& form, const Subtotal& subtotal);

// The number that the note states as carried over. kNone: the note speaks of nothing carried over.
struct CarriedOver {
  enum class Kind { kNone, kStated, kUnclear };
  Kind kind = Kind::kNone;
  int64_t count = 0;
};

CarriedOver ReadNote(absl::string_view note);

}  // namespace gongkai
