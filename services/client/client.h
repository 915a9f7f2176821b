// The C++ client of the gateway: for the command line and for other programs. This layer knows the
// public API and nothing behind it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gongkai/v1/agency_service.pb.h"
#include "gongkai/v1/job.pb.h"
#include "gongkai/v1/report.pb.h"
#include "gongkai/v1/report_service.pb.h"
#include "gongkai/v1/validation_service.pb.h"

namespace gongkai::client {

struct ClientOptions {
  std::string server = "127.0.0.1:50051";
  // How long Connect() tries.
  absl::Duration connect_timeout = absl::Seconds(3);
  // For one call in all, its retries included. WaitJob() has its own.
  absl::Duration timeout = absl::Seconds(60);
  // Between two tries, doubled each time and made random; a longer wait that the server asks for
  // is granted.
  absl::Duration first_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
};

// A document to be submitted.
struct Submission {
  std::string content = {};
  std::string filename = {};
  int year = 0;  // 0: unknown
  v1::Job::Priority priority = v1::Job::PRIORITY_UNSPECIFIED;
  // Empty: the client makes one, so that a repeated try never makes a second job.
  std::string request_id = {};
};

struct ReportFilter {
  std::string agency;                                             // agencies/{agency}; empty: all
  int year = 0;                                                   // 0: all
  v1::Report::Verdict verdict = v1::Report::VERDICT_UNSPECIFIED;  // unspecified: all
};

// SUCCEEDED, FAILED and CANCELLED.
bool IsFinal(v1::Job::State state);

// Thread-safe. Calls block. All calls are repeated while the server is unavailable or overloaded
// and the time lasts. A submission never makes two jobs. A decision of people whose answer was lost
// is taken again: the report ends up the same, but the audit has it twice, an amendment makes
// another job, and one with an etag gets ETAG_MISMATCH although it took effect.
//
// Errors carry what the server says of them (DetailOf, services/base/error.h): reason, Chinese
// message, field and the time after which to try again. Those of the connection itself have the
// reasons SERVER_UNREACHABLE and SERVER_TIMEOUT and name the address.
class Client {
 public:
  // Connects. UNAVAILABLE if nobody answers at the address in time, also because it is none;
  // INVALID_ARGUMENT if it is empty.
  static absl::StatusOr<std::unique_ptr<Client>> Connect(ClientOptions options);

  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The job that was made, or found for a repeated request_id.
  absl::StatusOr<v1::Job> Submit(Submission submission);

  // Submits what `next` gives until it gives nothing, at most `max_in_flight` at a time. `done` is
  // told of each submission once, in the order in which they finish, with its number in the order
  // of `next`. Both are called on the calling thread only. Each submission has its own timeout.
  void SubmitAll(const std::function<std::optional<Submission>()>& next, int max_in_flight,
                 const std::function<void(size_t number, absl::StatusOr<v1::Job> job)>& done);

  // Waits until the job is in a final state, through restarts of the gateway. When `timeout` is
  // over: the job in the state it was last seen in, or the last error if it was never seen.
  absl::StatusOr<v1::Job> WaitJob(absl::string_view name, absl::Duration timeout);

  absl::StatusOr<v1::Job> GetJob(absl::string_view name);
  absl::StatusOr<v1::ListJobsResponse> ListJobs(const v1::ListJobsRequest& request);

  absl::StatusOr<v1::Report> GetReport(absl::string_view name,
                                       v1::ReportView view = v1::REPORT_VIEW_FULL);
  absl::StatusOr<v1::ListReportsResponse> ListReports(const v1::ListReportsRequest& request);

  // Reads and checks on the server; nothing is stored there.
  absl::StatusOr<v1::Report> CheckReport(absl::string_view content, absl::string_view filename,
                                         int year);

  // Page by page; ends early, and well, when `each` returns false.
  absl::Status ForEachJob(v1::Job::State state, const std::function<bool(const v1::Job&)>& each);
  absl::Status ForEachReport(const ReportFilter& filter,
                             const std::function<bool(const v1::Report&)>& each);
  absl::Status ForEachRule(const std::function<bool(const v1::Rule&)>& each);
  // `request` says which; its page size and token are set here.
  absl::Status ForEachFinding(v1::ListFindingsRequest request,
                              const std::function<bool(const v1::ReportFinding&)>& each);
  absl::Status ForEachAgency(v1::ListAgenciesRequest request,
                             const std::function<bool(const v1::Agency&)>& each);

  // Decisions of people. See above of repeated calls: each stands in the audit by itself.
  absl::StatusOr<v1::Finding> SetFindingDisposition(
      const v1::SetFindingDispositionRequest& request);
  // The job that checks the report again.
  absl::StatusOr<v1::Job> AmendFact(const v1::AmendFactRequest& request);

 private:
  struct Connection;
  explicit Client(std::unique_ptr<Connection> connection);
  const std::unique_ptr<Connection> connection_;
};

}  // namespace gongkai::client
