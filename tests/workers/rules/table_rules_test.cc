#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "tests/workers/rules/filled_reading.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void AddSubtotal(Reading& reading, const std::string& subject, const std::string& applicant,
                 int64_t value) {
  Subtotal subtotal;
  subtotal.subject = subject;
  subtotal.applicant = applicant;
  subtotal.presence = Presence::kReported;
  subtotal.value = Decimal(value);
  reading.subtotals.push_back(subtotal);
}

TEST(SubtotalTest, KeepsToItsMembers) {
  const struct {
    const char* subject;
    const char* applicant;
    int64_t value;
    std::vector<std::string> findings;
  } cases[] = {
      {"requests.denied", "natural_person", 870, {}},
      {"requests.denied",
       "natural_person",
       871,
       {"ERROR T3.GROUP_SUBTOTAL requests.denied 870 871 1"}},
      {"requests.denied", "total", 947, {}},
      {"requests.denied", "total", 0, {"ERROR T3.GROUP_SUBTOTAL requests.denied 947 0 -947"}},
      {"requests.denied", "legal_person", 77, {}},
      {"requests.unavailable", "business", 67, {}},
      {"requests.not_processed",
       "business",
       8,
       {"ERROR T3.GROUP_SUBTOTAL requests.not_processed 7 8 1"}},
      {"requests.received", "legal_person", 1124, {}},
      {"requests.received",
       "legal_person",
       1123,
       {"ERROR T3.GROUP_SUBTOTAL legal_person 1124 1123 -1"}},
      {"requests.other", "legal_person", 7, {}},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading("2019");
    AddSubtotal(reading, c.subject, c.applicant, c.value);
    EXPECT_EQ(Details(Evaluate(reading)), c.findings) << c.subject << " " << c.applicant;
  }
}

TEST(SubtotalTest, ASingleOtherRowIsAMemberAndNoGroup) {
  Reading sub_rows = FilledReading("2021");
  const int64_t rest =
      FactAt(sub_rows, "requests.other.uncorrected_in_time", "total").value.mantissa() +
      FactAt(sub_rows, "requests.other.fee_unpaid", "total").value.mantissa() +
      FactAt(sub_rows, "requests.other.rest", "total").value.mantissa();
  AddSubtotal(sub_rows, "requests.other", "total", rest);
  EXPECT_THAT(Findings(Evaluate(sub_rows)), IsEmpty());
  sub_rows.subtotals[0].value = Decimal(rest + 1);
  EXPECT_THAT(Findings(Evaluate(sub_rows)), ElementsAre("T3.GROUP_SUBTOTAL requests.other"));
}

TEST(SubtotalTest, OneFindingForEachPrintedRowOrColumn) {
  Reading reading = FilledReading("2019");
  AddSubtotal(reading, "requests.denied", "natural_person", 1);
  AddSubtotal(reading, "requests.denied", "business", 67);
  AddSubtotal(reading, "requests.denied", "total", 2);
  AddSubtotal(reading, "requests.received", "legal_person", 5);
  AddSubtotal(reading, "requests.granted", "legal_person", 6);
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Findings(evaluation),
              ElementsAre("T3.GROUP_SUBTOTAL requests.denied", "T3.GROUP_SUBTOTAL legal_person"));
  EXPECT_EQ(evaluation.findings[0].message_zh,
            "表三“（三）不予公开”小计（“自然人”一列）：各项之和为 870，小计为 1，相差 "
            "-869。另有 1 处不符。");
  EXPECT_EQ(evaluation.findings[0].cells.size(), 2u * 9);
  EXPECT_EQ(evaluation.findings[0].cells[8].subtotal, 0);
  EXPECT_EQ(evaluation.findings[0].cells[17].subtotal, 2);
  EXPECT_EQ(evaluation.findings[1].cells[5].subtotal, 3);
}

TEST(SubtotalTest, IsNotEvaluatedWithoutNumbers) {
  Reading reading = FilledReading("2019");
  AddSubtotal(reading, "requests.denied", "natural_person", 870);
  reading.subtotals[0].presence = Presence::kBlank;
  EXPECT_THAT(Skipped(Evaluate(reading)), ElementsAre("T3.GROUP_SUBTOTAL requests.denied"));

  reading = FilledReading("2019");
  AddSubtotal(reading, "requests.denied", "natural_person", 870);
  SetPresence(reading, "requests.denied.state_secret", "natural_person", Presence::kBlank);
  EXPECT_THAT(Skipped(Evaluate(reading)), ElementsAre("T3.OUTCOME_TOTAL natural_person",
                                                      "T3.ROW_TOTAL requests.denied.state_secret",
                                                      "T3.GROUP_SUBTOTAL requests.denied"));
  reading.subtotals[0].value = Decimal(5);
  EXPECT_EQ(Details(Evaluate(reading))[0], "ERROR T3.GROUP_SUBTOTAL requests.denied ≥710 5 ");
}

TEST(PublishedNoteTest, TheNoteCounts) {
  const struct {
    const char* note;
    const char* made;
    std::vector<std::string> findings;
    bool skipped;
  } cases[] = {
      {"含2018年结转1件", "7", {}, false},
      {"含2018年结转2件", "7", {"WARNING T2.PUBLISHED_NOTE regulations 9 8 -1"}, false},
      {"含２０１８年结转１件", "7", {}, false},
      {"含2018年結轉2件", "7", {"WARNING T2.PUBLISHED_NOTE regulations 9 8 -1"}, false},
      {"其中1件为2018年结转", "7", {}, false},
      {"结转2018年规章1件", "7", {}, false},
      {"含上年结转件", "7", {}, true},
      {"含2018年结转99999999999999999件", "7", {}, true},
      {"其中修订3件", "7", {}, false},
      {"", "6", {}, false},
      {"含2018年结转1件", "8", {"WARNING T2.PUBLISHED_NOTE regulations 9 8 -1"}, false},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading("2019");
    FactAt(reading, "disclosure.regulations.published").note = c.note;
    SetValue(reading, "disclosure.regulations.made", "", c.made);
    const Evaluation evaluation = Evaluate(reading);
    EXPECT_EQ(Details(evaluation), c.findings) << c.note;
    EXPECT_EQ(!Skipped(evaluation).empty(), c.skipped) << c.note;
  }
}

TEST(PublishedNoteTest, NeedsBothNumbersUnlessTheNoteAloneIsTooMuch) {
  Reading reading = FilledReading("2019");
  SetPresence(reading, "disclosure.regulations.made", "", Presence::kBlank);
  EXPECT_THAT(Skipped(Evaluate(reading)), ElementsAre("T2.PUBLISHED_NOTE regulations"));
  FactAt(reading, "disclosure.regulations.published").note = "含2018年结转9件";
  EXPECT_EQ(Details(Evaluate(reading))[0], "WARNING T2.PUBLISHED_NOTE regulations ≥9 8 ");
}

TEST(RegulationPowerTest, OnlyWhoClearlyLacksThePowerIsTold) {
  const char* const rows[] = {"disclosure.regulations.issued", "disclosure.regulations.repealed",
                              "disclosure.regulations.in_force"};
  enum { kReported, kZero, kBlank };
  const struct {
    const char* agency;
    int filled;
    std::vector<std::string> findings;
    std::vector<std::string> skipped;
  } cases[] = {
      {"淮安市人民政府", kReported, {}, {}},
      {"惠来县仙庵镇人民政府", kReported, {"T2.REGULATION_POWER report"}, {}},
      {"惠来县仙庵镇人民政府", kZero, {}, {}},
      {"惠来县仙庵镇人民政府",
       kBlank,
       {},
       {"T2.ISSUED_IN_FORCE regulations", "T2.REGULATION_POWER report"}},
      {"", kReported, {}, {"T2.REGULATION_POWER report"}},
      {"", kZero, {}, {}},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading("2021");
    reading.metadata.agency_name = c.agency;
    reading.metadata.published = {2025, 1, 31};
    for (const char* row : rows) {
      if (c.filled == kZero) SetValue(reading, row, "", "0");
      if (c.filled == kBlank) SetPresence(reading, row, "", Presence::kBlank);
    }
    const Evaluation evaluation = Evaluate(reading);
    std::vector<std::string> findings;
    for (const std::string& line : Findings(evaluation)) {
      if (!absl::StartsWith(line, "C.BLANK")) findings.push_back(line);
    }
    EXPECT_EQ(findings, c.findings) << c.agency << c.filled;
    EXPECT_EQ(Skipped(evaluation), c.skipped) << c.agency << c.filled;
  }
}

TEST(RegulationPowerTest, SaysWhatIsStated) {
  Reading reading = FilledReading("2021");
  reading.metadata.agency_name = "惠来县仙庵镇人民政府";
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Findings(evaluation), ElementsAre("T2.REGULATION_POWER report"));
  EXPECT_EQ(evaluation.findings[0].message_zh,
            "惠来县仙庵镇人民政府没有制定规章的权限，表二“规章”一行却填有：本年制发件数 "
            "1、现行有效件数 11。");
  EXPECT_EQ(evaluation.findings[0].cells.size(), 2u);
}

void RemoveTable(Reading& reading, int table) {
  reading.missing.push_back({MissingPart::Kind::kTable, table, ""});
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    if (reading.form->cells()[i].table == table) reading.facts[i] = Fact();
  }
}

TEST(MissingPartsTest, AMissingTableIsToldOnceAndSoAreItsRules) {
  const struct {
    int table;
    const char* finding;
    std::vector<std::string> skipped;
  } cases[] = {
      {2,
       "S.TABLE_MISSING table 2",
       {"T2.ITEMS_BALANCE ", "T2.PUBLISHED_IN_TOTAL ", "T2.REGULATION_POWER "}},
      {3, "S.TABLE_MISSING table 3", {"T3.IN_EQUALS_OUT ", "T3.OUTCOME_TOTAL ", "T3.ROW_TOTAL "}},
      {4, "S.TABLE_MISSING table 4", {"T4.GROUP_TOTAL "}},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading("2019");
    RemoveTable(reading, c.table);
    const Evaluation evaluation = Evaluate(reading);
    EXPECT_THAT(Findings(evaluation), ElementsAre(c.finding));
    EXPECT_EQ(Skipped(evaluation), c.skipped);
  }
}

TEST(MissingPartsTest, MissingRowsAndColumnsAreOneFindingATable) {
  Reading reading = FilledReading("2019");
  reading.missing.push_back(
      {MissingPart::Kind::kRow, 3, "2.重复申请 requests.not_processed.duplicate"});
  reading.missing.push_back({MissingPart::Kind::kColumn, 3, "科研机构 research_institution"});
  reading.missing.push_back({MissingPart::Kind::kRow, 2, "行政强制 disclosure.coercion"});
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Findings(evaluation), ElementsAre("S.ROW_MISSING table 2", "S.ROW_MISSING table 3"));
  EXPECT_EQ(evaluation.findings[0].message_zh, "表二缺少“行政强制”行。");
  EXPECT_EQ(evaluation.findings[1].message_zh, "表三缺少“2.重复申请”行、“科研机构”列。");
  EXPECT_EQ(evaluation.findings[1].message_en,
            "In table 3 these are not there: row requests.not_processed.duplicate, column "
            "research_institution.");
}

TEST(MissingPartsTest, ARowThatIsNotThereIsNotBlank) {
  Reading reading = FilledReading("2019");
  for (const FormCell& cell : reading.form->cells()) {
    if (cell.indicator != "requests.carried_out") continue;
    SetPresence(reading, cell.indicator, cell.applicant, Presence::kMissing);
  }
  reading.missing.push_back(
      {MissingPart::Kind::kRow, 3, "四、结转下年度继续办理 requests.carried_out"});
  const Evaluation evaluation = Evaluate(reading);
  EXPECT_THAT(Findings(evaluation), ElementsAre("S.ROW_MISSING table 3"));
  EXPECT_THAT(Skipped(evaluation),
              ElementsAre("T3.IN_EQUALS_OUT ", "T3.ROW_TOTAL requests.carried_out"));
}

}  // namespace
}  // namespace gongkai
