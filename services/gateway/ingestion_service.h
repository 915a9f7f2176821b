// Takes documents in: to be stored and read, or only to be checked.
#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>

#include "gongkai/v1/ingestion_service.grpc.pb.h"
#include "services/gateway/check_call.h"
#include "services/gateway/rpc.h"
#include "services/queue/job_queue.h"
#include "services/store/store.h"

namespace gongkai {

// Thread-safe. What it is given must outlive it.
class IngestionService final
    : public v1::IngestionService::WithCallbackMethod_SubmitReport<
          v1::IngestionService::WithRawCallbackMethod_CheckReport<v1::IngestionService::Service>> {
 public:
  struct Options {
    int64_t max_document_bytes = 16 << 20;
  };

  IngestionService(CallRunner* runner, JobStore* jobs, JobQueue* queue, const CheckParts& checks,
                   const Options& options)
      : runner_(runner), jobs_(jobs), queue_(queue), checks_(checks), options_(options) {}

  grpc::ServerUnaryReactor* SubmitReport(grpc::CallbackServerContext* context,
                                         const v1::SubmitReportRequest* request,
                                         v1::SubmitReportResponse* response) override;

  grpc::ServerUnaryReactor* CheckReport(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override;

 private:
  absl::Status Submit(const v1::SubmitReportRequest& request, v1::SubmitReportResponse* response);

  CallRunner* const runner_;
  JobStore* const jobs_;
  JobQueue* const queue_;
  const CheckParts checks_;
  const Options options_;
};

}  // namespace gongkai
