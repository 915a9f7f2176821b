#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/base/error.h"
#include "tests/workers/rules/filled_reading.h"
#include "workers/rules/rules.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr absl::string_view kGood = R"(name: "local"

rules {
  id: "L.GRANTED"
  severity: WARNING
  scope: "per applicant column"
  description_zh: "予以公开不多于新收"
  description_en: "granted <= received"
  form_versions: "2019"
  message_zh: "“{column}”：{actual} > {expected}"
  message_en: "{column}: {actual} > {expected}"
  identity {
    quantifier: EACH_APPLICANT
    left { indicator: "requests.granted" }
    relation: LESS_OR_EQUAL
    right { indicator: "requests.received" }
  }
}
)";

absl::StatusOr<RuleSet> Load(absl::string_view text) {
  const std::vector<EmbeddedFile> files = {{"local.txtpb", text}};
  return RuleSet::Load(files, TestForms());
}

TEST(RuleFilesTest, ALocalRuleNeedsNoCode) {
  const absl::StatusOr<RuleSet> rules = Load(kGood);
  ASSERT_TRUE(rules.ok()) << rules.status();
  Reading reading = FilledReading("2019");
  EXPECT_TRUE(rules->Evaluate(reading, {}).findings.empty());
  SetValue(reading, "requests.granted", "legal_services", "274");
  const Evaluation evaluation = rules->Evaluate(reading, {});
  ASSERT_THAT(Details(evaluation), ElementsAre("WARNING L.GRANTED legal_services 273 274 1"));
  EXPECT_EQ(evaluation.findings[0].message_zh, "“法律服务机构”：274 > 273");
  EXPECT_EQ(evaluation.findings[0].message_en, "legal services: 274 > 273");
  EXPECT_TRUE(rules->Evaluate(FilledReading("2021"), {}).findings.empty());
}

TEST(RuleFilesTest, NegativeTermsAreSubtracted) {
  const std::string text = absl::StrReplaceAll(
      kGood, {{"right { indicator: \"requests.received\" }",
               "right { indicator: \"requests.concluded\" }\n"
               "right { indicator: \"requests.partially_granted\" negative: true }"},
              {"LESS_OR_EQUAL", "EQUAL"}});
  const absl::StatusOr<RuleSet> rules = Load(text);
  ASSERT_TRUE(rules.ok()) << rules.status();
  const Evaluation evaluation = rules->Evaluate(FilledReading("2019"), {});
  EXPECT_EQ(Details(evaluation)[0], "WARNING L.GRANTED natural_person 3071 6267 3196");
}

TEST(RuleFilesTest, FaultsAreNamedWithFileLineAndRule) {
  const struct {
    const char* from;
    const char* to;
    const char* message;
  } cases[] = {
      {"severity: WARNING", "severity: GRAVE", "Unknown enumeration value of \"GRAVE\""},
      {"scope:", "scpoe:", "local.txtpb:6:8: Message type"},
      {"severity: WARNING", "", "local.txtpb:3: L.GRANTED: severity is missing"},
      {"id: \"L.GRANTED\"", "", "local.txtpb:3: rule without id: id is missing"},
      {"form_versions: \"2019\"", "", "L.GRANTED: form_versions is missing"},
      {"form_versions: \"2019\"", "form_versions: \"2018\"", "L.GRANTED: unknown form \"2018\""},
      {"form_versions: \"2019\"", "form_versions: \"none\"",
       "L.GRANTED: a check of cells cannot apply to form \"none\""},
      {"message_zh: \"“{column}”：{actual} > {expected}\"", "", "L.GRANTED: message_zh is missing"},
      {"description_en: \"granted <= received\"", "", "L.GRANTED: description_en is missing"},
      {"\"{column}: {actual} >", "\"{colum}: {actual} >", "L.GRANTED: unknown placeholder {colum}"},
      {"\"{column}: {actual} >", "\"{text}: {actual} >", "unknown placeholder {text}"},
      {"{expected}\"\n  identity", "{expected\"\n  identity", "L.GRANTED: unclosed {"},
      {"left { indicator: \"requests.granted\" }", "", "L.GRANTED: the identity has no left side"},
      {"relation: LESS_OR_EQUAL", "", "L.GRANTED: the identity has no relation"},
      {"requests.granted", "requests.grnated",
       "local.txtpb:3: L.GRANTED: form 2019 has no cell for indicator \"requests.grnated\" and "
       "applicant \"natural_person\""},
      {"requests.granted", "requests.grnated.*", "no cell for indicator \"requests.grnated.*\""},
      {"\"requests.granted\"", "\"requests.granted\" applicant: \"someone\"",
       "and applicant \"someone\""},
      {"\"requests.granted\"", "\"disclosure.regulations.made\"", "no cell for indicator"},
      {"quantifier: EACH_APPLICANT", "quantifier: EACH_BINDING",
       "bindings go with EACH_BINDING, and only with it"},
      {"quantifier: EACH_APPLICANT", "quantifier: EACH_APPLICANT bindings: \"a\"",
       "bindings go with EACH_BINDING, and only with it"},
  };
  for (const auto& c : cases) {
    const std::string text = absl::StrReplaceAll(kGood, {{c.from, c.to}});
    ASSERT_NE(text, kGood) << c.from;
    const absl::StatusOr<RuleSet> rules = Load(text);
    ASSERT_FALSE(rules.ok()) << c.message;
    EXPECT_EQ(rules.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(rules.status().message()), HasSubstr(c.message));
    EXPECT_EQ(DetailOf(rules.status()).reason, "FAULTY_RULE_FILE");
    const std::string zh = DetailOf(rules.status()).message_zh;
    EXPECT_THAT(zh, HasSubstr("local.txtpb"));
    const std::string en(rules.status().message());
    EXPECT_THAT(zh, testing::Not(testing::EndsWith(en.substr(en.rfind(": "))))) << "untranslated";
  }
}

TEST(RuleFilesTest, ARuleMustSayHowItIsJudged) {
  const std::string text(kGood.substr(0, kGood.find("  identity {")));
  EXPECT_THAT(std::string(Load(absl::StrCat(text, "}\n")).status().message()),
              HasSubstr("local.txtpb:3: L.GRANTED: neither identity nor builtin"));
  EXPECT_THAT(std::string(Load(absl::StrCat(text, "builtin: \"magic\" }\n")).status().message()),
              HasSubstr("local.txtpb:3: L.GRANTED: unknown builtin \"magic\""));
}

TEST(RuleFilesTest, AnIdStandsOnceInAllFiles) {
  EXPECT_THAT(
      std::string(
          Load(absl::StrCat(kGood, kGood.substr(kGood.find("rules {")))).status().message()),
      HasSubstr("local.txtpb:19: L.GRANTED: the id is already that of local.txtpb:3"));
  const std::vector<EmbeddedFile> files = {{"a.txtpb", kGood}, {"b.txtpb", kGood}};
  EXPECT_THAT(std::string(RuleSet::Load(files, TestForms()).status().message()),
              HasSubstr("b.txtpb:3: L.GRANTED: the id is already that of a.txtpb:3"));
}

TEST(RuleFilesTest, ARuleIsInForceInItsYearsOnly) {
  const absl::StatusOr<RuleSet> rules = Load(absl::StrReplaceAll(
      kGood, {{"severity: WARNING", "severity: WARNING first_year: 2019 last_year: 2020"}}));
  ASSERT_TRUE(rules.ok()) << rules.status();
  Reading reading = FilledReading("2019");
  SetValue(reading, "requests.granted", "legal_services", "274");
  for (const int year : {2018, 2019, 2020, 2021}) {
    reading.metadata.year = year;
    const Evaluation evaluation = rules->Evaluate(reading, {});
    const bool in_force = year == 2019 || year == 2020;
    EXPECT_EQ(evaluation.findings.size(), in_force ? 1u : 0u) << year;
    EXPECT_TRUE(evaluation.not_evaluated.empty()) << year;
    EXPECT_EQ(evaluation.diagnoses.empty(), !in_force) << year;
  }
  // Without a year nobody knows, unless the submitter says it.
  reading.metadata.year = 0;
  EXPECT_THAT(Skipped(rules->Evaluate(reading, {})), ElementsAre("L.GRANTED report"));
  EXPECT_TRUE(rules->Evaluate(reading, {}).findings.empty());
  RuleContext context;
  context.requested_year = 2020;
  EXPECT_EQ(rules->Evaluate(reading, context).findings.size(), 1u);
}

TEST(RuleFilesTest, TheVersionChangesWithTheText) {
  const RuleSet good = Load(kGood).value();
  const RuleSet other = Load(absl::StrReplaceAll(kGood, {{"予以公开", "公开"}})).value();
  EXPECT_EQ(good.version().size(), 12u);
  EXPECT_NE(good.version(), other.version());
  EXPECT_EQ(good.version(), Load(kGood)->version());
}

}  // namespace
}  // namespace gongkai
