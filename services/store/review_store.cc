#include "services/store/review_store.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/store/audit_rows.h"
#include "services/store/dispositions.h"
#include "services/store/names.h"
#include "services/store/page_token.h"
#include "services/store/report_rows.h"

namespace gongkai {
namespace {

using database::Connection;
using database::Row;
using database::Value;

// Reports that one call looks through at most, so that a filter that fits nothing does not read
// the whole database before it answers.
constexpr int kMaxReportsSearched = 200;

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
