#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/credit_code.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/store/agency_rows.h"
#include "services/store/context_rows.h"
#include "services/store/job_rows.h"
#include "services/store/names.h"
#include "services/store/page_token.h"
#include "services/store/report_rows.h"
#include "services/store/revalidation.h"
#include "services/store/store.h"

namespace gongkai {
namespace {

using database::Blob;
using database::Connection;
using database::Row;
using database::Value;

absl::Status JobNotFound(absl::string_view id) {
  return MakeError(absl::StatusCode::kNotFound, "JOB_NOT_FOUND",
                   absl::StrCat("There is no job ", id), absl::StrCat("任务不存在：", id));
}

absl::Status RequestIdReused() {
  return MakeError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                   "The request_id was used before with another document",
                   "该 request_id 已用于另一份文件");
}

v1::JobError NotAReport() {
  v1::JobError error;
  error.set_reason("NOT_A_REPORT");
  error.set_message("文件中找不到报告单位名称或报告年度，无法作为年度报告入库");
  error.set_message_en(
      "The document names no reporting agency or no report year, so it cannot be kept as an "
      "annual report");
  return error;
}

v1::JobError BrokenReply() {
  v1::JobError error;
  error.set_reason("READER_CRASHED");
  error.set_message("读取程序返回的结果不完整");
  error.set_message_en("The reader returned a broken result");
  return error;
}

// What a job ends with: a report or an error.
struct Outcome {
  std::optional<PreparedReport> report;
  v1::JobError error;
};

Outcome OutcomeOf(const internal::v1::ProcessReply& reply) {
  Outcome outcome;
  if (reply.has_error()) {
    outcome.error = reply.error();
    return outcome;
  }
  const internal::v1::ReportSummary& summary = reply.summary();
  if (summary.agency_name().empty() || !IsReportYear(summary.year())) {
    outcome.error = NotAReport();
    return outcome;
  }
  auto report = PrepareReport(reply);
  if (report.ok()) {
    outcome.report = *std::move(report);
  } else {
    outcome.error = BrokenReply();
  }
  return outcome;
}

class SqlJobStore : public JobStore {
 public:
  SqlJobStore(database::Database* database, const Clock* clock)
      : database_(*database), clock_(*clock) {}

  absl::StatusOr<Submitted> Submit(const Submission& submission) override;
  absl::StatusOr<v1::Job> Get(absl::string_view id) override;
  absl::StatusOr<std::vector<v1::Job>> GetFinished(absl::Span<const std::string> ids) override;
  absl::StatusOr<JobPage> List(int page_size, absl::string_view page_token,
                               v1::Job::State state) override;
  absl::StatusOr<std::vector<UnfinishedJob>> Unfinished(absl::Time before, int limit) override;
  absl::StatusOr<JobInput> Load(absl::string_view id) override;
  absl::Status MarkRunning(absl::Span<const std::string> ids, absl::string_view worker) override;
  absl::StatusOr<int> CountLostWorker(absl::string_view id) override;
  absl::StatusOr<LoadedContext> LoadContext(const ReportSubject& subject) override;
  absl::StatusOr<Finished> Finish(absl::string_view id, absl::string_view worker,
                                  const internal::v1::ProcessReply& reply,
                                  absl::string_view context_stamp) override;

 private:
  int64_t Now() const { return absl::ToUnixMicros(clock_.Now()); }

  database::Database& database_;
  const Clock& clock_;
};

absl::Status Insert(Connection& connection, absl::string_view id, absl::string_view document,
                    const Submission& submission, int64_t now) {
  RETURN_IF_ERROR(
      connection
          .Execute("INSERT INTO documents (sha256, size_bytes, filename, create_time, content) "
                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                   {document, static_cast<int64_t>(submission.content.size()), submission.filename,
                    now, Blob{submission.content}},
                   nullptr)
          .status());
  const Value request_id =
      submission.request_id.empty() ? Value(database::Null()) : Value(submission.request_id);
  return connection
      .Execute(
          "INSERT INTO jobs (id, document, filename, request_id, state, priority, "
          "requested_year, create_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          {id, document, submission.filename, request_id, int64_t{v1::Job::QUEUED},
           int64_t{submission.priority}, int64_t{submission.requested_year}, now},
          nullptr)
      .status();
}

absl::StatusOr<JobStore::Submitted> SqlJobStore::Submit(const Submission& submission) {
  const std::string document = Sha256Hex(submission.content);
  const int64_t now = Now();
  const std::string id = NewJobId(now);
  Submitted result;
  RETURN_IF_ERROR(database_.Commit([&](Connection& connection) -> absl::Status {
    result = Submitted();
    if (!submission.request_id.empty()) {
      RETURN_IF_ERROR(connection
                          .Execute("SELECT " GONGKAI_JOB_COLUMNS " FROM jobs WHERE request_id = ?",
                                   {submission.request_id},
                                   [&](const Row& row) {
                                     result.job = JobFromRow(row);
                                     result.created = false;
                                   })
                          .status());
      if (!result.created) {
        return result.job.document() == DocumentName(document) ? absl::OkStatus()
                                                               : RequestIdReused();
      }
    }
    RETURN_IF_ERROR(Insert(connection, id, document, submission, now));
    return connection
        .Execute("SELECT " GONGKAI_JOB_COLUMNS " FROM jobs WHERE id = ?", {id},
                 [&](const Row& row) { result.job = JobFromRow(row); })
        .status();
  }));
  return result;
}

absl::StatusOr<v1::Job> SqlJobStore::Get(absl::string_view id) {
  std::optional<v1::Job> job;
  RETURN_IF_ERROR(database_.Query("SELECT " GONGKAI_JOB_COLUMNS " FROM jobs WHERE id = ?", {id},
                                  [&](const Row& row) { job = JobFromRow(row); }));
  if (!job.has_value()) return JobNotFound(id);
  return *std::move(job);
}

absl::StatusOr<std::vector<v1::Job>> SqlJobStore::GetFinished(absl::Span<const std::string> ids) {
  std::vector<v1::Job> jobs;
  if (ids.empty()) return jobs;
  RETURN_IF_ERROR(database_.Read([&](Connection& connection) -> absl::Status {
    for (const std::string& id : ids) {
      RETURN_IF_ERROR(connection
                          .Execute("SELECT " GONGKAI_JOB_COLUMNS
                                   " FROM jobs WHERE id = ? AND state >= 3",
                                   {id}, [&](const Row& row) { jobs.push_back(JobFromRow(row)); })
                          .status());
    }
    return absl::OkStatus();
  }));
  return jobs;
}

// The statement that lists jobs in this state; parameters: state unless it is unspecified, first id
// not wanted, limit.
absl::string_view ListStatement(v1::Job::State state) {
  switch (state) {
    case v1::Job::STATE_UNSPECIFIED:
      return "SELECT " GONGKAI_JOB_COLUMNS " FROM jobs WHERE id < ? ORDER BY id DESC LIMIT ?";
    case v1::Job::QUEUED:
    case v1::Job::RUNNING:
      return "SELECT " GONGKAI_JOB_COLUMNS
             " FROM jobs WHERE state = ? AND state < 3 AND id < ? ORDER BY id DESC LIMIT ?";
    case v1::Job::FAILED:
      return "SELECT " GONGKAI_JOB_COLUMNS
             " FROM jobs WHERE state = ? AND state = 4 AND id < ? ORDER BY id DESC LIMIT ?";
    default:
      return "SELECT " GONGKAI_JOB_COLUMNS
             " FROM jobs WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?";
  }
}

absl::StatusOr<JobPage> SqlJobStore::List(int page_size, absl::string_view page_token,
                                          v1::Job::State state) {
  const std::string filter = absl::StrCat("jobs ", static_cast<int>(state));
  std::string below = "g";  // above all ids
  if (!page_token.empty()) {
    ASSIGN_OR_RETURN(below, ParsePageToken(filter, page_token));
  }
  page_size = std::max(page_size, 1);
  std::vector<Value> parameters;
  if (state != v1::Job::STATE_UNSPECIFIED) parameters.emplace_back(int64_t{state});
  parameters.emplace_back(absl::string_view(below));
  parameters.emplace_back(int64_t{page_size} + 1);
  JobPage page;
  RETURN_IF_ERROR(database_.Query(ListStatement(state), parameters,
                                  [&](const Row& row) { page.jobs.push_back(JobFromRow(row)); }));
  if (page.jobs.size() > static_cast<size_t>(page_size)) {
    page.jobs.pop_back();
    page.next_page_token = MakePageToken(filter, *ParseJobName(page.jobs.back().name()));
  }
  return page;
}

absl::StatusOr<std::vector<UnfinishedJob>> SqlJobStore::Unfinished(absl::Time before, int limit) {
  // Within what 12 hexadecimal digits of milliseconds can hold.
  const int64_t micros =
      std::clamp<int64_t>(absl::ToUnixMicros(before), 0, (int64_t{1} << 48) * 1000 - 1001);
  const std::string id_below = TimeOfJobId(micros + 1000);
  std::vector<UnfinishedJob> jobs;
  RETURN_IF_ERROR(database_.Query(
      "SELECT id, priority FROM jobs WHERE state < 3 AND id < ? AND create_time < ? ORDER BY id "
      "LIMIT ?",
      {id_below, micros, int64_t{limit}}, [&](const Row& row) {
        jobs.push_back({std::string(row.Text(0)), static_cast<v1::Job::Priority>(row.Int(1))});
      }));
  return jobs;
}

absl::StatusOr<JobInput> SqlJobStore::Load(absl::string_view id) {
  std::optional<JobInput> input;
  RETURN_IF_ERROR(database_.Query(
      "SELECT j.state, j.document, j.requested_year, j.lost_workers, d.content, "
      "j.target_agency, j.target_year "
      "FROM jobs j JOIN documents d ON d.sha256 = j.document WHERE j.id = ?",
      {id}, [&](const Row& row) {
        input.emplace();
        input->finished = IsFinal(static_cast<v1::Job::State>(row.Int(0)));
        if (input->finished) return;
        input->document = DocumentName(row.Text(1));
        input->requested_year = static_cast<int>(row.Int(2));
        input->lost_workers = static_cast<int>(row.Int(3));
        input->content = std::string(row.Text(4));
        input->target_agency = std::string(row.Text(5));
        input->target_year = static_cast<int>(row.Int(6));
      }));
  if (!input.has_value()) return JobNotFound(id);
  return *std::move(input);
}

absl::Status SqlJobStore::MarkRunning(absl::Span<const std::string> ids, absl::string_view worker) {
  if (ids.empty()) return absl::OkStatus();
  return database_.Commit([&](Connection& connection) -> absl::Status {
    for (const std::string& id : ids) {
      RETURN_IF_ERROR(
          connection
              .Execute("UPDATE jobs SET state = ?, worker = ? WHERE id = ? AND state < 3",
                       {int64_t{v1::Job::RUNNING}, worker, id}, nullptr)
              .status());
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<int> SqlJobStore::CountLostWorker(absl::string_view id) {
  std::optional<int> lost;
  RETURN_IF_ERROR(database_.Commit([&](Connection& connection) -> absl::Status {
    lost.reset();
    RETURN_IF_ERROR(
        connection
            .Execute("UPDATE jobs SET lost_workers = lost_workers + 1 WHERE id = ? AND state < 3",
                     {id}, nullptr)
            .status());
    return connection
        .Execute("SELECT lost_workers FROM jobs WHERE id = ?", {id},
                 [&](const Row& row) { lost = static_cast<int>(row.Int(0)); })
        .status();
  }));
  if (!lost.has_value()) return JobNotFound(id);
  return *lost;
}

absl::StatusOr<LoadedContext> SqlJobStore::LoadContext(const ReportSubject& subject) {
  LoadedContext loaded;
  RETURN_IF_ERROR(database_.Read([&](Connection& connection) -> absl::Status {
    std::string agency_id(subject.agency_id);
    if (agency_id.empty()) {
      const absl::string_view code = IsValidCreditCode(subject.code) ? subject.code : "";
      ASSIGN_OR_RETURN(agency_id, FindAgency(connection, subject.agency_name, code));
    }
    if (agency_id.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(loaded, ReadContext(connection, agency_id, subject.year));
    return absl::OkStatus();
  }));
  return loaded;
}

// The one who finishes: what is needed of the job and its outcome.
struct Finishing {
  absl::string_view id;
  absl::string_view worker;
  const Outcome& outcome;
  absl::string_view context_stamp;
  int64_t now = 0;
};

// What the row of a job says when it is ended.
struct EndedJob {
  std::string document;  // SHA-256; empty: there is no unfinished job of this id
  std::string target_agency;
};

// Puts the outcome into the job's row.
absl::StatusOr<EndedJob> EndJob(Connection& connection, const Finishing& finishing,
                                absl::string_view agency_id) {
  static const auto& none = internal::v1::ReportSummary::default_instance();
  const Outcome& outcome = finishing.outcome;
  const bool succeeded = outcome.report.has_value();
  const internal::v1::ReportSummary& summary = succeeded ? *outcome.report->summary : none;
  const v1::Job::State state = succeeded ? v1::Job::SUCCEEDED : v1::Job::FAILED;
  EndedJob job;
  RETURN_IF_ERROR(
      connection
          .Execute(
              "UPDATE jobs SET state = ?, worker = ?, report_agency = CASE WHEN "
              "target_agency <> '' AND ? <> '' THEN target_agency ELSE ? END, "
              "report_year = ?, verdict = ?, error_count = ?, warning_count = ?, "
              "error_reason = ?, error_message = ?, error_message_en = ?, end_time = ? "
              "WHERE id = ? AND state < 3 RETURNING document, target_agency",
              {int64_t{state}, finishing.worker, agency_id, agency_id, int64_t{summary.year()},
               int64_t{summary.verdict()}, int64_t{summary.error_count()},
               int64_t{summary.warning_count()}, outcome.error.reason(), outcome.error.message(),
               outcome.error.message_en(), finishing.now, finishing.id},
              [&](const Row& row) {
                job.document = std::string(row.Text(0));
                job.target_agency = std::string(row.Text(1));
              })
          .status());
  return job;
}

// Whether a newer document of this report has arrived since.
absl::StatusOr<bool> IsOutdated(Connection& connection, absl::string_view agency_id, int64_t year,
                                absl::string_view document) {
  bool outdated = false;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT 1 FROM reports WHERE agency = ? AND year = ? AND document "
                               "<> ?",
                               {agency_id, year, document}, [&](const Row&) { outdated = true; })
                      .status());
  return outdated;
}

// Lets the reports be checked again that are checked against this one: that of the next year, and
// the parent's.
absl::Status FollowUp(Connection& connection, absl::string_view agency_id, int64_t year,
                      int64_t now, std::vector<std::string>* jobs) {
  RETURN_IF_ERROR(AddRevalidation(connection, agency_id, year + 1, v1::Job::BULK, now, jobs));
  std::string parent;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT p.id FROM agencies a JOIN agencies p ON p.id = a.parent "
                               "WHERE a.id = ? AND p.region_wide <> 0",
                               {agency_id},
                               [&](const Row& row) { parent = std::string(row.Text(0)); })
                      .status());
  if (parent.empty()) return absl::OkStatus();
  return AddRevalidation(connection, parent, year, v1::Job::BULK, now, jobs);
}

absl::Status FinishInTransaction(Connection& connection, const Finishing& finishing,
                                 JobStore::Finished* result) {
  const Outcome& outcome = finishing.outcome;
  std::string agency_id;
  if (outcome.report.has_value()) {
    const internal::v1::ReportSummary& summary = *outcome.report->summary;
    const std::string& code = summary.unified_social_credit_code();
    ASSIGN_OR_RETURN(agency_id,
                     FindOrCreateAgency(connection, summary.agency_name(),
                                        IsValidCreditCode(code) ? code : "", finishing.now));
  }
  ASSIGN_OR_RETURN(const EndedJob job, EndJob(connection, finishing, agency_id));
  result->first = !job.document.empty();
  if (!result->first) {
    bool known = false;
    RETURN_IF_ERROR(connection
                        .Execute("SELECT 1 FROM jobs WHERE id = ?", {finishing.id},
                                 [&](const Row&) { known = true; })
                        .status());
    // Either error takes back what was done to the agency.
    return known ? absl::AlreadyExistsError("the job is final") : JobNotFound(finishing.id);
  }
  if (!outcome.report.has_value()) return absl::OkStatus();
  const internal::v1::ReportSummary& summary = *outcome.report->summary;
  if (!job.target_agency.empty()) {
    agency_id = job.target_agency;
    ASSIGN_OR_RETURN(const bool outdated,
                     IsOutdated(connection, agency_id, summary.year(), job.document));
    if (outdated) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const StoredReport stored,
                   StoreReport(connection, *outcome.report, agency_id, finishing.id, job.document,
                               finishing.context_stamp, finishing.now));
  if (stored.other_facts) {
    RETURN_IF_ERROR(
        FollowUp(connection, agency_id, summary.year(), finishing.now, &result->follow_ups));
  }
  ASSIGN_OR_RETURN(const std::string stamp, ContextStamp(connection, agency_id, summary.year()));
  if (stamp != finishing.context_stamp) {
    RETURN_IF_ERROR(AddRevalidation(connection, agency_id, summary.year(), v1::Job::BULK,
                                    finishing.now, &result->follow_ups));
  }
  if (stored.verdict == summary.verdict() && stored.error_count == summary.error_count() &&
      stored.warning_count == summary.warning_count()) {
    return absl::OkStatus();
  }
  // Findings that were waived count no more.
  return connection
      .Execute("UPDATE jobs SET verdict = ?, error_count = ?, warning_count = ? WHERE id = ?",
               {int64_t{stored.verdict}, int64_t{stored.error_count}, int64_t{stored.warning_count},
                finishing.id},
               nullptr)
      .status();
}

absl::StatusOr<JobStore::Finished> SqlJobStore::Finish(absl::string_view id,
                                                       absl::string_view worker,
                                                       const internal::v1::ProcessReply& reply,
                                                       absl::string_view context_stamp) {
  const Outcome outcome = OutcomeOf(reply);
  const Finishing finishing{id, worker, outcome, context_stamp, Now()};
  Finished result;
  const absl::Status status = database_.Commit([&](Connection& connection) {
    result = Finished();
    return FinishInTransaction(connection, finishing, &result);
  });
  if (absl::IsAlreadyExists(status)) return Finished();
  if (!status.ok()) return status;
  return result;
}

}  // namespace

std::unique_ptr<JobStore> NewSqlJobStore(database::Database* database, const Clock* clock) {
  return std::make_unique<SqlJobStore>(database, clock);
}

}  // namespace gongkai
