#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/base/status_macros.h"
#include "services/store/names.h"
#include "services/store/page_token.h"
#include "services/store/report_rows.h"
#include "services/store/store.h"

namespace gongkai {
namespace {

using database::Row;
using database::Value;

class SqlReportStore : public ReportStore {
 public:
  explicit SqlReportStore(database::Database* database) : database_(*database) {}

  absl::StatusOr<std::string> Get(absl::string_view agency_id, int year) override {
    return Select(
        "SELECT v.report FROM reports r JOIN report_revisions v ON v.agency = r.agency AND "
        "v.year = r.year AND v.revision = r.revision WHERE r.agency = ? AND r.year = ?",
        agency_id, year);
  }

  absl::StatusOr<v1::Report> GetBasic(absl::string_view agency_id, int year) override {
    ASSIGN_OR_RETURN(
        const std::string bytes,
        Select("SELECT basic FROM reports WHERE agency = ? AND year = ?", agency_id, year));
    v1::Report report;
    RETURN_IF_ERROR(ParseStored(bytes, &report));
    return report;
  }

  absl::StatusOr<ReportPage> List(absl::string_view agency_id, int year,
                                  v1::Report::Verdict verdict, int page_size,
                                  absl::string_view page_token) override;

 private:
  absl::StatusOr<std::string> Select(absl::string_view sql, absl::string_view agency_id, int year) {
    std::string bytes;
    bool found = false;
    RETURN_IF_ERROR(database_.Query(sql, {agency_id, int64_t{year}}, [&](const Row& row) {
      bytes = std::string(row.Text(0));
      found = true;
    }));
    if (!found) return ReportNotFound(agency_id, year);
    return bytes;
  }

  database::Database& database_;
};

// The last report of the page before.
struct Position {
  std::string agency_id;
  int64_t year = 0;
};

absl::StatusOr<Position> ParsePosition(absl::string_view filter, absl::string_view token) {
  Position position;
  if (token.empty()) return position;
  ASSIGN_OR_RETURN(const std::string text, ParsePageToken(filter, token));
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, '/');
  if (!absl::SimpleAtoi(parts.second, &position.year)) return InvalidPageToken();
  position.agency_id = std::string(parts.first);
  return position;
}

absl::StatusOr<ReportPage> SqlReportStore::List(absl::string_view agency_id, int year,
                                                v1::Report::Verdict verdict, int page_size,
                                                absl::string_view page_token) {
  const std::string filter =
      absl::StrCat("reports ", agency_id, " ", year, " ", static_cast<int>(verdict));
  ASSIGN_OR_RETURN(const Position after, ParsePosition(filter, page_token));
  page_size = std::max(page_size, 1);

  std::string sql = "SELECT agency, year, basic FROM reports WHERE (agency, year) > (?, ?)";
  std::vector<Value> parameters = {absl::string_view(after.agency_id), after.year};
  if (!agency_id.empty()) {
    sql += " AND agency = ?";
    parameters.emplace_back(agency_id);
  }
  if (year != 0) {
    sql += " AND year = ?";
    parameters.emplace_back(int64_t{year});
  }
  if (verdict != v1::Report::VERDICT_UNSPECIFIED) {
    sql += " AND verdict = ?";
    parameters.emplace_back(int64_t{verdict});
  }
  sql += " ORDER BY agency, year LIMIT ?";
  parameters.emplace_back(int64_t{page_size} + 1);

  ReportPage page;
  std::string last;
  absl::Status parsed;
  RETURN_IF_ERROR(database_.Query(sql, parameters, [&](const Row& row) {
    if (page.reports.size() == static_cast<size_t>(page_size)) {
      page.next_page_token = MakePageToken(filter, last);
      return;
    }
    parsed.Update(ParseStored(row.Text(2), &page.reports.emplace_back()));
    last = absl::StrCat(row.Text(0), "/", row.Int(1));
  }));
  RETURN_IF_ERROR(parsed);
  return page;
}

}  // namespace

std::unique_ptr<ReportStore> NewSqlReportStore(database::Database* database) {
  return std::make_unique<SqlReportStore>(database);
}

}  // namespace gongkai
