#include "services/gateway/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "services/base/error.h"
#include "tests/services/gateway/test_gateway.h"

namespace gongkai {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// A GetJob call under way.
struct Getting {
  Getting(v1::JobService::Stub& stub, const std::string& id, absl::Duration time = absl::Hours(1)) {
    request.set_name("jobs/" + id);
    context.set_deadline(absl::ToChronoTime(absl::Now() + time));
    stub.async()->GetJob(&context, &request, &job,
                         [this](grpc::Status status) { ended.set_value(status); });
  }
  Getting(TestGateway& gateway, const std::string& id, absl::Duration time = absl::Hours(1))
      : Getting(gateway.job_service(), id, time) {}
  grpc::Status Status() { return ended.get_future().get(); }

  grpc::ClientContext context;
  v1::GetJobRequest request;
  v1::Job job;
  std::promise<grpc::Status> ended;
};

TEST(GatewayServerTest, HealthIsServingForEveryService) {
  TestGateway gateway;
  const auto stub = Health::NewStub(gateway.channel);
  for (const char* service : {"", "gongkai.v1.IngestionService", "gongkai.v1.JobService",
                              "gongkai.v1.ReportService", "gongkai.v1.ValidationService"}) {
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    ASSERT_TRUE(stub->Check(&context, request, &response).ok()) << service;
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING) << service;
  }
  grpc::ClientContext context;
  HealthCheckRequest request;
  request.set_service("no.Service");
  HealthCheckResponse response;
  EXPECT_EQ(stub->Check(&context, request, &response).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST(GatewayServerTest, HealthTurnsToNotServingFirst) {
  TestGateway gateway;
  const auto stub = Health::NewStub(gateway.channel);
  grpc::ClientContext context;
  HealthCheckRequest request;
  const auto watch = stub->Watch(&context, request);
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  std::thread shutdown([&gateway] { gateway.server->Shutdown(); });
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  context.TryCancel();
  shutdown.join();
}

TEST(GatewayServerTest, ShutdownReleasesWaitersAndIsOverBeforeTheGrace) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.shutdown_grace = absl::Hours(1);
  TestGateway gateway(options);
  const std::string id = gateway.Submit();
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::promise<grpc::Status>> ends(20);
  v1::WaitJobRequest request;
  request.set_name("jobs/" + id);
  std::vector<v1::Job> jobs(20);
  for (int i = 0; i < 20; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    gateway.job_service().async()->WaitJob(
        contexts[i].get(), &request, &jobs[i],
        [&ends, i](grpc::Status status) { ends[i].set_value(status); });
  }
  gateway.WaitForParked(20);
  // And a check without a worker.
  grpc::ClientContext check_context;
  v1::CheckReportRequest check;
  check.set_content("a report");
  v1::CheckReportResponse checked;
  std::promise<grpc::Status> check_end;
  gateway.ingestion().async()->CheckReport(
      &check_context, &check, &checked,
      [&check_end](grpc::Status status) { check_end.set_value(status); });
  while (gateway.TakeEntry().task != Task::kCheck) {
  }
  gateway.server->Shutdown();
  for (auto& end : ends) {
    EXPECT_EQ(Dump(end.get_future().get()), "UNAVAILABLE SHUTTING_DOWN retry=1s zh");
  }
  EXPECT_EQ(Dump(check_end.get_future().get()), "UNAVAILABLE SHUTTING_DOWN retry=1s zh");
  gateway.exchange.WaitUntilEmpty();
  gateway.server->Shutdown();
}

TEST(GatewayServerTest, ACallUnderWayIsAnsweredDuringShutdown) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.shutdown_grace = absl::Hours(1);
  TestGateway gateway(options);
  const std::string id = gateway.Submit();
  gateway.jobs.Hold();
  // Over a socket: gRPC's in-process transport cuts its calls off when the server says goodbye.
  const auto channel = grpc::CreateChannel(absl::StrCat("127.0.0.1:", gateway.server->port()),
                                           grpc::InsecureChannelCredentials());
  const auto stub = v1::JobService::NewStub(channel);
  Getting call(*stub, id);
  gateway.jobs.WaitForHeld(1);
  std::thread shutdown([&gateway] { gateway.server->Shutdown(); });
  // Until the server has said goodbye.
  while (channel->GetState(false) == GRPC_CHANNEL_READY) {
    channel->WaitForStateChange(GRPC_CHANNEL_READY, std::chrono::system_clock::time_point::max());
  }
  gateway.jobs.Release();
  EXPECT_EQ(Dump(call.Status()), "OK");
  shutdown.join();
}

TEST(GatewayServerTest, ASaturatedPoolRefusesAtOnceAndRecovers) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.calls.threads = 2;
  options.calls.max_queued = 3;
  TestGateway gateway(options);
  const std::string id = gateway.Submit();
  gateway.jobs.Hold();
  std::vector<std::unique_ptr<Getting>> running;
  for (int i = 0; i < 2; ++i) running.push_back(std::make_unique<Getting>(gateway, id));
  gateway.jobs.WaitForHeld(2);
  // Of eight more, three find a place in the queue.
  std::vector<std::unique_ptr<Getting>> more;
  for (int i = 0; i < 8; ++i) more.push_back(std::make_unique<Getting>(gateway, id));
  const auto refused = [&gateway] {
    const auto calls = gateway.server->stats().Of("JobService.GetJob").calls;
    const auto it = calls.find(absl::StatusCode::kResourceExhausted);
    return it == calls.end() ? 0 : it->second;
  };
  while (refused() < 5) std::this_thread::yield();
  // Waiting calls need the pool as well.
  grpc::ClientContext context;
  v1::WaitJobRequest wait;
  wait.set_name("jobs/" + id);
  v1::Job job;
  EXPECT_EQ(Dump(gateway.job_service().WaitJob(&context, wait, &job)),
            "RESOURCE_EXHAUSTED SERVER_OVERLOADED retry=1s zh");
  gateway.jobs.Release();
  for (const auto& call : running) EXPECT_EQ(Dump(call->Status()), "OK");
  int ok = 0;
  for (const auto& call : more) {
    const std::string dump = Dump(call->Status());
    if (dump == "OK") {
      ++ok;
    } else {
      EXPECT_EQ(dump, "RESOURCE_EXHAUSTED SERVER_OVERLOADED retry=1s zh");
    }
  }
  EXPECT_EQ(ok, 3);
  EXPECT_EQ(refused(), 5);
}

// Every Get waits until Release.
class HeldReportStore : public ReportStore {
 public:
  absl::StatusOr<std::string> Get(absl::string_view agency_id, int year) override {
    MutexLock lock(mutex_);
    ++held_;
    changed_.NotifyAll();
    while (hold_) changed_.Wait(mutex_);
    return absl::NotFoundError("");
  }
  absl::StatusOr<v1::Report> GetBasic(absl::string_view agency_id, int year) override {
    return absl::NotFoundError("");
  }
  absl::StatusOr<ReportPage> List(absl::string_view, int, v1::Report::Verdict, int,
                                  absl::string_view) override {
    return ReportPage();
  }

  void WaitForHeld(int count) {
    MutexLock lock(mutex_);
    while (held_ < count) changed_.Wait(mutex_);
  }
  void Release() {
    MutexLock lock(mutex_);
    hold_ = false;
    changed_.NotifyAll();
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool hold_ ABSL_GUARDED_BY(mutex_) = true;
  int held_ ABSL_GUARDED_BY(mutex_) = 0;
};

// GetReport runs in gRPC's own threads, of which there are two on a small machine.
TEST(GatewayServerTest, ReportsThatAreSlowToReadHoldUpNobodyElse) {
  HeldReportStore held;
  TestGateway gateway(TestGateway::DefaultOptions(), &held);
  const std::string id = gateway.Submit();
  v1::GetReportRequest request;
  request.set_name("agencies/11500000009275780L/reports/2019");
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::promise<grpc::Status>> ends(3);
  std::vector<v1::Report> reports(3);
  for (int i = 0; i < 3; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    gateway.report_service().async()->GetReport(
        contexts[i].get(), &request, &reports[i],
        [&ends, i](grpc::Status status) { ends[i].set_value(status); });
  }
  held.WaitForHeld(3);
  Getting call(gateway, id);
  EXPECT_EQ(Dump(call.Status()), "OK");
  held.Release();
  for (auto& end : ends) {
    EXPECT_EQ(end.get_future().get().error_code(), grpc::StatusCode::NOT_FOUND);
  }
}

TEST(GatewayServerTest, CallsThatNobodyAwaitsDoNoWork) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.calls.threads = 1;
  TestGateway gateway(options);
  const std::string id = gateway.Submit();
  gateway.jobs.Hold();
  Getting running(gateway, id);
  gateway.jobs.WaitForHeld(1);
  // These wait behind it until they are cancelled or too late.
  v1::SubmitReportRequest request;
  request.set_content("never stored");
  grpc::ClientContext cancelled;
  v1::SubmitReportResponse response;
  std::promise<grpc::Status> cancelled_end;
  gateway.ingestion().async()->SubmitReport(
      &cancelled, &request, &response,
      [&cancelled_end](grpc::Status status) { cancelled_end.set_value(status); });
  cancelled.TryCancel();
  EXPECT_EQ(cancelled_end.get_future().get().error_code(), grpc::StatusCode::CANCELLED);
  grpc::ClientContext late;
  late.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(20)));
  EXPECT_EQ(gateway.ingestion().SubmitReport(&late, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  gateway.jobs.Release();
  EXPECT_EQ(Dump(running.Status()), "OK");
  gateway.server->Shutdown();  // the pool is drained
  const auto jobs = gateway.store.jobs().List(10, "", v1::Job::STATE_UNSPECIFIED);
  ASSERT_TRUE(jobs.ok());
  EXPECT_EQ(jobs->jobs.size(), 1u);
}

TEST(GatewayServerTest, AnAddressInUseIsAClearError) {
  TestGateway gateway;
  GatewayParts parts;
  parts.jobs = &gateway.jobs;
  parts.reports = &gateway.store.reports();
  parts.queue = &gateway.queue;
  parts.exchange = &gateway.exchange;
  for (const std::string& listen :
       {absl::StrCat("127.0.0.1:", gateway.server->port()), std::string("192.0.2.1:0")}) {
    GatewayOptions options = TestGateway::DefaultOptions();
    options.listen = listen;
    const auto second = GatewayServer::Start(parts, RuleCatalog(), options);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(DetailOf(second.status()).reason, "CANNOT_LISTEN");
    EXPECT_THAT(std::string(second.status().message()), testing::HasSubstr(listen));
    EXPECT_THAT(DetailOf(second.status()).message_zh, testing::HasSubstr(listen));
  }
}

TEST(GatewayServerTest, ServesOverTcpAndCountsCalls) {
  TestGateway gateway;
  const auto channel = grpc::CreateChannel(absl::StrCat("127.0.0.1:", gateway.server->port()),
                                           grpc::InsecureChannelCredentials());
  const auto stub = v1::JobService::NewStub(channel);
  grpc::ClientContext context;
  v1::ListJobsResponse response;
  EXPECT_EQ(Dump(stub->ListJobs(&context, v1::ListJobsRequest(), &response)), "OK");
  EXPECT_EQ(gateway.server->stats().Of("JobService.ListJobs").calls.at(absl::StatusCode::kOk), 1);
}

TEST(GatewayServerTest, ServesOnAUnixSocket) {
  const std::string folder = NewTemporaryFolder();
  GatewayOptions options = TestGateway::DefaultOptions();
  options.listen = absl::StrCat("unix:", folder, "/gateway.sock");
  {
    TestGateway gateway(options);
    const auto stub = v1::JobService::NewStub(
        grpc::CreateChannel(options.listen, grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    v1::ListJobsResponse response;
    EXPECT_EQ(Dump(stub->ListJobs(&context, v1::ListJobsRequest(), &response)), "OK");
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gongkai
