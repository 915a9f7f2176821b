#include "workers/form/form.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "services/base/text_proto_error.h"
#include "workers/form/label.h"
#include "workers/form/label_index.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;
using internal::v1::FormFile;

constexpr absl::string_view kOtherCode = "requests.other";

absl::Status Fault(absl::string_view field, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", what));
}

// What two codes have in common up to a point.
std::string CommonCode(absl::string_view a, absl::string_view b) {
  size_t end = 0;
  for (size_t i = 0; i <= std::min(a.size(), b.size()); ++i) {
    const bool a_ends = i == a.size() || a[i] == '.';
    const bool b_ends = i == b.size() || b[i] == '.';
    if (a_ends && b_ends) end = i;
    if (i == a.size() || i == b.size() || a[i] != b[i]) break;
  }
  return std::string(a.substr(0, end));
}

absl::Status CheckLabel(const internal::v1::Label& label, absl::string_view field) {
  if (LabelKey(label.text()).empty()) return Fault(field, "a label is empty or too long");
  return absl::OkStatus();
}

// The variant with requests.other as a row; nothing if the form has no sub-rows.
bool AddSingleOther(FormFile* file) {
  internal::v1::RequestTable& table = *file->mutable_request_table();
  for (int r = 0; r < table.rows_size(); ++r) {
    if (table.rows(r).indicator() == kOtherCode) return false;
    if (!absl::StartsWith(table.rows(r).indicator(), absl::StrCat(kOtherCode, "."))) continue;
    internal::v1::RequestRow* row = table.add_rows();
    row->set_indicator(std::string(kOtherCode));
    *row->mutable_label() = table.rows(r).group();
    for (int i = table.rows_size() - 1; i > r; --i) table.mutable_rows()->SwapElements(i, i - 1);
    return true;
  }
  return false;
}

}  // namespace

absl::Status Form::Add(FormCell cell) {
  if (cell.indicator.empty()) return Fault("indicator", "a cell has no indicator");
  const auto [it, inserted] = index_.try_emplace(absl::StrCat(cell.indicator, "\n", cell.applicant),
                                                 static_cast<int>(cells_.size()));
  if (!inserted) {
    return Fault("indicator", absl::StrCat(cell.indicator, " ", cell.applicant, " stands twice"));
  }
  cells_.push_back(std::move(cell));
  return absl::OkStatus();
}

absl::StatusOr<Form> Form::Compile(FormFile file) {
  Form form;
  form.file_ = std::move(file);
  const FormFile& f = form.file_;
  if (f.version().empty()) return Fault("version", "is missing");
  if (f.first_year() <= 0) return Fault("first_year", "is missing");
  if (f.last_year() != 0 && f.last_year() < f.first_year()) {
    return Fault("last_year", "is before first_year");
  }
  for (int b = 0; b < f.blocks_size(); ++b) {
    const internal::v1::Block& block = f.blocks(b);
    const std::string field = absl::StrCat("blocks[", b, "]");
    RETURN_IF_ERROR(CheckLabel(block.caption(), absl::StrCat(field, ".caption")));
    form.block_rows_.push_back(static_cast<int>(form.rows_.size()));
    for (const internal::v1::BlockRow& row : block.rows()) {
      RETURN_IF_ERROR(CheckLabel(row.label(), absl::StrCat(field, ".rows.label")));
      if (row.cells_size() != block.columns_size()) {
        return Fault(absl::StrCat(field, ".rows.cells"),
                     absl::StrCat(row.label().text(), " has not one cell for each column"));
      }
      form.rows_.push_back({2, b, -1, static_cast<int>(form.cells_.size()), row.cells_size()});
      for (int c = 0; c < row.cells_size(); ++c) {
        const CellSpec& spec = row.cells(c);
        if (spec.kind() == CellSpec::KIND_UNSPECIFIED) {
          return Fault(absl::StrCat(field, ".rows.cells.kind"), "is missing");
        }
        RETURN_IF_ERROR(CheckLabel(block.columns(c), absl::StrCat(field, ".columns")));
        RETURN_IF_ERROR(
            form.Add({2, spec.indicator(), "", spec.unit(), spec.kind(), spec.default_exponent(),
                      row.label().text(), block.columns(c).text(), block.caption().text()}));
      }
    }
  }
  const internal::v1::RequestTable& table = f.request_table();
  if (table.applicants().empty() || table.rows().empty()) {
    return Fault("request_table", "needs applicants and rows");
  }
  form.first_request_row_ = static_cast<int>(form.rows_.size());
  for (const internal::v1::RequestRow& row : table.rows()) {
    RETURN_IF_ERROR(CheckLabel(row.label(), "request_table.rows.label"));
    int group = -1;
    if (!row.group().text().empty()) {
      for (size_t g = 0; g < form.request_groups_.size(); ++g) {
        if (form.request_groups_[g].label.text() == row.group().text()) group = static_cast<int>(g);
      }
      if (group < 0) {
        group = static_cast<int>(form.request_groups_.size());
        form.request_groups_.push_back({row.group(), row.indicator()});
      }
      RequestGroup& known = form.request_groups_[group];
      known.code = CommonCode(known.code, row.indicator());
    }
    form.rows_.push_back(
        {3, -1, group, static_cast<int>(form.cells_.size()), table.applicants_size()});
    for (const internal::v1::Applicant& applicant : table.applicants()) {
      if (applicant.code().empty()) return Fault("request_table.applicants.code", "is missing");
      RETURN_IF_ERROR(form.Add({3, row.indicator(), applicant.code(), "件", CellSpec::COUNT, 0,
                                row.label().text(), applicant.label().text(), row.group().text()}));
    }
  }
  FormRow disputes{4, -1, -1, static_cast<int>(form.cells_.size()), 0};
  for (const internal::v1::DisputeGroup& group : f.dispute_groups()) {
    RETURN_IF_ERROR(CheckLabel(group.label(), "dispute_groups.label"));
    for (const internal::v1::DisputeCell& cell : group.cells()) {
      RETURN_IF_ERROR(CheckLabel(cell.label(), "dispute_groups.cells.label"));
      RETURN_IF_ERROR(form.Add({4, cell.indicator(), "", "件", CellSpec::COUNT, 0,
                                cell.label().text(), "", group.label().text()}));
      ++disputes.size;
    }
  }
  if (disputes.size == 0) return Fault("dispute_groups", "need cells");
  form.rows_.push_back(disputes);
  for (int i = 0; i < f.sections_size(); ++i) {
    if (f.sections(i).number() != i + 1) return Fault("sections.number", "must count from 1");
    RETURN_IF_ERROR(CheckLabel(f.sections(i).title(), "sections.title"));
  }
  return form;
}

int Form::FindCell(absl::string_view indicator, absl::string_view applicant) const {
  const auto it = index_.find(absl::StrCat(indicator, "\n", applicant));
  return it == index_.end() ? -1 : it->second;
}

int Form::FindRequestGroup(int ordinal) const {
  for (size_t g = 0; g < request_groups_.size(); ++g) {
    const LabelKey key(request_groups_[g].label.text());
    if (key.bracketed() && key.ordinal() == ordinal) return static_cast<int>(g);
  }
  return -1;
}

absl::StatusOr<FormSet> FormSet::Load(absl::Span<const EmbeddedFile> files) {
  FormSet set;
  std::vector<const Form*> forms;
  for (const EmbeddedFile& embedded : files) {
    FormFile file;
    TextProtoError errors;
    google::protobuf::TextFormat::Parser parser;
    parser.RecordErrorsTo(&errors);
    if (!parser.ParseFromString(std::string(embedded.text), &file)) {
      return absl::InvalidArgumentError(
          absl::StrCat(embedded.name, ":", errors.place(), ": ", errors.message()));
    }
    FormFile variant = file;
    absl::StatusOr<Form> form = Form::Compile(std::move(file));
    if (!form.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(embedded.name, ": ", form.status().message()));
    }
    if (set.Find(form->version()) != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat(embedded.name, ": version ", form->version(), " is already taken"));
    }
    set.forms_.push_back(std::make_unique<const Form>(*std::move(form)));
    forms.push_back(set.forms_.back().get());
    set.single_other_.emplace_back();
    if (AddSingleOther(&variant)) {
      ASSIGN_OR_RETURN(Form single, Form::Compile(std::move(variant)));
      set.single_other_.back() = std::make_unique<const Form>(std::move(single));
    }
  }
  set.labels_ = std::make_shared<const LabelIndex>(forms);
  set.version_ = FilesVersion(files);
  return set;
}

const Form* FormSet::Find(absl::string_view version) const {
  for (const auto& form : forms_) {
    if (form->version() == version) return form.get();
  }
  return nullptr;
}

const Form* FormSet::WithSingleOther(const Form* form) const {
  for (size_t i = 0; i < forms_.size(); ++i) {
    if (forms_[i].get() == form && single_other_[i] != nullptr) return single_other_[i].get();
  }
  return form;
}

}  // namespace gongkai
