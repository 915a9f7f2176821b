#include "services/gateway/ingestion_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/gateway/request_checks.h"
#include "services/gateway/wire.h"

namespace gongkai {
namespace {

class CheckReportCall final : public CheckCall {
 public:
  CheckReportCall(const CheckParts& parts, int64_t max_document_bytes,
                  grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                  grpc::ByteBuffer* response)
      : CheckCall(parts, context, "IngestionService.CheckReport"),
        max_document_bytes_(max_document_bytes),
        request_(request),
        response_(response) {}

 private:
  int64_t RequestBytes() const override { return static_cast<int64_t>(request_->Length()); }

  absl::StatusOr<internal::v1::ProcessRequest> MakeRequest() override {
    v1::CheckReportRequest request;
    RETURN_IF_ERROR(ParseWire(*request_, &request));
    RETURN_IF_ERROR(CheckContent(request.content(), max_document_bytes_));
    RETURN_IF_ERROR(CheckFilename(request.filename()));
    RETURN_IF_ERROR(CheckYear(request.year()));
    internal::v1::ProcessRequest process;
    process.set_content(std::move(*request.mutable_content()));
    process.set_requested_year(request.year());
    return process;
  }

  absl::Status TakeReply(internal::v1::ProcessReply reply) override {
    const grpc::Slice slices[] = {
        SliceOf(FieldHeader(v1::CheckReportResponse::kReportFieldNumber, reply.report().size())),
        SliceOf(std::move(*reply.mutable_report()))};
    *response_ = grpc::ByteBuffer(slices, 2);
    return absl::OkStatus();
  }

  const int64_t max_document_bytes_;
  const grpc::ByteBuffer* const request_;
  grpc::ByteBuffer* const response_;
};

}  // namespace

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
  return ParkedCall::Launch(std::make_shared<CheckReportCall>(checks_, options_.max_document_bytes,
                                                              context, request, response));
}

}  // namespace gongkai
