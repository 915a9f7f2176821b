// Documents, jobs, agencies and reports in the database. This layer knows our tables and the wire
// model; it knows no queue, no gRPC and no document format. Everything here is thread-safe.
//
// Errors of every call, beside those named: UNAVAILABLE (database not there; try again).
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/job.pb.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/clock.h"
#include "services/database/database.h"

namespace gongkai {

// Creates or updates all tables.
absl::Status MigrateStore(database::Database& database);

struct Submission {
  absl::string_view content = "";
  absl::string_view filename = "";
  absl::string_view request_id = "";  // empty: no idempotency
  int requested_year = 0;
  v1::Job::Priority priority = v1::Job::INTERACTIVE;
};

struct UnfinishedJob {
  std::string id;
  v1::Job::Priority priority = v1::Job::BULK;
};

// What a worker needs to process a job.
struct JobInput {
  bool finished = false;  // already in a final state: nothing to do; other fields are unset
  std::string content;
  std::string document;  // documents/{sha256}
  int requested_year = 0;
  int lost_workers = 0;
  // The stored report that is checked again; empty and 0 for a submission.
  std::string target_agency;
  int target_year = 0;
};

// Whose report it is, and of which year.
struct ReportSubject {
  absl::string_view agency_id = "";  // empty: the agency is found by code, then by name
  absl::string_view agency_name = "";
  absl::string_view code = "";  // 统一社会信用代码; a wrong one counts as none
  int year = 0;
};

// What a report is checked against beside its own document.
struct LoadedContext {
  internal::v1::ReportContext context;
  bool empty = true;  // nothing is known: `context` says nothing
  std::string stamp;  // stands for the state in which all of it was
};

struct JobPage {
  std::vector<v1::Job> jobs;
  std::string next_page_token;
};

class JobStore {
 public:
  virtual ~JobStore() = default;

  struct Submitted {
    v1::Job job;
    bool created = true;  // false: the request_id was known and its job is returned
  };
  // Commits document (once for the same bytes) and job in one transaction. ALREADY_EXISTS with
  // reason REQUEST_ID_REUSED when the request_id came with other bytes before.
  virtual absl::StatusOr<Submitted> Submit(const Submission& submission) = 0;

  // `id` is the part behind "jobs/". NOT_FOUND with reason JOB_NOT_FOUND.
  virtual absl::StatusOr<v1::Job> Get(absl::string_view id) = 0;
  // The jobs that are in a final state, of those asked for; unknown ids are left out.
  virtual absl::StatusOr<std::vector<v1::Job>> GetFinished(absl::Span<const std::string> ids) = 0;
  // Newest first. INVALID_ARGUMENT with reason INVALID_PAGE_TOKEN, field page_token.
  virtual absl::StatusOr<JobPage> List(int page_size, absl::string_view page_token,
                                       v1::Job::State state) = 0;

  // Jobs in no final state that were created before `before`, oldest first.
  virtual absl::StatusOr<std::vector<UnfinishedJob>> Unfinished(absl::Time before, int limit) = 0;

  // NOT_FOUND when there is no such job.
  virtual absl::StatusOr<JobInput> Load(absl::string_view id) = 0;
  // Sets RUNNING and the worker's name for jobs not yet final.
  virtual absl::Status MarkRunning(absl::Span<const std::string> ids, absl::string_view worker) = 0;
  // Counts a lost worker, unless the job is final; returns the number. NOT_FOUND.
  virtual absl::StatusOr<int> CountLostWorker(absl::string_view id) = 0;

  // An agency that is not there yet has no context.
  virtual absl::StatusOr<LoadedContext> LoadContext(const ReportSubject& subject) = 0;

  struct Finished {
    bool first = false;  // false: the job was final already, nothing changed
    // Jobs that were made because neighbours of the report have to be checked again, or the report
    // itself, whose context changed meanwhile; to be enqueued in the bulk lane.
    std::vector<std::string> follow_ups;
  };
  // Finishes a job with what processing gave: stores report, agency and job state in one
  // transaction. Only the first finisher wins. `context_stamp` is that of the context it was
  // processed with. A report equal to the newest revision of its agency and year (same document,
  // forms and rules versions, same context) makes no new revision; nor does a job that checked a
  // stored report again of which a newer document has arrived meanwhile. A job whose report names
  // no agency or no year is FAILED with reason NOT_A_REPORT, one whose report is no well-formed
  // message with READER_CRASHED. NOT_FOUND when there is no such job.
  virtual absl::StatusOr<Finished> Finish(absl::string_view id, absl::string_view worker,
                                          const internal::v1::ProcessReply& reply,
                                          absl::string_view context_stamp) = 0;
};

struct ReportPage {
  std::vector<v1::Report> reports;  // view BASIC
  std::string next_page_token;
};

class ReportStore {
 public:
  virtual ~ReportStore() = default;
  // The newest revision as a serialised gongkai.v1.Report, all fields set. NOT_FOUND with reason
  // REPORT_NOT_FOUND.
  virtual absl::StatusOr<std::string> Get(absl::string_view agency_id, int year) = 0;
  // In view BASIC.
  virtual absl::StatusOr<v1::Report> GetBasic(absl::string_view agency_id, int year) = 0;
  // agency_id empty: all; year 0: all; verdict unspecified: all. Ordered by agency id and year.
  // INVALID_ARGUMENT with reason INVALID_PAGE_TOKEN, field page_token.
  virtual absl::StatusOr<ReportPage> List(absl::string_view agency_id, int year,
                                          v1::Report::Verdict verdict, int page_size,
                                          absl::string_view page_token) = 0;
};

// `database` and `clock` must outlive the stores.
std::unique_ptr<JobStore> NewSqlJobStore(database::Database* database, const Clock* clock);
std::unique_ptr<ReportStore> NewSqlReportStore(database::Database* database);

}  // namespace gongkai
