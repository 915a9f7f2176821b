#include "services/store/review_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/store/audit_rows.h"
#include "services/store/dispositions.h"
#include "services/store/job_rows.h"
#include "services/store/names.h"
#include "services/store/page_token.h"
#include "services/store/report_rows.h"
#include "services/store/revalidation.h"

namespace gongkai {
namespace {

using database::Connection;
using database::Row;
using database::Value;

// Reports that one call looks through at most, so that a filter that fits nothing does not read
// the whole database before it answers.
constexpr int kMaxReportsSearched = 200;
// Reports that get their job in one transaction; others want to write too.
constexpr int kReportsPerCommit = 500;

absl::Status FindingNotFound(absl::string_view fingerprint) {
  return MakeError(absl::StatusCode::kNotFound, "FINDING_NOT_FOUND",
                   absl::StrCat("The newest revision of the report has no finding ", fingerprint),
                   absl::StrCat("该报告最新版本中没有编号为 ", fingerprint, " 的问题"));
}

absl::Status EtagMismatch() {
  return MakeError(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                   "The report has changed since it was read; read it again",
                   "报告在读取之后已有变动，请重新读取");
}

// A finding's place in the list: behind (agency, year, index).
struct Position {
  std::string agency_id;
  int64_t year = 0;
  int64_t index = -1;  // -1: nothing of that report was shown
};

absl::StatusOr<Position> ParsePosition(absl::string_view filter, absl::string_view token) {
  Position position;
  if (token.empty()) return position;
  ASSIGN_OR_RETURN(const std::string text, ParsePageToken(filter, token));
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &position.year) ||
      !absl::SimpleAtoi(parts[2], &position.index)) {
    return InvalidPageToken();
  }
  position.agency_id = parts[0];
  return position;
}

bool Matches(const v1::Finding& finding, const FindingFilter& filter) {
  return (filter.severity == v1::Finding::SEVERITY_UNSPECIFIED ||
          finding.severity() == filter.severity) &&
         (filter.rule_id.empty() || finding.rule_id() == filter.rule_id) &&
         (filter.disposition == v1::Finding::DISPOSITION_UNSPECIFIED ||
          finding.disposition() == filter.disposition);
}

class SqlReviewStore : public ReviewStore {
 public:
  SqlReviewStore(database::Database* database, const Clock* clock)
      : database_(*database), clock_(*clock) {}

  absl::StatusOr<v1::Finding> SetDisposition(const DispositionChange& change) override;
  absl::StatusOr<v1::Job> Amend(const AmendmentChange& change) override;
  absl::StatusOr<std::vector<std::string>> Revalidate(const RevalidationFilter& filter) override;
  absl::StatusOr<FindingPage> ListFindings(const FindingFilter& filter, int page_size,
                                           absl::string_view page_token) override;
  absl::StatusOr<RevisionPage> ListRevisions(absl::string_view agency_id, int year, int page_size,
                                             absl::string_view page_token) override;

 private:
  database::Database& database_;
  const Clock& clock_;
};

absl::StatusOr<v1::Finding> SetInTransaction(Connection& connection,
                                             const DispositionChange& change, int64_t now) {
  ASSIGN_OR_RETURN(v1::Report report, ReadNewest(connection, change.agency_id, change.year));
  if (!change.etag.empty() && change.etag != report.etag()) return EtagMismatch();
  Disposition disposition;
  disposition.fingerprint = std::string(change.fingerprint);
  disposition.decision = change.decision;
  disposition.reason = std::string(change.reason);
  disposition.actor = std::string(change.actor);
  disposition.time = now;
  v1::Finding result;
  bool found = false;
  for (v1::Finding& finding : *report.mutable_findings()) {
    if (finding.fingerprint() != change.fingerprint) continue;
    found = true;
    PutDisposition(disposition, &finding);
    result = finding;
  }
  if (!found) return FindingNotFound(change.fingerprint);
  RETURN_IF_ERROR(KeepDisposition(connection, change.agency_id, change.year, disposition));
  RETURN_IF_ERROR(RewriteReport(connection, change.agency_id, change.year, &report));
  const std::string resource = ReportName(change.agency_id, change.year);
  const std::string detail =
      absl::StrCat(result.rule_id(), " ", result.fingerprint(), " ",
                   v1::Finding::Disposition_Name(change.decision), ": ", change.reason);
  AuditEntry entry;
  entry.time = now;
  entry.actor = change.actor;
  entry.action = "SetFindingDisposition";
  entry.resource = resource;
  entry.detail = detail;
  RETURN_IF_ERROR(AddAuditEntry(connection, entry));
  return result;
}

absl::StatusOr<v1::Finding> SqlReviewStore::SetDisposition(const DispositionChange& change) {
  const int64_t now = absl::ToUnixMicros(clock_.Now());
  v1::Finding finding;
  RETURN_IF_ERROR(database_.Commit([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(finding, SetInTransaction(connection, change, now));
    return absl::OkStatus();
  }));
  return finding;
}

absl::Status FactNotFound(const AmendmentChange& change) {
  return MakeError(absl::StatusCode::kNotFound, "FACT_NOT_FOUND",
                   absl::StrCat("The report has no cell ", change.indicator, " ", change.applicant),
                   absl::StrCat("该报告没有单元格 ", change.indicator, " ", change.applicant));
}

absl::Status KeepAmendment(Connection& connection, const AmendmentChange& change, int64_t now) {
  if (change.value.empty()) {
    return connection
        .Execute(
            "DELETE FROM amendments WHERE agency = ? AND year = ? AND indicator = ? AND "
            "applicant = ?",
            {change.agency_id, int64_t{change.year}, change.indicator, change.applicant}, nullptr)
        .status();
  }
  return connection
      .Execute(
          "INSERT INTO amendments (agency, year, indicator, applicant, value, reason, actor, "
          "update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agency, year, "
          "indicator, applicant) DO UPDATE SET value = excluded.value, reason = "
          "excluded.reason, actor = excluded.actor, update_time = excluded.update_time",
          {change.agency_id, int64_t{change.year}, change.indicator, change.applicant, change.value,
           change.reason, change.actor, now},
          nullptr)
      .status();
}

absl::Status AmendInTransaction(Connection& connection, const AmendmentChange& change, int64_t now,
                                std::optional<v1::Job>* job) {
  ASSIGN_OR_RETURN(const v1::Report report, ReadNewest(connection, change.agency_id, change.year));
  if (!change.etag.empty() && change.etag != report.etag()) return EtagMismatch();
  const auto fact = std::find_if(report.facts().begin(), report.facts().end(),
                                 [&change](const v1::Fact& candidate) {
                                   return candidate.indicator() == change.indicator &&
                                          candidate.applicant() == change.applicant;
                                 });
  if (fact == report.facts().end()) return FactNotFound(change);
  RETURN_IF_ERROR(KeepAmendment(connection, change, now));
  const std::string resource = ReportName(change.agency_id, change.year);
  const std::string detail =
      absl::StrCat(change.indicator, " ", change.applicant, ": printed \"", fact->raw_text(),
                   "\", amended to \"", change.value, "\": ", change.reason);
  AuditEntry entry;
  entry.time = now;
  entry.actor = change.actor;
  entry.action = "AmendFact";
  entry.resource = resource;
  entry.detail = detail;
  RETURN_IF_ERROR(AddAuditEntry(connection, entry));
  std::vector<std::string> made;
  RETURN_IF_ERROR(
      AddRevalidation(connection, change.agency_id, change.year, v1::Job::INTERACTIVE, now, &made));
  return connection
      .Execute("SELECT " GONGKAI_JOB_COLUMNS
               " FROM jobs WHERE state < 3 AND kind = 2 AND target_agency = ? AND target_year = ?",
               {change.agency_id, int64_t{change.year}},
               [&](const Row& row) { *job = JobFromRow(row); })
      .status();
}

absl::StatusOr<v1::Job> SqlReviewStore::Amend(const AmendmentChange& change) {
  const int64_t now = absl::ToUnixMicros(clock_.Now());
  std::optional<v1::Job> job;
  RETURN_IF_ERROR(database_.Commit([&](Connection& connection) {
    job.reset();
    return AmendInTransaction(connection, change, now, &job);
  }));
  if (!job.has_value()) return absl::InternalError("no job waits for the amended report");
  return *std::move(job);
}

absl::StatusOr<std::vector<std::string>> SqlReviewStore::Revalidate(
    const RevalidationFilter& filter) {
  std::string sql = "SELECT agency, year FROM reports WHERE (agency, year) > (?, ?)";
  std::vector<Value> parameters = {absl::string_view(), int64_t{0}};
  if (!filter.agency_id.empty()) {
    sql += " AND agency = ?";
    parameters.emplace_back(filter.agency_id);
  }
  if (filter.year != 0) {
    sql += " AND year = ?";
    parameters.emplace_back(int64_t{filter.year});
  }
  if (!filter.other_than_rules_version.empty()) {
    sql += " AND rules_version <> ?";
    parameters.emplace_back(filter.other_than_rules_version);
  }
  sql += " ORDER BY agency, year LIMIT ?";
  parameters.emplace_back(int64_t{kReportsPerCommit});
  std::vector<std::string> jobs;
  std::vector<std::pair<std::string, int64_t>> reports;
  std::string last;
  do {
    const int64_t now = absl::ToUnixMicros(clock_.Now());
    const size_t made = jobs.size();
    RETURN_IF_ERROR(database_.Commit([&](Connection& connection) -> absl::Status {
      jobs.resize(made);
      reports.clear();
      RETURN_IF_ERROR(
          connection
              .Execute(sql, parameters,
                       [&](const Row& row) { reports.emplace_back(row.Text(0), row.Int(1)); })
              .status());
      for (const auto& [agency, year] : reports) {
        RETURN_IF_ERROR(AddRevalidation(connection, agency, year, v1::Job::BULK, now, &jobs));
      }
      return absl::OkStatus();
    }));
    if (reports.empty()) break;
    last = reports.back().first;
    parameters[0] = absl::string_view(last);
    parameters[1] = reports.back().second;
  } while (reports.size() == static_cast<size_t>(kReportsPerCommit));
  return jobs;
}

absl::StatusOr<FindingPage> SqlReviewStore::ListFindings(const FindingFilter& filter, int page_size,
                                                         absl::string_view page_token) {
  const std::string token_filter = absl::StrCat(
      "findings ", filter.agency_id, " ", filter.year, " ", static_cast<int>(filter.severity), " ",
      filter.rule_id, " ", static_cast<int>(filter.disposition));
  ASSIGN_OR_RETURN(const Position after, ParsePosition(token_filter, page_token));
  std::string sql =
      "SELECT r.agency, r.year, v.report FROM reports r JOIN report_revisions v ON v.agency = "
      "r.agency AND v.year = r.year AND v.revision = r.revision WHERE (r.agency, r.year) >= (?, ?)";
  std::vector<Value> parameters = {absl::string_view(after.agency_id), after.year};
  if (!filter.agency_id.empty()) {
    sql += " AND r.agency = ?";
    parameters.emplace_back(filter.agency_id);
  }
  if (filter.year != 0) {
    sql += " AND r.year = ?";
    parameters.emplace_back(int64_t{filter.year});
  }
  sql += " ORDER BY r.agency, r.year LIMIT ?";
  parameters.emplace_back(int64_t{kMaxReportsSearched});

  FindingPage page;
  const auto wanted = static_cast<size_t>(std::max(page_size, 1));
  absl::Status status;
  int reports = 0;
  std::string last;
  const auto read_report = [&](const Row& row) {
    ++reports;
    if (!status.ok() || !page.next_page_token.empty()) return;
    v1::Report report;
    status.Update(ParseStored(row.Text(2), &report));
    const bool continued = row.Text(0) == after.agency_id && row.Int(1) == after.year;
    for (int i = continued ? static_cast<int>(after.index) + 1 : 0; i < report.findings_size();
         ++i) {
      if (!Matches(report.findings(i), filter)) continue;
      if (page.entries.size() == wanted) {
        page.next_page_token = MakePageToken(token_filter, last);
        return;
      }
      page.entries.push_back(
          {report.name(), report.agency_name(), std::move(*report.mutable_findings(i))});
      last = absl::StrCat(row.Text(0), "/", row.Int(1), "/", i);
    }
    last = absl::StrCat(row.Text(0), "/", row.Int(1), "/", report.findings_size());
  };
  RETURN_IF_ERROR(database_.Read([&](Connection& connection) {
    return connection.Execute(sql, parameters, read_report).status();
  }));
  RETURN_IF_ERROR(status);
  if (page.next_page_token.empty() && reports == kMaxReportsSearched) {
    page.next_page_token = MakePageToken(token_filter, last);
  }
  return page;
}

absl::StatusOr<RevisionPage> SqlReviewStore::ListRevisions(absl::string_view agency_id, int year,
                                                           int page_size,
                                                           absl::string_view page_token) {
  const std::string filter = absl::StrCat("revisions ", agency_id, " ", year);
  int64_t below = INT64_MAX;
  if (!page_token.empty()) {
    ASSIGN_OR_RETURN(const std::string position, ParsePageToken(filter, page_token));
    if (!absl::SimpleAtoi(position, &below)) return InvalidPageToken();
  }
  const auto wanted = static_cast<size_t>(std::max(page_size, 1));
  RevisionPage page;
  absl::Status status;
  RETURN_IF_ERROR(database_.Read([&](Connection& connection) {
    return connection
        .Execute(
            "SELECT report FROM report_revisions WHERE agency = ? AND year = ? AND revision "
            "< ? ORDER BY revision DESC LIMIT ?",
            {agency_id, int64_t{year}, below, static_cast<int64_t>(wanted) + 1},
            [&](const Row& row) {
              status.Update(ParseStored(row.Text(0), &page.reports.emplace_back()));
            })
        .status();
  }));
  RETURN_IF_ERROR(status);
  if (page.reports.empty() && page_token.empty()) return ReportNotFound(agency_id, year);
  page.shown = std::min(wanted, page.reports.size());
  if (page.reports.size() > wanted) {
    page.next_page_token = MakePageToken(filter, absl::StrCat(page.reports[wanted - 1].revision()));
  }
  return page;
}

}  // namespace

std::unique_ptr<ReviewStore> NewSqlReviewStore(database::Database* database, const Clock* clock) {
  return std::make_unique<SqlReviewStore>(database, clock);
}

}  // namespace gongkai
