#include "services/client/client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gongkai/v1/agency_service.grpc.pb.h"
#include "gongkai/v1/ingestion_service.grpc.pb.h"
#include "gongkai/v1/job.grpc.pb.h"
#include "gongkai/v1/report_service.grpc.pb.h"
#include "gongkai/v1/validation_service.grpc.pb.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/client/bulk_submit.h"
#include "services/client/errors.h"
#include "services/client/retry.h"

namespace gongkai::client {
namespace {

constexpr int kMaxReceiveBytes = 64 << 20;
constexpr int kPageSize = 1000;
// One WaitJob call; long waits are several, so that a connection that died is noticed.
constexpr absl::Duration kWaitSlice = absl::Seconds(60);
// What an answer may take on top of the time that the server was asked to wait.
constexpr absl::Duration kAnswerTime = absl::Seconds(10);

grpc::ChannelArguments ChannelArguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetMaxSendMessageSize(-1);              // the gateway says what is too much, in words
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // gateways stand inside
  // Servers refuse pings without calls and more often than every five minutes by default.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 5 * 60 * 1000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * 1000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  return arguments;
}

}  // namespace

bool IsFinal(v1::Job::State state) {
  return state == v1::Job::SUCCEEDED || state == v1::Job::FAILED || state == v1::Job::CANCELLED;
}

struct Client::Connection {
  Connection(ClientOptions options, const std::shared_ptr<grpc::Channel>& channel)
      : options(std::move(options)),
        ingestion(v1::IngestionService::NewStub(channel)),
        jobs(v1::JobService::NewStub(channel)),
        reports(v1::ReportService::NewStub(channel)),
        validation(v1::ValidationService::NewStub(channel)),
        agencies(v1::AgencyService::NewStub(channel)) {}

  // `method` with tries until it succeeds, fails for good or the time is over.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    Retries retries(options.first_backoff, options.max_backoff, absl::Now() + options.timeout);
    while (true) {
      grpc::ClientContext context;
      context.set_deadline(absl::ToChronoTime(retries.deadline()));
      Response response;
      const absl::Status status =
          FromGrpcStatus((stub.*method)(&context, request, &response), options.server);
      if (status.ok()) return response;
      const auto wait = retries.AfterError(status, absl::Now());
      if (!wait.has_value()) return status;
      absl::SleepFor(*wait);
    }
  }

  const ClientOptions options;
  const std::unique_ptr<v1::IngestionService::Stub> ingestion;
  const std::unique_ptr<v1::JobService::Stub> jobs;
  const std::unique_ptr<v1::ReportService::Stub> reports;
  const std::unique_ptr<v1::ValidationService::Stub> validation;
  const std::unique_ptr<v1::AgencyService::Stub> agencies;
};

Client::Client(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Client::~Client() = default;

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(ClientOptions options) {
  if (options.server.empty()) {
    return InvalidField("server", "SERVER_MISSING", "no server address given", "未指定服务器地址");
  }
  std::shared_ptr<grpc::Channel> channel = grpc::CreateCustomChannel(
      options.server, grpc::InsecureChannelCredentials(), ChannelArguments());
  const absl::Time deadline = absl::Now() + std::min(options.connect_timeout, options.timeout);
  if (!channel->WaitForConnected(absl::ToChronoTime(deadline))) {
    return Unreachable(options.server, "no answer");
  }
  return std::unique_ptr<Client>(
      new Client(std::make_unique<Connection>(std::move(options), std::move(channel))));
}

absl::StatusOr<v1::Job> Client::Submit(Submission submission) {
  ASSIGN_OR_RETURN(
      v1::SubmitReportResponse response,
      connection_->Call(*connection_->ingestion, &v1::IngestionService::Stub::SubmitReport,
                        ToRequest(std::move(submission))));
  return std::move(*response.mutable_job());
}

void Client::SubmitAll(const std::function<std::optional<Submission>()>& next, int max_in_flight,
                       const std::function<void(size_t, absl::StatusOr<v1::Job>)>& done) {
  BulkSubmit(*connection_->ingestion, connection_->options, next, max_in_flight, done);
}

absl::StatusOr<v1::Job> Client::WaitJob(absl::string_view name, absl::Duration timeout) {
  const ClientOptions& options = connection_->options;
  const absl::Time deadline = absl::Now() + timeout;
  Retries retries(options.first_backoff, options.max_backoff, deadline);
  v1::WaitJobRequest request;
  request.set_name(std::string(name));
  std::optional<v1::Job> seen;
  while (true) {
    const absl::Duration slice =
        std::max(absl::ZeroDuration(), std::min(kWaitSlice, deadline - absl::Now()));
    const int64_t millis = absl::ToInt64Milliseconds(slice);
    request.mutable_timeout()->set_seconds(millis / 1000);
    request.mutable_timeout()->set_nanos(static_cast<int>(millis % 1000) * 1'000'000);
    const absl::Time sent = absl::Now();
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(sent + slice + kAnswerTime));
    v1::Job job;
    absl::Status status =
        FromGrpcStatus(connection_->jobs->WaitJob(&context, request, &job), options.server);
    if (status.ok()) {
      const absl::Time now = absl::Now();
      if (IsFinal(job.state()) || now >= deadline) return job;
      seen = std::move(job);
      if (now - sent >= slice / 2) {
        retries = Retries(options.first_backoff, options.max_backoff, deadline);
        continue;
      }
      // A server that does not wait is not asked without pause.
      status = Unreachable(options.server, "answered early");
    } else if (absl::IsCancelled(status) || absl::IsDeadlineExceeded(status)) {
      // A gateway that stops cancels its calls; one that hangs does not answer.
      status = Unreachable(options.server, status.message());
    }
    const auto wait = retries.AfterError(status, absl::Now());
    if (!wait.has_value()) {
      if (seen.has_value() && absl::IsUnavailable(status)) return *std::move(seen);
      return status;
    }
    absl::SleepFor(*wait);
  }
}

absl::StatusOr<v1::Job> Client::GetJob(absl::string_view name) {
  v1::GetJobRequest request;
  request.set_name(std::string(name));
  return connection_->Call(*connection_->jobs, &v1::JobService::Stub::GetJob, request);
}

absl::StatusOr<v1::ListJobsResponse> Client::ListJobs(const v1::ListJobsRequest& request) {
  return connection_->Call(*connection_->jobs, &v1::JobService::Stub::ListJobs, request);
}

absl::StatusOr<v1::Report> Client::GetReport(absl::string_view name, v1::ReportView view) {
  v1::GetReportRequest request;
  request.set_name(std::string(name));
  request.set_view(view);
  return connection_->Call(*connection_->reports, &v1::ReportService::Stub::GetReport, request);
}

absl::StatusOr<v1::ListReportsResponse> Client::ListReports(const v1::ListReportsRequest& request) {
  return connection_->Call(*connection_->reports, &v1::ReportService::Stub::ListReports, request);
}

absl::StatusOr<v1::Report> Client::CheckReport(absl::string_view content,
                                               absl::string_view filename, int year) {
  v1::CheckReportRequest request;
  request.set_content(std::string(content));
  request.set_filename(std::string(filename));
  request.set_year(year);
  ASSIGN_OR_RETURN(v1::CheckReportResponse response,
                   connection_->Call(*connection_->ingestion,
                                     &v1::IngestionService::Stub::CheckReport, request));
  return std::move(*response.mutable_report());
}

absl::Status Client::ForEachJob(v1::Job::State state,
                                const std::function<bool(const v1::Job&)>& each) {
  v1::ListJobsRequest request;
  request.set_page_size(kPageSize);
  request.set_state(state);
  do {
    ASSIGN_OR_RETURN(const v1::ListJobsResponse page, ListJobs(request));
    for (const v1::Job& job : page.jobs()) {
      if (!each(job)) return absl::OkStatus();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Client::ForEachReport(const ReportFilter& filter,
                                   const std::function<bool(const v1::Report&)>& each) {
  v1::ListReportsRequest request;
  request.set_page_size(kPageSize);
  request.set_parent(filter.agency);
  request.set_year(filter.year);
  request.set_verdict(filter.verdict);
  do {
    ASSIGN_OR_RETURN(const v1::ListReportsResponse page, ListReports(request));
    for (const v1::Report& report : page.reports()) {
      if (!each(report)) return absl::OkStatus();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Client::ForEachRule(const std::function<bool(const v1::Rule&)>& each) {
  v1::ListRulesRequest request;
  request.set_page_size(kPageSize);
  do {
    ASSIGN_OR_RETURN(const v1::ListRulesResponse page,
                     connection_->Call(*connection_->validation,
                                       &v1::ValidationService::Stub::ListRules, request));
    for (const v1::Rule& rule : page.rules()) {
      if (!each(rule)) return absl::OkStatus();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Client::ForEachFinding(v1::ListFindingsRequest request,
                                    const std::function<bool(const v1::ReportFinding&)>& each) {
  request.set_page_size(kPageSize);
  do {
    ASSIGN_OR_RETURN(const v1::ListFindingsResponse page,
                     connection_->Call(*connection_->validation,
                                       &v1::ValidationService::Stub::ListFindings, request));
    for (const v1::ReportFinding& finding : page.findings()) {
      if (!each(finding)) return absl::OkStatus();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Client::ForEachAgency(v1::ListAgenciesRequest request,
                                   const std::function<bool(const v1::Agency&)>& each) {
  request.set_page_size(kPageSize);
  do {
    ASSIGN_OR_RETURN(
        const v1::ListAgenciesResponse page,
        connection_->Call(*connection_->agencies, &v1::AgencyService::Stub::ListAgencies, request));
    for (const v1::Agency& agency : page.agencies()) {
      if (!each(agency)) return absl::OkStatus();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::StatusOr<v1::Finding> Client::SetFindingDisposition(
    const v1::SetFindingDispositionRequest& request) {
  return connection_->Call(*connection_->validation,
                           &v1::ValidationService::Stub::SetFindingDisposition, request);
}

absl::StatusOr<v1::Job> Client::AmendFact(const v1::AmendFactRequest& request) {
  ASSIGN_OR_RETURN(v1::AmendFactResponse response,
                   connection_->Call(*connection_->validation,
                                     &v1::ValidationService::Stub::AmendFact, request));
  return std::move(*response.mutable_job());
}

}  // namespace gongkai::client
