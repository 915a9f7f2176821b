// What requests may hold. Every error is INVALID_ARGUMENT and names the field.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gongkai/v1/job.pb.h"
#include "gongkai/v1/report.pb.h"
#include "services/store/names.h"

namespace gongkai {

// Field `content`: EMPTY_CONTENT, CONTENT_TOO_LARGE.
absl::Status CheckContent(absl::string_view content, int64_t max_bytes);

// Field `filename`: at most 255 bytes without control characters.
absl::Status CheckFilename(absl::string_view filename);

// Field `request_id`: at most 128 printable ASCII characters.
absl::Status CheckRequestId(absl::string_view request_id);

// Field `year`: 0 or 1949..2200.
absl::Status CheckYear(int year);

// Fields `priority`, `state`, `verdict`: a number that the enum knows.
absl::Status CheckPriority(int priority);
absl::Status CheckState(int state);
absl::Status CheckVerdict(int verdict);
// Fields `severity`, `disposition`: the same.
absl::Status CheckSeverity(int severity);
absl::Status CheckDisposition(int disposition);

// Fields `name` and `parent`: the identifiers in a resource name, as views into it. INVALID_NAME.
absl::StatusOr<absl::string_view> JobIdIn(absl::string_view name);
absl::StatusOr<ReportKey> ReportKeyIn(absl::string_view name);
// Empty for all agencies.
absl::StatusOr<absl::string_view> AgencyIdIn(absl::string_view parent);

// The id in the name of one agency, found in this field.
absl::StatusOr<absl::string_view> AgencyIdInName(absl::string_view name, absl::string_view field);
// The report in this field.
absl::StatusOr<ReportKey> ReportKeyInField(absl::string_view name, absl::string_view field);
// Field `parent`: agencies/{agency}/reports/{year}, either of them "-" for all; empty: all.
absl::StatusOr<ReportKey> ReportsIn(absl::string_view parent);

// Words that a person writes: no control characters but line breaks, at most that many bytes.
absl::Status CheckWords(absl::string_view field, absl::string_view words, size_t max_bytes);

// Field `page_size`: the number to use; 0 means 50, more than 1000 means 1000.
absl::StatusOr<int> PageSize(int page_size);

}  // namespace gongkai
