#include "services/client/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/base/error.h"
#include "services/base/mutex.h"
#include "tests/services/client/scripted_gateway.h"
#include "tests/services/client/wire_error.h"

namespace gongkai::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const WireError kBusy = {grpc::StatusCode::UNAVAILABLE, "busy", "BUSY", "繁忙"};

ClientOptions Fast(const std::string& server) {
  ClientOptions options;
  options.server = server;
  options.first_backoff = absl::Milliseconds(1);
  options.max_backoff = absl::Milliseconds(4);
  return options;
}

std::unique_ptr<Client> Connect(const ScriptedGateway& gateway) {
  auto client = Client::Connect(Fast(gateway.address()));
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

// What the server was asked, in the order of arrival. Thread-safe.
class Requests {
 public:
  // How many there are now.
  int Add(std::string request) {
    MutexLock lock(mutex_);
    requests_.push_back(std::move(request));
    return static_cast<int>(requests_.size());
  }
  std::vector<std::string> Get() {
    MutexLock lock(mutex_);
    return requests_;
  }

 private:
  Mutex mutex_;
  std::vector<std::string> requests_;
};

TEST(ClientTest, AnAddressWhereNobodyAnswersIsNamed) {
  std::string address;
  {
    ScriptedGateway gateway({});
    address = gateway.address();
  }
  ClientOptions options = Fast(address);
  options.connect_timeout = absl::Milliseconds(50);
  const auto client = Client::Connect(options);
  ASSERT_EQ(client.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(client.status().message()), HasSubstr(address));
  EXPECT_EQ(DetailOf(client.status()).reason, "SERVER_UNREACHABLE");
  EXPECT_THAT(DetailOf(client.status()).message_zh, HasSubstr(address));
}

TEST(ClientTest, NoAddressIsRefused) {
  EXPECT_EQ(Client::Connect(Fast("")).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ClientTest, EveryTryOfASubmissionHasTheSameRequestId) {
  Requests ids;
  Script script;
  script.submit = [&](const v1::SubmitReportRequest& request, v1::SubmitReportResponse* response) {
    if (ids.Add(request.request_id()) < 4) return OnWire(kBusy);
    response->mutable_job()->set_name(absl::StrCat("jobs/", request.content()));
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  const auto client = Connect(gateway);
  const auto job = client->Submit({"1", "a.txt"});
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->name(), "jobs/1");
  const std::vector<std::string> tries = ids.Get();
  ASSERT_THAT(tries, SizeIs(4));
  EXPECT_FALSE(tries[0].empty());
  EXPECT_EQ(std::set<std::string>(tries.begin(), tries.end()).size(), 1u);

  ASSERT_TRUE(client->Submit({"2"}).ok());
  EXPECT_NE(ids.Get().back(), tries[0]) << "another submission is another request";
}

TEST(ClientTest, ASubmissionArrivesWithAllItsFields) {
  Requests requests;
  Script script;
  script.submit = [&](const v1::SubmitReportRequest& request, v1::SubmitReportResponse*) {
    requests.Add(request.ShortDebugString());
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  ASSERT_TRUE(Connect(gateway)->Submit({"bytes", "a.txt", 2019, v1::Job::BULK, "my-own"}).ok());
  EXPECT_THAT(requests.Get(),
              ElementsAre("content: \"bytes\" filename: \"a.txt\" request_id: \"my-own\" "
                          "year: 2019 priority: BULK"));
}

TEST(ClientTest, ARefusalIsNotRepeatedAndArrivesWhole) {
  Requests requests;
  Script script;
  script.submit = [&](const v1::SubmitReportRequest&, v1::SubmitReportResponse*) {
    requests.Add("");
    return OnWire({grpc::StatusCode::INVALID_ARGUMENT, "the year", "YEAR_OUT_OF_RANGE",
                   "年份超出范围", "year"});
  };
  ScriptedGateway gateway(script);
  const auto job = Connect(gateway)->Submit({"1"});
  EXPECT_EQ(job.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(job.status()).field, "year");
  EXPECT_EQ(DetailOf(job.status()).message_zh, "年份超出范围");
  EXPECT_THAT(requests.Get(), SizeIs(1));
}

TEST(ClientTest, TheLastErrorIsToldWhenTheTimeIsOver) {
  Script script;
  script.get_job = [](const v1::GetJobRequest&, v1::Job*) {
    return OnWire({grpc::StatusCode::UNAVAILABLE, "busy", "BUSY", "繁忙", "", 3'600'000});
  };
  ScriptedGateway gateway(script);
  const auto job = Connect(gateway)->GetJob("jobs/1");
  EXPECT_EQ(job.status().message(), "busy");
  EXPECT_EQ(DetailOf(job.status()).retry_after, absl::Hours(1));
}

TEST(ClientTest, OverloadIsRetriedWhenTheServerSaysWhen) {
  std::atomic<int> calls = 0;
  Script script;
  script.check = [&](const v1::CheckReportRequest& request, v1::CheckReportResponse* response) {
    if (++calls == 1) {
      return OnWire({grpc::StatusCode::RESOURCE_EXHAUSTED, "full", "OVERLOADED", "", "", 1});
    }
    response->mutable_report()->set_year(request.year());
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  const auto report = Connect(gateway)->CheckReport("bytes", "a.txt", 2020);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->year(), 2020);
}

TEST(ClientTest, WaitJobAsksAgainUntilTheJobIsFinal) {
  std::atomic<int> calls = 0;
  Script script;
  script.wait_job = [&](const v1::WaitJobRequest& request, v1::Job* job) {
    job->set_name(request.name());
    switch (++calls) {
      case 1:
        job->set_state(v1::Job::QUEUED);
        return grpc::Status::OK;
      case 2:
        return grpc::Status(grpc::StatusCode::CANCELLED, "shutting down");
      case 3:
        return OnWire(kBusy);
      case 4:
        job->set_state(v1::Job::RUNNING);
        return grpc::Status::OK;
      default:
        job->set_state(v1::Job::SUCCEEDED);
        return grpc::Status::OK;
    }
  };
  ScriptedGateway gateway(script);
  const auto job = Connect(gateway)->WaitJob("jobs/7", absl::Minutes(5));
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->state(), v1::Job::SUCCEEDED);
  EXPECT_EQ(job->name(), "jobs/7");
  EXPECT_EQ(calls, 5);
}

TEST(ClientTest, WaitJobSurvivesARestartOfTheGateway) {
  Requests waits;
  Script first;
  first.wait_job = [&](const v1::WaitJobRequest&, v1::Job*) {
    waits.Add("first");
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "going down");
  };
  Script second;
  second.wait_job = [&](const v1::WaitJobRequest&, v1::Job* job) {
    waits.Add("second");
    job->set_state(v1::Job::FAILED);
    return grpc::Status::OK;
  };
  auto gateway = std::make_unique<ScriptedGateway>(first);
  const int port = gateway->port();
  const auto client = Connect(*gateway);
  absl::StatusOr<v1::Job> job = absl::UnknownError("not yet");
  std::thread waiter([&] { job = client->WaitJob("jobs/1", absl::Minutes(5)); });
  while (waits.Get().empty()) std::this_thread::yield();
  gateway.reset();
  gateway = std::make_unique<ScriptedGateway>(second, port);
  waiter.join();
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->state(), v1::Job::FAILED);
}

TEST(ClientTest, WaitJobGivesWhatItSawWhenTheTimeIsOver) {
  Script script;
  script.wait_job = [](const v1::WaitJobRequest&, v1::Job* job) {
    job->set_state(v1::Job::RUNNING);
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  const auto client = Connect(gateway);
  for (const absl::Duration timeout : {absl::ZeroDuration(), absl::Milliseconds(20)}) {
    const auto job = client->WaitJob("jobs/1", timeout);
    ASSERT_TRUE(job.ok()) << job.status();
    EXPECT_EQ(job->state(), v1::Job::RUNNING);
  }
}

TEST(ClientTest, WaitJobEndsAtOnceForAJobThatIsNotThere) {
  Script script;
  script.wait_job = [](const v1::WaitJobRequest&, v1::Job*) {
    return OnWire({grpc::StatusCode::NOT_FOUND, "no job", "JOB_NOT_FOUND"});
  };
  ScriptedGateway gateway(script);
  EXPECT_EQ(Connect(gateway)->WaitJob("jobs/0", absl::Hours(1)).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(ClientTest, SubmitAllDoesEachOnceWithABoundOnWhatIsInFlight) {
  constexpr int kCount = 300;
  constexpr int kInFlight = 16;
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  Mutex mutex;
  std::map<std::string, std::set<std::string>> ids;  // content -> request ids
  Script script;
  script.submit = [&](const v1::SubmitReportRequest& request, v1::SubmitReportResponse* response) {
    const int mine = ++now;
    int seen = most;
    while (mine > seen && !most.compare_exchange_weak(seen, mine)) {
    }
    bool first = false;
    {
      MutexLock lock(mutex);
      auto& own = ids[request.content()];
      first = own.empty();
      own.insert(request.request_id());
    }
    --now;
    const int number = std::stoi(request.content());
    if (number % 7 == 0 && first) return OnWire(kBusy);
    if (number % 10 == 3) {
      return OnWire({grpc::StatusCode::INVALID_ARGUMENT, "bad", "EMPTY_DOCUMENT"});
    }
    response->mutable_job()->set_name(absl::StrCat("jobs/", number));
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  const auto client = Connect(gateway);
  int given = 0;
  int open = 0;
  std::map<size_t, std::string> results;
  client->SubmitAll(
      [&]() -> std::optional<Submission> {
        if (given == kCount) return std::nullopt;
        EXPECT_LE(++open, kInFlight);
        return Submission{absl::StrCat(given++)};
      },
      kInFlight,
      [&](size_t number, absl::StatusOr<v1::Job> job) {
        --open;
        const std::string result = job.ok() ? job->name() : DetailOf(job.status()).reason;
        EXPECT_TRUE(results.emplace(number, result).second) << number << " told twice";
      });
  ASSERT_THAT(results, SizeIs(kCount));
  for (const auto& [number, result] : results) {
    EXPECT_EQ(result, number % 10 == 3 ? "EMPTY_DOCUMENT" : absl::StrCat("jobs/", number));
  }
  EXPECT_LE(most, kInFlight);
  ASSERT_THAT(ids, SizeIs(kCount));
  for (const auto& [content, own] : ids) EXPECT_THAT(own, SizeIs(1)) << content;
}

TEST(ClientTest, SubmitAllOfNothingEnds) {
  ScriptedGateway gateway({});
  Connect(gateway)->SubmitAll([] { return std::nullopt; }, 4,
                              [](size_t, absl::StatusOr<v1::Job>) { FAIL(); });
}

TEST(ClientTest, SubmitAllGivesUpOnEachWhenItsTimeIsOver) {
  Script script;
  script.submit = [](const v1::SubmitReportRequest&, v1::SubmitReportResponse*) {
    return OnWire({grpc::StatusCode::UNAVAILABLE, "busy", "BUSY", "", "", 3'600'000});
  };
  ScriptedGateway gateway(script);
  int left = 3;
  int failed = 0;
  Connect(gateway)->SubmitAll(
      [&]() -> std::optional<Submission> {
        return left-- > 0 ? std::optional<Submission>(Submission{"x"}) : std::nullopt;
      },
      2,
      [&](size_t, absl::StatusOr<v1::Job> job) {
        EXPECT_EQ(DetailOf(job.status()).reason, "BUSY");
        ++failed;
      });
  EXPECT_EQ(failed, 3);
}

TEST(ClientTest, PagesAreFollowedUntilTheEndOrEnough) {
  Requests requests;
  Script script;
  script.list_reports = [&](const v1::ListReportsRequest& request,
                            v1::ListReportsResponse* response) {
    requests.Add(absl::StrCat(request.parent(), "|", request.year(), "|",
                              v1::Report::Verdict_Name(request.verdict()), "|",
                              request.page_token()));
    const int page = request.page_token().empty() ? 0 : std::stoi(request.page_token());
    response->add_reports()->set_year(page * 2);
    response->add_reports()->set_year(page * 2 + 1);
    if (page < 2) response->set_next_page_token(absl::StrCat(page + 1));
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  const auto client = Connect(gateway);
  std::vector<int> years;
  ASSERT_TRUE(client
                  ->ForEachReport({"agencies/a", 2019, v1::Report::FAILED},
                                  [&](const v1::Report& report) {
                                    years.push_back(report.year());
                                    return true;
                                  })
                  .ok());
  EXPECT_THAT(years, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(requests.Get(), ElementsAre("agencies/a|2019|FAILED|", "agencies/a|2019|FAILED|1",
                                          "agencies/a|2019|FAILED|2"));
  years.clear();
  ASSERT_TRUE(client
                  ->ForEachReport({},
                                  [&](const v1::Report& report) {
                                    years.push_back(report.year());
                                    return years.size() < 3;
                                  })
                  .ok());
  EXPECT_THAT(years, ElementsAre(0, 1, 2));
  EXPECT_THAT(requests.Get(), SizeIs(5));
}

TEST(ClientTest, LargeReportsAreReceived) {
  Script script;
  script.get_report = [](const v1::GetReportRequest& request, v1::Report* report) {
    report->set_name(request.name());
    report->add_sections()->set_text(std::string(20 << 20, 'x'));
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  const auto report = Connect(gateway)->GetReport("agencies/a/reports/2019");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->sections(0).text().size(), 20u << 20);
}

TEST(ClientTest, OneClientServesManyThreads) {
  Script script;
  script.get_job = [](const v1::GetJobRequest& request, v1::Job* job) {
    job->set_name(request.name());
    return grpc::Status::OK;
  };
  ScriptedGateway gateway(script);
  const auto client = Connect(gateway);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const std::string name = absl::StrCat("jobs/", t, "-", i);
        const auto job = client->GetJob(name);
        right += job.ok() && job->name() == name;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 160);
}

}  // namespace
}  // namespace gongkai::client
