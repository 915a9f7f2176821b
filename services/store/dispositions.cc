#include "services/store/dispositions.h"

#include <google/protobuf/util/time_util.h>

#include "services/base/status_macros.h"

namespace gongkai {

using database::Connection;
using database::Row;

bool Stands(const v1::Finding& finding) {
  return finding.disposition() != v1::Finding::WAIVED &&
         finding.disposition() != v1::Finding::FIXED;
}

absl::StatusOr<std::vector<Disposition>> DispositionsOf(Connection& connection,
                                                        absl::string_view agency_id, int64_t year) {
  std::vector<Disposition> dispositions;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT fingerprint, disposition, reason, actor, update_time FROM "
                               "finding_dispositions WHERE agency = ? AND year = ?",
                               {agency_id, year},
                               [&](const Row& row) {
                                 Disposition& entry = dispositions.emplace_back();
                                 entry.fingerprint = std::string(row.Text(0));
                                 entry.decision = static_cast<v1::Finding::Disposition>(row.Int(1));
                                 entry.reason = std::string(row.Text(2));
                                 entry.actor = std::string(row.Text(3));
                                 entry.time = row.Int(4);
                               })
                      .status());
  return dispositions;
}

absl::Status KeepDisposition(Connection& connection, absl::string_view agency_id, int64_t year,
                             const Disposition& disposition) {
  if (disposition.decision == v1::Finding::OPEN) {
    return connection
        .Execute(
            "DELETE FROM finding_dispositions WHERE agency = ? AND year = ? AND fingerprint = ?",
            {agency_id, year, disposition.fingerprint}, nullptr)
        .status();
  }
  return connection
      .Execute(
          "INSERT INTO finding_dispositions (agency, year, fingerprint, disposition, reason, "
          "actor, update_time) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agency, year, "
          "fingerprint) DO UPDATE SET disposition = excluded.disposition, reason = "
          "excluded.reason, actor = excluded.actor, update_time = excluded.update_time",
          {agency_id, year, disposition.fingerprint, int64_t{disposition.decision},
           disposition.reason, disposition.actor, disposition.time},
          nullptr)
      .status();
}

void PutDisposition(const Disposition& disposition, v1::Finding* finding) {
  finding->set_disposition(disposition.decision);
  finding->set_disposition_reason(disposition.reason);
  finding->set_disposition_actor(disposition.actor);
  if (disposition.actor.empty()) {
    finding->clear_disposition_time();
  } else {
    *finding->mutable_disposition_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(disposition.time);
  }
}

Standing JudgeByStanding(v1::Report* report) {
  Standing standing;
  for (const v1::Finding& finding : report->findings()) {
    if (!Stands(finding)) continue;
    standing.errors += finding.severity() == v1::Finding::ERROR ? 1 : 0;
    standing.warnings += finding.severity() == v1::Finding::WARNING ? 1 : 0;
  }
  if (report->verdict() != v1::Report::UNREADABLE) {
    report->set_verdict(standing.errors > 0     ? v1::Report::FAILED
                        : standing.warnings > 0 ? v1::Report::PASSED_WITH_WARNINGS
                                                : v1::Report::PASSED);
  }
  return standing;
}

}  // namespace gongkai
