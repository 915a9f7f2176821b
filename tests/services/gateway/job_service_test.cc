#include "services/gateway/job_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "tests/services/gateway/test_gateway.h"

namespace gongkai {
namespace {

v1::WaitJobRequest WaitFor(const std::string& id) {
  v1::WaitJobRequest request;
  request.set_name("jobs/" + id);
  return request;
}

// A WaitJob call under way.
struct Waiting {
  Waiting(TestGateway& gateway, const v1::WaitJobRequest& wait) : request(wait) {
    gateway.job_service().async()->WaitJob(
        &context, &request, &job, [this](grpc::Status status) { ended.set_value(status); });
  }
  grpc::Status Status() { return ended.get_future().get(); }

  grpc::ClientContext context;
  v1::WaitJobRequest request;
  v1::Job job;
  std::promise<grpc::Status> ended;
};

int ThreadsOfThisProcess() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (absl::StartsWith(line, "Threads:")) return std::stoi(line.substr(8));
  }
  return -1;
}

TEST(GetJobTest, ShowsTheJob) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  grpc::ClientContext context;
  v1::GetJobRequest request;
  request.set_name("jobs/" + id);
  v1::Job job;
  ASSERT_EQ(Dump(gateway.job_service().GetJob(&context, request, &job)), "OK");
  EXPECT_EQ(job.name(), "jobs/" + id);
  EXPECT_EQ(job.state(), v1::Job::QUEUED);
}

TEST(GetJobTest, BadNamesAreRefusedAndUnknownOnesNotFound) {
  TestGateway gateway;
  const std::string absent(24, '0');
  const std::pair<std::string, std::string> cases[] = {
      {"", "INVALID_ARGUMENT INVALID_NAME field=name zh"},
      {"jobs/", "INVALID_ARGUMENT INVALID_NAME field=name zh"},
      {"job/" + absent, "INVALID_ARGUMENT INVALID_NAME field=name zh"},
      {"jobs/" + absent + "/x", "INVALID_ARGUMENT INVALID_NAME field=name zh"},
      {"jobs/' OR 1=1 --", "INVALID_ARGUMENT INVALID_NAME field=name zh"},
      {"jobs/" + absent, "NOT_FOUND JOB_NOT_FOUND zh"},
  };
  for (const auto& [name, want] : cases) {
    grpc::ClientContext get_context, wait_context;
    v1::GetJobRequest get;
    v1::WaitJobRequest wait;
    get.set_name(name);
    wait.set_name(name);
    v1::Job job;
    EXPECT_EQ(Dump(gateway.job_service().GetJob(&get_context, get, &job)), want) << name;
    EXPECT_EQ(Dump(gateway.job_service().WaitJob(&wait_context, wait, &job)), want) << name;
  }
  EXPECT_EQ(gateway.server->waiting_jobs(), 0u);
}

TEST(ListJobsTest, PagesThroughAllJobsNewestFirst) {
  TestGateway gateway;
  std::set<std::string> submitted;
  for (int i = 0; i < 5; ++i) submitted.insert("jobs/" + gateway.Submit(std::to_string(i)));
  gateway.Finish(gateway.Submit("finished"));
  std::set<std::string> listed;
  v1::ListJobsRequest request;
  request.set_page_size(2);
  request.set_state(v1::Job::QUEUED);
  int pages = 0;
  do {
    grpc::ClientContext context;
    v1::ListJobsResponse page;
    ASSERT_EQ(Dump(gateway.job_service().ListJobs(&context, request, &page)), "OK");
    EXPECT_LE(page.jobs_size(), 2);
    for (const v1::Job& job : page.jobs()) EXPECT_TRUE(listed.insert(job.name()).second);
    request.set_page_token(page.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, submitted);
  EXPECT_GE(pages, 3);
}

TEST(ListJobsTest, BadFieldsAreNamed) {
  TestGateway gateway;
  const auto dump = [&gateway](int page_size, const char* token, int state) {
    grpc::ClientContext context;
    v1::ListJobsRequest request;
    request.set_page_size(page_size);
    request.set_page_token(token);
    request.set_state(static_cast<v1::Job::State>(state));
    v1::ListJobsResponse response;
    return Dump(gateway.job_service().ListJobs(&context, request, &response));
  };
  EXPECT_EQ(dump(-1, "", 0), "INVALID_ARGUMENT INVALID_PAGE_SIZE field=page_size zh");
  EXPECT_EQ(dump(0, "!", 0), "INVALID_ARGUMENT INVALID_PAGE_TOKEN field=page_token zh");
  EXPECT_EQ(dump(0, "", 77), "INVALID_ARGUMENT INVALID_STATE field=state zh");
  EXPECT_EQ(dump(1'000'000, "", 0), "OK");
}

TEST(WaitJobTest, AFinishedJobIsReturnedAtOnce) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  gateway.Finish(id);
  Waiting call(gateway, WaitFor(id));
  EXPECT_EQ(Dump(call.Status()), "OK");
  EXPECT_EQ(call.job.state(), v1::Job::SUCCEEDED);
  EXPECT_EQ(call.job.report(), "agencies/11500000009275780L/reports/2019");
}

TEST(WaitJobTest, AnAnnouncementWakesTheWaiter) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  Waiting call(gateway, WaitFor(id));
  gateway.WaitForParked(1);
  gateway.FinishAndAnnounce(id);
  EXPECT_EQ(Dump(call.Status()), "OK");
  EXPECT_EQ(call.job.state(), v1::Job::SUCCEEDED);
}

TEST(WaitJobTest, TheSweepWakesTheWaiterWhenTheAnnouncementIsLost) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.sweep_interval = absl::Milliseconds(5);
  TestGateway gateway(options);
  const std::string id = gateway.Submit();
  Waiting call(gateway, WaitFor(id));
  gateway.WaitForParked(1);
  gateway.Finish(id);
  EXPECT_EQ(Dump(call.Status()), "OK");
  EXPECT_EQ(call.job.state(), v1::Job::SUCCEEDED);
}

// The job ends while the call is between registering and reading: its announcement finds the
// waiter, and reading finds the end; one of them answers.
TEST(WaitJobTest, AnEndBetweenRegisteringAndReadingIsNotMissed) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  gateway.jobs.Hold();
  Waiting call(gateway, WaitFor(id));
  gateway.jobs.WaitForHeld(1);
  gateway.FinishAndAnnounce(id);
  gateway.jobs.Release();
  EXPECT_EQ(Dump(call.Status()), "OK");
  EXPECT_EQ(call.job.state(), v1::Job::SUCCEEDED);
  EXPECT_EQ(gateway.server->waiting_jobs(), 0u);
}

TEST(WaitJobTest, WhenTheTimeIsOverTheJobIsReturnedAsItIs) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  for (const int millis : {0, 1, 30}) {
    v1::WaitJobRequest request = WaitFor(id);
    request.mutable_timeout()->set_nanos(millis * 1'000'000);
    Waiting call(gateway, request);
    EXPECT_EQ(Dump(call.Status()), "OK");
    EXPECT_EQ(call.job.state(), v1::Job::QUEUED);
  }
  EXPECT_EQ(gateway.server->waiting_jobs(), 0u);
}

TEST(WaitJobTest, WithoutATimeoutTheAnswerComesBeforeTheDeadline) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(1)));
  v1::Job job;
  EXPECT_EQ(Dump(gateway.job_service().WaitJob(&context, WaitFor(id), &job)), "OK");
  EXPECT_EQ(job.state(), v1::Job::QUEUED);
}

TEST(WaitJobTest, BadTimeoutsAreRefused) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  const std::pair<int64_t, int> cases[] = {{-1, 0}, {0, -1}, {-400'000'000'000, 0}};
  for (const auto& [seconds, nanos] : cases) {
    v1::WaitJobRequest request = WaitFor(id);
    request.mutable_timeout()->set_seconds(seconds);
    request.mutable_timeout()->set_nanos(nanos);
    Waiting call(gateway, request);
    EXPECT_EQ(Dump(call.Status()), "INVALID_ARGUMENT INVALID_TIMEOUT field=timeout zh");
  }
}

TEST(WaitJobTest, ACancelledWaiterIsGone) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  std::vector<std::unique_ptr<Waiting>> calls;
  for (int i = 0; i < 20; ++i) {
    calls.push_back(std::make_unique<Waiting>(gateway, WaitFor(id)));
  }
  gateway.WaitForParked(20);
  for (int i = 0; i < 10; ++i) calls[i]->context.TryCancel();
  gateway.WaitForParked(10);
  gateway.FinishAndAnnounce(id);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(calls[i]->Status().error_code(),
              i < 10 ? grpc::StatusCode::CANCELLED : grpc::StatusCode::OK);
  }
}

// Cancelled at any moment of their way to the parking place.
TEST(WaitJobTest, ACallThatIsCancelledEarlyLeavesNothingBehind) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  for (int i = 0; i < 200; ++i) {
    Waiting call(gateway, WaitFor(id));
    for (int spin = 0; spin < i * 20; ++spin) std::atomic_thread_fence(std::memory_order_seq_cst);
    call.context.TryCancel();
    EXPECT_EQ(call.Status().error_code(), grpc::StatusCode::CANCELLED);
  }
  gateway.WaitForParked(0);
}

TEST(WaitJobTest, AThousandWaitersTakeNoThreads) {
  TestGateway gateway;
  std::vector<std::string> ids;
  for (int i = 0; i < 50; ++i) ids.push_back(gateway.Submit(std::to_string(i)));
  const int threads_before = ThreadsOfThisProcess();
  std::vector<std::unique_ptr<Waiting>> calls;
  for (int i = 0; i < 1000; ++i) {
    calls.push_back(std::make_unique<Waiting>(gateway, WaitFor(ids[i % ids.size()])));
  }
  gateway.WaitForParked(1000);
  // gRPC may add some of its own.
  EXPECT_LT(ThreadsOfThisProcess(), threads_before + 20);
  // The pool is free for others meanwhile.
  EXPECT_FALSE(gateway.Submit("another").empty());
  for (const std::string& id : ids) gateway.Finish(id);
  gateway.server->Announce(ids);
  for (const auto& call : calls) {
    EXPECT_EQ(Dump(call->Status()), "OK");
    EXPECT_EQ(call->job.name(), call->request.name());
    EXPECT_EQ(call->job.state(), v1::Job::SUCCEEDED);
  }
  EXPECT_EQ(gateway.server->waiting_jobs(), 0u);
}

TEST(WaitJobTest, TooManyWaitersAreRefused) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.max_waiting_jobs = 3;
  TestGateway gateway(options);
  const std::string id = gateway.Submit();
  std::vector<std::unique_ptr<Waiting>> calls;
  for (int i = 0; i < 3; ++i) {
    calls.push_back(std::make_unique<Waiting>(gateway, WaitFor(id)));
  }
  gateway.WaitForParked(3);
  Waiting refused(gateway, WaitFor(id));
  EXPECT_EQ(Dump(refused.Status()), "RESOURCE_EXHAUSTED TOO_MANY_WAITERS retry=1s zh");
  gateway.FinishAndAnnounce(id);
  for (const auto& call : calls) EXPECT_EQ(Dump(call->Status()), "OK");
}

TEST(WaitJobTest, WaitersOutliveATroubledDatabase) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.sweep_interval = absl::Milliseconds(5);
  TestGateway gateway(options);
  const std::string id = gateway.Submit();
  Waiting call(gateway, WaitFor(id));
  gateway.jobs.WaitForGets(1);
  gateway.jobs.Fail(absl::UnavailableError("down"));
  gateway.FinishAndAnnounce(id);
  gateway.jobs.Fail(absl::OkStatus());
  EXPECT_EQ(Dump(call.Status()), "OK");
}

}  // namespace
}  // namespace gongkai
