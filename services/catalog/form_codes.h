// The cells of the national forms by their codes, read from the form files.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/base/embedded_file.h"

namespace gongkai {

class FormCodes {
 public:
  // `files` hold internal.v1.FormFile in text format. INTERNAL names the file that cannot be read.
  static absl::StatusOr<FormCodes> Read(absl::Span<const EmbeddedFile> files);

  bool HasForm(absl::string_view version) const;
  // The version that is prescribed for a report year; empty if none is.
  std::string PrescribedFor(int year) const;
  // `applicant` is empty outside of table 3. A row that may be printed as one instead of its
  // sub-rows (requests.other) is there as well.
  bool Has(absl::string_view version, absl::string_view indicator,
           absl::string_view applicant) const;

 private:
  struct Form {
    int first_year = 0, last_year = 0;
    std::set<std::pair<std::string, std::string>> cells;  // indicator, applicant
  };
  std::map<std::string, Form> forms_;  // by version
};

}  // namespace gongkai
