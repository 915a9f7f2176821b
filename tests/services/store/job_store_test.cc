#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/store/names.h"
#include "services/store/store.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

using google::protobuf::util::TimeUtil;
using testing::ElementsAre;
using testing::IsEmpty;

std::string Id(const v1::Job& job) { return std::string(*ParseJobName(job.name())); }

std::vector<std::string> Ids(const std::vector<v1::Job>& jobs) {
  std::vector<std::string> ids;
  for (const v1::Job& job : jobs) ids.push_back(Id(job));
  return ids;
}

class JobStoreTest : public testing::Test {
 protected:
  JobStore& jobs() { return store_.jobs(); }

  // The id of a new job; each is made a millisecond after the one before.
  std::string Submit(absl::string_view content) {
    clock_.Advance(absl::Milliseconds(1));
    const auto submitted = jobs().Submit({.content = content});
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    return Id(submitted->job);
  }

  int64_t Count(absl::string_view sql) {
    int64_t count = -1;
    EXPECT_TRUE(store_.database()
                    .Read([&](database::Connection& connection) {
                      return connection
                          .Execute(sql, {}, [&](const database::Row& row) { count = row.Int(0); })
                          .status();
                    })
                    .ok());
    return count;
  }

  FakeClock clock_;
  TestStore store_{clock_};
};

TEST_F(JobStoreTest, SubmitStoresWhatItWasGiven) {
  const std::string content("\0\xff<html>", 8);
  const auto submitted = jobs().Submit({.content = content,
                                        .filename = "年报.html",
                                        .request_id = "r-1",
                                        .requested_year = 2019,
                                        .priority = v1::Job::BULK});
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_TRUE(submitted->created);
  const v1::Job& job = submitted->job;
  ASSERT_TRUE(ParseJobName(job.name()).has_value()) << job.name();
  EXPECT_EQ(job.state(), v1::Job::QUEUED);
  EXPECT_EQ(job.priority(), v1::Job::BULK);
  EXPECT_EQ(job.document(), DocumentName(Sha256Hex(content)));
  EXPECT_EQ(job.filename(), "年报.html");
  EXPECT_EQ(job.request_id(), "r-1");
  EXPECT_EQ(job.requested_year(), 2019);
  EXPECT_EQ(TimeUtil::TimestampToMicroseconds(job.create_time()), absl::ToUnixMicros(clock_.Now()));
  EXPECT_FALSE(job.has_end_time());
  EXPECT_FALSE(job.has_error());
  EXPECT_EQ(jobs().Get(Id(job))->SerializeAsString(), job.SerializeAsString());

  const auto input = jobs().Load(Id(job));
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_FALSE(input->finished);
  EXPECT_EQ(input->content, content);
  EXPECT_EQ(input->document, job.document());
  EXPECT_EQ(input->requested_year, 2019);
  EXPECT_EQ(input->lost_workers, 0);
}

TEST_F(JobStoreTest, TheSameBytesAreStoredOnce) {
  const std::string first = Submit("same");
  const std::string second = Submit("same");
  EXPECT_NE(first, second);
  EXPECT_LT(first, second);
  EXPECT_EQ(Count("SELECT count(*) FROM documents"), 1);
  EXPECT_EQ(jobs().Load(second)->content, "same");
}

TEST_F(JobStoreTest, ARequestIdMakesOneJob) {
  const auto first = jobs().Submit({.content = "a", .request_id = "r"});
  const auto again =
      jobs().Submit({.content = "a", .filename = "other", .request_id = "r", .requested_year = 7});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->created);
  EXPECT_EQ(again->job.SerializeAsString(), first->job.SerializeAsString());
  EXPECT_EQ(Count("SELECT count(*) FROM jobs"), 1);

  const absl::Status reused = jobs().Submit({.content = "b", .request_id = "r"}).status();
  EXPECT_EQ(reused.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(DetailOf(reused).reason, "REQUEST_ID_REUSED");
  EXPECT_FALSE(DetailOf(reused).message_zh.empty());
  EXPECT_EQ(Count("SELECT count(*) FROM documents"), 1);
}

TEST_F(JobStoreTest, ARequestIdMakesOneJobAlsoInARace) {
  constexpr int kThreads = 12;
  std::atomic<int> created = 0;
  std::vector<std::string> ids(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const auto submitted = jobs().Submit({.content = "a", .request_id = "race"});
      ASSERT_TRUE(submitted.ok()) << submitted.status();
      created += submitted->created;
      ids[t] = Id(submitted->job);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created, 1);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1u);
}

TEST_F(JobStoreTest, UnknownJobsAreNotFound) {
  for (const char* id : {"", "x", "018bcfe56800a1b2c3d4e5f6", "' OR 1=1 --"}) {
    for (const absl::Status& status :
         {jobs().Get(id).status(), jobs().Load(id).status(), jobs().CountLostWorker(id).status(),
          jobs().Finish(id, "w", MakeReply("甲", "", 2019), "").status(),
          jobs().Finish(id, "w", MakeErrorReply("TIME_LIMIT"), "").status()}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << id;
      EXPECT_EQ(DetailOf(status).reason, "JOB_NOT_FOUND");
      EXPECT_FALSE(DetailOf(status).message_zh.empty());
    }
  }
  // What Finish began for them was taken back.
  EXPECT_EQ(Count("SELECT count(*) FROM agencies"), 0);
}

TEST_F(JobStoreTest, RunningAndLostWorkers) {
  const std::string a = Submit("a");
  const std::string b = Submit("b");
  ASSERT_TRUE(jobs().Finish(b, "w2", MakeErrorReply("TIME_LIMIT"), "").ok());
  ASSERT_TRUE(jobs().MarkRunning({a, b, "unknown"}, "w1").ok());
  EXPECT_EQ(jobs().Get(a)->state(), v1::Job::RUNNING);
  EXPECT_EQ(jobs().Get(a)->worker(), "w1");
  EXPECT_EQ(jobs().Get(b)->state(), v1::Job::FAILED);
  EXPECT_EQ(jobs().Get(b)->worker(), "w2");
  EXPECT_EQ(*jobs().CountLostWorker(a), 1);
  EXPECT_EQ(*jobs().CountLostWorker(a), 2);
  EXPECT_EQ(jobs().Load(a)->lost_workers, 2);
  EXPECT_EQ(*jobs().CountLostWorker(b), 0) << "a final job does not change";
  EXPECT_TRUE(jobs().MarkRunning({}, "w").ok());
}

TEST_F(JobStoreTest, FinishWithAReport) {
  const std::string id = Submit("a");
  clock_.Advance(absl::Seconds(2));
  internal::v1::ProcessReply reply = MakeReply("重庆市人民政府", "11500000009275780L", 2019);
  reply.mutable_summary()->set_error_count(3);
  reply.mutable_summary()->set_warning_count(4);
  EXPECT_EQ(jobs().Finish(id, "w1", reply, "")->first, true);
  const v1::Job job = *jobs().Get(id);
  EXPECT_EQ(job.state(), v1::Job::SUCCEEDED);
  EXPECT_EQ(job.report(), "agencies/11500000009275780L/reports/2019");
  EXPECT_EQ(job.verdict(), v1::Report::PASSED_WITH_WARNINGS);
  EXPECT_EQ(job.error_count(), 3);
  EXPECT_EQ(job.warning_count(), 4);
  EXPECT_EQ(job.worker(), "w1");
  EXPECT_FALSE(job.has_error());
  EXPECT_EQ(TimeUtil::TimestampToMicroseconds(job.end_time()), absl::ToUnixMicros(clock_.Now()));
  EXPECT_TRUE(jobs().Load(id)->finished);
  EXPECT_THAT(jobs().Load(id)->content, IsEmpty());
}

TEST_F(JobStoreTest, FinishWithAnError) {
  const std::string id = Submit("a");
  EXPECT_EQ(jobs().Finish(id, "w1", MakeErrorReply("UNSUPPORTED_FORMAT"), "")->first, true);
  const v1::Job job = *jobs().Get(id);
  EXPECT_EQ(job.state(), v1::Job::FAILED);
  EXPECT_EQ(job.error().reason(), "UNSUPPORTED_FORMAT");
  EXPECT_EQ(job.error().message(), "文件无法读取");
  EXPECT_EQ(job.error().message_en(), "The file cannot be read");
  EXPECT_EQ(job.report(), "");
  EXPECT_TRUE(job.has_end_time());
}

TEST_F(JobStoreTest, OnlyTheFirstFinisherWins) {
  const std::string id = Submit("a");
  ASSERT_TRUE(jobs().Finish(id, "w1", MakeErrorReply("TIME_LIMIT"), "")->first);
  const std::string before = jobs().Get(id)->SerializeAsString();
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(jobs().Finish(id, "w2", MakeReply("甲", "", 2019), "")->first, false);
  EXPECT_EQ(jobs().Finish(id, "w2", MakeErrorReply("MEMORY_LIMIT"), "")->first, false);
  EXPECT_EQ(jobs().Get(id)->SerializeAsString(), before);
  EXPECT_EQ(Count("SELECT count(*) FROM reports"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM agencies"), 0);
}

TEST_F(JobStoreTest, OnlyTheFirstFinisherWinsInARace) {
  const std::string id = Submit("a");
  std::atomic<int> wins = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 12; ++t) {
    threads.emplace_back([&] {
      const auto first = jobs().Finish(id, "w", MakeReply("甲", "", 2019), "");
      ASSERT_TRUE(first.ok()) << first.status();
      wins += first->first;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wins, 1);
  EXPECT_EQ(Count("SELECT count(*) FROM report_revisions"), 1);
}

TEST_F(JobStoreTest, RepliesThatCannotBeStoredFailTheJob) {
  const internal::v1::ProcessReply good = MakeReply("甲", "", 2019);
  std::vector<std::pair<internal::v1::ProcessReply, std::string>> cases;
  cases.emplace_back(good, "NOT_A_REPORT");
  cases.back().first.mutable_summary()->set_year(0);
  cases.emplace_back(good, "NOT_A_REPORT");
  cases.back().first.mutable_summary()->set_year(20190);
  cases.emplace_back(good, "NOT_A_REPORT");
  cases.back().first.mutable_summary()->clear_agency_name();
  cases.emplace_back(internal::v1::ProcessReply(), "NOT_A_REPORT");
  cases.emplace_back(good, "READER_CRASHED");
  cases.back().first.mutable_report()->pop_back();
  cases.emplace_back(good, "READER_CRASHED");
  cases.back().first.set_report("\x1a\x02\xff\xfe");  // agency_name that is not UTF-8
  for (const auto& [reply, reason] : cases) {
    const std::string id = Submit("a");
    EXPECT_EQ(jobs().Finish(id, "w", reply, "")->first, true);
    const v1::Job job = *jobs().Get(id);
    EXPECT_EQ(job.state(), v1::Job::FAILED);
    EXPECT_EQ(job.error().reason(), reason);
    EXPECT_FALSE(job.error().message().empty());
    EXPECT_FALSE(job.error().message_en().empty());
  }
  EXPECT_EQ(Count("SELECT count(*) FROM reports"), 0);
}

TEST_F(JobStoreTest, GetFinishedLeavesOutTheRest) {
  const std::string a = Submit("a");
  const std::string b = Submit("b");
  const std::string c = Submit("c");
  ASSERT_TRUE(jobs().MarkRunning({b}, "w").ok());
  ASSERT_TRUE(jobs().Finish(c, "w", MakeErrorReply("TIME_LIMIT"), "").ok());
  ASSERT_TRUE(jobs().Finish(a, "w", MakeReply("甲", "", 2019), "").ok());
  EXPECT_THAT(Ids(*jobs().GetFinished({a, b, "unknown", c})), ElementsAre(a, c));
  EXPECT_THAT(*jobs().GetFinished({}), IsEmpty());
}

TEST_F(JobStoreTest, UnfinishedAreListedOldestFirst) {
  const std::string a = Submit("a");
  const std::string b = Submit("b");
  const std::string c = Submit("c");
  const absl::Time after_c = clock_.Now() + absl::Microseconds(1);
  const std::string d = Submit("d");
  ASSERT_TRUE(jobs().MarkRunning({a}, "w").ok());
  ASSERT_TRUE(jobs().Finish(b, "w", MakeErrorReply("TIME_LIMIT"), "").ok());
  const auto ids = [&](absl::Time before, int limit) {
    std::vector<std::string> result;
    const auto unfinished = jobs().Unfinished(before, limit);
    for (const UnfinishedJob& job : *unfinished) result.push_back(job.id);
    return result;
  };
  EXPECT_THAT(ids(absl::InfiniteFuture(), 10), ElementsAre(a, c, d));
  EXPECT_THAT(ids(after_c, 10), ElementsAre(a, c));
  EXPECT_THAT(ids(after_c - absl::Microseconds(1), 10), ElementsAre(a));
  EXPECT_THAT(ids(absl::InfiniteFuture(), 2), ElementsAre(a, c));
  EXPECT_THAT(ids(absl::InfinitePast(), 10), IsEmpty());
  EXPECT_EQ((*jobs().Unfinished(absl::InfiniteFuture(), 1))[0].priority, v1::Job::INTERACTIVE);
}

TEST_F(JobStoreTest, ListPagesNewestFirst) {
  std::vector<std::string> ids;
  for (int i = 0; i < 7; ++i) ids.insert(ids.begin(), Submit(absl::StrCat(i)));
  ASSERT_TRUE(jobs().MarkRunning({ids[1]}, "w").ok());
  ASSERT_TRUE(jobs().Finish(ids[2], "w", MakeErrorReply("TIME_LIMIT"), "").ok());
  ASSERT_TRUE(jobs().Finish(ids[3], "w", MakeReply("甲", "", 2019), "").ok());
  const std::vector<std::pair<v1::Job::State, std::vector<std::string>>> cases = {
      {v1::Job::STATE_UNSPECIFIED, ids}, {v1::Job::QUEUED, {ids[0], ids[4], ids[5], ids[6]}},
      {v1::Job::RUNNING, {ids[1]}},      {v1::Job::FAILED, {ids[2]}},
      {v1::Job::SUCCEEDED, {ids[3]}},    {v1::Job::CANCELLED, {}},
  };
  for (const auto& [state, expected] : cases) {
    for (const int page_size : {1, 2, 3, 7, 100}) {
      std::vector<std::string> seen;
      std::string token;
      do {
        const auto page = jobs().List(page_size, token, state);
        ASSERT_TRUE(page.ok()) << page.status();
        EXPECT_LE(page->jobs.size(), static_cast<size_t>(page_size));
        const std::vector<std::string> more = Ids(page->jobs);
        seen.insert(seen.end(), more.begin(), more.end());
        token = page->next_page_token;
      } while (!token.empty());
      EXPECT_EQ(seen, expected) << state << " by " << page_size;
    }
  }
}

TEST_F(JobStoreTest, ListRefusesOtherPageTokens) {
  for (int i = 0; i < 3; ++i) Submit(absl::StrCat(i));
  const std::string token = jobs().List(1, "", v1::Job::QUEUED)->next_page_token;
  ASSERT_FALSE(token.empty());
  for (const absl::Status& status : {jobs().List(1, token, v1::Job::STATE_UNSPECIFIED).status(),
                                     jobs().List(1, token.substr(1), v1::Job::QUEUED).status(),
                                     jobs().List(1, "x", v1::Job::QUEUED).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(DetailOf(status).reason, "INVALID_PAGE_TOKEN");
    EXPECT_EQ(DetailOf(status).field, "page_token");
  }
  // Another page size is no other list.
  EXPECT_EQ(jobs().List(2, token, v1::Job::QUEUED)->jobs.size(), 2u);
}

TEST_F(JobStoreTest, ListsOfFewAmongManyUseTheirIndex) {
  const std::pair<const char*, const char*> cases[] = {
      {"SELECT * FROM jobs WHERE state < 3 AND id < 'g' AND create_time < 5 ORDER BY id LIMIT 5",
       "jobs_unfinished"},
      {"SELECT * FROM jobs WHERE state = 1 AND state < 3 AND id < 'g' ORDER BY id DESC LIMIT 5",
       "jobs_unfinished"},
      {"SELECT * FROM jobs WHERE state = 4 AND state = 4 AND id < 'g' ORDER BY id DESC LIMIT 5",
       "jobs_failed"},
  };
  for (const auto& [sql, index] : cases) {
    std::string plan;
    ASSERT_TRUE(store_.database()
                    .Read([&, sql = sql](database::Connection& connection) {
                      return connection
                          .Execute(absl::StrCat("EXPLAIN QUERY PLAN ", sql), {},
                                   [&](const database::Row& row) {
                                     absl::StrAppend(&plan, row.Text(3), "\n");
                                   })
                          .status();
                    })
                    .ok());
    EXPECT_THAT(plan, testing::HasSubstr(index)) << sql;
    EXPECT_FALSE(absl::StrContains(plan, "TEMP B-TREE")) << plan;
  }
}

}  // namespace
}  // namespace gongkai
