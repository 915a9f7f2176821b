// Every single change of tables 3 and 4 gives exactly the findings that name the cell. What is
// expected is computed here from the definitions of the rules, by names, not by the rule file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/workers/rules/filled_reading.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

constexpr absl::string_view kForms[] = {"2019", "2021", "2021+other"};

// Indicator -> applicant -> value of the reported cells of tables 3 and 4.
using Table = std::map<std::string, std::map<std::string, int64_t>>;

Table TableOf(const Reading& reading) {
  Table table;
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    const FormCell& cell = reading.form->cells()[i];
    if (cell.table == 2 || reading.facts[i].presence != Presence::kReported) continue;
    table[cell.indicator][cell.applicant] = reading.facts[i].value.mantissa();
  }
  return table;
}

bool IsOutcome(const std::string& indicator) {
  return absl::StartsWith(indicator, "requests.") && indicator != "requests.received" &&
         indicator != "requests.carried_in" && indicator != "requests.concluded" &&
         indicator != "requests.carried_out";
}

// The identities that a cell takes part in.
std::vector<std::string> IdentitiesOf(const FormCell& cell) {
  if (cell.table == 4) {
    const std::vector<std::string> parts = absl::StrSplit(cell.indicator, '.');
    return {absl::StrCat("T4.GROUP_TOTAL ", parts[1])};
  }
  std::vector<std::string> rules = {absl::StrCat("T3.ROW_TOTAL ", cell.indicator)};
  if (!IsOutcome(cell.indicator)) {
    rules.push_back(absl::StrCat("T3.IN_EQUALS_OUT ", cell.applicant));
  }
  if (IsOutcome(cell.indicator) || cell.indicator == "requests.concluded") {
    rules.push_back(absl::StrCat("T3.OUTCOME_TOTAL ", cell.applicant));
  }
  return rules;
}

// "T3.ROW_TOTAL requests.granted 7 8 1" for every identity that the numbers break.
std::vector<std::string> BrokenIdentities(Table table) {
  std::vector<std::string> broken;
  const auto compare = [&](const std::string& name, int64_t expected, int64_t actual) {
    if (expected == actual) return;
    broken.push_back(
        absl::StrCat("ERROR ", name, " ", expected, " ", actual, " ", actual - expected));
  };
  std::map<std::string, int64_t> outcomes;
  for (const auto& [indicator, cells] : table) {
    if (!absl::StartsWith(indicator, "requests.")) continue;
    int64_t sum = 0;
    for (const auto& [applicant, value] : cells) {
      if (applicant != "total") sum += value;
      if (IsOutcome(indicator)) outcomes[applicant] += value;
    }
    compare("T3.ROW_TOTAL " + indicator, sum, cells.at("total"));
  }
  for (const auto& [applicant, sum] : outcomes) {
    const auto at = [&table, &column = applicant](const char* row) { return table[row][column]; };
    compare("T3.OUTCOME_TOTAL " + applicant, sum, at("requests.concluded"));
    compare("T3.IN_EQUALS_OUT " + applicant, at("requests.received") + at("requests.carried_in"),
            at("requests.concluded") + at("requests.carried_out"));
  }
  for (const std::string group : {"review", "litigation_direct", "litigation_after_review"}) {
    const auto at = [&](const char* kind) {
      return table[absl::StrCat("disputes.", group, ".", kind)][""];
    };
    compare("T4.GROUP_TOTAL " + group, at("upheld") + at("corrected") + at("other") + at("pending"),
            at("total"));
  }
  return broken;
}

TEST(IdentityRulesTest, NothingIsSaidOfConsistentReports) {
  for (const absl::string_view form : kForms) {
    const Evaluation evaluation = Evaluate(FilledReading(form), form == "2019" ? 2019 : 2024);
    EXPECT_THAT(Details(evaluation), IsEmpty()) << form;
    EXPECT_THAT(Skipped(evaluation), IsEmpty()) << form;
  }
}

TEST(IdentityRulesTest, EveryChangedCellGivesExactlyTheFindingsThatNameIt) {
  for (const absl::string_view form : kForms) {
    const Reading filled = FilledReading(form);
    for (size_t i = 0; i < filled.facts.size(); ++i) {
      const FormCell& cell = filled.form->cells()[i];
      if (cell.table == 2 || filled.facts[i].presence != Presence::kReported) continue;
      const int64_t value = filled.facts[i].value.mantissa();
      for (const int64_t changed : {value + 1, value * 10}) {
        Reading reading = filled;
        reading.facts[i].value = Decimal(changed);
        const Evaluation evaluation = Evaluate(reading);
        EXPECT_THAT(Details(evaluation),
                    UnorderedElementsAreArray(BrokenIdentities(TableOf(reading))))
            << form << " " << cell.indicator << " " << cell.applicant << " " << changed;
        if (changed != value) {
          EXPECT_THAT(Findings(evaluation), UnorderedElementsAreArray(IdentitiesOf(cell)));
        }
        EXPECT_THAT(Skipped(evaluation), IsEmpty());
      }
    }
  }
}

TEST(IdentityRulesTest, EveryEmptiedCellIsToldAndItsIdentitiesAreNotEvaluated) {
  for (const absl::string_view form : kForms) {
    const Reading filled = FilledReading(form);
    for (size_t i = 0; i < filled.facts.size(); ++i) {
      const FormCell& cell = filled.form->cells()[i];
      if (cell.table == 2 || filled.facts[i].presence != Presence::kReported) continue;
      for (const Presence presence : {Presence::kBlank, Presence::kDash, Presence::kNotApplicable,
                                      Presence::kMissing, Presence::kUnreadable}) {
        Reading reading = filled;
        SetPresence(reading, cell.indicator, cell.applicant, presence);
        const Evaluation evaluation = Evaluate(reading);
        const std::string subject =
            cell.indicator + (cell.applicant.empty() ? "" : "/" + cell.applicant);
        std::vector<std::string> expected;
        if (presence == Presence::kUnreadable) {
          expected.push_back("C.UNREADABLE " + subject);
        } else if (presence != Presence::kMissing) {
          expected.push_back("C.BLANK " + subject);
        }
        EXPECT_EQ(Findings(evaluation), expected) << form;
        EXPECT_THAT(Skipped(evaluation), UnorderedElementsAreArray(IdentitiesOf(cell))) << subject;
      }
    }
  }
}

TEST(IdentityRulesTest, AFindingCarriesNumbersLabelsCellsAndAStableFingerprint) {
  Reading reading = FilledReading("2019");
  SetValue(reading, "requests.denied.state_secret", "total", "126");
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Details(evaluation),
              ElementsAre("ERROR T3.OUTCOME_TOTAL total 7408 7498 90",
                          "ERROR T3.ROW_TOTAL requests.denied.state_secret 216 126 -90"));
  const RuleFinding& finding = evaluation.findings[1];
  EXPECT_EQ(finding.message_zh,
            "表三“（三）不予公开 "
            "1.属于国家秘密”一行：六类申请人之和为 216，总计栏为 126，相差 -90。");
  EXPECT_EQ(finding.message_en,
            "Table 3, row requests.denied.state_secret: the six applicants sum to 216, the total "
            "column says 126, off by -90.");
  // sha256("T3.ROW_TOTAL|requests.denied.state_secret")
  EXPECT_EQ(finding.fingerprint, "8238d9efcb918740");
  ASSERT_EQ(finding.cells.size(), 7u);
  std::vector<std::string> applicants;
  for (const CellUse& use : finding.cells) {
    EXPECT_EQ(use.subtotal, -1);
    applicants.push_back(reading.form->cells()[static_cast<size_t>(use.fact)].applicant);
  }
  EXPECT_THAT(applicants, ElementsAre("natural_person", "business", "research_institution",
                                      "public_interest_organization", "legal_services",
                                      "other_organization", "total"));
  EXPECT_FALSE(finding.reading_doubt);
}

TEST(IdentityRulesTest, DoubtAboutACellIsDoubtAboutItsFindings) {
  Reading reading = FilledReading("2019");
  SetValue(reading, "requests.granted", "business", "390");
  FactAt(reading, "requests.granted", "legal_services").confidence = 0.5f;
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_THAT(Findings(evaluation),
              ElementsAre("T3.OUTCOME_TOTAL business", "T3.ROW_TOTAL requests.granted"));
  EXPECT_FALSE(evaluation.findings[0].reading_doubt);
  EXPECT_TRUE(evaluation.findings[1].reading_doubt);
}

TEST(IdentityRulesTest, APartGreaterThanTheWholeIsToldThoughAnotherPartIsBlank) {
  Reading reading = FilledReading("2019");
  SetValue(reading, "requests.received", "total", "10");
  SetPresence(reading, "requests.received", "business", Presence::kBlank);
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_EQ(Details(evaluation)[1], "ERROR T3.ROW_TOTAL requests.received ≥6961 10 ");
  EXPECT_EQ(evaluation.findings[1].message_zh,
            "表三“一、本年新收政府信息公开申请数量”一行：六类申请人之和为 至少 "
            "6961，总计栏为 10，相差 至少 6951。");
  EXPECT_EQ(evaluation.findings[1].message_en,
            "Table 3, row requests.received: the six applicants sum to at least 6961, the total "
            "column says 10, off by at least 6951.");
}

TEST(IdentityRulesTest, SumsBeyondEighteenDigitsAreExact) {
  Reading reading = FilledReading("2019");
  const std::string largest(18, '9');
  SetValue(reading, "requests.carried_out", "natural_person", largest);
  SetValue(reading, "requests.carried_out", "business", largest);
  EXPECT_THAT(Details(Evaluate(reading)),
              ElementsAre("ERROR T3.IN_EQUALS_OUT natural_person 6545 1000000000000006384 "
                          "999999999999999839",
                          "ERROR T3.IN_EQUALS_OUT business 562 1000000000000000548 "
                          "999999999999999986",
                          "ERROR T3.ROW_TOTAL requests.carried_out 1999999999999999998 173 "
                          "-1999999999999999825"));
}

TEST(IdentityRulesTest, ManyAlikeCasesAreToldOnce) {
  Reading reading = FilledReading("2019");
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    const FormCell& cell = reading.form->cells()[i];
    if (cell.applicant == "business") {
      SetPresence(reading, cell.indicator, cell.applicant, Presence::kBlank);
    }
  }
  const Evaluation evaluation = Evaluate(reading);
  EXPECT_THAT(Skipped(evaluation), ElementsAre("T3.IN_EQUALS_OUT business",
                                               "T3.OUTCOME_TOTAL business", "T3.ROW_TOTAL "));
  EXPECT_EQ(evaluation.findings.size(), 23u) << "C.BLANK: the rest of each row is filled";
  for (const RuleFinding& finding : evaluation.findings) EXPECT_EQ(finding.rule_id, "C.BLANK");
}

TEST(IdentityRulesTest, TheSubRowsOfOneRowOtherAreNotSpokenOf) {
  Reading reading = FilledReading("2021+other");
  for (const std::string row : {"uncorrected_in_time", "fee_unpaid", "rest"}) {
    SetPresence(reading, "requests.other." + row, "total", Presence::kBlank);
    reading.missing.push_back({MissingPart::Kind::kRow, 3, "3.其他 requests.other." + row});
  }
  const Evaluation evaluation = Evaluate(reading);
  EXPECT_THAT(Findings(evaluation), IsEmpty());
  EXPECT_THAT(Skipped(evaluation), IsEmpty());
}

TEST(IdentityRulesTest, TableTwoBoundaries) {
  const struct {
    const char* form;
    const char* indicator;
    const char* value;
    std::vector<std::string> findings;
  } cases[] = {
      {"2019", "disclosure.fees.items_change", "-41", {}},
      {"2019", "disclosure.fees.items_change", "-42", {"ERROR T2.ITEMS_BALANCE fees 0 -1 -1"}},
      {"2019",
       "disclosure.licensing.items_change",
       "-712",
       {"ERROR T2.ITEMS_BALANCE licensing 0 -1 -1"}},
      {"2019",
       "disclosure.other_services.items_prior_year",
       "77",
       {"ERROR T2.ITEMS_BALANCE other_services 0 -1 -1"}},
      {"2019",
       "disclosure.penalties.items_prior_year",
       "0",
       {"ERROR T2.ITEMS_BALANCE penalties 0 -105 -105"}},
      {"2019",
       "disclosure.coercion.items_change",
       "-175",
       {"ERROR T2.ITEMS_BALANCE coercion 0 -1 -1"}},
      {"2019", "disclosure.regulations.public_total", "8", {}},
      {"2019",
       "disclosure.regulations.public_total",
       "7",
       {"ERROR T2.PUBLISHED_IN_TOTAL regulations 7 8 1"}},
      {"2019",
       "disclosure.normative_documents.public_total",
       "1514",
       {"ERROR T2.PUBLISHED_IN_TOTAL normative_documents 1514 1515 1"}},
      {"2021", "disclosure.normative_documents.issued", "92", {}},
      {"2021",
       "disclosure.normative_documents.issued",
       "93",
       {"WARNING T2.ISSUED_IN_FORCE normative_documents 92 93 1"}},
      {"2021",
       "disclosure.regulations.in_force",
       "0",
       {"WARNING T2.ISSUED_IN_FORCE regulations 0 1 1"}},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading(c.form);
    SetValue(reading, c.indicator, "", c.value);
    EXPECT_EQ(Details(Evaluate(reading)), c.findings) << c.indicator << " " << c.value;
  }
}

TEST(IdentityRulesTest, TableTwoWithoutANumber) {
  const struct {
    const char* form;
    const char* indicator;
    std::vector<std::string> skipped;
  } cases[] = {
      {"2019", "disclosure.fees.items_change", {"T2.ITEMS_BALANCE fees"}},
      {"2019",
       "disclosure.normative_documents.public_total",
       {"T2.PUBLISHED_IN_TOTAL normative_documents"}},
      {"2021",
       "disclosure.normative_documents.in_force",
       {"T2.ISSUED_IN_FORCE normative_documents"}},
      {"2021", "disclosure.normative_documents.issued", {"T2.ISSUED_IN_FORCE normative_documents"}},
  };
  for (const auto& c : cases) {
    Reading reading = FilledReading(c.form);
    SetPresence(reading, c.indicator, "", Presence::kBlank);
    EXPECT_EQ(Skipped(Evaluate(reading)), c.skipped) << c.indicator;
  }
}

}  // namespace
}  // namespace gongkai
