// Serves validated reports.
#pragma once

#include <grpcpp/grpcpp.h>

#include "gongkai/v1/report_service.grpc.pb.h"
#include "services/gateway/rpc.h"
#include "services/store/store.h"

namespace gongkai {

// Thread-safe. What it is given must outlive it.
class ReportService final
    : public v1::ReportService::WithRawCallbackMethod_GetReport<
          v1::ReportService::WithCallbackMethod_ListReports<v1::ReportService::Service>> {
 public:
  ReportService(CallRunner* runner, ReportStore* reports) : runner_(runner), reports_(reports) {}

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* response) override;

 private:
  absl::Status Get(const grpc::ByteBuffer& request, grpc::ByteBuffer* response);
  absl::Status List(const v1::ListReportsRequest& request, v1::ListReportsResponse* response);

  CallRunner* const runner_;
  ReportStore* const reports_;
};

}  // namespace gongkai
