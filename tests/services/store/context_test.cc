// What a report is checked against, and who is checked again when it arrives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/store/names.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

using testing::ElementsAre;

constexpr char kParent[] = "甲区人民政府";
constexpr char kChild[] = "甲区教育局";
constexpr char kSecondChild[] = "甲区司法局";

class ContextTest : public testing::Test {
 protected:
  // Submits a document and finishes it as a worker does: in the context that the store gives.
  std::vector<std::string> Arrive(absl::string_view content, absl::string_view agency, int year) {
    const auto submitted = store_.jobs().Submit({.content = content});
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    return Targets(*ParseJobName(submitted->job.name()), agency, year, Load(agency, year).stamp);
  }

  // Finishes the job; returns "agency year" of the reports that are to be checked again.
  std::vector<std::string> Targets(absl::string_view id, absl::string_view agency, int year,
                                   absl::string_view stamp) {
    const auto finished = store_.jobs().Finish(id, "w", MakeReply(agency, "", year, 600), stamp);
    EXPECT_TRUE(finished.ok() && finished->first) << finished.status();
    std::vector<std::string> targets;
    jobs_.clear();
    for (const std::string& job : finished->follow_ups) {
      jobs_.push_back(job);
      const auto input = store_.jobs().Load(job);
      EXPECT_TRUE(input.ok()) << input.status();
      targets.push_back(absl::StrCat(Name(input->target_agency), " ", input->target_year));
    }
    return targets;
  }

  std::string Name(const std::string& id) { return store_.agencies().Get(id)->display_name(); }

  LoadedContext Load(absl::string_view agency, int year) {
    ReportSubject subject;
    subject.agency_name = agency;
    subject.year = year;
    auto loaded = store_.jobs().LoadContext(subject);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return *std::move(loaded);
  }

  // Creates the agency; returns its name.
  std::string Make(const std::string& display_name, const std::string& parent, bool region_wide) {
    v1::Agency agency;
    agency.set_display_name(display_name);
    agency.set_parent(parent);
    agency.set_region_wide(region_wide);
    const auto created = store_.agencies().Create(agency);
    EXPECT_TRUE(created.ok()) << created.status();
    return created->name();
  }

  int64_t Revision(const char* agency, int year) {
    const auto report = store_.reports().GetBasic(AgencyIdOfName(agency), year);
    return report.ok() ? report->revision() : 0;
  }

  TestStore store_;
  std::vector<std::string> jobs_;  // of the last Targets
};

TEST_F(ContextTest, AnUnknownAgencyHasNone) {
  const LoadedContext loaded = Load(kChild, 2023);
  EXPECT_TRUE(loaded.empty);
  EXPECT_EQ(loaded.stamp, "");
}

TEST_F(ContextTest, TheYearBeforeIsGivenWithItsFactsAndSections) {
  EXPECT_THAT(Arrive("2022", kChild, 2022), ElementsAre());
  const LoadedContext loaded = Load(kChild, 2023);
  ASSERT_TRUE(loaded.context.has_prior_year());
  const internal::v1::NeighbourReport& prior = loaded.context.prior_year();
  EXPECT_EQ(prior.agency_name(), kChild);
  EXPECT_EQ(prior.year(), 2022);
  EXPECT_EQ(prior.form_version(), "2021");
  ASSERT_GT(prior.facts_size(), 0);
  EXPECT_EQ(prior.facts(0).indicator(), "requests.denied.reason_1");
  EXPECT_EQ(prior.facts(0).presence(), v1::Fact::REPORTED);
  EXPECT_EQ(prior.facts(0).value(), "1");
  ASSERT_EQ(prior.sections_size(), 1);
  EXPECT_FALSE(loaded.context.region_wide());
  EXPECT_TRUE(Load(kChild, 2022).empty);
  EXPECT_TRUE(Load(kChild, 2024).empty);
}

TEST_F(ContextTest, AReportThatArrivesLateLetsTheNextYearBeCheckedAgain) {
  EXPECT_THAT(Arrive("2023", kChild, 2023), ElementsAre());
  const std::string child_2023 = absl::StrCat(kChild, " 2023");
  EXPECT_THAT(Arrive("2022", kChild, 2022), ElementsAre(child_2023));
  // One job waits already.
  EXPECT_THAT(Arrive("2022, corrected", kChild, 2022), ElementsAre());
}

TEST_F(ContextTest, CheckingAgainMakesARevisionOnceAndNoFurtherJobs) {
  Arrive("2023", kChild, 2023);
  Arrive("2024", kChild, 2024);
  Arrive("2022", kChild, 2022);
  ASSERT_EQ(jobs_.size(), 1u);
  const auto input = store_.jobs().Load(jobs_[0]);
  EXPECT_EQ(input->content, "2023");
  ReportSubject subject;
  subject.agency_id = input->target_agency;
  subject.year = input->target_year;
  const auto loaded = store_.jobs().LoadContext(subject);
  ASSERT_TRUE(loaded.ok() && loaded->context.has_prior_year()) << loaded.status();
  // 2024 is not checked again: the facts of 2023 are the same as before.
  EXPECT_THAT(Targets(jobs_[0], kChild, 2023, loaded->stamp), ElementsAre());
  EXPECT_EQ(Revision(kChild, 2023), 2);
  // The same document arrives again: nothing new.
  EXPECT_THAT(Arrive("2023", kChild, 2023), ElementsAre());
  EXPECT_EQ(Revision(kChild, 2023), 2);
}

TEST_F(ContextTest, AContextThatChangedMeanwhileLetsTheReportItselfBeCheckedAgain) {
  const auto submitted = store_.jobs().Submit({.content = "2023"});
  const std::string stamp = Load(kChild, 2023).stamp;
  Arrive("2022", kChild, 2022);
  EXPECT_THAT(Targets(*ParseJobName(submitted->job.name()), kChild, 2023, stamp),
              ElementsAre(absl::StrCat(kChild, " 2023")));
}

TEST_F(ContextTest, AnOlderDocumentDoesNotReplaceANewerOne) {
  Arrive("2023", kChild, 2023);
  Arrive("2022", kChild, 2022);
  const std::string job = jobs_.at(0);
  Arrive("2023, corrected", kChild, 2023);
  EXPECT_EQ(Revision(kChild, 2023), 2);
  EXPECT_THAT(Targets(job, kChild, 2023, "old"), ElementsAre());
  EXPECT_EQ(Revision(kChild, 2023), 2);
  EXPECT_EQ(store_.jobs().Get(job)->state(), v1::Job::SUCCEEDED);
  EXPECT_EQ(store_.reports().GetBasic(AgencyIdOfName(kChild), 2023)->document(),
            store_.jobs().Submit({.content = "2023, corrected"})->job.document());
}

TEST_F(ContextTest, ARegionWideReportIsCheckedAgainstEveryChild) {
  const std::string parent = Make(kParent, "", true);
  Make(kChild, parent, false);
  Make(kSecondChild, parent, false);
  Arrive("child", kChild, 2023);
  LoadedContext loaded = Load(kParent, 2023);
  EXPECT_TRUE(loaded.context.region_wide());
  ASSERT_EQ(loaded.context.children_size(), 2);
  std::vector<std::string> missing;
  for (const internal::v1::ChildReport& child : loaded.context.children()) {
    if (!child.has_report()) missing.push_back(child.agency_name());
  }
  EXPECT_THAT(missing, ElementsAre(kSecondChild));

  EXPECT_THAT(Arrive("parent", kParent, 2023), ElementsAre());
  const std::string stamp = Load(kParent, 2023).stamp;
  EXPECT_THAT(Arrive("second child", kSecondChild, 2023),
              ElementsAre(absl::StrCat(kParent, " 2023")));
  EXPECT_NE(Load(kParent, 2023).stamp, stamp);
  // Another year of a child is none of the parent's report of this year.
  EXPECT_THAT(Arrive("third", kSecondChild, 2025), ElementsAre());
}

TEST_F(ContextTest, AParentThatReportsForItselfHasNoChildren) {
  const std::string parent = Make(kParent, "", false);
  Make(kChild, parent, false);
  Arrive("parent", kParent, 2023);
  EXPECT_THAT(Arrive("child", kChild, 2023), ElementsAre());
  EXPECT_TRUE(Load(kParent, 2023).empty);
}

}  // namespace
}  // namespace gongkai
