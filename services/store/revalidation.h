// Jobs that check a stored report again: because a neighbour has arrived or changed, an amendment
// was made, or the rules are others.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gongkai/v1/job.pb.h"
#include "services/database/database.h"

namespace gongkai {

// Makes such a job for the newest revision of the report, and appends its id to *jobs. Does
// nothing where there is no such report, or where a job for it waits already: what a job reads, it
// reads when it runs. `now`: microseconds since 1970.
absl::Status AddRevalidation(database::Connection& connection, absl::string_view agency_id,
                             int64_t year, v1::Job::Priority priority, int64_t now,
                             std::vector<std::string>* jobs);

// The same for the reports of all years of the agency.
absl::Status AddRevalidations(database::Connection& connection, absl::string_view agency_id,
                              v1::Job::Priority priority, int64_t now,
                              std::vector<std::string>* jobs);

}  // namespace gongkai
