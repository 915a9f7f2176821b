// Takes documents in: to be stored and read, or only to be checked.
#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>

#include "gongkai/v1/ingestion_service.grpc.pb.h"
#include "services/gateway/rpc.h"
#include "services/gateway/waiter_registry.h"
#include "services/queue/job_queue.h"
#include "services/store/store.h"

namespace gongkai {

// Looks for replies in the exchange; `exchange` must outlive it.
WaiterRegistry::Lookup CheckLookup(CheckExchange* exchange);

// Thread-safe. What it is given must outlive it.
class IngestionService final
    : public v1::IngestionService::WithCallbackMethod_SubmitReport<
          v1::IngestionService::WithRawCallbackMethod_CheckReport<v1::IngestionService::Service>> {
 public:
  struct Options {
    int64_t max_document_bytes = 16 << 20;
    // How long CheckReport waits: for a call without a deadline, and at most.
    absl::Duration default_check_time = absl::Seconds(30);
    absl::Duration max_check_time = absl::Minutes(2);
  };

  // `checks` looks with CheckLookup.
  IngestionService(CallRunner* runner, JobStore* jobs, JobQueue* queue, CheckExchange* exchange,
                   WaiterRegistry* checks, const Options& options)
      : runner_(runner),
        jobs_(jobs),
        queue_(queue),
        exchange_(exchange),
        checks_(checks),
        options_(options) {}

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
  CheckExchange* const exchange_;
  WaiterRegistry* const checks_;
  const Options options_;
};

}  // namespace gongkai
