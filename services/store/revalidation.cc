#include "services/store/revalidation.h"

#include "services/base/status_macros.h"
#include "services/store/job_rows.h"

namespace gongkai {

using database::Connection;
using database::Row;

absl::Status AddRevalidation(Connection& connection, absl::string_view agency_id, int64_t year,
                             v1::Job::Priority priority, int64_t now,
                             std::vector<std::string>* jobs) {
  const std::string id = NewJobId(now);
  return connection
      .Execute(
          "INSERT INTO jobs (id, document, filename, request_id, state, priority, requested_year, "
          "create_time, kind, target_agency, target_year) "
          "SELECT ?, r.document, COALESCE(j.filename, ''), NULL, ?, ?, "
          "COALESCE(j.requested_year, 0), ?, ?, r.agency, r.year FROM reports r "
          "JOIN report_revisions v ON v.agency = r.agency AND v.year = r.year AND v.revision = "
          "r.revision LEFT JOIN jobs j ON j.id = v.job WHERE r.agency = ? AND r.year = ? AND NOT "
          "EXISTS (SELECT 1 FROM jobs w WHERE w.state < 3 AND w.kind = 2 AND w.target_agency = "
          "r.agency AND w.target_year = r.year) RETURNING id",
          {id, int64_t{v1::Job::QUEUED}, int64_t{priority}, now,
           static_cast<int64_t>(JobKind::kRevalidation), agency_id, year},
          [&](const Row& row) { jobs->emplace_back(row.Text(0)); })
      .status();
}

absl::Status AddRevalidations(Connection& connection, absl::string_view agency_id,
                              v1::Job::Priority priority, int64_t now,
                              std::vector<std::string>* jobs) {
  std::vector<int64_t> years;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT year FROM reports WHERE agency = ?", {agency_id},
                               [&](const Row& row) { years.push_back(row.Int(0)); })
                      .status());
  for (const int64_t year : years) {
    RETURN_IF_ERROR(AddRevalidation(connection, agency_id, year, priority, now, jobs));
  }
  return absl::OkStatus();
}

}  // namespace gongkai
