// What people have decided about findings: kept by agency, year and fingerprint, put into reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gongkai/v1/report.pb.h"
#include "services/database/database.h"

namespace gongkai {

struct Disposition {
  std::string fingerprint;
  v1::Finding::Disposition decision = v1::Finding::OPEN;
  std::string reason;
  std::string actor;
  int64_t time = 0;  // microseconds since 1970
};

// Whether the finding counts for the verdict: not WAIVED, not FIXED.
bool Stands(const v1::Finding& finding);

// Of one report, in no order.
absl::StatusOr<std::vector<Disposition>> DispositionsOf(database::Connection& connection,
                                                        absl::string_view agency_id, int64_t year);

// Keeps the decision in place of an earlier one; OPEN removes it.
absl::Status KeepDisposition(database::Connection& connection, absl::string_view agency_id,
                             int64_t year, const Disposition& disposition);

// Puts a decision into the finding; with OPEN and no actor all traces of one are removed.
void PutDisposition(const Disposition& disposition, v1::Finding* finding);

// Sets the report's verdict by the findings that stand, unless it is UNREADABLE, and counts them.
struct Standing {
  int errors = 0;
  int warnings = 0;
};
Standing JudgeByStanding(v1::Report* report);

}  // namespace gongkai
