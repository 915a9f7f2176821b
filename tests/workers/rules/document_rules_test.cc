#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/workers/rules/filled_reading.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// One change to a reading that keeps every rule, and what is then said.
struct Change {
  const char* name;
  std::function<void(Reading&)> make;
  std::vector<std::string> findings;
  std::vector<std::string> skipped;
};

void Expect(const std::vector<Change>& changes, absl::string_view form) {
  for (const Change& change : changes) {
    Reading reading = FilledReading(form);
    change.make(reading);
    const Evaluation evaluation = Evaluate(reading);
    EXPECT_EQ(Findings(evaluation), change.findings) << change.name;
    EXPECT_EQ(Skipped(evaluation), change.skipped) << change.name;
  }
}

TEST(SectionRuleTest, OneFindingForEachSectionThatIsWrong) {
  Expect(
      {
          {"missing",
           [](Reading& r) { r.sections.erase(r.sections.begin() + 2); },
           {"S.SECTION section 3"},
           {}},
          {"last two swapped",
           [](Reading& r) { std::swap(r.sections[4], r.sections[5]); },
           {"S.SECTION section 5"},
           {}},
          {"last one first",
           [](Reading& r) {
             r.sections.insert(r.sections.begin(), r.sections[5]);
             r.sections.pop_back();
           },
           {"S.SECTION section 6"},
           {}},
          {"unofficial title",
           [](Reading& r) { r.sections[4].official_title = false; },
           {"S.SECTION section 5"},
           {}},
          {"wrong numeral",
           [](Reading& r) { r.sections[5].printed_ordinal = 7; },
           {"S.SECTION section 6"},
           {}},
          {"no numeral",
           [](Reading& r) { r.sections[0].printed_ordinal = 0; },
           {"S.SECTION section 1"},
           {}},
          {"a foreign section between",
           [](Reading& r) { r.sections.insert(r.sections.begin() + 1, SectionReading()); },
           {},
           {}},
          {"the same section twice",
           [](Reading& r) { r.sections.push_back(r.sections[0]); },
           {},
           {}},
          {"none at all",
           [](Reading& r) { r.sections.clear(); },
           {"S.SECTION section 1", "S.SECTION section 2", "S.SECTION section 3",
            "S.SECTION section 4", "S.SECTION section 5", "S.SECTION section 6"},
           {"S.EMPTY_SECTION section 5", "S.FEE_STATEMENT section 6"}},
      },
      "2021");
}

TEST(SectionRuleTest, SaysEverythingThatIsWrongWithASection) {
  Reading reading = FilledReading("2021");
  reading.sections[5].printed_ordinal = 7;
  reading.sections[5].official_title = false;
  reading.sections[5].heading = "七、其他";
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_EQ(evaluation.findings.size(), 1u);
  EXPECT_EQ(evaluation.findings[0].message_zh,
            "“六、其他需要报告的事项”：序号印为“七”，标题印为“七、其他”。");
  EXPECT_EQ(evaluation.findings[0].expected, "六、其他需要报告的事项");
  EXPECT_EQ(evaluation.findings[0].actual, "七、其他");
}

TEST(EmptySectionRuleTest, NeedsTenCharacters) {
  const struct {
    const char* text;
    bool fault;
  } cases[] = {
      {"", true},
      {"无", true},
      {"无。", true},
      {"一二三四五六七八九", true},
      {"一二三 四五六\n七八　九", true},
      {"一二三四五六七八九十", false},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading("2019");
    reading.sections[4].text = c.text;
    const Evaluation evaluation = Evaluate(reading);
    EXPECT_EQ(Findings(evaluation), c.fault ? std::vector<std::string>{"S.EMPTY_SECTION section 5"}
                                            : std::vector<std::string>{})
        << c.text;
  }
}

TEST(FeeStatementRuleTest, IsAskedForOnThe2021FormOnly) {
  const struct {
    const char* form;
    const char* text;
    bool fault;
  } cases[] = {
      {"2021", "本机关未收取信息处理费。", false}, {"2021", "依申请公开没有收费。", false},
      {"2021", "无其他需要报告的事项。", true},    {"2021", "", true},
      {"2019", "无其他需要报告的事项。", false},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading(c.form);
    reading.sections[5].text = c.text;
    EXPECT_EQ(Findings(Evaluate(reading)),
              c.fault ? std::vector<std::string>{"S.FEE_STATEMENT section 6"}
                      : std::vector<std::string>{})
        << c.text;
  }
}

TEST(FormYearRuleTest, EveryYearHasItsForm) {
  const struct {
    const char* form;
    int year;
    std::vector<std::string> findings;
    std::vector<std::string> skipped;
  } cases[] = {
      {"2019", 2019, {}, {}},
      {"2019", 2020, {}, {}},
      {"2019", 2021, {"WARNING S.FORM_YEAR report 2021 2019 "}, {}},
      {"2019", 2018, {"WARNING S.FORM_YEAR report  2019 "}, {}},
      {"2021", 2021, {}, {}},
      {"2021", 2030, {}, {}},
      {"2021", 2020, {"WARNING S.FORM_YEAR report 2019 2021 "}, {}},
      {"2021", 0, {}, {"S.FORM_YEAR report"}},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading(c.form);
    MetadataReading& metadata = reading.metadata;
    metadata.year = metadata.title_year = c.year;
    metadata.period_start.year = metadata.period_end.year = c.year != 0 ? c.year : 2024;
    metadata.published = {c.year + 1, 1, 31};
    const Evaluation evaluation = Evaluate(reading, c.year == 0 ? 2024 : 0);
    EXPECT_EQ(Details(evaluation), c.findings) << c.form << " " << c.year;
    std::vector<std::string> skipped = Skipped(evaluation);
    if (c.year == 0) skipped.resize(1);  // S.DEADLINE needs the year too
    EXPECT_EQ(skipped, c.skipped) << c.form << " " << c.year;
  }
}

TEST(YearRuleTest, TitlePeriodAndRequestAgree) {
  const struct {
    int title;
    Date start, end;
    int requested;
    const char* finding;  // null: none
    bool skipped;
  } cases[] = {
      {2019, {2019, 1, 1}, {2019, 12, 31}, 0, nullptr, false},
      {2019, {2019, 1, 1}, {2019, 12, 31}, 2019, nullptr, false},
      {2019, {2019, 1, 1}, {2019, 12, 31}, 2020, "ERROR S.YEAR report 2020 2019 ", false},
      {2019, {2018, 1, 1}, {2018, 12, 31}, 0, "ERROR S.YEAR report 2019 2018 ", false},
      {2019, {2018, 12, 31}, {2019, 12, 30}, 0, nullptr, false},
      {2019, {2019, 1, 1}, {2020, 1, 1}, 0, nullptr, false},
      {0, {2019, 1, 1}, {2019, 12, 31}, 2018, "ERROR S.YEAR report 2018 2019 ", false},
      {2019, {}, {}, 2019, nullptr, false},
      {2019, {}, {}, 0, nullptr, true},
      {0, {}, {}, 2019, nullptr, true},
      {0, {}, {}, 0, nullptr, true},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading("2019");
    reading.metadata.title_year = c.title;
    reading.metadata.period_start = c.start;
    reading.metadata.period_end = c.end;
    const Evaluation evaluation = Evaluate(reading, c.requested);
    std::vector<std::string> found, expected;
    for (const std::string& line : Details(evaluation)) {
      if (line.find("S.YEAR") != std::string::npos) found.push_back(line);
    }
    if (c.finding != nullptr) expected.push_back(c.finding);
    EXPECT_EQ(found, expected) << c.title << " " << c.start.year << " " << c.requested;
    const std::vector<std::string> skipped = Skipped(evaluation);
    EXPECT_EQ(!skipped.empty() && skipped[0] == "S.YEAR report", c.skipped);
  }
}

TEST(PeriodRuleTest, IsTheCalendarYear) {
  Expect(
      {
          {"from the second",
           [](Reading& r) { r.metadata.period_start.day = 2; },
           {"S.PERIOD report"},
           {}},
          {"to the thirtieth",
           [](Reading& r) { r.metadata.period_end.day = 30; },
           {"S.PERIOD report"},
           {}},
          {"another year",
           [](Reading& r) { r.metadata.period_start.year = r.metadata.period_end.year = 2018; },
           {"S.YEAR report", "S.PERIOD report"},
           {}},
          {"no end", [](Reading& r) { r.metadata.period_end = {}; }, {}, {"S.PERIOD report"}},
          {"no end and a wrong start",
           [](Reading& r) {
             r.metadata.period_end = {};
             r.metadata.period_start.month = 2;
           },
           {"S.PERIOD report"},
           {}},
          {"not stated",
           [](Reading& r) { r.metadata.period_start = r.metadata.period_end = {}; },
           {},
           {"S.YEAR report", "S.PERIOD report"}},
      },
      "2019");
}

TEST(DeadlineRuleTest, DepartmentsInJanuaryGovernmentsInMarch) {
  const struct {
    const char* agency;
    Date published;
    const char* deadline;  // null: in time
    bool skipped;
  } cases[] = {
      {"重庆市人民政府", {2020, 3, 31}, nullptr, false},
      {"重庆市人民政府", {2020, 4, 1}, "2020-03-31", false},
      {"重庆市", {2020, 3, 31}, nullptr, false},
      {"重庆市财政局", {2020, 1, 31}, nullptr, false},
      {"重庆市财政局", {2020, 2, 1}, "2020-01-31", false},
      {"重庆市财政局", {2021, 1, 1}, "2020-01-31", false},
      {"重庆市财政局", {2019, 12, 31}, nullptr, false},
      {"", {2020, 1, 31}, nullptr, false},
      {"", {2020, 2, 1}, nullptr, true},
      {"", {2020, 4, 1}, "2020-03-31", false},
      {"重庆市财政局", {}, nullptr, true},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading("2019");
    for (const char* row : {"made", "published", "public_total"}) {
      SetValue(reading, std::string("disclosure.regulations.") + row, "", "0");
    }
    FactAt(reading, "disclosure.regulations.published").note.clear();
    reading.metadata.agency_name = c.agency;
    reading.metadata.published = c.published;
    const Evaluation evaluation = Evaluate(reading);
    ASSERT_EQ(evaluation.findings.size(), c.deadline != nullptr ? 1u : 0u)
        << c.agency << c.published.ToString();
    if (c.deadline != nullptr) {
      EXPECT_EQ(evaluation.findings[0].rule_id, "S.DEADLINE");
      EXPECT_EQ(evaluation.findings[0].expected, c.deadline);
      EXPECT_EQ(evaluation.findings[0].actual, c.published.ToString());
    }
    EXPECT_EQ(Skipped(evaluation), c.skipped ? std::vector<std::string>{"S.DEADLINE report"}
                                             : std::vector<std::string>{});
  }
}

TEST(IndexCodeRuleTest, ChecksTheCodeThatIsThere) {
  Expect(
      {
          {"wrong check character",
           [](Reading& r) { r.metadata.credit_code = "11500000009275780M"; },
           {"S.INDEX_CODE report"},
           {}},
          {"none", [](Reading& r) { r.metadata.credit_code.clear(); }, {}, {"S.INDEX_CODE report"}},
      },
      "2019");
}

TEST(AgencyRuleTest, OnlyContradictionsAreTold) {
  Expect(
      {
          {"office", [](Reading& r) { r.metadata.issuing_body = "重庆市人民政府办公厅"; }, {}, {}},
          {"another",
           [](Reading& r) { r.metadata.issuing_body = "四川省人民政府"; },
           {"S.AGENCY report"},
           {}},
          {"none", [](Reading& r) { r.metadata.issuing_body.clear(); }, {}, {"S.AGENCY report"}},
          {"no title",
           [](Reading& r) { r.metadata.title_agency.clear(); },
           {},
           {"S.AGENCY report"}},
      },
      "2019");
}

TEST(WithoutFormTest, OnlyRulesForEveryReportAreJudged) {
  Reading reading = FilledReading("2019");
  reading.form = nullptr;
  reading.facts.clear();
  reading.sections.clear();
  reading.metadata.year = reading.metadata.title_year = 2016;
  reading.metadata.issuing_body = "四川省人民政府";
  reading.metadata.credit_code.clear();
  const Evaluation evaluation = Evaluate(reading);
  EXPECT_THAT(Findings(evaluation),
              ElementsAre("S.YEAR report", "S.PERIOD report", "S.AGENCY report"));
  EXPECT_THAT(Skipped(evaluation), ElementsAre("S.INDEX_CODE report"));
}

TEST(WithoutFormTest, AnEmptyReadingIsNotEvaluatedRatherThanPassed) {
  const Evaluation evaluation = Evaluate(Reading());
  EXPECT_THAT(Findings(evaluation), IsEmpty());
  EXPECT_THAT(Skipped(evaluation), ElementsAre("S.YEAR report", "S.PERIOD report",
                                               "S.INDEX_CODE report", "S.AGENCY report"));
}

}  // namespace
}  // namespace gongkai
