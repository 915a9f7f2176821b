// A real gRPC server that answers as a test tells it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gongkai/v1/ingestion_service.grpc.pb.h"
#include "gongkai/v1/job.grpc.pb.h"
#include "gongkai/v1/report_service.grpc.pb.h"
#include "gongkai/v1/validation_service.grpc.pb.h"

namespace gongkai::client {

template <typename Request, typename Response>
using Answer = std::function<grpc::Status(const Request&, Response*)>;

// What the calls do. Called on the server's threads, several at a time.
struct Script {
  Answer<v1::SubmitReportRequest, v1::SubmitReportResponse> submit;
  Answer<v1::CheckReportRequest, v1::CheckReportResponse> check;
  Answer<v1::GetJobRequest, v1::Job> get_job;
  Answer<v1::ListJobsRequest, v1::ListJobsResponse> list_jobs;
  Answer<v1::WaitJobRequest, v1::Job> wait_job;
  Answer<v1::GetReportRequest, v1::Report> get_report;
  Answer<v1::ListReportsRequest, v1::ListReportsResponse> list_reports;
  Answer<v1::ListRulesRequest, v1::ListRulesResponse> list_rules;
  Answer<v1::ListFindingsRequest, v1::ListFindingsResponse> list_findings;
};

class ScriptedGateway {
 public:
  // `port` 0: any free one.
  explicit ScriptedGateway(Script script, int port = 0)
      : script_(std::move(script)),
        ingestion_(script_),
        jobs_(script_),
        reports_(script_),
        validation_(script_) {
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(-1);
    builder.AddListeningPort(absl::StrCat("127.0.0.1:", port), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&ingestion_);
    builder.RegisterService(&jobs_);
    builder.RegisterService(&reports_);
    builder.RegisterService(&validation_);
    server_ = builder.BuildAndStart();
  }
  ~ScriptedGateway() {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
  }

  int port() const { return port_; }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  template <typename Request, typename Response>
  static grpc::Status Run(const Answer<Request, Response>& answer, const Request* request,
                          Response* response) {
    if (!answer) return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "not in the script");
    return answer(*request, response);
  }

  struct Ingestion : v1::IngestionService::Service {
    explicit Ingestion(const Script& script) : script(script) {}
    grpc::Status SubmitReport(grpc::ServerContext*, const v1::SubmitReportRequest* request,
                              v1::SubmitReportResponse* response) override {
      return Run(script.submit, request, response);
    }
    grpc::Status CheckReport(grpc::ServerContext*, const v1::CheckReportRequest* request,
                             v1::CheckReportResponse* response) override {
      return Run(script.check, request, response);
    }
    const Script& script;
  };
  struct Jobs : v1::JobService::Service {
    explicit Jobs(const Script& script) : script(script) {}
    grpc::Status GetJob(grpc::ServerContext*, const v1::GetJobRequest* request,
                        v1::Job* response) override {
      return Run(script.get_job, request, response);
    }
    grpc::Status ListJobs(grpc::ServerContext*, const v1::ListJobsRequest* request,
                          v1::ListJobsResponse* response) override {
      return Run(script.list_jobs, request, response);
    }
    grpc::Status WaitJob(grpc::ServerContext*, const v1::WaitJobRequest* request,
                         v1::Job* response) override {
      return Run(script.wait_job, request, response);
    }
    const Script& script;
  };
  struct Reports : v1::ReportService::Service {
    explicit Reports(const Script& script) : script(script) {}
    grpc::Status GetReport(grpc::ServerContext*, const v1::GetReportRequest* request,
                           v1::Report* response) override {
      return Run(script.get_report, request, response);
    }
    grpc::Status ListReports(grpc::ServerContext*, const v1::ListReportsRequest* request,
                             v1::ListReportsResponse* response) override {
      return Run(script.list_reports, request, response);
    }
    const Script& script;
  };
  struct Validation : v1::ValidationService::Service {
    explicit Validation(const Script& script) : script(script) {}
    grpc::Status ListRules(grpc::ServerContext*, const v1::ListRulesRequest* request,
                           v1::ListRulesResponse* response) override {
      return Run(script.list_rules, request, response);
    }
    grpc::Status ListFindings(grpc::ServerContext*, const v1::ListFindingsRequest* request,
                              v1::ListFindingsResponse* response) override {
      return Run(script.list_findings, request, response);
    }
    const Script& script;
  };

  const Script script_;
  Ingestion ingestion_;
  Jobs jobs_;
  Reports reports_;
  Validation validation_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace gongkai::client
