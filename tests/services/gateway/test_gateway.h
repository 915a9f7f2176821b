// A gateway over a real SQLite store, called through a real channel.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "gongkai/v1/agency_service.grpc.pb.h"
#include "gongkai/v1/ingestion_service.grpc.pb.h"
#include "gongkai/v1/job.grpc.pb.h"
#include "gongkai/v1/report_service.grpc.pb.h"
#include "gongkai/v1/validation_service.grpc.pb.h"
#include "services/gateway/server.h"
#include "services/queue/fake_job_queue.h"
#include "tests/services/gateway/watched_exchange.h"
#include "tests/services/store/test_store.h"

namespace gongkai {

// Delegates to a JobStore; reading and submitting can be held up and fail on command. Thread-safe.
class SteeredJobStore : public JobStore {
 public:
  explicit SteeredJobStore(JobStore* jobs) : jobs_(jobs) {}

  absl::StatusOr<Submitted> Submit(const Submission& submission) override;
  absl::StatusOr<v1::Job> Get(absl::string_view id) override;
  absl::StatusOr<std::vector<v1::Job>> GetFinished(absl::Span<const std::string> ids) override;
  absl::StatusOr<JobPage> List(int page_size, absl::string_view page_token,
                               v1::Job::State state) override;
  absl::StatusOr<std::vector<UnfinishedJob>> Unfinished(absl::Time before, int limit) override {
    return jobs_->Unfinished(before, limit);
  }
  absl::StatusOr<JobInput> Load(absl::string_view id) override { return jobs_->Load(id); }
  absl::Status MarkRunning(absl::Span<const std::string> ids, absl::string_view worker) override {
    return jobs_->MarkRunning(ids, worker);
  }
  absl::StatusOr<int> CountLostWorker(absl::string_view id) override {
    return jobs_->CountLostWorker(id);
  }
  absl::StatusOr<LoadedContext> LoadContext(const ReportSubject& subject) override {
    return jobs_->LoadContext(subject);
  }
  absl::StatusOr<Finished> Finish(absl::string_view id, absl::string_view worker,
                                  const internal::v1::ProcessReply& reply,
                                  absl::string_view context_stamp) override {
    return jobs_->Finish(id, worker, reply, context_stamp);
  }

  // What Submit, Get, GetFinished and List return from now on.
  void Fail(absl::Status error);
  // Makes Get wait until Release.
  void Hold();
  void Release();
  // Until that many calls of Get are held.
  void WaitForHeld(int count);
  // Until Get has read the store that often.
  void WaitForGets(int count);

 private:
  absl::Status Error();

  JobStore* const jobs_;
  Mutex mutex_;
  CondVar changed_;
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
  bool hold_ ABSL_GUARDED_BY(mutex_) = false;
  int held_ ABSL_GUARDED_BY(mutex_) = 0;
  int gets_ ABSL_GUARDED_BY(mutex_) = 0;
};

class TestGateway {
 public:
  // Sweeps once an hour, so that tests see what announcements do, unless `options` say otherwise.
  static GatewayOptions DefaultOptions();
  // `reports`: what to serve reports from, instead of the store.
  explicit TestGateway(GatewayOptions options = DefaultOptions(), ReportStore* reports = nullptr);

  v1::IngestionService::Stub& ingestion() { return *ingestion_; }
  v1::JobService::Stub& job_service() { return *job_service_; }
  v1::ReportService::Stub& report_service() { return *report_service_; }
  v1::ValidationService::Stub& validation() { return *validation_; }
  v1::AgencyService::Stub& agencies() { return *agencies_; }

  // Takes the next entry out of the queue, waiting for it.
  QueueEntry TakeEntry();
  // Submits a document; returns the job's id.
  std::string Submit(absl::string_view content = "report");
  // Finishes the job as a worker would, with a report of 重庆市人民政府.
  void Finish(const std::string& id, int year = 2019);
  // Finishes and announces.
  void FinishAndAnnounce(const std::string& id);
  // Until so many WaitJob calls are parked.
  void WaitForParked(size_t count);

  TestStore store;
  SteeredJobStore jobs{&store.jobs()};
  FakeJobQueue queue{&Clock::Real()};
  WatchedExchange exchange;
  std::unique_ptr<GatewayServer> server;
  std::shared_ptr<grpc::Channel> channel;

 private:
  std::unique_ptr<v1::IngestionService::Stub> ingestion_;
  std::unique_ptr<v1::JobService::Stub> job_service_;
  std::unique_ptr<v1::ReportService::Stub> report_service_;
  std::unique_ptr<v1::ValidationService::Stub> validation_;
  std::unique_ptr<v1::AgencyService::Stub> agencies_;
};

// "OK", or the code, the ErrorInfo's reason, and what else the details hold:
// "INVALID_ARGUMENT EMPTY_CONTENT field=content zh", "UNAVAILABLE SHUTTING_DOWN retry=1s zh".
std::string Dump(const grpc::Status& status);

// The zh-CN LocalizedMessage, or empty.
std::string ChineseMessage(const grpc::Status& status);

}  // namespace gongkai
