#include "tests/services/gateway/test_gateway.h"

#include <cstdlib>
#include <thread>
#include <utility>

#include "absl/strings/strip.h"
#include "embedded/form_files.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

constexpr char kAgencyName[] = "重庆市人民政府";
constexpr char kAgencyCode[] = "11500000009275780L";

void Check(const absl::Status& status) {
  if (status.ok()) return;
  LogError("test: ", status.ToString());
  std::abort();
}

RuleCatalog SomeRules() {
  RuleCatalog catalog;
  catalog.version = "0123456789ab";
  for (const char* id : {"A.ONE", "A.TWO", "B.ONE", "B.TWO", "B.THREE"}) {
    catalog.rules.emplace_back().mutable_rule()->set_rule_id(id);
  }
  return catalog;
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status rpc;
  rpc.ParseFromString(status.error_details());
  return rpc;
}

}  // namespace

absl::Status SteeredJobStore::Error() {
  MutexLock lock(mutex_);
  return error_;
}

absl::StatusOr<JobStore::Submitted> SteeredJobStore::Submit(const Submission& submission) {
  RETURN_IF_ERROR(Error());
  return jobs_->Submit(submission);
}

absl::StatusOr<v1::Job> SteeredJobStore::Get(absl::string_view id) {
  {
    MutexLock lock(mutex_);
    ++held_;
    changed_.NotifyAll();
    while (hold_) changed_.Wait(mutex_);
    --held_;
  }
  RETURN_IF_ERROR(Error());
  auto job = jobs_->Get(id);
  MutexLock lock(mutex_);
  ++gets_;
  changed_.NotifyAll();
  return job;
}

absl::StatusOr<std::vector<v1::Job>> SteeredJobStore::GetFinished(
    absl::Span<const std::string> ids) {
  RETURN_IF_ERROR(Error());
  return jobs_->GetFinished(ids);
}

absl::StatusOr<JobPage> SteeredJobStore::List(int page_size, absl::string_view page_token,
                                              v1::Job::State state) {
  RETURN_IF_ERROR(Error());
  return jobs_->List(page_size, page_token, state);
}

void SteeredJobStore::Fail(absl::Status error) {
  MutexLock lock(mutex_);
  error_ = std::move(error);
}

void SteeredJobStore::Hold() {
  MutexLock lock(mutex_);
  hold_ = true;
}

void SteeredJobStore::Release() {
  MutexLock lock(mutex_);
  hold_ = false;
  changed_.NotifyAll();
}

void SteeredJobStore::WaitForHeld(int count) {
  MutexLock lock(mutex_);
  while (held_ < count) changed_.Wait(mutex_);
}

void SteeredJobStore::WaitForGets(int count) {
  MutexLock lock(mutex_);
  while (gets_ < count) changed_.Wait(mutex_);
}

GatewayOptions TestGateway::DefaultOptions() {
  GatewayOptions options;
  options.listen = "127.0.0.1:0";
  options.calls.threads = 4;
  options.sweep_interval = absl::Hours(1);
  return options;
}

TestGateway::TestGateway(GatewayOptions options, ReportStore* reports) {
  GatewayParts parts;
  parts.jobs = &jobs;
  parts.reports = reports != nullptr ? reports : &store.reports();
  parts.reviews = &store.reviews();
  parts.agencies = &store.agencies();
  parts.queue = &queue;
  parts.exchange = &exchange;
  static const FormCodes& forms = *new FormCodes(FormCodes::Read(FormFiles()).value());
  parts.forms = &forms;
  absl::StatusOr<std::unique_ptr<GatewayServer>> started =
      GatewayServer::Start(parts, SomeRules(), options);
  Check(started.status());
  server = *std::move(started);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  channel = server->InProcessChannel(arguments);
  ingestion_ = v1::IngestionService::NewStub(channel);
  job_service_ = v1::JobService::NewStub(channel);
  report_service_ = v1::ReportService::NewStub(channel);
  validation_ = v1::ValidationService::NewStub(channel);
  agencies_ = v1::AgencyService::NewStub(channel);
}

QueueEntry TestGateway::TakeEntry() {
  while (true) {
    absl::StatusOr<std::vector<Lease>> leases = queue.Claim(1, absl::Seconds(10));
    Check(leases.status());
    if (leases->empty()) continue;
    QueueEntry entry = leases->front().entry();
    Check(std::move(leases->front()).Ack());
    return entry;
  }
}

std::string TestGateway::Submit(absl::string_view content) {
  grpc::ClientContext context;
  v1::SubmitReportRequest request;
  request.set_content(std::string(content));
  v1::SubmitReportResponse response;
  const grpc::Status status = ingestion().SubmitReport(&context, request, &response);
  Check(status.ok() ? absl::OkStatus() : absl::InternalError(Dump(status)));
  return std::string(absl::StripPrefix(response.job().name(), "jobs/"));
}

void TestGateway::Finish(const std::string& id, int year) {
  const absl::StatusOr<JobStore::Finished> won =
      store.jobs().Finish(id, "worker", MakeReply(kAgencyName, kAgencyCode, year), "");
  Check(won.status());
}

void TestGateway::FinishAndAnnounce(const std::string& id) {
  Finish(id);
  server->Announce({&id, 1});
}

void TestGateway::WaitForParked(size_t count) {
  while (server->waiting_jobs() != count) std::this_thread::yield();
}

std::string ChineseMessage(const grpc::Status& status) {
  const google::rpc::Status rpc = DetailsOf(status);
  for (const google::protobuf::Any& any : rpc.details()) {
    google::rpc::LocalizedMessage message;
    if (any.UnpackTo(&message) && message.locale() == "zh-CN") return message.message();
  }
  return "";
}

std::string Dump(const grpc::Status& status) {
  if (status.ok()) return "OK";
  const google::rpc::Status rpc = DetailsOf(status);
  std::string dump = absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code()));
  if (rpc.code() != status.error_code()) absl::StrAppend(&dump, " without details");
  for (const google::protobuf::Any& any : rpc.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&info)) {
      absl::StrAppend(&dump, " ", info.reason());
      if (info.domain() != "gongkai") absl::StrAppend(&dump, " in ", info.domain());
    } else if (any.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        absl::StrAppend(&dump, " field=", violation.field());
      }
    } else if (any.UnpackTo(&retry)) {
      absl::StrAppend(&dump, " retry=",
                      absl::FormatDuration(absl::Seconds(retry.retry_delay().seconds()) +
                                           absl::Nanoseconds(retry.retry_delay().nanos())));
    }
  }
  if (!ChineseMessage(status).empty()) absl::StrAppend(&dump, " zh");
  return dump;
}

}  // namespace gongkai
