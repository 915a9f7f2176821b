#include "services/gateway/ingestion_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "services/base/error.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/gateway/parked_call.h"
#include "services/gateway/request_checks.h"
#include "services/gateway/wire.h"

namespace gongkai {
namespace {

// A check stays in the exchange a little longer than anybody waits for it.
constexpr absl::Duration kExchangeMargin = absl::Seconds(5);
// A remaining time beyond this means that the call has no deadline.
constexpr absl::Duration kNoDeadline = absl::Hours(24 * 365);

absl::Status QueueUnavailable(const absl::Status& cause) {
  LogWarning("check: the queue does not answer: ", cause.message());
  return UnavailableFor(absl::Seconds(2), "QUEUE_UNAVAILABLE",
                        "documents cannot be passed to the workers at the moment; try again later",
                        "暂时无法将文件交给处理节点，请稍后重试");
}

class CheckCall final : public ParkedCall {
 public:
  CheckCall(CallRunner* runner, WaiterRegistry* checks, grpc::CallbackServerContext* context,
            JobQueue* queue, CheckExchange* exchange, const IngestionService::Options& options,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : ParkedCall(runner, checks, context, "IngestionService.CheckReport"),
        queue_(queue),
        exchange_(exchange),
        options_(options),
        request_(request),
        response_(response) {}

 private:
  absl::Status Start() override {
    RETURN_IF_ERROR(runner().TakeBytes(static_cast<int64_t>(request_->Length()), &taken_));
    std::string message;
    {
      v1::CheckReportRequest request;
      RETURN_IF_ERROR(ParseWire(*request_, &request));
      RETURN_IF_ERROR(CheckContent(request.content(), options_.max_document_bytes));
      RETURN_IF_ERROR(CheckFilename(request.filename()));
      RETURN_IF_ERROR(CheckYear(request.year()));
      internal::v1::ProcessRequest process;
      process.set_content(std::move(*request.mutable_content()));
      process.set_filename(std::move(*request.mutable_filename()));
      process.set_requested_year(request.year());
      message = process.SerializeAsString();
    }
    const absl::Duration time =
        TimeToWait(RemainingTime(context()) > kNoDeadline ? options_.default_check_time
                                                          : options_.max_check_time);
    absl::StatusOr<std::string> id = exchange_->PutRequest(message, time + kExchangeMargin);
    if (!id.ok()) return QueueUnavailable(id.status());
    id_ = *std::move(id);
    if (const absl::Status parked = Park(id_, time); !parked.ok()) {
      exchange_->Discard(id_).IgnoreError();
      return parked;
    }
    const QueueEntry entry{id_, Lane::kInteractive, Task::kCheck};
    const absl::Status enqueued = queue_->Enqueue({&entry, 1});
    if (!enqueued.ok() && Unpark()) {
      exchange_->Discard(id_).IgnoreError();
      return QueueUnavailable(enqueued);
    }
    return absl::OkStatus();
  }

  absl::Status OnEnded(absl::string_view result) override {
    internal::v1::ProcessReply reply;
    if (!reply.ParseFromArray(result.data(), static_cast<int>(result.size()))) {
      return absl::InternalError("check: the worker's reply is malformed");
    }
    if (reply.has_error()) {
      return MakeError(absl::StatusCode::kFailedPrecondition, reply.error().reason(),
                       reply.error().message_en(), reply.error().message());
    }
    const grpc::Slice slices[] = {
        SliceOf(FieldHeader(v1::CheckReportResponse::kReportFieldNumber, reply.report().size())),
        SliceOf(std::move(*reply.mutable_report()))};
    *response_ = grpc::ByteBuffer(slices, 2);
    return absl::OkStatus();
  }

  absl::Status OnTimeout() override {
    OnAbandoned();
    return MakeError(absl::StatusCode::kDeadlineExceeded, "CHECK_TIMED_OUT",
                     "no worker has checked the document in time; try again later",
                     "处理节点未能在规定时间内完成核查，请稍后重试");
  }

  void OnAbandoned() override { exchange_->Discard(id_).IgnoreError(); }

  JobQueue* const queue_;
  CheckExchange* const exchange_;
  const IngestionService::Options& options_;
  const grpc::ByteBuffer* const request_;
  grpc::ByteBuffer* const response_;
  ByteBudget::Taken taken_;
  std::string id_;  // set before the call is parked
};

}  // namespace

WaiterRegistry::Lookup CheckLookup(CheckExchange* exchange) {
  return
      [exchange](
          absl::Span<const std::string> ids) -> absl::StatusOr<std::vector<WaiterRegistry::Ended>> {
        std::vector<WaiterRegistry::Ended> ended;
        for (const std::string& id : ids) {
          absl::StatusOr<std::string> reply = exchange->TakeReply(id);
          if (reply.ok()) {
            ended.push_back({id, *std::move(reply)});
          } else if (!absl::IsNotFound(reply.status())) {
            // Replies already taken are nowhere else.
            if (ended.empty()) return reply.status();
            break;
          }
        }
        return ended;
      };
}

grpc::ServerUnaryReactor* IngestionService::SubmitReport(grpc::CallbackServerContext* context,
                                                         const v1::SubmitReportRequest* request,
                                                         v1::SubmitReportResponse* response) {
  return runner_->RunUnary(
      context, "IngestionService.SubmitReport",
      [this, request, response] { return Submit(*request, response); },
      static_cast<int64_t>(request->content().size()));
}

absl::Status IngestionService::Submit(const v1::SubmitReportRequest& request,
                                      v1::SubmitReportResponse* response) {
  RETURN_IF_ERROR(CheckContent(request.content(), options_.max_document_bytes));
  RETURN_IF_ERROR(CheckFilename(request.filename()));
  RETURN_IF_ERROR(CheckRequestId(request.request_id()));
  RETURN_IF_ERROR(CheckYear(request.year()));
  RETURN_IF_ERROR(CheckPriority(request.priority()));
  Submission submission;
  submission.content = request.content();
  submission.filename = request.filename();
  submission.request_id = request.request_id();
  submission.requested_year = request.year();
  submission.priority = request.priority() == v1::Job::BULK ? v1::Job::BULK : v1::Job::INTERACTIVE;
  ASSIGN_OR_RETURN(JobStore::Submitted submitted, jobs_->Submit(submission));
  *response->mutable_job() = std::move(submitted.job);
  if (!submitted.created) return absl::OkStatus();

  // The job is accepted; should the queue not take it now, the reconciler brings it there later.
  const absl::string_view id = absl::StripPrefix(response->job().name(), "jobs/");
  const QueueEntry entry{std::string(id),
                         submission.priority == v1::Job::BULK ? Lane::kBulk : Lane::kInteractive,
                         Task::kJob};
  if (const absl::Status enqueued = queue_->Enqueue({&entry, 1}); !enqueued.ok()) {
    LogWarning("submit: ", id, " is accepted but not in the queue yet: ", enqueued.message());
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* IngestionService::CheckReport(grpc::CallbackServerContext* context,
                                                        const grpc::ByteBuffer* request,
                                                        grpc::ByteBuffer* response) {
  return ParkedCall::Launch(std::make_shared<CheckCall>(runner_, checks_, context, queue_,
                                                        exchange_, options_, request, response));
}

}  // namespace gongkai
