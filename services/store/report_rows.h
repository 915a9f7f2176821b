// Storing reports and their revisions.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gongkai/internal/v1/sandbox.pb.h"
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

// Stores the report as the next revision of its agency and year, with the fields that only the
// store knows; does nothing when the newest revision is of the same document, forms and rules
// versions. `document` is a SHA-256, `now` microseconds since 1970.
absl::Status StoreReport(database::Connection& connection, const PreparedReport& report,
                         absl::string_view agency_id, absl::string_view job_id,
                         absl::string_view document, int64_t now);

}  // namespace gongkai
