// A national form, compiled from its form file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gongkai/internal/v1/form_file.pb.h"
#include "services/base/embedded_file.h"

namespace gongkai {

class LabelIndex;

// One cell of a form: what one Fact is about.
struct FormCell {
  int table = 0;          // 2, 3, 4
  std::string indicator;  // taxonomy code
  std::string applicant;  // table 3 only
  std::string unit;       // base unit: 件, 项, 元
  internal::v1::CellSpec::Kind kind = internal::v1::CellSpec::COUNT;
  int default_exponent = 0;  // see CellSpec
  std::string row_label;     // official labels, for messages
  std::string column_label;
  std::string group_label;  // block of table 2, group of tables 3 and 4; may be empty
};

// One line of values on a form: a row of table 2 or 3, or all of table 4.
struct FormRow {
  int table = 0;
  int block = -1;      // table 2: index into FormFile.blocks
  int group = -1;      // table 3: index into Form::request_groups(), -1: none
  int first_cell = 0;  // index into Form::cells()
  int size = 0;        // number of cells
};

// A group of rows of table 3 ("（三）不予公开").
struct RequestGroup {
  internal::v1::Label label;
  std::string code;  // what the codes of its rows begin with ("requests.denied")
};

// Immutable, thread-safe.
class Form {
 public:
  // INVALID_ARGUMENT, naming the field, if the file is no consistent form.
  static absl::StatusOr<Form> Compile(internal::v1::FormFile file);

  const internal::v1::FormFile& file() const { return file_; }
  const std::string& version() const { return file_.version(); }
  // In the order of the form: table 2, table 3 row by row, table 4.
  const std::vector<FormCell>& cells() const { return cells_; }
  // Index into cells(), or -1.
  int FindCell(absl::string_view indicator, absl::string_view applicant) const;

  // In the order of the form; table 4 is the last.
  const std::vector<FormRow>& rows() const { return rows_; }
  const std::vector<RequestGroup>& request_groups() const { return request_groups_; }
  // The group that is printed with this ordinal in brackets, or -1.
  int FindRequestGroup(int ordinal) const;
  // Indices into rows().
  int BlockRow(int block, int row) const { return block_rows_[block] + row; }
  int RequestRow(int row) const { return first_request_row_ + row; }
  int DisputeRow() const { return static_cast<int>(rows_.size()) - 1; }

 private:
  absl::Status Add(FormCell cell);

  internal::v1::FormFile file_;
  std::vector<FormCell> cells_;
  std::vector<FormRow> rows_;
  std::vector<RequestGroup> request_groups_;
  std::vector<int> block_rows_;  // first row of each block
  int first_request_row_ = 0;
  absl::flat_hash_map<std::string, int> index_;  // "indicator\napplicant"
};

// The forms that the program knows. Immutable, thread-safe.
class FormSet {
 public:
  // Compiles form files (protobuf text format). INVALID_ARGUMENT names file, line and fault.
  static absl::StatusOr<FormSet> Load(absl::Span<const EmbeddedFile> files);

  const std::vector<std::unique_ptr<const Form>>& forms() const { return forms_; }
  const Form* Find(absl::string_view version) const;  // null if unknown
  // The variant of `form` for reports that print 其他处理 as one row: it has requests.other
  // before its three sub-rows and the same version(). `form` itself if it has no sub-rows.
  const Form* WithSingleOther(const Form* form) const;
  // Digest over the files: Report.forms_version.
  const std::string& version() const { return version_; }
  // The labels of all forms(); those of the variants are the same.
  const LabelIndex& labels() const { return *labels_; }

 private:
  std::vector<std::unique_ptr<const Form>> forms_;
  std::vector<std::unique_ptr<const Form>> single_other_;  // by index of forms_; null: no sub-rows
  std::shared_ptr<const LabelIndex> labels_;
  std::string version_;
};

}  // namespace gongkai
