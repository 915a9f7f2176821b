#include "services/store/report_rows.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/digest.h"
#include "services/base/status_macros.h"
#include "services/store/names.h"
#include "services/store/report_wire.h"

namespace gongkai {
namespace {

using database::Blob;
using database::Connection;
using database::Row;

struct Newest {
  int64_t revision = 0;  // 0: there is no report yet
  bool same = false;     // of the same document, forms and rules versions
};

absl::StatusOr<Newest> FindNewest(Connection& connection, absl::string_view agency_id,
                                  absl::string_view document,
                                  const internal::v1::ReportSummary& summary) {
  Newest newest;
  RETURN_IF_ERROR(
      connection
          .Execute("SELECT revision, document, rules_version, forms_version FROM reports "
                   "WHERE agency = ? AND year = ?",
                   {agency_id, int64_t{summary.year()}},
                   [&](const Row& row) {
                     newest.revision = row.Int(0);
                     newest.same = row.Text(1) == document &&
                                   row.Text(2) == summary.rules_version() &&
                                   row.Text(3) == summary.forms_version();
                   })
          .status());
  return newest;
}

}  // namespace

absl::StatusOr<PreparedReport> PrepareReport(const internal::v1::ProcessReply& reply) {
  PreparedReport prepared;
  prepared.report = reply.report();
  prepared.summary = &reply.summary();
  ASSIGN_OR_RETURN(prepared.basic, BasicFields(reply.report()));
  // Lists parse this part: it must not fail there.
  v1::Report basic;
  if (!basic.ParseFromString(prepared.basic)) {
    return absl::InvalidArgumentError("the serialised report is broken");
  }
  prepared.digest = Sha256Hex(reply.report());
  return prepared;
}

absl::Status StoreReport(Connection& connection, const PreparedReport& report,
                         absl::string_view agency_id, absl::string_view job_id,
                         absl::string_view document, int64_t now) {
  const internal::v1::ReportSummary& summary = *report.summary;
  ASSIGN_OR_RETURN(const Newest newest, FindNewest(connection, agency_id, document, summary));
  if (newest.same) return absl::OkStatus();
  const int64_t revision = newest.revision + 1;

  v1::Report assigned;
  assigned.set_name(ReportName(agency_id, summary.year()));
  assigned.set_agency(AgencyName(agency_id));
  assigned.set_document(DocumentName(document));
  assigned.set_revision(revision);
  assigned.set_job(JobName(job_id));
  *assigned.mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(now);
  assigned.set_etag(absl::StrCat(revision, "-", report.digest.substr(0, 16)));
  const std::string assigned_bytes = assigned.SerializeAsString();
  const std::string basic = absl::StrCat(report.basic, assigned_bytes);
  const std::string full = absl::StrCat(report.report, assigned_bytes);

  RETURN_IF_ERROR(
      connection
          .Execute("INSERT INTO reports (agency, year, revision, document, rules_version, "
                   "forms_version, verdict, form_version, title, published_date, error_count, "
                   "warning_count, create_time, basic) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (agency, year) DO UPDATE SET revision = excluded.revision, "
                   "document = excluded.document, rules_version = excluded.rules_version, "
                   "forms_version = excluded.forms_version, verdict = excluded.verdict, "
                   "form_version = excluded.form_version, title = excluded.title, "
                   "published_date = excluded.published_date, error_count = excluded.error_count, "
                   "warning_count = excluded.warning_count, create_time = excluded.create_time, "
                   "basic = excluded.basic",
                   {agency_id, int64_t{summary.year()}, revision, document, summary.rules_version(),
                    summary.forms_version(), int64_t{summary.verdict()}, summary.form_version(),
                    summary.title(), summary.published_date(), int64_t{summary.error_count()},
                    int64_t{summary.warning_count()}, now, Blob{basic}},
                   nullptr)
          .status());
  return connection
      .Execute(
          "INSERT INTO report_revisions (agency, year, revision, job, document, create_time, "
          "report) VALUES (?, ?, ?, ?, ?, ?, ?)",
          {agency_id, int64_t{summary.year()}, revision, job_id, document, now, Blob{full}},
          nullptr)
      .status();
}

}  // namespace gongkai
