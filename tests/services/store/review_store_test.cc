#include "services/store/review_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/store/names.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

using testing::ElementsAre;

constexpr char kCode[] = "11500000009275780L";
constexpr char kName[] = "重庆市人民政府";

class ReviewStoreTest : public testing::Test {
 protected:
  // A document arrives and is finished; returns the job.
  v1::Job Arrive(absl::string_view content, const internal::v1::ProcessReply& reply) {
    clock_.Advance(absl::Seconds(1));
    const auto submitted = store_.jobs().Submit({.content = content});
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    const absl::string_view id = *ParseJobName(submitted->job.name());
    EXPECT_TRUE(store_.jobs().Finish(id, "w", reply, "").ok());
    return *store_.jobs().Get(id);
  }

  static DispositionChange Change(v1::Finding::Disposition decision, absl::string_view reason) {
    DispositionChange change;
    change.agency_id = kCode;
    change.year = 2023;
    change.fingerprint = kFingerprint;
    change.decision = decision;
    change.reason = reason;
    change.actor = "张三";
    return change;
  }

  v1::Report Stored() {
    v1::Report report;
    EXPECT_TRUE(report.ParseFromString(*store_.reports().Get(kCode, 2023)));
    return report;
  }

  // "verdict disposition reason errors/warnings" as the report, lists and rows show it.
  std::string State() {
    const v1::Report full = Stored();
    const v1::Report basic = *store_.reports().GetBasic(kCode, 2023);
    EXPECT_EQ(basic.verdict(), full.verdict());
    EXPECT_EQ(basic.etag(), full.etag());
    return absl::StrCat(v1::Report::Verdict_Name(full.verdict()), " ",
                        v1::Finding::Disposition_Name(full.findings(0).disposition()), " ",
                        full.findings(0).disposition_reason());
  }

  std::vector<std::string> Audit() {
    std::vector<std::string> lines;
    EXPECT_TRUE(store_.database()
                    .Read([&](database::Connection& connection) {
                      return connection
                          .Execute(
                              "SELECT actor, action, resource, detail FROM audit_entries "
                              "ORDER BY time, serial",
                              {},
                              [&](const database::Row& row) {
                                lines.push_back(absl::StrCat(row.Text(0), " ", row.Text(1), " ",
                                                             row.Text(2), " ", row.Text(3)));
                              })
                          .status();
                    })
                    .ok());
    return lines;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  TestStore store_{clock_};
};

TEST_F(ReviewStoreTest, AWaivedFindingCountsNoMoreUntilItIsOpenedAgain) {
  Arrive("a", MakeReply(kName, kCode, 2023));
  EXPECT_EQ(State(), "PASSED_WITH_WARNINGS OPEN ");
  const std::string etag = Stored().etag();

  const auto waived = store_.reviews().SetDisposition(Change(v1::Finding::WAIVED, "口径不同"));
  ASSERT_TRUE(waived.ok()) << waived.status();
  EXPECT_EQ(waived->disposition_actor(), "张三");
  EXPECT_EQ(waived->disposition_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(State(), "PASSED WAIVED 口径不同");
  EXPECT_NE(Stored().etag(), etag);
  EXPECT_EQ(store_.reports().List("", 0, v1::Report::PASSED, 10, "")->reports.size(), 1u);

  ASSERT_TRUE(store_.reviews().SetDisposition(Change(v1::Finding::CONFIRMED, "确有问题")).ok());
  EXPECT_EQ(State(), "PASSED_WITH_WARNINGS CONFIRMED 确有问题");
  ASSERT_TRUE(store_.reviews().SetDisposition(Change(v1::Finding::OPEN, "")).ok());
  EXPECT_EQ(State(), "PASSED_WITH_WARNINGS OPEN ");
  const std::string report = ReportName(kCode, 2023);
  EXPECT_THAT(Audit(),
              ElementsAre(absl::StrCat("张三 SetFindingDisposition ", report, " T3.IN_EQUALS_OUT ",
                                       kFingerprint, " WAIVED: 口径不同"),
                          absl::StrCat("张三 SetFindingDisposition ", report, " T3.IN_EQUALS_OUT ",
                                       kFingerprint, " CONFIRMED: 确有问题"),
                          absl::StrCat("张三 SetFindingDisposition ", report, " T3.IN_EQUALS_OUT ",
                                       kFingerprint, " OPEN: ")));
}

TEST_F(ReviewStoreTest, AWaiverStaysWithTheFindingInANewRevision) {
  Arrive("a", MakeReply(kName, kCode, 2023));
  ASSERT_TRUE(store_.reviews().SetDisposition(Change(v1::Finding::WAIVED, "口径不同")).ok());
  const v1::Job job = Arrive("b", MakeReply(kName, kCode, 2023));
  EXPECT_EQ(Stored().revision(), 2);
  EXPECT_EQ(State(), "PASSED WAIVED 口径不同");
  EXPECT_EQ(job.verdict(), v1::Report::PASSED);
  EXPECT_EQ(job.warning_count(), 0);
  // The same document once more: the job tells what stands.
  const v1::Job again = Arrive("b", MakeReply(kName, kCode, 2023));
  EXPECT_EQ(Stored().revision(), 2);
  EXPECT_EQ(again.verdict(), v1::Report::PASSED);
}

TEST_F(ReviewStoreTest, AFindingThatWasFixedAndIsFoundAgainIsOpen) {
  Arrive("a", MakeReply(kName, kCode, 2023));
  ASSERT_TRUE(store_.reviews().SetDisposition(Change(v1::Finding::FIXED, "已改")).ok());
  EXPECT_EQ(State(), "PASSED FIXED 已改");
  Arrive("b", MakeReply(kName, kCode, 2023));
  EXPECT_EQ(State(), "PASSED_WITH_WARNINGS OPEN ");
  Arrive("c", MakeReply(kName, kCode, 2023));
  EXPECT_EQ(State(), "PASSED_WITH_WARNINGS OPEN ");
}

TEST_F(ReviewStoreTest, WhatIsNotThereOrHasChangedIsRefused) {
  EXPECT_EQ(
      DetailOf(store_.reviews().SetDisposition(Change(v1::Finding::OPEN, "")).status()).reason,
      "REPORT_NOT_FOUND");
  Arrive("a", MakeReply(kName, kCode, 2023));
  DispositionChange change = Change(v1::Finding::WAIVED, "x");
  change.fingerprint = "ffffffffffffffff";
  EXPECT_EQ(DetailOf(store_.reviews().SetDisposition(change).status()).reason, "FINDING_NOT_FOUND");
  change = Change(v1::Finding::WAIVED, "x");
  change.etag = "1-0000000000000000";
  const absl::Status stale = store_.reviews().SetDisposition(change).status();
  EXPECT_TRUE(absl::IsAborted(stale)) << stale;
  EXPECT_EQ(DetailOf(stale).reason, "ETAG_MISMATCH");
  EXPECT_EQ(State(), "PASSED_WITH_WARNINGS OPEN ");
  EXPECT_THAT(Audit(), ElementsAre());
  const std::string etag = Stored().etag();
  change.etag = etag;
  EXPECT_TRUE(store_.reviews().SetDisposition(change).ok());
}

TEST_F(ReviewStoreTest, ListsFindingsAcrossReportsPageByPage) {
  for (int year = 2021; year <= 2024; ++year)
    Arrive(absl::StrCat(year), MakeReply(kName, kCode, year));
  ASSERT_TRUE(store_.reviews().SetDisposition(Change(v1::Finding::WAIVED, "x")).ok());
  const auto list = [&](FindingFilter filter, int page_size) {
    std::vector<std::string> found;
    std::string token;
    do {
      const auto page = store_.reviews().ListFindings(filter, page_size, token);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& entry : page->entries)
        found.push_back(entry.report.substr(entry.report.size() - 4));
      token = page->next_page_token;
    } while (!token.empty());
    return found;
  };
  FindingFilter filter;
  EXPECT_THAT(list(filter, 1), ElementsAre("2021", "2022", "2023", "2024"));
  EXPECT_THAT(list(filter, 3), ElementsAre("2021", "2022", "2023", "2024"));
  filter.disposition = v1::Finding::OPEN;
  EXPECT_THAT(list(filter, 2), ElementsAre("2021", "2022", "2024"));
  filter.year = 2022;
  EXPECT_THAT(list(filter, 2), ElementsAre("2022"));
  filter.severity = v1::Finding::ERROR;
  EXPECT_THAT(list(filter, 2), ElementsAre());
  filter = FindingFilter();
  filter.rule_id = "T3.IN_EQUALS_OUT";
  filter.agency_id = kCode;
  EXPECT_THAT(list(filter, 2), ElementsAre("2021", "2022", "2023", "2024"));
  filter.agency_id = "n-0123456789abcdef";
  EXPECT_THAT(list(filter, 2), ElementsAre());
  EXPECT_EQ(DetailOf(store_.reviews().ListFindings(filter, 2, "x").status()).reason,
            "INVALID_PAGE_TOKEN");
}

TEST_F(ReviewStoreTest, ASearchThatFindsNothingGoesOnFromPageToPage) {
  for (int i = 0; i < 410; ++i) {
    Arrive(absl::StrCat("d", i), MakeReply(absl::StrCat("镇", i), "", 2023));
  }
  FindingFilter filter;
  filter.rule_id = "NO.SUCH_RULE";
  int pages = 0;
  std::string token;
  do {
    const auto page = store_.reviews().ListFindings(filter, 50, token);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_TRUE(page->entries.empty());
    token = page->next_page_token;
    ++pages;
  } while (!token.empty());
  EXPECT_EQ(pages, 3);
}

TEST_F(ReviewStoreTest, ListsRevisionsNewestFirstWithTheOneBefore) {
  EXPECT_EQ(DetailOf(store_.reviews().ListRevisions(kCode, 2023, 10, "").status()).reason,
            "REPORT_NOT_FOUND");
  for (const char* content : {"a", "b", "c"}) Arrive(content, MakeReply(kName, kCode, 2023));
  auto page = store_.reviews().ListRevisions(kCode, 2023, 2, "");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->shown, 2u);
  ASSERT_EQ(page->reports.size(), 3u);
  EXPECT_EQ(page->reports[0].revision(), 3);
  EXPECT_EQ(page->reports[2].revision(), 1);
  page = store_.reviews().ListRevisions(kCode, 2023, 2, page->next_page_token);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->shown, 1u);
  EXPECT_EQ(page->reports[0].revision(), 1);
  EXPECT_EQ(page->next_page_token, "");
  EXPECT_EQ(DetailOf(store_.reviews().ListRevisions(kCode, 2023, 2, "x").status()).reason,
            "INVALID_PAGE_TOKEN");
}

TEST_F(ReviewStoreTest, AnAmendmentGoesIntoTheContextOfTheJobThatChecksAgain) {
  Arrive("a", MakeReply(kName, kCode, 2023, 800));
  const std::string printed = Stored().facts(0).value();
  AmendmentChange change;
  change.agency_id = kCode;
  change.year = 2023;
  change.indicator = "requests.denied.reason_1";
  change.applicant = "natural_person";
  change.value = "12";
  change.reason = "誊写有误";
  change.actor = "张三";
  const auto job = store_.reviews().Amend(change);
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->priority(), v1::Job::INTERACTIVE);
  // What is printed stays.
  EXPECT_EQ(Stored().facts(0).value(), printed);

  const auto input = store_.jobs().Load(*ParseJobName(job->name()));
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->content, "a");
  ReportSubject subject;
  subject.agency_id = input->target_agency;
  subject.year = input->target_year;
  const auto loaded = store_.jobs().LoadContext(subject);
  ASSERT_TRUE(loaded.ok() && loaded->context.amendments_size() == 1) << loaded.status();
  EXPECT_EQ(loaded->context.amendments(0).value(), "12");
  EXPECT_EQ(loaded->context.amendments(0).actor(), "张三");

  // The job waits already; withdrawing takes the correction out of its context.
  change.value = "";
  const auto again = store_.reviews().Amend(change);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), job->name());
  EXPECT_TRUE(store_.jobs().LoadContext(subject)->empty);
  const std::string report = ReportName(kCode, 2023);
  EXPECT_THAT(Audit(),
              ElementsAre(absl::StrCat("张三 AmendFact ", report,
                                       " requests.denied.reason_1 natural_person: printed \"\", "
                                       "amended to \"12\": 誊写有误"),
                          absl::StrCat("张三 AmendFact ", report,
                                       " requests.denied.reason_1 natural_person: printed \"\", "
                                       "amended to \"\": 誊写有误")));

  change.indicator = "requests.nothing";
  EXPECT_EQ(DetailOf(store_.reviews().Amend(change).status()).reason, "FACT_NOT_FOUND");
  change.etag = "x";
  EXPECT_EQ(DetailOf(store_.reviews().Amend(change).status()).reason, "ETAG_MISMATCH");
  change.year = 2020;
  EXPECT_EQ(DetailOf(store_.reviews().Amend(change).status()).reason, "REPORT_NOT_FOUND");
}

TEST_F(ReviewStoreTest, RevalidatesTheReportsOfTheFilterOnceEach) {
  for (int i = 0; i < 1203; ++i) {
    Arrive(absl::StrCat("d", i), MakeReply(absl::StrCat("镇", i), "", 2020 + i % 2));
  }
  RevalidationFilter filter;
  filter.other_than_rules_version = "0123456789ab";
  EXPECT_TRUE(store_.reviews().Revalidate(filter)->empty());
  filter.other_than_rules_version = "another";
  filter.year = 2020;
  EXPECT_EQ(store_.reviews().Revalidate(filter)->size(), 602u);
  EXPECT_EQ(store_.reviews().Revalidate(filter)->size(), 0u);
  EXPECT_EQ(store_.reviews().Revalidate(RevalidationFilter())->size(), 601u);
}

}  // namespace
}  // namespace gongkai
