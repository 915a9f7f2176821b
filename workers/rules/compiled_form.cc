#include "workers/rules/compiled_form.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

using internal::v1::Identity;
using internal::v1::Term;

// Sums of this many numbers of 18 digits, at scales up to 18, fit in 128 bits.
constexpr int kMaxTerms = 100;

int IndexOf(std::vector<std::string>* codes, const std::string& code) {
  const auto found = std::find(codes->begin(), codes->end(), code);
  if (found != codes->end()) return static_cast<int>(found - codes->begin());
  codes->push_back(code);
  return static_cast<int>(codes->size()) - 1;
}

// Where one subject of an identity stands: what "{x}", "*" and an empty applicant mean there.
struct Instance {
  std::string subject;
  std::string binding;
  std::string row;
  std::string applicant;
};

std::vector<Instance> InstancesOf(const Identity& identity, const CompiledForm& form) {
  std::vector<Instance> instances;
  switch (identity.quantifier()) {
    case Identity::EACH_APPLICANT:
      for (const std::string& code : form.applicants) instances.push_back({code, "", "", code});
      break;
    case Identity::EACH_REQUEST_ROW:
      for (size_t row = 0; row < form.request_rows.size(); ++row) {
        if (!form.IsSpokenRow(row)) continue;
        instances.push_back({form.request_rows[row], "", form.request_rows[row], ""});
      }
      break;
    case Identity::EACH_BINDING:
      for (const std::string& value : identity.bindings()) {
        instances.push_back({value, value, "", ""});
      }
      break;
    default:
      instances.push_back({"report", "", "", ""});
  }
  return instances;
}

absl::Status AddTerm(const Term& term, const Instance& instance, const CompiledForm& form,
                     std::vector<SignedCell>* cells) {
  const std::string indicator =
      term.indicator() == "*" ? instance.row
                              : absl::StrReplaceAll(term.indicator(), {{"{x}", instance.binding}});
  const std::string& applicant = term.applicant().empty() ? instance.applicant : term.applicant();
  absl::string_view whole = indicator;
  const bool group = absl::ConsumeSuffix(&whole, ".*");
  if (const int cell = form.form->FindCell(whole, applicant); cell >= 0) {
    cells->push_back({cell, term.negative()});
    return absl::OkStatus();
  }
  const size_t before = cells->size();
  if (group) {
    const std::string prefix = absl::StrCat(whole, ".");
    const std::vector<FormCell>& all = form.form->cells();
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].applicant == applicant && absl::StartsWith(all[i].indicator, prefix)) {
        cells->push_back({static_cast<int>(i), term.negative()});
      }
    }
  }
  if (cells->size() > before) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kInvalidArgument, "FAULTY_RULE",
      absl::StrCat("form ", form.form->version(), " has no cell for indicator \"", indicator, "\"",
                   applicant.empty() ? "" : absl::StrCat(" and applicant \"", applicant, "\"")),
      absl::StrCat(form.form->version(), " 格式没有指标“", indicator, "”",
                   applicant.empty() ? "" : absl::StrCat("、申请人“", applicant, "”"), "的单元格"));
}

}  // namespace

CompiledForm::CompiledForm(const Form* form) : form(form) {
  const std::vector<FormCell>& cells = form->cells();
  silent.assign(cells.size(), false);
  row_line.assign(cells.size(), 0);
  column_line.assign(cells.size(), 0);
  // Lines 0, 1, 2 are the whole of tables 2, 3, 4.
  int lines = 3;

  for (const FormCell& cell : cells) {
    if (cell.table != 3) continue;
    const size_t row = static_cast<size_t>(IndexOf(&request_rows, cell.indicator));
    const size_t column = static_cast<size_t>(IndexOf(&applicants, cell.applicant));
    if (request_grid.size() <= row) request_grid.resize(row + 1);
    if (request_grid[row].size() <= column) request_grid[row].resize(column + 1, -1);
    request_grid[row][column] = static_cast<int>(&cell - cells.data());
  }
  for (std::vector<int>& row : request_grid) row.resize(applicants.size(), -1);
  for (size_t row = 0; row < request_rows.size(); ++row) {
    const absl::string_view parent =
        absl::string_view(request_rows[row]).substr(0, request_rows[row].rfind('.'));
    const bool printed_as_one =
        parent != request_rows[row] &&
        std::find(request_rows.begin(), request_rows.end(), parent) != request_rows.end();
    for (size_t column = 0; column < applicants.size(); ++column) {
      const int cell = request_grid[row][column];
      if (cell < 0) continue;
      silent[cell] = printed_as_one;
      row_line[cell] = lines + static_cast<int>(row);
      column_line[cell] = lines + static_cast<int>(request_rows.size() + column);
    }
  }
  lines += static_cast<int>(request_rows.size() + applicants.size());

  for (const internal::v1::Block& block : form->file().blocks()) {
    for (int row = 0; row < block.rows_size(); ++row) {
      for (int column = 0; column < block.rows(row).cells_size(); ++column) {
        const int cell = form->FindCell(block.rows(row).cells(column).indicator(), "");
        if (cell < 0) continue;
        const bool alone = block.rows_size() == 1 && block.rows(row).cells_size() == 1;
        row_line[cell] = alone ? 0 : lines + row;
        column_line[cell] = alone ? 0 : lines + block.rows_size() + column;
      }
    }
    lines += block.rows_size() + block.columns_size();
  }
  for (const internal::v1::DisputeGroup& group : form->file().dispute_groups()) {
    for (const internal::v1::DisputeCell& spec : group.cells()) {
      const int cell = form->FindCell(spec.indicator(), "");
      if (cell >= 0) row_line[cell] = column_line[cell] = lines;
    }
    ++lines;
  }

  line_sizes.assign(static_cast<size_t>(lines), 0);
  for (size_t i = 0; i < cells.size(); ++i) {
    if (silent[i]) continue;
    ++line_sizes[cells[i].table - 2];
    if (row_line[i] > 2) ++line_sizes[row_line[i]];
    if (column_line[i] > 2 && column_line[i] != row_line[i]) ++line_sizes[column_line[i]];
  }

  // A cell that stands alone, and all of table 4, is printed in the line of its table.
  std::vector<std::vector<int>> by_line(static_cast<size_t>(lines));
  for (size_t i = 0; i < cells.size(); ++i) {
    if (silent[i]) continue;
    const int row = cells[i].table == 4 ? 2 : row_line[i];
    by_line[row].push_back(static_cast<int>(i));
    if (cells[i].table != 4 && column_line[i] != row) {
      by_line[column_line[i]].push_back(static_cast<int>(i));
    }
  }
  for (std::vector<int>& line : by_line) {
    if (line.size() > 1) printed_lines.push_back(std::move(line));
  }

  for (size_t i = 0; i < cells.size(); ++i) {
    if (absl::StartsWith(cells[i].indicator, "disclosure.regulations.")) {
      regulation_cells.push_back(static_cast<int>(i));
    }
    absl::string_view subject = cells[i].indicator;
    if (!absl::ConsumePrefix(&subject, "disclosure.") ||
        !absl::ConsumeSuffix(&subject, ".published")) {
      continue;
    }
    const int made = form->FindCell(absl::StrCat("disclosure.", subject, ".made"), "");
    if (made >= 0) published.push_back({std::string(subject), made, static_cast<int>(i)});
  }
}

bool CompiledForm::IsSpokenRow(size_t request_row) const {
  for (const int cell : request_grid[request_row]) {
    if (cell >= 0) return !silent[cell];
  }
  return false;
}

absl::StatusOr<std::vector<Equation>> CompileIdentity(const Identity& identity,
                                                      const CompiledForm& form,
                                                      std::vector<SignedCell>* cells) {
  std::vector<Equation> equations;
  for (const Instance& instance : InstancesOf(identity, form)) {
    Equation equation;
    equation.subject = instance.subject;
    equation.relation = identity.relation();
    equation.begin = static_cast<int>(cells->size());
    for (const Term& term : identity.left()) {
      RETURN_IF_ERROR(AddTerm(term, instance, form, cells));
    }
    equation.middle = static_cast<int>(cells->size());
    for (const Term& term : identity.right()) {
      RETURN_IF_ERROR(AddTerm(term, instance, form, cells));
    }
    equation.end = static_cast<int>(cells->size());
    if (equation.end - equation.begin > kMaxTerms) {
      return MakeError(absl::StatusCode::kInvalidArgument, "FAULTY_RULE",
                       absl::StrCat("more than ", kMaxTerms, " terms"),
                       absl::StrCat("超过 ", kMaxTerms, " 项"));
    }
    equations.push_back(std::move(equation));
  }
  return equations;
}

}  // namespace gongkai
