// Serves validated reports.
#pragma once

#include <grpcpp/grpcpp.h>

#include "gongkai/v1/report_service.grpc.pb.h"
#include "services/gateway/rpc.h"
#include "services/store/review_store.h"
#include "services/store/store.h"

namespace gongkai {

// Thread-safe. What it is given must outlive it.
class ReportService final : public v1::ReportService::WithRawCallbackMethod_GetReport<
                                v1::ReportService::WithCallbackMethod_ListReports<
                                    v1::ReportService::WithCallbackMethod_ListReportRevisions<
                                        v1::ReportService::Service>>> {
 public:
  ReportService(CallRunner* runner, ReportStore* reports, ReviewStore* reviews)
      : runner_(runner), reports_(reports), reviews_(reviews) {}

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* response) override;
  grpc::ServerUnaryReactor* ListReportRevisions(grpc::CallbackServerContext* context,
                                                const v1::ListReportRevisionsRequest* request,
                                                v1::ListReportRevisionsResponse* response) override;

 private:
  absl::Status Get(const grpc::ByteBuffer& request, grpc::ByteBuffer* response);
  absl::Status List(const v1::ListReportsRequest& request, v1::ListReportsResponse* response);

  absl::Status ListRevisions(const v1::ListReportRevisionsRequest& request,
                             v1::ListReportRevisionsResponse* response);

  CallRunner* const runner_;
  ReportStore* const reports_;
  ReviewStore* const reviews_;
};

}  // namespace gongkai
