#include "services/catalog/formula.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace gongkai {
namespace {

using internal::v1::Identity;
using internal::v1::Term;

const char* SignOf(Identity::Relation relation) {
  switch (relation) {
    case Identity::LESS_OR_EQUAL:
      return " <= ";
    case Identity::GREATER_OR_EQUAL:
      return " >= ";
    default:
      return " = ";
  }
}

// In a row of EACH_REQUEST_ROW only the column tells terms apart.
std::string NameOf(const Term& term) {
  if (term.applicant().empty()) return term.indicator();
  if (term.indicator() == "*") return term.applicant();
  return absl::StrCat(term.indicator(), "/", term.applicant());
}

template <typename Terms>
std::string SumOf(const Terms& terms) {
  std::string sum;
  for (const Term& term : terms) {
    if (sum.empty()) {
      absl::StrAppend(&sum, term.negative() ? "-" : "", NameOf(term));
    } else {
      absl::StrAppend(&sum, term.negative() ? " - " : " + ", NameOf(term));
    }
  }
  return sum.empty() ? "0" : sum;
}

}  // namespace

Formula FormulaOf(const Identity& identity) {
  const std::string relation =
      absl::StrCat(SumOf(identity.left()), SignOf(identity.relation()), SumOf(identity.right()));
  switch (identity.quantifier()) {
    case Identity::EACH_APPLICANT:
      return {absl::StrCat("表三每一列：", relation),
              absl::StrCat("for each column of table 3: ", relation)};
    case Identity::EACH_REQUEST_ROW:
      return {absl::StrCat("表三每一行：", relation),
              absl::StrCat("for each row of table 3: ", relation)};
    case Identity::EACH_BINDING: {
      const std::string values = absl::StrJoin(identity.bindings(), ", ");
      return {absl::StrCat("x 依次为 ", values, "：", relation),
              absl::StrCat("for each x of ", values, ": ", relation)};
    }
    default:
      return {relation, relation};
  }
}

std::vector<std::string> CellsOf(const Identity& identity) {
  std::vector<std::string> bindings(identity.bindings().begin(), identity.bindings().end());
  if (bindings.empty()) bindings.emplace_back();
  std::vector<std::string> cells;
  for (const std::string& binding : bindings) {
    for (const auto* side : {&identity.left(), &identity.right()}) {
      for (const Term& term : *side) {
        std::string cell = term.indicator() == "*"
                               ? "requests.*"
                               : absl::StrReplaceAll(term.indicator(), {{"{x}", binding}});
        if (!term.applicant().empty()) {
          absl::StrAppend(&cell, "/", term.applicant());
        } else if (identity.quantifier() == Identity::EACH_APPLICANT) {
          absl::StrAppend(&cell, "/*");
        }
        if (std::find(cells.begin(), cells.end(), cell) == cells.end()) cells.push_back(cell);
      }
    }
  }
  return cells;
}

}  // namespace gongkai
