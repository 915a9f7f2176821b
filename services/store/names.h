// Resource names of the API and the identifiers in them.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

std::string JobName(absl::string_view id);
std::string DocumentName(absl::string_view sha256);
std::string AgencyName(absl::string_view id);
std::string ReportName(absl::string_view agency_id, int year);

struct ReportKey {
  absl::string_view agency_id;
  int year = 0;
};

// The identifiers in a name; nothing for anything that is not exactly such a name. Views point into
// the argument.
std::optional<absl::string_view> ParseJobName(absl::string_view name);
std::optional<absl::string_view> ParseDocumentName(absl::string_view name);
std::optional<absl::string_view> ParseAgencyName(absl::string_view name);
std::optional<ReportKey> ParseReportName(absl::string_view name);

// Whether a report can be of this year: 1949..2200.
bool IsReportYear(int64_t year);

// The id of an agency of which only the name is known.
std::string AgencyIdOfName(absl::string_view display_name);

}  // namespace gongkai
