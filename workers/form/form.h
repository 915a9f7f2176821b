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

// One cell of a form: what one Fact is about.
struct FormCell {
  int table = 0;             // 2, 3, 4
  std::string indicator;     // taxonomy code
  std::string applicant;     // table 3 only
  std::string unit;          // base unit: 件, 项, 元
  internal::v1::CellSpec::Kind kind = internal::v1::CellSpec::COUNT;
  int default_exponent = 0;  // see CellSpec
  std::string row_label;     // official labels, for messages
  std::string column_label;
  std::string group_label;   // block of table 2, group of tables 3 and 4; may be empty
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

 private:
  internal::v1::FormFile file_;
  std::vector<FormCell> cells_;
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

 private:
  std::vector<std::unique_ptr<const Form>> forms_;
  std::string version_;
};

}  // namespace gongkai
