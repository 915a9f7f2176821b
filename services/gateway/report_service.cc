#include "services/gateway/report_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/gateway/request_checks.h"
#include "services/gateway/revision_changes.h"
#include "services/gateway/wire.h"

namespace gongkai {

grpc::ServerUnaryReactor* ReportService::GetReport(grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request,
                                                   grpc::ByteBuffer* response) {
  return runner_->RunBrief(context, "ReportService.GetReport",
                           [this, request, response] { return Get(*request, response); });
}

absl::Status ReportService::Get(const grpc::ByteBuffer& wire, grpc::ByteBuffer* response) {
  v1::GetReportRequest request;
  RETURN_IF_ERROR(ParseWire(wire, &request));
  ASSIGN_OR_RETURN(const ReportKey key, ReportKeyIn(request.name()));
  std::string report;
  switch (request.view()) {
    case v1::REPORT_VIEW_UNSPECIFIED:
    case v1::REPORT_VIEW_FULL: {
      ASSIGN_OR_RETURN(report, reports_->Get(key.agency_id, key.year));
      break;
    }
    case v1::REPORT_VIEW_BASIC: {
      ASSIGN_OR_RETURN(const v1::Report basic, reports_->GetBasic(key.agency_id, key.year));
      report = basic.SerializeAsString();
      break;
    }
    default:
      return InvalidField("view", "INVALID_VIEW",
                          absl::StrCat("view has the unknown value ", request.view()),
                          absl::StrCat("view 的取值 ", request.view(), " 无效"));
  }
  const grpc::Slice slice = SliceOf(std::move(report));
  *response = grpc::ByteBuffer(&slice, 1);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ReportService::ListReports(grpc::CallbackServerContext* context,
                                                     const v1::ListReportsRequest* request,
                                                     v1::ListReportsResponse* response) {
  return runner_->RunUnary(context, "ReportService.ListReports",
                           [this, request, response] { return List(*request, response); });
}

absl::Status ReportService::List(const v1::ListReportsRequest& request,
                                 v1::ListReportsResponse* response) {
  ASSIGN_OR_RETURN(const absl::string_view agency_id, AgencyIdIn(request.parent()));
  ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  RETURN_IF_ERROR(CheckYear(request.year()));
  RETURN_IF_ERROR(CheckVerdict(request.verdict()));
  ASSIGN_OR_RETURN(ReportPage page, reports_->List(agency_id, request.year(), request.verdict(),
                                                   page_size, request.page_token()));
  for (v1::Report& report : page.reports) *response->add_reports() = std::move(report);
  response->set_next_page_token(std::move(page.next_page_token));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ReportService::ListReportRevisions(
    grpc::CallbackServerContext* context, const v1::ListReportRevisionsRequest* request,
    v1::ListReportRevisionsResponse* response) {
  return runner_->RunUnary(context, "ReportService.ListReportRevisions",
                           [this, request, response] { return ListRevisions(*request, response); });
}

absl::Status ReportService::ListRevisions(const v1::ListReportRevisionsRequest& request,
                                          v1::ListReportRevisionsResponse* response) {
  ASSIGN_OR_RETURN(const ReportKey key, ReportKeyInField(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  ASSIGN_OR_RETURN(RevisionPage page, reviews_->ListRevisions(key.agency_id, key.year, page_size,
                                                              request.page_token()));
  for (size_t i = 0; i < page.shown; ++i) {
    const v1::Report* before = i + 1 < page.reports.size() ? &page.reports[i + 1] : nullptr;
    *response->add_revisions() = DescribeRevision(page.reports[i], before);
  }
  response->set_next_page_token(std::move(page.next_page_token));
  return absl::OkStatus();
}

}  // namespace gongkai
