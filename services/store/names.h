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

// What the id of an agency begins with of which only the name was known at first. Every other id is
// a code, of digits and capital letters, and stands before it.
inline constexpr absl::string_view kNameOnly = "n-";
// The id of such an agency.
std::string AgencyIdOfName(absl::string_view display_name);

}  // namespace gongkai
