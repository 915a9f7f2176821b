// Storing reports and their revisions.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/report.pb.h"
#include "services/database/database.h"

namespace gongkai {

// A report made ready outside the transaction.
struct PreparedReport {
  absl::string_view report;  // serialised gongkai.v1.Report, as processing gave it
  std::string basic;         // its fields of view BASIC, serialised
  std::string digest;        // SHA-256 of `report`, hexadecimal
  const internal::v1::ReportSummary* summary = nullptr;
};

// INVALID_ARGUMENT when the report is no well-formed message. The result refers to `reply`.
absl::StatusOr<PreparedReport> PrepareReport(const internal::v1::ProcessReply& reply);

// What became of a report that was stored.
struct StoredReport {
  // The newest revision was of another document or read by other forms, or there was none: what
  // other reports are checked against may have changed.
  bool other_facts = false;
  // Of what stands now, dispositions taken into account.
  v1::Report::Verdict verdict = v1::Report::VERDICT_UNSPECIFIED;
  int error_count = 0;
  int warning_count = 0;
};

// Stores the report as the next revision of its agency and year, with the fields that only the
// store knows and with the dispositions that its findings have; makes no new revision when the
// newest one is of the same document, forms and rules versions and context. `document` is a
// SHA-256, `now` microseconds since 1970.
absl::StatusOr<StoredReport> StoreReport(database::Connection& connection,
                                         const PreparedReport& report, absl::string_view agency_id,
                                         absl::string_view job_id, absl::string_view document,
                                         absl::string_view context_stamp, int64_t now);

// NOT_FOUND with reason REPORT_NOT_FOUND.
absl::Status ReportNotFound(absl::string_view agency_id, int year);

// DATA_LOSS when a stored report is no well-formed message.
absl::Status ParseStored(absl::string_view bytes, v1::Report* report);

// The newest revision, whole. NOT_FOUND as above.
absl::StatusOr<v1::Report> ReadNewest(database::Connection& connection, absl::string_view agency_id,
                                      int year);

// Writes a report back whose findings got other dispositions: the same revision, with verdict and
// etag worked out again.
absl::Status RewriteReport(database::Connection& connection, absl::string_view agency_id, int year,
                           v1::Report* report);

}  // namespace gongkai
