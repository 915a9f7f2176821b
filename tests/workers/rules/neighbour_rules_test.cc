// Rules against last year's report (Y.*) and against the reports of the bodies below (R.*).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/workers/rules/filled_reading.h"
#include "workers/rules/recorder.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What `reading` says, as another report.
NeighbourReading AsNeighbour(const Reading& reading) {
  NeighbourReading neighbour;
  neighbour.agency_name = reading.metadata.agency_name;
  neighbour.year = reading.metadata.year;
  neighbour.form_version = reading.form->version();
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    if (reading.facts[i].presence != Presence::kReported) continue;
    neighbour.values[CellSubject(reading.form->cells()[i])] = reading.facts[i].value;
  }
  for (const SectionReading& section : reading.sections) {
    neighbour.sections.emplace_back(section.number, section.text);
  }
  return neighbour;
}

// A year before that fits `reading` in everything.
Neighbours FittingPrior(const Reading& reading) {
  Neighbours neighbours;
  neighbours.has_prior_year = true;
  NeighbourReading& prior = neighbours.prior_year;
  prior = AsNeighbour(reading);
  --prior.year;
  prior.sections.clear();
  for (const char* applicant :
       {"natural_person", "business", "research_institution", "public_interest_organization",
        "legal_services", "other_organization", "total"}) {
    prior.values[absl::StrCat("requests.carried_out/", applicant)] =
        *AsNeighbour(reading).Find(absl::StrCat("requests.carried_in/", applicant));
  }
  for (const char* kind : {"regulations", "normative_documents"}) {
    const std::string group = absl::StrCat("disclosure.", kind, ".");
    const NeighbourReading now = AsNeighbour(reading);
    if (now.Find(group + "in_force") == nullptr) continue;
    prior.values[group + "in_force"] = *Decimal::Add(
        *Decimal::Subtract(*now.Find(group + "in_force"), *now.Find(group + "issued")),
        *now.Find(group + "repealed"));
  }
  for (const char* kind : {"licensing", "other_services", "penalties", "coercion", "fees"}) {
    const std::string group = absl::StrCat("disclosure.", kind, ".");
    if (prior.Find(group + "items_prior_year") != nullptr) {
      prior.values[group + "items_change"] = 0;
    }
  }
  return neighbours;
}

std::vector<std::string> Of(const std::string& rules, std::vector<std::string> lines) {
  std::vector<std::string> result;
  for (std::string& line : lines) {
    if (absl::StrContains(line, rules)) result.push_back(std::move(line));
  }
  return result;
}

TEST(NeighbourRulesTest, WhatFitsIsNotFlagged) {
  for (const char* form : {"2019", "2021", "2021+other"}) {
    const Reading reading = FilledReading(form);
    const Evaluation evaluation = Evaluate(reading, FittingPrior(reading));
    EXPECT_THAT(Findings(evaluation), IsEmpty()) << form;
    EXPECT_THAT(Skipped(evaluation), IsEmpty()) << form;
  }
}

TEST(NeighbourRulesTest, WithoutTheYearBeforeItsNameIsTold) {
  const Reading reading = FilledReading("2019");
  const Evaluation evaluation = Evaluate(reading);
  std::vector<std::string> rules;
  for (const RuleNotEvaluated& skipped : evaluation.not_evaluated) {
    if (skipped.rule_id[0] != 'Y') continue;
    rules.push_back(skipped.rule_id);
    EXPECT_TRUE(absl::StrContains(skipped.reason_zh, absl::StrCat(reading.metadata.agency_name,
                                                                  reading.metadata.year - 1, "年")))
        << skipped.reason_zh;
  }
  EXPECT_THAT(rules, testing::UnorderedElementsAre("Y.CARRY", "Y.ITEMS", "Y.JUMP", "Y.SAME_TEXT"));
}

TEST(NeighbourRulesTest, ABrokenCarryOverIsFoundByColumn) {
  const Reading reading = FilledReading("2021");
  Neighbours neighbours = FittingPrior(reading);
  Decimal& carried = neighbours.prior_year.values["requests.carried_out/business"];
  const Decimal before = carried;
  carried = *Decimal::Add(carried, 9);
  const Evaluation evaluation = Evaluate(reading, neighbours);
  EXPECT_THAT(Details(evaluation),
              ElementsAre(absl::StrCat("ERROR Y.CARRY business ", carried.ToString(), " ",
                                       before.ToString(), " -9")));
  neighbours.prior_year.values.erase("requests.carried_out/business");
  const Evaluation unknown = Evaluate(reading, neighbours);
  EXPECT_THAT(Findings(unknown), IsEmpty());
  EXPECT_THAT(Skipped(unknown), ElementsAre("Y.CARRY business", "Y.JUMP "));
}

TEST(NeighbourRulesTest, DocumentsInForceAndItemsGoOnFromTheYearBefore) {
  const Reading now = FilledReading("2021");
  Neighbours neighbours = FittingPrior(now);
  Decimal& in_force = neighbours.prior_year.values["disclosure.normative_documents.in_force"];
  in_force = *Decimal::Add(in_force, 1);
  EXPECT_THAT(Of("Y.", Findings(Evaluate(now, neighbours))),
              ElementsAre("Y.IN_FORCE normative_documents"));

  const Reading old = FilledReading("2019");
  neighbours = FittingPrior(old);
  neighbours.prior_year.values["disclosure.coercion.items_change"] = 3;
  EXPECT_THAT(Of("Y.", Findings(Evaluate(old, neighbours))), ElementsAre("Y.ITEMS coercion"));
}

TEST(NeighbourRulesTest, AJumpIsMoreThanTenFoldOnABaseOverTwenty) {
  const struct {
    const char* before;
    const char* now;
    bool jump;
  } cases[] = {{"21", "210", false}, {"21", "211", true}, {"20", "999", false},
               {"210", "21", false}, {"210", "20", true}, {"30", "0", true},
               {"20", "0", false},   {"0", "5000", false}};
  for (const auto& c : cases) {
    Reading reading = FilledReading("2021");
    SetValue(reading, "disclosure.penalties.decisions", "", c.now);
    Neighbours neighbours = FittingPrior(reading);
    neighbours.prior_year.values["disclosure.penalties.decisions"] = *Decimal::Parse(c.before);
    const std::vector<std::string> jumps = Of("Y.JUMP", Findings(Evaluate(reading, neighbours)));
    EXPECT_EQ(!jumps.empty(), c.jump) << c.before << " to " << c.now;
  }
}

// Two hundred different characters with a number between every ten.
std::string Prose(const std::string& number) {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    const int c = 0x4E00 + i * 7;
    text += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
             static_cast<char>(0x80 | (c & 0x3F))};
    if (i % 10 == 0) text += number;
  }
  return text;
}

TEST(NeighbourRulesTest, TheSameProseWithOtherNumbersIsTheSameProse) {
  Reading reading = FilledReading("2021");
  ASSERT_FALSE(reading.sections.empty());
  SectionReading& section = reading.sections.front();
  Neighbours neighbours = FittingPrior(reading);
  section.text = Prose("12");
  neighbours.prior_year.sections = {{section.number, Prose("97")}};
  EXPECT_THAT(Of("Y.SAME", Findings(Evaluate(reading, neighbours))),
              ElementsAre(absl::StrCat("Y.SAME_TEXT section ", section.number)));
  neighbours.prior_year.sections = {
      {section.number,
       "上年的工作主要围绕政策解读展开，召开发布会，回应社会关切，推进基层标准化建设。"}};
  EXPECT_THAT(Of("Y.SAME", Findings(Evaluate(reading, neighbours))), IsEmpty());
  // A short text says the same every year.
  section.text = "本年度未收取信息处理费。";
  neighbours.prior_year.sections = {{section.number, section.text}};
  EXPECT_THAT(Of("Y.SAME", Findings(Evaluate(reading, neighbours))), IsEmpty());
}

class RollupTest : public testing::Test {
 protected:
  RollupTest() {
    neighbours_ = FittingPrior(reading_);
    neighbours_.region_wide = true;
    // The first child has everything, the others nothing.
    for (const char* name : {"区政府办公室", "教育局", "司法局"}) {
      ChildReading& child = neighbours_.children.emplace_back();
      child.agency_name = name;
      child.reported = true;
      child.report = AsNeighbour(reading_);
      if (neighbours_.children.size() == 1) continue;
      for (auto& [subject, value] : child.report.values) value = 0;
    }
  }

  Reading reading_ = FilledReading("2021");
  Neighbours neighbours_;
};

TEST_F(RollupTest, PartsThatAddUpAreNotFlagged) {
  EXPECT_THAT(Findings(Evaluate(reading_, neighbours_)), IsEmpty());
  EXPECT_THAT(Skipped(Evaluate(reading_, neighbours_)), IsEmpty());
}

TEST_F(RollupTest, PartsThatDoNotAddUpAreFoundByIndicator) {
  neighbours_.children[1].report.values["requests.granted/total"] = 4;
  neighbours_.children[2].report.values["disputes.review.upheld"] = 1;
  // One column alone is not added up.
  neighbours_.children[2].report.values["requests.granted/business"] = 1;
  EXPECT_THAT(Findings(Evaluate(reading_, neighbours_)),
              ElementsAre("R.ROLLUP requests.granted", "R.ROLLUP disputes.review.upheld"));
}

TEST_F(RollupTest, AMissingChildIsNamedAndNothingIsJudged) {
  neighbours_.children[1].report.values["requests.granted/total"] = 4;
  neighbours_.children[2].reported = false;
  const Evaluation evaluation = Evaluate(reading_, neighbours_);
  EXPECT_THAT(Findings(evaluation), IsEmpty());
  ASSERT_FALSE(evaluation.not_evaluated.empty());
  const RuleNotEvaluated& skipped = evaluation.not_evaluated.back();
  bool named = false;
  for (const RuleNotEvaluated& one : evaluation.not_evaluated) {
    named |= one.rule_id == "R.ROLLUP" && absl::StrContains(one.reason_zh, "司法局");
  }
  EXPECT_TRUE(named) << skipped.reason_zh;
}

TEST_F(RollupTest, AChildWithoutTheNumberLeavesThatIndicatorOpen) {
  neighbours_.children[1].report.values.erase("requests.granted/total");
  EXPECT_THAT(Findings(Evaluate(reading_, neighbours_)), IsEmpty());
  EXPECT_THAT(Skipped(Evaluate(reading_, neighbours_)), ElementsAre("R.ROLLUP requests.granted"));
}

}  // namespace
}  // namespace gongkai
