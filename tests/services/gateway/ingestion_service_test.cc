#include "services/gateway/ingestion_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "tests/services/gateway/test_gateway.h"

namespace gongkai {
namespace {

using testing::HasSubstr;

#ifdef __SANITIZE_THREAD__
// ThreadSanitizer looks at every byte that gRPC hands over, and slowly.
constexpr size_t kHuge = 50'000;
constexpr int kLarge = 5'000;
#else
constexpr size_t kHuge = 5'000'000;  // beyond gRPC's own default limit as well
constexpr int kLarge = 100'000;
#endif

GatewayOptions SmallDocuments() {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.ingestion.max_document_bytes = 1000;
  return options;
}

std::string SubmitDump(TestGateway& gateway, const v1::SubmitReportRequest& request,
                       v1::SubmitReportResponse* response = nullptr) {
  grpc::ClientContext context;
  v1::SubmitReportResponse ignored;
  return Dump(gateway.ingestion().SubmitReport(&context, request,
                                               response == nullptr ? &ignored : response));
}

TEST(SubmitReportTest, CommitsTheJobAndQueuesIt) {
  TestGateway gateway;
  v1::SubmitReportRequest request;
  request.set_content("a report");
  request.set_filename("重庆市2019年报.html");
  request.set_request_id("request-1");
  request.set_year(2019);
  v1::SubmitReportResponse response;
  ASSERT_EQ(SubmitDump(gateway, request, &response), "OK");
  const v1::Job& job = response.job();
  EXPECT_EQ(job.state(), v1::Job::QUEUED);
  EXPECT_EQ(job.priority(), v1::Job::INTERACTIVE);
  EXPECT_EQ(job.filename(), "重庆市2019年报.html");
  EXPECT_EQ(job.document(), "documents/" + Sha256Hex("a report"));
  EXPECT_EQ(job.requested_year(), 2019);
  const QueueEntry entry = gateway.TakeEntry();
  EXPECT_EQ("jobs/" + entry.id, job.name());
  EXPECT_EQ(entry.lane, Lane::kInteractive);
  EXPECT_EQ(entry.task, Task::kJob);
  EXPECT_EQ(gateway.store.jobs().Load(entry.id)->content, "a report");
}

TEST(SubmitReportTest, BulkGoesToTheBulkLane) {
  TestGateway gateway;
  v1::SubmitReportRequest request;
  request.set_content("a report");
  request.set_priority(v1::Job::BULK);
  ASSERT_EQ(SubmitDump(gateway, request), "OK");
  EXPECT_EQ(gateway.TakeEntry().lane, Lane::kBulk);
}

TEST(SubmitReportTest, TheSameRequestIdGivesTheSameJobOnce) {
  TestGateway gateway;
  v1::SubmitReportRequest request;
  request.set_content("a report");
  request.set_request_id("request-1");
  v1::SubmitReportResponse first, second;
  ASSERT_EQ(SubmitDump(gateway, request, &first), "OK");
  ASSERT_EQ(SubmitDump(gateway, request, &second), "OK");
  EXPECT_EQ(first.job().name(), second.job().name());
  EXPECT_EQ(gateway.queue.Stats()->waiting, 1);
  request.set_content("another report");
  EXPECT_THAT(SubmitDump(gateway, request), HasSubstr("ALREADY_EXISTS REQUEST_ID_REUSED"));
}

TEST(SubmitReportTest, SucceedsWhileTheQueueIsDown) {
  TestGateway gateway;
  gateway.queue.SetError(absl::UnavailableError("redis is down"));
  v1::SubmitReportRequest request;
  request.set_content("a report");
  v1::SubmitReportResponse response;
  ASSERT_EQ(SubmitDump(gateway, request, &response), "OK");
  // What the reconciler will find.
  const auto unfinished = gateway.store.jobs().Unfinished(absl::InfiniteFuture(), 10);
  ASSERT_TRUE(unfinished.ok());
  ASSERT_EQ(unfinished->size(), 1u);
  EXPECT_EQ("jobs/" + unfinished->front().id, response.job().name());
}

TEST(SubmitReportTest, ADatabaseThatIsDownIsUnavailableAndNamesNothing) {
  TestGateway gateway;
  gateway.jobs.Fail(absl::UnavailableError("unable to open /secret/gongkai.db"));
  grpc::ClientContext context;
  v1::SubmitReportRequest request;
  request.set_content("a report");
  v1::SubmitReportResponse response;
  const grpc::Status status = gateway.ingestion().SubmitReport(&context, request, &response);
  EXPECT_EQ(Dump(status), "UNAVAILABLE UNAVAILABLE retry=1s zh");
  EXPECT_THAT(status.error_message(), testing::Not(HasSubstr("secret")));
  EXPECT_EQ(gateway.queue.Stats()->waiting, 0);
}

TEST(SubmitReportTest, BadFieldsAreNamed) {
  struct Case {
    const char* what;
    std::function<void(v1::SubmitReportRequest&)> change;
    const char* want;
  };
  const Case cases[] = {
      {"empty", [](auto& r) { r.clear_content(); },
       "INVALID_ARGUMENT EMPTY_CONTENT field=content zh"},
      {"at the limit", [](auto& r) { r.set_content(std::string(1000, 'x')); }, "OK"},
      {"over the limit", [](auto& r) { r.set_content(std::string(1001, 'x')); },
       "INVALID_ARGUMENT CONTENT_TOO_LARGE field=content zh"},
      {"longest filename", [](auto& r) { r.set_filename(std::string(255, 'x')); }, "OK"},
      {"long filename", [](auto& r) { r.set_filename(std::string(256, 'x')); },
       "INVALID_ARGUMENT INVALID_FILENAME field=filename zh"},
      {"newline in filename", [](auto& r) { r.set_filename("a\nb"); },
       "INVALID_ARGUMENT INVALID_FILENAME field=filename zh"},
      {"NUL in filename", [](auto& r) { r.set_filename(std::string("a\0b", 3)); },
       "INVALID_ARGUMENT INVALID_FILENAME field=filename zh"},
      {"DEL in filename", [](auto& r) { r.set_filename("a\x7f"); },
       "INVALID_ARGUMENT INVALID_FILENAME field=filename zh"},
      {"C1 control in filename", [](auto& r) { r.set_filename("a\xc2\x85"); },
       "INVALID_ARGUMENT INVALID_FILENAME field=filename zh"},
      {"Latin-1 letter in filename", [](auto& r) { r.set_filename("\xc2\xa0\xc3\xa9.pdf"); }, "OK"},
      {"longest request_id", [](auto& r) { r.set_request_id(std::string(128, '~')); }, "OK"},
      {"long request_id", [](auto& r) { r.set_request_id(std::string(129, 'x')); },
       "INVALID_ARGUMENT INVALID_REQUEST_ID field=request_id zh"},
      {"Chinese request_id", [](auto& r) { r.set_request_id("编号"); },
       "INVALID_ARGUMENT INVALID_REQUEST_ID field=request_id zh"},
      {"tab in request_id", [](auto& r) { r.set_request_id("a\tb"); },
       "INVALID_ARGUMENT INVALID_REQUEST_ID field=request_id zh"},
      {"year 1948", [](auto& r) { r.set_year(1948); },
       "INVALID_ARGUMENT INVALID_YEAR field=year zh"},
      {"year 1949", [](auto& r) { r.set_year(1949); }, "OK"},
      {"year 2200", [](auto& r) { r.set_year(2200); }, "OK"},
      {"year 2201", [](auto& r) { r.set_year(2201); },
       "INVALID_ARGUMENT INVALID_YEAR field=year zh"},
      {"year -1", [](auto& r) { r.set_year(-1); }, "INVALID_ARGUMENT INVALID_YEAR field=year zh"},
      {"priority 9", [](auto& r) { r.set_priority(static_cast<v1::Job::Priority>(9)); },
       "INVALID_ARGUMENT INVALID_PRIORITY field=priority zh"},
      {"priority -1", [](auto& r) { r.set_priority(static_cast<v1::Job::Priority>(-1)); },
       "INVALID_ARGUMENT INVALID_PRIORITY field=priority zh"},
  };
  TestGateway gateway(SmallDocuments());
  for (const Case& c : cases) {
    v1::SubmitReportRequest request;
    request.set_content("a report");
    c.change(request);
    EXPECT_EQ(SubmitDump(gateway, request), c.want) << c.what;
  }
}

TEST(SubmitReportTest, TooLargeContentIsToldBothSizes) {
  TestGateway gateway(SmallDocuments());
  grpc::ClientContext context;
  v1::SubmitReportRequest request;
  request.set_content(std::string(kHuge, 'x'));
  v1::SubmitReportResponse response;
  const grpc::Status status = gateway.ingestion().SubmitReport(&context, request, &response);
  EXPECT_EQ(Dump(status), "INVALID_ARGUMENT CONTENT_TOO_LARGE field=content zh");
  for (const std::string& text : {status.error_message(), ChineseMessage(status)}) {
    EXPECT_THAT(text, HasSubstr(std::to_string(kHuge)));
    EXPECT_THAT(text, HasSubstr("1000"));
  }
}

TEST(SubmitReportTest, DocumentsInFlightAreBounded) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.calls.max_document_bytes_in_flight = 1000;
  options.calls.threads = 1;
  TestGateway gateway(options);
  const std::string job = gateway.Submit();
  // The only thread is held by another call; a document waits for it.
  gateway.jobs.Hold();
  std::thread holder([&] {
    grpc::ClientContext context;
    v1::GetJobRequest request;
    request.set_name("jobs/" + job);
    v1::Job response;
    EXPECT_TRUE(gateway.job_service().GetJob(&context, request, &response).ok());
  });
  gateway.jobs.WaitForHeld(1);
  v1::SubmitReportRequest request;
  request.set_content(std::string(600, 'x'));
  grpc::ClientContext contexts[2];
  v1::SubmitReportResponse responses[2];
  // Of two, whichever comes second finds no room.
  std::promise<grpc::Status> ends[2];
  for (int i = 0; i < 2; ++i) {
    gateway.ingestion().async()->SubmitReport(
        &contexts[i], &request, &responses[i],
        [&ends, i](grpc::Status status) { ends[i].set_value(status); });
  }
  std::future<grpc::Status> futures[] = {ends[0].get_future(), ends[1].get_future()};
  const auto ready = [](std::future<grpc::Status>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  while (!ready(futures[0]) && !ready(futures[1])) std::this_thread::yield();
  const int refused = ready(futures[0]) ? 0 : 1;
  EXPECT_EQ(Dump(futures[refused].get()), "RESOURCE_EXHAUSTED SERVER_OVERLOADED retry=1s zh");
  gateway.jobs.Release();
  EXPECT_EQ(Dump(futures[1 - refused].get()), "OK");
  holder.join();
  EXPECT_EQ(SubmitDump(gateway, request), "OK") << "the room is free again";
}

// A thread that does with one check what a worker would.
class Worker {
 public:
  using Reply = std::function<internal::v1::ProcessReply(const internal::v1::ProcessRequest&)>;
  Worker(TestGateway& gateway, Reply reply)
      : thread_([&gateway, reply = std::move(reply)] {
          const QueueEntry entry = gateway.TakeEntry();
          EXPECT_EQ(entry.task, Task::kCheck);
          EXPECT_EQ(entry.lane, Lane::kInteractive);
          internal::v1::ProcessRequest request;
          EXPECT_TRUE(request.ParseFromString(*gateway.exchange.GetRequest(entry.id)));
          EXPECT_TRUE(gateway.exchange
                          .PutReply(entry.id, reply(request).SerializeAsString(), absl::Minutes(1))
                          .ok());
          gateway.server->Announce({&entry.id, 1});
        }) {}
  ~Worker() { thread_.join(); }

 private:
  std::thread thread_;
};

std::string CheckDump(TestGateway& gateway, const v1::CheckReportRequest& request,
                      v1::CheckReportResponse* response = nullptr) {
  grpc::ClientContext context;
  v1::CheckReportResponse ignored;
  return Dump(gateway.ingestion().CheckReport(&context, request,
                                              response == nullptr ? &ignored : response));
}

v1::CheckReportRequest SomeCheck() {
  v1::CheckReportRequest request;
  request.set_content("a report");
  request.set_filename("a.html");
  request.set_year(2021);
  return request;
}

TEST(CheckReportTest, PassesTheDocumentToAWorkerAndItsReportBack) {
  TestGateway gateway;
  for (const int size : {0, kLarge}) {
    v1::CheckReportResponse response;
    {
      Worker worker(gateway, [size](const internal::v1::ProcessRequest& request) {
        EXPECT_EQ(request.content(), "a report");
        EXPECT_EQ(request.requested_year(), 2021);
        return MakeReply("重庆市人民政府", "", 2021, size);
      });
      EXPECT_EQ(CheckDump(gateway, SomeCheck(), &response), "OK");
    }
    EXPECT_EQ(response.report().agency_name(), "重庆市人民政府");
    EXPECT_EQ(response.report().year(), 2021);
    EXPECT_GE(response.ByteSizeLong(), static_cast<size_t>(size));
    gateway.exchange.WaitUntilEmpty();
  }
}

TEST(CheckReportTest, TheSweepFindsAReplyThatNobodyAnnounced) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.sweep_interval = absl::Milliseconds(5);
  TestGateway gateway(options);
  std::thread worker([&] {
    const QueueEntry entry = gateway.TakeEntry();
    EXPECT_TRUE(
        gateway.exchange
            .PutReply(entry.id, MakeReply("机关", "", 2021).SerializeAsString(), absl::Minutes(1))
            .ok());
  });
  EXPECT_EQ(CheckDump(gateway, SomeCheck()), "OK");
  worker.join();
}

TEST(CheckReportTest, ADocumentThatIsNoReportSaysWhy) {
  TestGateway gateway;
  Worker worker(gateway, [](const auto&) { return MakeErrorReply("NOT_A_REPORT"); });
  EXPECT_EQ(CheckDump(gateway, SomeCheck()), "FAILED_PRECONDITION NOT_A_REPORT zh");
}

TEST(CheckReportTest, BadFieldsAreNamed) {
  TestGateway gateway(SmallDocuments());
  v1::CheckReportRequest request;
  EXPECT_EQ(CheckDump(gateway, request), "INVALID_ARGUMENT EMPTY_CONTENT field=content zh");
  request.set_content(std::string(1001, 'x'));
  EXPECT_EQ(CheckDump(gateway, request), "INVALID_ARGUMENT CONTENT_TOO_LARGE field=content zh");
  request.set_content("x");
  request.set_filename("\x01");
  EXPECT_EQ(CheckDump(gateway, request), "INVALID_ARGUMENT INVALID_FILENAME field=filename zh");
  request.clear_filename();
  request.set_year(17);
  EXPECT_EQ(CheckDump(gateway, request), "INVALID_ARGUMENT INVALID_YEAR field=year zh");
  EXPECT_EQ(gateway.queue.Stats()->waiting, 0);
  gateway.exchange.WaitUntilEmpty();
}

TEST(CheckReportTest, IsUnavailableWhileRedisIsDown) {
  TestGateway gateway;
  gateway.exchange.SetError(absl::UnavailableError("redis is down"));
  EXPECT_EQ(CheckDump(gateway, SomeCheck()), "UNAVAILABLE QUEUE_UNAVAILABLE retry=2s zh");
  gateway.exchange.SetError(absl::OkStatus());
  gateway.queue.SetError(absl::UnavailableError("redis is down"));
  EXPECT_EQ(CheckDump(gateway, SomeCheck()), "UNAVAILABLE QUEUE_UNAVAILABLE retry=2s zh");
  gateway.exchange.WaitUntilEmpty();
}

TEST(CheckReportTest, WithoutAWorkerTheTimeRunsOutAndNothingIsLeftBehind) {
  GatewayOptions options = TestGateway::DefaultOptions();
  options.check_times.without_deadline = absl::Milliseconds(20);
  TestGateway gateway(options);
  EXPECT_EQ(CheckDump(gateway, SomeCheck()), "DEADLINE_EXCEEDED CHECK_TIMED_OUT zh");
  gateway.exchange.WaitUntilEmpty();
}

TEST(CheckReportTest, ACancelledCheckIsTakenOutOfTheExchange) {
  TestGateway gateway;
  grpc::ClientContext context;
  std::thread canceller([&] {
    gateway.TakeEntry();
    context.TryCancel();
  });
  v1::CheckReportResponse response;
  const grpc::Status status = gateway.ingestion().CheckReport(&context, SomeCheck(), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  canceller.join();
  gateway.exchange.WaitUntilEmpty();
}

TEST(CheckReportTest, TheExchangeKeepsADocumentNoLongerThanSomebodyWaits) {
  struct Case {
    absl::Duration deadline;
    absl::Duration least, most;
  };
  const Case cases[] = {
      {absl::InfiniteDuration(), absl::Seconds(30), absl::Seconds(40)},
      {absl::Seconds(60), absl::Seconds(50), absl::Seconds(65)},
      {absl::Hours(1), absl::Seconds(120), absl::Seconds(130)},
  };
  TestGateway gateway;
  for (const Case& c : cases) {
    Worker worker(gateway, [](const auto&) { return MakeReply("机关", "", 2021); });
    grpc::ClientContext context;
    if (c.deadline != absl::InfiniteDuration()) {
      context.set_deadline(absl::ToChronoTime(absl::Now() + c.deadline));
    }
    v1::CheckReportResponse response;
    EXPECT_EQ(Dump(gateway.ingestion().CheckReport(&context, SomeCheck(), &response)), "OK");
    EXPECT_GE(gateway.exchange.last_ttl(), c.least);
    EXPECT_LE(gateway.exchange.last_ttl(), c.most);
  }
}

TEST(CheckReportTest, AReplyThatIsNoneIsOurFault) {
  TestGateway gateway;
  std::thread worker([&] {
    const QueueEntry entry = gateway.TakeEntry();
    EXPECT_TRUE(gateway.exchange.PutReply(entry.id, "\xff\xff", absl::Minutes(1)).ok());
    gateway.server->Announce({&entry.id, 1});
  });
  EXPECT_EQ(CheckDump(gateway, SomeCheck()), "INTERNAL INTERNAL zh");
  worker.join();
}

}  // namespace
}  // namespace gongkai
