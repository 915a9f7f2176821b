#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/workers/rules/filled_reading.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> FindingsOf(const std::string& rule, const Evaluation& evaluation) {
  std::vector<std::string> subjects;
  for (const RuleFinding& finding : evaluation.findings) {
    if (finding.rule_id == rule) subjects.push_back(finding.subject);
  }
  return subjects;
}

TEST(CellRulesTest, ACountIsAWholeNumberNotBelowZero) {
  const struct {
    const char* form;
    const char* indicator;
    const char* applicant;
    const char* value;
    bool fault;
  } cases[] = {
      {"2019", "requests.granted", "business", "0", false},
      {"2019", "requests.granted", "business", "-1", true},
      {"2019", "requests.granted", "business", "1.5", true},
      {"2019", "requests.granted", "business", "999999999999999999", false},
      {"2019", "disclosure.licensing.items_change", "", "-5", false},
      {"2019", "disclosure.licensing.items_change", "", "-0.5", true},
      {"2019", "disclosure.procurement.amount", "", "0.01", false},
      {"2019", "disclosure.procurement.amount", "", "0.001", true},
      {"2019", "disclosure.procurement.amount", "", "-1", true},
      {"2021", "disclosure.fees.amount", "", "3700.25", false},
      {"2021", "disclosure.fees.amount", "", "3700.255", true},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading(c.form);
    SetValue(reading, c.indicator, c.applicant, c.value);
    const std::vector<std::string> found = FindingsOf("C.NOT_A_COUNT", Evaluate(reading));
    EXPECT_EQ(!found.empty(), c.fault) << c.indicator << " " << c.value;
  }
}

TEST(CellRulesTest, NotACountNamesTheCellAndItsText) {
  Reading reading = FilledReading("2019");
  SetValue(reading, "disclosure.regulations.public_total", "", "186.5");
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Findings(evaluation),
              ElementsAre("C.NOT_A_COUNT disclosure.regulations.public_total"));
  EXPECT_EQ(evaluation.findings[0].message_zh,
            "表二“规章”行“对外公开总数量”列填为“186.5”：应为整数。");
  EXPECT_EQ(evaluation.findings[0].message_en,
            "Table 2, disclosure.regulations.public_total holds \"186.5\": it should be a whole "
            "number.");
}

TEST(CellRulesTest, BlankIsToldWhereTheRestOfRowOrColumnIsFilled) {
  Reading reading = FilledReading("2019");
  // Two in one row: the row is not filled but for one, their columns are.
  SetPresence(reading, "requests.other", "business", Presence::kBlank);
  SetPresence(reading, "requests.other", "legal_services", Presence::kDash);
  EXPECT_THAT(FindingsOf("C.BLANK", Evaluate(reading)),
              ElementsAre("requests.other/business", "requests.other/legal_services"));
  // A second one in the column of the first: nothing is filled around it.
  SetPresence(reading, "requests.carried_in", "business", Presence::kNotApplicable);
  EXPECT_THAT(FindingsOf("C.BLANK", Evaluate(reading)),
              ElementsAre("requests.carried_in/business", "requests.other/legal_services"));
}

TEST(CellRulesTest, AnUntouchedTableIsNotBlankCellByCell) {
  Reading reading = FilledReading("2021");
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    const FormCell& cell = reading.form->cells()[i];
    if (cell.table == 3) SetPresence(reading, cell.indicator, cell.applicant, Presence::kBlank);
  }
  const Evaluation evaluation = Evaluate(reading);
  EXPECT_THAT(Findings(evaluation), IsEmpty());
  EXPECT_THAT(Skipped(evaluation),
              ElementsAre("T3.IN_EQUALS_OUT ", "T3.OUTCOME_TOTAL ", "T3.ROW_TOTAL "));
}

TEST(CellRulesTest, ARuleThatNowhereHasItsNumbersIsSkippedOnceWhateverTheyLack) {
  Reading reading = FilledReading("2019");
  SetPresence(reading, "disputes.review.total", "", Presence::kBlank);
  SetPresence(reading, "disputes.litigation_direct.total", "", Presence::kUnreadable);
  EXPECT_THAT(Skipped(Evaluate(reading)),
              ElementsAre("T4.GROUP_TOTAL review", "T4.GROUP_TOTAL litigation_direct"));
  SetPresence(reading, "disputes.litigation_after_review.other", "", Presence::kMissing);
  EXPECT_THAT(Skipped(Evaluate(reading)), ElementsAre("T4.GROUP_TOTAL "));
}

TEST(CellRulesTest, BlankInTablesTwoAndFour) {
  const struct {
    const char* form;
    std::vector<const char*> blank;
    std::vector<std::string> told;
  } cases[] = {
      {"2021", {"disclosure.regulations.issued"}, {"disclosure.regulations.issued"}},
      // Alone in row and column: judged by the rest of table 2.
      {"2021", {"disclosure.fees.amount"}, {"disclosure.fees.amount"}},
      {"2021", {"disclosure.fees.amount", "disclosure.licensing.decisions"}, {}},
      {"2021", {"disclosure.penalties.decisions", "disclosure.coercion.decisions"}, {}},
      {"2019", {"disclosure.procurement.amount"}, {"disclosure.procurement.amount"}},
      {"2019", {"disclosure.procurement.amount", "disclosure.procurement.projects"}, {}},
      // In table 4 a group is a row.
      {"2019",
       {"disputes.review.total", "disputes.litigation_direct.total"},
       {"disputes.review.total", "disputes.litigation_direct.total"}},
      {"2019", {"disputes.review.total", "disputes.review.other"}, {}},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading(c.form);
    for (const char* indicator : c.blank) {
      SetPresence(reading, indicator, "", Presence::kBlank);
    }
    EXPECT_EQ(FindingsOf("C.BLANK", Evaluate(reading)), c.told) << c.blank[0];
  }
}

TEST(CellRulesTest, BlankSaysWhatIsPrinted) {
  Reading reading = FilledReading("2019");
  SetPresence(reading, "disputes.review.other", "", Presence::kDash);
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Findings(evaluation), ElementsAre("C.BLANK disputes.review.other"));
  EXPECT_EQ(evaluation.findings[0].message_zh,
            "表四“行政复议”的“其他结果”栏为/，而同行或同列其余单元格都已填写；空白不作 0 看待。");
}

TEST(CellRulesTest, UnreadableIsAWarningOfTheSourceOrOfTheReading) {
  Reading reading = FilledReading("2019");
  SetPresence(reading, "requests.granted", "total", Presence::kUnreadable);
  Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Findings(evaluation), ElementsAre("C.UNREADABLE requests.granted/total"));
  EXPECT_EQ(evaluation.findings[0].severity, Severity::kWarning);
  EXPECT_FALSE(evaluation.findings[0].reading_doubt);
  EXPECT_EQ(evaluation.findings[0].message_zh,
            "表三“三、本年度办理结果 "
            "（一）予以公开”行“总计”列的内容“见附件”无法辨认为数字。");

  Fact& fact = FactAt(reading, "requests.granted", "total");
  fact.confidence = 0;
  fact.doubt = doubts::kRowDropped;
  fact.raw_text.clear();
  evaluation = Evaluate(reading);
  EXPECT_TRUE(evaluation.findings[0].reading_doubt);
  EXPECT_EQ(evaluation.findings[0].message_en,
            "Table 3, requests.granted, total holds \"nothing\", which is no number and no known "
            "empty mark. The reading is in doubt: the row was dropped from the text.");
  EXPECT_THAT(evaluation.findings[0].message_zh,
              testing::EndsWith("读取存疑：该行在文本中丢失，请核对原件。"));
}

TEST(CellRulesTest, FindingsComeBySeverityThenRuleThenPlace) {
  Reading reading = FilledReading("2019");
  SetPresence(reading, "disputes.review.other", "", Presence::kBlank);
  SetPresence(reading, "disclosure.licensing.decisions", "", Presence::kUnreadable);
  SetValue(reading, "requests.carried_out", "total", "174");
  SetValue(reading, "disputes.litigation_direct.total", "", "1");
  SetValue(reading, "requests.received", "business", "562.5");
  EXPECT_THAT(
      Findings(Evaluate(reading)),
      ElementsAre("T3.IN_EQUALS_OUT business", "T3.IN_EQUALS_OUT total",
                  "T3.ROW_TOTAL requests.received", "T3.ROW_TOTAL requests.carried_out",
                  "T4.GROUP_TOTAL litigation_direct", "C.NOT_A_COUNT requests.received/business",
                  "C.UNREADABLE disclosure.licensing.decisions", "C.BLANK disputes.review.other"));
}

}  // namespace
}  // namespace gongkai
