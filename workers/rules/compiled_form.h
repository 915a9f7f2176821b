// A form as rules look at it: cells by number, rows and columns as lists of cells.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "workers/form/form.h"

namespace gongkai {

// One cell with its sign in a sum.
struct SignedCell {
  int cell = 0;
  bool negative = false;
};

// `left` `relation` `right` for one subject, as a slice of a list of signed cells.
struct Equation {
  std::string subject;
  internal::v1::Identity::Relation relation = internal::v1::Identity::EQUAL;
  int begin = 0;   // left side: [begin, middle)
  int middle = 0;  // right side: [middle, end)
  int end = 0;
};

// What the check of table 2's notes needs: cells of one kind of document.
struct PublishedCells {
  std::string subject;  // "regulations"
  int made = 0;
  int published = 0;
};

struct CompiledForm {
  explicit CompiledForm(const Form* form);

  const Form* form;
  // Rows and columns of table 3, by code; request_grid[row][column] is a cell.
  std::vector<std::string> request_rows;
  std::vector<std::string> applicants;
  std::vector<std::vector<int>> request_grid;
  // Per cell: a sub-row of a row that this form prints as one (其他处理). Nothing is said of it.
  std::vector<bool> silent;
  // Per cell its row and its column, each a line of cells. Lines 0, 1, 2 are the whole tables 2, 3,
  // 4: the lines of a cell that stands alone in its row and its column. In table 4 a group is a
  // row, and a cell's column is its row. line_sizes counts the cells of a line without silent ones.
  std::vector<int> row_line, column_line;
  std::vector<int> line_sizes;
  // Cells that stand side by side in print: the rows and columns of tables 2 and 3, the row of
  // values of table 4. Without silent cells.
  std::vector<std::vector<int>> printed_lines;
  // Every cell of disclosure.regulations.
  std::vector<int> regulation_cells;
  std::vector<PublishedCells> published;

  // Whether `indicator` is a row of table 3 that is not silent.
  bool IsSpokenRow(size_t request_row) const;
};

// Writes down `identity` for every subject on the form; appends to `cells`. INVALID_ARGUMENT names
// an indicator or applicant that the form has not.
absl::StatusOr<std::vector<Equation>> CompileIdentity(const internal::v1::Identity& identity,
                                                      const CompiledForm& form,
                                                      std::vector<SignedCell>* cells);

}  // namespace gongkai
