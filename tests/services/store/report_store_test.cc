#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/store/names.h"
#include "services/store/store.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr char kCode[] = "11500000009275780L";

class ReportStoreTest : public testing::Test {
 protected:
  ReportStore& reports() { return store_.reports(); }

  // Submits `content` and finishes its job with `reply`; returns the job.
  v1::Job Arrive(absl::string_view content, const internal::v1::ProcessReply& reply) {
    clock_.Advance(absl::Seconds(1));
    const auto submitted = store_.jobs().Submit({.content = content});
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    const absl::string_view id = *ParseJobName(submitted->job.name());
    const auto first = store_.jobs().Finish(id, "w", reply, "");
    EXPECT_TRUE(first.ok() && first->first) << first.status();
    return *store_.jobs().Get(id);
  }

  v1::Report Full(absl::string_view agency, int year) {
    const auto bytes = reports().Get(agency, year);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    v1::Report report;
    EXPECT_TRUE(bytes.ok() && report.ParseFromString(*bytes));
    return report;
  }

  // "agency/year" of every report of the list, gathered page by page.
  std::vector<std::string> List(absl::string_view agency, int year, v1::Report::Verdict verdict,
                                int page_size) {
    std::vector<std::string> names;
    std::string token;
    do {
      const auto page = reports().List(agency, year, verdict, page_size, token);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      EXPECT_LE(page->reports.size(), static_cast<size_t>(page_size));
      for (const v1::Report& report : page->reports) names.push_back(report.name());
      token = page->next_page_token;
    } while (!token.empty());
    return names;
  }

  FakeClock clock_;
  TestStore store_{clock_};
};

TEST_F(ReportStoreTest, TheReportComesBackWithWhatTheStoreKnows) {
  internal::v1::ProcessReply reply = MakeReply("重庆市人民政府", kCode, 2019, 20000);
  v1::Report expected;
  ASSERT_TRUE(expected.ParseFromString(reply.report()));
  // Whatever the reader says of these does not count.
  v1::Report impostor = expected;
  impostor.set_name("agencies/x/reports/1");
  impostor.set_agency("agencies/x");
  impostor.set_document("documents/x");
  impostor.set_job("jobs/x");
  impostor.set_revision(77);
  impostor.set_etag("x");
  impostor.SerializeToString(reply.mutable_report());
  const v1::Job job = Arrive("a", reply);

  const v1::Report full = Full(kCode, 2019);
  EXPECT_FALSE(full.etag().empty());
  expected.set_name(absl::StrCat("agencies/", kCode, "/reports/2019"));
  expected.set_agency(absl::StrCat("agencies/", kCode));
  expected.set_document(DocumentName(Sha256Hex("a")));
  expected.set_revision(1);
  expected.set_job(job.name());
  expected.set_etag(full.etag());
  *expected.mutable_create_time() = job.end_time();
  EXPECT_TRUE(MessageDifferencer::Equals(full, expected));
  EXPECT_EQ(job.report(), expected.name());

  expected.clear_sections();
  expected.clear_facts();
  expected.clear_findings();
  EXPECT_TRUE(MessageDifferencer::Equals(*reports().GetBasic(kCode, 2019), expected));
  const auto page = reports().List("", 0, v1::Report::VERDICT_UNSPECIFIED, 10, "");
  ASSERT_EQ(page->reports.size(), 1u);
  EXPECT_TRUE(MessageDifferencer::Equals(page->reports[0], expected));
}

TEST_F(ReportStoreTest, UnknownReportsAreNotFound) {
  Arrive("a", MakeReply("甲", kCode, 2019));
  for (const auto& [agency, year] : std::vector<std::pair<std::string, int>>{
           {kCode, 2020}, {"", 2019}, {"n-0123456789abcdef", 2019}, {kCode, 0}}) {
    for (const absl::Status& status :
         {reports().Get(agency, year).status(), reports().GetBasic(agency, year).status()}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
      EXPECT_EQ(DetailOf(status).reason, "REPORT_NOT_FOUND");
      EXPECT_FALSE(DetailOf(status).message_zh.empty());
    }
  }
}

TEST_F(ReportStoreTest, WhatIsNewMakesARevision) {
  internal::v1::ProcessReply reply = MakeReply("甲", kCode, 2019);
  std::string last_etag;
  const auto arrive = [&](absl::string_view content, int64_t revision) {
    SCOPED_TRACE(absl::StrCat(content, " ", revision));
    const v1::Job job = Arrive(content, reply);
    EXPECT_EQ(job.state(), v1::Job::SUCCEEDED);
    EXPECT_EQ(job.report(), absl::StrCat("agencies/", kCode, "/reports/2019"));
    const v1::Report report = Full(kCode, 2019);
    EXPECT_EQ(report.revision(), revision);
    EXPECT_EQ(reports().GetBasic(kCode, 2019)->revision(), revision);
    EXPECT_EQ(reports().GetBasic(kCode, 2019)->etag(), report.etag());
    const bool is_new = report.job() == job.name();
    EXPECT_EQ(is_new, report.etag() != last_etag);
    last_etag = report.etag();
    return is_new;
  };
  EXPECT_TRUE(arrive("a", 1));
  EXPECT_FALSE(arrive("a", 1));
  EXPECT_TRUE(arrive("b", 2));
  EXPECT_FALSE(arrive("b", 2));
  EXPECT_TRUE(arrive("a", 3)) << "equal to an older revision only";
  reply.mutable_summary()->set_rules_version("ffffffffffff");
  EXPECT_TRUE(arrive("a", 4));
  reply.mutable_summary()->set_forms_version("eeeeeeeeeeee");
  EXPECT_TRUE(arrive("a", 5));
  EXPECT_FALSE(arrive("a", 5));
  // Another year and another agency begin anew.
  Arrive("a", MakeReply("甲", kCode, 2020));
  EXPECT_EQ(Full(kCode, 2020).revision(), 1);
  EXPECT_EQ(Full(kCode, 2019).revision(), 5);
}

TEST_F(ReportStoreTest, ANewRevisionReplacesTheOldInLists) {
  internal::v1::ProcessReply reply = MakeReply("甲", kCode, 2019);
  Arrive("a", reply);
  reply.mutable_summary()->set_verdict(v1::Report::FAILED);
  Arrive("b", reply);
  EXPECT_EQ(List("", 0, v1::Report::VERDICT_UNSPECIFIED, 10).size(), 1u);
  EXPECT_EQ(List("", 0, v1::Report::PASSED_WITH_WARNINGS, 10).size(), 0u);
  EXPECT_EQ(List("", 0, v1::Report::FAILED, 10).size(), 1u);
}

TEST_F(ReportStoreTest, ListsAreOrderedFilteredAndPaged) {
  std::vector<std::string> all;
  std::vector<std::string> of_2020;
  std::vector<std::string> failed;
  std::vector<std::string> of_code;
  for (const int year : {2021, 2019, 2020}) {
    for (const char* agency : {"甲", "乙", "丙", "重庆市人民政府"}) {
      const std::string code = agency == std::string("重庆市人民政府") ? kCode : "";
      internal::v1::ProcessReply reply = MakeReply(agency, code, year);
      const bool fails = year == 2019 && code.empty();
      if (fails) reply.mutable_summary()->set_verdict(v1::Report::FAILED);
      const std::string name = Arrive(absl::StrCat(agency, year), reply).report();
      all.push_back(name);
      if (year == 2020) of_2020.push_back(name);
      if (fails) failed.push_back(name);
      if (!code.empty()) of_code.push_back(name);
    }
  }
  for (auto* names : {&all, &of_2020, &failed, &of_code}) {
    std::sort(names->begin(), names->end());
  }
  const auto any = v1::Report::VERDICT_UNSPECIFIED;
  for (const int page_size : {1, 2, 5, 12, 100}) {
    EXPECT_EQ(List("", 0, any, page_size), all);
    EXPECT_EQ(List("", 2020, any, page_size), of_2020);
    EXPECT_EQ(List("", 0, v1::Report::FAILED, page_size), failed);
    EXPECT_EQ(List("", 2019, v1::Report::FAILED, page_size), failed);
    EXPECT_EQ(List(kCode, 0, any, page_size), of_code);
    EXPECT_EQ(List(kCode, 2020, any, page_size).size(), 1u);
    EXPECT_EQ(List(kCode, 0, v1::Report::FAILED, page_size).size(), 0u);
    EXPECT_EQ(List("unknown", 0, any, page_size).size(), 0u);
  }
}

TEST_F(ReportStoreTest, PageTokensAreGoodForTheirFilterOnly) {
  for (int year = 2019; year < 2023; ++year) Arrive("a", MakeReply("甲", kCode, year));
  const auto any = v1::Report::VERDICT_UNSPECIFIED;
  const std::string token = reports().List("", 0, any, 2, "")->next_page_token;
  EXPECT_EQ(reports().List("", 0, any, 1, token)->reports.size(), 1u);
  for (const auto& status : {reports().List(kCode, 0, any, 2, token).status(),
                             reports().List("", 2021, any, 2, token).status(),
                             reports().List("", 0, v1::Report::FAILED, 2, token).status(),
                             reports().List("", 0, any, 2, "garbage").status(),
                             reports().List("", 0, any, 2, token + token).status(),
                             store_.jobs().List(2, token, v1::Job::STATE_UNSPECIFIED).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(DetailOf(status).reason, "INVALID_PAGE_TOKEN");
    EXPECT_EQ(DetailOf(status).field, "page_token");
  }
}

TEST_F(ReportStoreTest, APageThatEndsTheListHasNoToken) {
  for (int year = 2019; year < 2021; ++year) Arrive("a", MakeReply("甲", kCode, year));
  EXPECT_EQ(reports().List("", 0, v1::Report::VERDICT_UNSPECIFIED, 2, "")->next_page_token, "");
}

}  // namespace
}  // namespace gongkai
