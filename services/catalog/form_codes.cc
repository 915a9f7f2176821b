#include "services/catalog/form_codes.h"

#include <google/protobuf/text_format.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gongkai/internal/v1/form_file.pb.h"

namespace gongkai {
namespace {

// The row that may stand for its sub-rows.
constexpr absl::string_view kSingleRow = "requests.other";

}  // namespace

absl::StatusOr<FormCodes> FormCodes::Read(absl::Span<const EmbeddedFile> files) {
  FormCodes codes;
  for (const EmbeddedFile& embedded : files) {
    internal::v1::FormFile file;
    if (!google::protobuf::TextFormat::ParseFromString(std::string(embedded.text), &file)) {
      return absl::InternalError(absl::StrCat("form file ", embedded.name, " cannot be read"));
    }
    Form& form = codes.forms_[file.version()];
    form.first_year = file.first_year();
    form.last_year = file.last_year();
    for (const auto& block : file.blocks()) {
      for (const auto& row : block.rows()) {
        for (const auto& cell : row.cells()) form.cells.insert({cell.indicator(), ""});
      }
    }
    for (const auto& row : file.request_table().rows()) {
      if (row.indicator().empty()) continue;
      const bool sub_row = absl::StartsWith(row.indicator(), absl::StrCat(kSingleRow, "."));
      for (const auto& applicant : file.request_table().applicants()) {
        form.cells.insert({row.indicator(), applicant.code()});
        if (sub_row) form.cells.insert({std::string(kSingleRow), applicant.code()});
      }
    }
    for (const auto& group : file.dispute_groups()) {
      for (const auto& cell : group.cells()) form.cells.insert({cell.indicator(), ""});
    }
  }
  return codes;
}

bool FormCodes::HasForm(absl::string_view version) const {
  return forms_.find(std::string(version)) != forms_.end();
}

std::string FormCodes::PrescribedFor(int year) const {
  for (const auto& [version, form] : forms_) {
    if (form.first_year <= year && (form.last_year == 0 || year <= form.last_year)) return version;
  }
  return "";
}

bool FormCodes::Has(absl::string_view version, absl::string_view indicator,
                    absl::string_view applicant) const {
  const auto form = forms_.find(std::string(version));
  return form != forms_.end() &&
         form->second.cells.count({std::string(indicator), std::string(applicant)}) > 0;
}

}  // namespace gongkai
