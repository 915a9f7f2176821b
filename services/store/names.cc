#include "services/store/names.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/credit_code.h"
#include "services/base/digest.h"

namespace gongkai {
namespace {

constexpr size_t kNameDigestLength = 16;

bool IsLowerHex(absl::string_view text, size_t length) {
  return text.size() == length && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool IsAgencyId(absl::string_view id) {
  return LooksLikeCreditCode(id) ||
         (absl::ConsumePrefix(&id, kNameOnly) && IsLowerHex(id, kNameDigestLength));
}

}  // namespace

std::string JobName(absl::string_view id) { return absl::StrCat("jobs/", id); }
std::string DocumentName(absl::string_view sha256) { return absl::StrCat("documents/", sha256); }
std::string AgencyName(absl::string_view id) { return absl::StrCat("agencies/", id); }
std::string ReportName(absl::string_view agency_id, int year) {
  return absl::StrCat("agencies/", agency_id, "/reports/", year);
}

std::optional<absl::string_view> ParseJobName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "jobs/") || !IsLowerHex(name, 24)) return std::nullopt;
  return name;
}

std::optional<absl::string_view> ParseDocumentName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "documents/") || !IsLowerHex(name, 64)) return std::nullopt;
  return name;
}

std::optional<absl::string_view> ParseAgencyName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "agencies/") || !IsAgencyId(name)) return std::nullopt;
  return name;
}

std::optional<ReportKey> ParseReportName(absl::string_view name) {
  constexpr absl::string_view kReports = "/reports/";
  const size_t middle = name.find(kReports);
  if (middle == absl::string_view::npos) return std::nullopt;
  const auto agency_id = ParseAgencyName(name.substr(0, middle));
  const absl::string_view digits = name.substr(middle + kReports.size());
  int year = 0;
  // SimpleAtoi also takes signs and white space.
  if (!agency_id.has_value() || digits.size() != 4 || digits[0] == '+' || digits[0] == ' ' ||
      !absl::SimpleAtoi(digits, &year) || !IsReportYear(year)) {
    return std::nullopt;
  }
  return ReportKey{*agency_id, year};
}

bool IsReportYear(int64_t year) { return year >= 1949 && year <= 2200; }

std::string AgencyIdOfName(absl::string_view display_name) {
  return absl::StrCat(kNameOnly, Sha256Hex(display_name).substr(0, kNameDigestLength));
}

}  // namespace gongkai
