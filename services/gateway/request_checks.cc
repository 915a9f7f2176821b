#include "services/gateway/request_checks.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

constexpr size_t kMaxFilenameBytes = 255;
constexpr size_t kMaxRequestIdBytes = 128;
constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 1000;

// `text` is UTF-8. C0 and C1 controls and DEL.
bool HasControlCharacter(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

absl::Status UnknownEnumValue(absl::string_view field, absl::string_view reason, int value) {
  return InvalidField(field, reason, absl::StrCat(field, " has the unknown value ", value),
                      absl::StrCat(field, " 的取值 ", value, " 无效"));
}

absl::Status InvalidName(absl::string_view field, absl::string_view pattern) {
  return InvalidField(field, "INVALID_NAME", absl::StrCat(field, " must be of the form ", pattern),
                      absl::StrCat(field, " 的格式应为 ", pattern));
}

}  // namespace

absl::Status CheckContent(absl::string_view content, int64_t max_bytes) {
  if (content.empty()) {
    return InvalidField("content", "EMPTY_CONTENT", "content is empty", "文件内容为空");
  }
  if (static_cast<int64_t>(content.size()) > max_bytes) {
    return InvalidField(
        "content", "CONTENT_TOO_LARGE",
        absl::StrCat("content has ", content.size(), " bytes; at most ", max_bytes,
                     " are accepted"),
        absl::StrCat("文件大小为 ", content.size(), " 字节，超过上限 ", max_bytes, " 字节"));
  }
  return absl::OkStatus();
}

absl::Status CheckFilename(absl::string_view filename) {
  if (filename.size() > kMaxFilenameBytes) {
    return InvalidField(
        "filename", "INVALID_FILENAME",
        absl::StrCat("filename has ", filename.size(), " bytes; at most ", kMaxFilenameBytes,
                     " are accepted"),
        absl::StrCat("文件名长 ", filename.size(), " 字节，超过上限 ", kMaxFilenameBytes, " 字节"));
  }
  if (HasControlCharacter(filename)) {
    return InvalidField("filename", "INVALID_FILENAME", "filename has control characters",
                        "文件名含有控制字符");
  }
  return absl::OkStatus();
}

absl::Status CheckRequestId(absl::string_view request_id) {
  const bool printable = std::all_of(request_id.begin(), request_id.end(),
                                     [](unsigned char c) { return absl::ascii_isprint(c); });
  if (request_id.size() > kMaxRequestIdBytes || !printable) {
    return InvalidField("request_id", "INVALID_REQUEST_ID",
                        "request_id must be at most 128 printable ASCII characters",
                        "request_id 须为不超过 128 个可打印 ASCII 字符");
  }
  return absl::OkStatus();
}

absl::Status CheckYear(int year) {
  if (year == 0 || IsReportYear(year)) return absl::OkStatus();
  return InvalidField("year", "INVALID_YEAR",
                      absl::StrCat("year is ", year, "; it must be 0 or 1949..2200"),
                      absl::StrCat("年度 ", year, " 无效，应为 0 或 1949–2200"));
}

absl::Status CheckPriority(int priority) {
  if (v1::Job::Priority_IsValid(priority)) return absl::OkStatus();
  return UnknownEnumValue("priority", "INVALID_PRIORITY", priority);
}

absl::Status CheckState(int state) {
  if (v1::Job::State_IsValid(state)) return absl::OkStatus();
  return UnknownEnumValue("state", "INVALID_STATE", state);
}

absl::Status CheckVerdict(int verdict) {
  if (v1::Report::Verdict_IsValid(verdict)) return absl::OkStatus();
  return UnknownEnumValue("verdict", "INVALID_VERDICT", verdict);
}

absl::Status CheckSeverity(int severity) {
  if (v1::Finding::Severity_IsValid(severity)) return absl::OkStatus();
  return UnknownEnumValue("severity", "INVALID_SEVERITY", severity);
}

absl::Status CheckDisposition(int disposition) {
  if (v1::Finding::Disposition_IsValid(disposition)) return absl::OkStatus();
  return UnknownEnumValue("disposition", "INVALID_DISPOSITION", disposition);
}

absl::StatusOr<absl::string_view> JobIdIn(absl::string_view name) {
  const auto id = ParseJobName(name);
  if (!id.has_value()) return InvalidName("name", "jobs/{job}");
  return *id;
}

absl::StatusOr<ReportKey> ReportKeyIn(absl::string_view name) {
  return ReportKeyInField(name, "name");
}

absl::StatusOr<ReportKey> ReportKeyInField(absl::string_view name, absl::string_view field) {
  const auto key = ParseReportName(name);
  if (!key.has_value()) return InvalidName(field, "agencies/{agency}/reports/{year}");
  return *key;
}

absl::StatusOr<ReportKey> ReportsIn(absl::string_view parent) {
  constexpr absl::string_view kPattern = "agencies/{agency or -}/reports/{year or -}";
  constexpr absl::string_view kReports = "/reports/";
  ReportKey key;
  if (parent.empty()) return key;
  const size_t middle = parent.find(kReports);
  if (middle == absl::string_view::npos) return InvalidName("parent", kPattern);
  const absl::string_view agency = parent.substr(0, middle);
  const absl::string_view year = parent.substr(middle + kReports.size());
  if (agency != "agencies/-") {
    const auto id = ParseAgencyName(agency);
    if (!id.has_value()) return InvalidName("parent", kPattern);
    key.agency_id = *id;
  }
  if (year != "-" && (!absl::SimpleAtoi(year, &key.year) || !IsReportYear(key.year))) {
    return InvalidName("parent", kPattern);
  }
  return key;
}

absl::StatusOr<absl::string_view> AgencyIdInName(absl::string_view name, absl::string_view field) {
  const auto id = ParseAgencyName(name);
  if (!id.has_value()) return InvalidName(field, "agencies/{agency}");
  return *id;
}

absl::Status CheckWords(absl::string_view field, absl::string_view words, size_t max_bytes) {
  if (words.size() > max_bytes) {
    return InvalidField(
        field, "TOO_LONG",
        absl::StrCat(field, " has ", words.size(), " bytes; at most ", max_bytes, " are accepted"),
        absl::StrCat(field, " 长 ", words.size(), " 字节，超过上限 ", max_bytes, " 字节"));
  }
  const bool clean = std::all_of(words.begin(), words.end(), [](unsigned char c) {
    return c == '\n' || !absl::ascii_iscntrl(c);
  });
  if (!clean) {
    return InvalidField(field, "CONTROL_CHARACTERS", absl::StrCat(field, " has control characters"),
                        absl::StrCat(field, " 含有控制字符"));
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> AgencyIdIn(absl::string_view parent) {
  if (parent.empty() || parent == "agencies/-") return absl::string_view();
  const auto id = ParseAgencyName(parent);
  if (!id.has_value()) return InvalidName("parent", "agencies/{agency}, agencies/-");
  return *id;
}

absl::StatusOr<int> PageSize(int page_size) {
  if (page_size < 0) {
    return InvalidField("page_size", "INVALID_PAGE_SIZE", "page_size is negative",
                        "page_size 不能为负数");
  }
  return page_size == 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
}

}  // namespace gongkai
