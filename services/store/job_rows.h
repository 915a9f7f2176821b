// Jobs as rows.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "gongkai/v1/job.pb.h"
#include "services/database/database.h"

namespace gongkai {

// What JobFromRow reads, in its order, for a SELECT from `jobs` alone.
#define GONGKAI_JOB_COLUMNS                                                                     \
  "id, document, filename, request_id, state, priority, requested_year, worker, lost_workers, " \
  "report_agency, report_year, verdict, error_count, warning_count, error_reason, "             \
  "error_message, error_message_en, create_time, end_time"

v1::Job JobFromRow(const database::Row& row);

// Column `kind`.
enum class JobKind : int64_t { kSubmission = 1, kRevalidation = 2 };

// The first 12 digits of an id: milliseconds since 1970. Ids are ordered by time.
std::string TimeOfJobId(int64_t micros);
std::string NewJobId(int64_t micros);

// SUCCEEDED, FAILED or CANCELLED.
bool IsFinal(v1::Job::State state);

}  // namespace gongkai
