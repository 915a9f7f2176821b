#include "services/store/report_rows.h"

#include <google/protobuf/util/time_util.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/store/dispositions.h"
#include "services/store/names.h"
#include "services/store/report_wire.h"

namespace gongkai {
namespace {

using database::Blob;
using database::Connection;
using database::Row;

struct Newest {
  int64_t revision = 0;     // 0: there is no report yet
  bool same_facts = false;  // of the same document and forms version
  bool same = false;        // and of the same rules version and context
  StoredReport stored;
};

absl::StatusOr<Newest> FindNewest(Connection& connection, absl::string_view agency_id,
                                  absl::string_view document, absl::string_view context_stamp,
                                  const internal::v1::ReportSummary& summary) {
  Newest newest;
  RETURN_IF_ERROR(
      connection
          .Execute("SELECT revision, document, rules_version, forms_version, verdict, "
                   "error_count, warning_count, context FROM reports WHERE agency = ? AND year = ?",
                   {agency_id, int64_t{summary.year()}},
                   [&](const Row& row) {
                     newest.revision = row.Int(0);
                     newest.same_facts =
                         row.Text(1) == document && row.Text(3) == summary.forms_version();
                     newest.same = newest.same_facts && row.Text(2) == summary.rules_version() &&
                                   row.Text(7) == context_stamp;
                     newest.stored.verdict = static_cast<v1::Report::Verdict>(row.Int(4));
                     newest.stored.error_count = static_cast<int>(row.Int(5));
                     newest.stored.warning_count = static_cast<int>(row.Int(6));
                   })
          .status());
  return newest;
}

std::string EtagOf(int64_t revision, absl::string_view digest) {
  return absl::StrCat(revision, "-", digest.substr(0, 16));
}

// A report as it is stored, and the part that lists show.
struct Encoded {
  std::string full;
  std::string basic;
};

absl::StatusOr<Encoded> Encode(const v1::Report& report) {
  Encoded encoded;
  encoded.full = report.SerializeAsString();
  ASSIGN_OR_RETURN(encoded.basic, BasicFields(encoded.full));
  return encoded;
}

// Puts what was decided about findings of earlier revisions into those of this one.
absl::Status TakeOver(Connection& connection, const std::vector<Disposition>& dispositions,
                      absl::string_view agency_id, int year, StoredReport* stored,
                      Encoded* encoded) {
  v1::Report report;
  if (!report.ParseFromString(encoded->full)) {
    return absl::InternalError("a report that was well-formed cannot be parsed");
  }
  for (v1::Finding& finding : *report.mutable_findings()) {
    for (Disposition disposition : dispositions) {
      if (finding.fingerprint() != disposition.fingerprint) continue;
      if (disposition.decision == v1::Finding::FIXED) {
        // It is not: here it is again.
        disposition.decision = v1::Finding::OPEN;
        RETURN_IF_ERROR(KeepDisposition(connection, agency_id, year, disposition));
      } else {
        PutDisposition(disposition, &finding);
      }
    }
  }
  const Standing standing = JudgeByStanding(&report);
  stored->verdict = report.verdict();
  stored->error_count = standing.errors;
  stored->warning_count = standing.warnings;
  ASSIGN_OR_RETURN(*encoded, Encode(report));
  return absl::OkStatus();
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

absl::StatusOr<StoredReport> StoreReport(Connection& connection, const PreparedReport& report,
                                         absl::string_view agency_id, absl::string_view job_id,
                                         absl::string_view document,
                                         absl::string_view context_stamp, int64_t now) {
  const internal::v1::ReportSummary& summary = *report.summary;
  ASSIGN_OR_RETURN(const Newest newest,
                   FindNewest(connection, agency_id, document, context_stamp, summary));
  if (newest.same) return newest.stored;
  const int64_t revision = newest.revision + 1;

  v1::Report assigned;
  assigned.set_name(ReportName(agency_id, summary.year()));
  assigned.set_agency(AgencyName(agency_id));
  assigned.set_document(DocumentName(document));
  assigned.set_revision(revision);
  assigned.set_job(JobName(job_id));
  *assigned.mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(now);
  assigned.set_etag(EtagOf(revision, report.digest));
  const std::string assigned_bytes = assigned.SerializeAsString();
  Encoded encoded;
  encoded.basic = absl::StrCat(report.basic, assigned_bytes);
  encoded.full = absl::StrCat(report.report, assigned_bytes);
  StoredReport stored;
  stored.other_facts = !newest.same_facts;
  stored.verdict = summary.verdict();
  stored.error_count = summary.error_count();
  stored.warning_count = summary.warning_count();
  if (newest.revision > 0) {
    ASSIGN_OR_RETURN(const std::vector<Disposition> dispositions,
                     DispositionsOf(connection, agency_id, summary.year()));
    if (!dispositions.empty()) {
      RETURN_IF_ERROR(
          TakeOver(connection, dispositions, agency_id, summary.year(), &stored, &encoded));
    }
  }

  RETURN_IF_ERROR(
      connection
          .Execute("INSERT INTO reports (agency, year, revision, document, rules_version, "
                   "forms_version, verdict, form_version, title, published_date, error_count, "
                   "warning_count, create_time, basic, context) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (agency, year) DO UPDATE SET revision = excluded.revision, "
                   "document = excluded.document, rules_version = excluded.rules_version, "
                   "forms_version = excluded.forms_version, verdict = excluded.verdict, "
                   "form_version = excluded.form_version, title = excluded.title, "
                   "published_date = excluded.published_date, error_count = excluded.error_count, "
                   "warning_count = excluded.warning_count, create_time = excluded.create_time, "
                   "basic = excluded.basic, context = excluded.context",
                   {agency_id, int64_t{summary.year()}, revision, document, summary.rules_version(),
                    summary.forms_version(), int64_t{stored.verdict}, summary.form_version(),
                    summary.title(), summary.published_date(), int64_t{stored.error_count},
                    int64_t{stored.warning_count}, now, Blob{encoded.basic}, context_stamp},
                   nullptr)
          .status());
  RETURN_IF_ERROR(
      connection
          .Execute(
              "INSERT INTO report_revisions (agency, year, revision, job, document, create_time, "
              "report) VALUES (?, ?, ?, ?, ?, ?, ?)",
              {agency_id, int64_t{summary.year()}, revision, job_id, document, now,
               Blob{encoded.full}},
              nullptr)
          .status());
  return stored;
}

absl::Status ReportNotFound(absl::string_view agency_id, int year) {
  const std::string name = ReportName(agency_id, year);
  return MakeError(absl::StatusCode::kNotFound, "REPORT_NOT_FOUND",
                   absl::StrCat("There is no report ", name), absl::StrCat("报告不存在：", name));
}

absl::Status ParseStored(absl::string_view bytes, v1::Report* report) {
  if (report->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return absl::DataLossError("a stored report is damaged");
}

absl::StatusOr<v1::Report> ReadNewest(Connection& connection, absl::string_view agency_id,
                                      int year) {
  v1::Report report;
  absl::Status status = ReportNotFound(agency_id, year);
  RETURN_IF_ERROR(
      connection
          .Execute("SELECT v.report FROM reports r JOIN report_revisions v ON v.agency = r.agency "
                   "AND v.year = r.year AND v.revision = r.revision WHERE r.agency = ? AND r.year "
                   "= ?",
                   {agency_id, int64_t{year}},
                   [&](const Row& row) { status = ParseStored(row.Text(0), &report); })
          .status());
  RETURN_IF_ERROR(status);
  return report;
}

absl::Status RewriteReport(Connection& connection, absl::string_view agency_id, int year,
                           v1::Report* report) {
  const Standing standing = JudgeByStanding(report);
  report->set_etag(EtagOf(report->revision(), Sha256Hex(report->SerializeAsString())));
  ASSIGN_OR_RETURN(const Encoded encoded, Encode(*report));
  RETURN_IF_ERROR(
      connection
          .Execute("UPDATE reports SET verdict = ?, error_count = ?, warning_count = ?, basic = ? "
                   "WHERE agency = ? AND year = ?",
                   {int64_t{report->verdict()}, int64_t{standing.errors},
                    int64_t{standing.warnings}, Blob{encoded.basic}, agency_id, int64_t{year}},
                   nullptr)
          .status());
  return connection
      .Execute(
          "UPDATE report_revisions SET report = ? WHERE agency = ? AND year = ? AND "
          "revision = ?",
          {Blob{encoded.full}, agency_id, int64_t{year}, report->revision()}, nullptr)
      .status();
}

}  // namespace gongkai
