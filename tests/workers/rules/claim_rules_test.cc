// N.*: numbers of the prose against the tables and against each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/workers/rules/filled_reading.h"
#include "workers/narrative/narrative.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Received 7522, carried in 149, concluded 7498, carried out 173; the prose is that of section 一.
struct Judged {
  Evaluation evaluation;

  std::vector<std::string> Findings() const {
    std::vector<std::string> lines;
    for (const std::string& line : Details(evaluation)) {
      if (absl::StrContains(line, " N.")) lines.push_back(line);
    }
    return lines;
  }
  std::vector<std::string> Skipped() const {
    std::vector<std::string> lines;
    for (const std::string& line : gongkai::Skipped(evaluation)) {
      if (absl::StartsWith(line, "N.")) lines.push_back(line);
    }
    return lines;
  }
};

Judged JudgeReading(Reading reading, const std::string& prose) {
  reading.sections.front().text = prose;
  const Narrative narrative = ReadNarrative(reading);
  RuleContext context;
  context.narrative = &narrative;
  return {TestRules().Evaluate(reading, context)};
}

Judged Judge(const std::string& prose) { return JudgeReading(FilledReading("2019"), prose); }

// A report of a body that has none below it.
Judged JudgeBureau(const std::string& prose) {
  Reading reading = FilledReading("2019");
  reading.metadata.agency_name = "重庆市教育委员会";
  return JudgeReading(std::move(reading), prose);
}

TEST(TableMatchTest, NumbersThatAgree) {
  const char* const kProse[] = {
      "2019年,全市各级行政机关共收到政府信息公开申请7522件,办理7498件,办结率99.7%。",
      "全市共受理政府信息公开申请7671件，答复7498件。",  // with those carried in
      "全市收办政府信息公开申请7671件（其中新收7522件，上年度结转149件），结转下年度173件。",
      "全市答复政府信息公开申请7349件。",  // of those received this year
      "全市收到政府信息公开申请7,522件。",
      "全市收到政府信息公开申请7500余件。",
      "全市收到政府信息公开申请超过7000件。",
      "全市收到政府信息公开申请近8000件。",
      "全市收到政府信息公开申请0.75万件。",  // as far as it is printed
      "全市依申请公开不予公开947件，无法提供1404件，予以公开3983件，部分公开146件。",
      "全市政府信息公开行政复议271件，其中结果维持153件；行政诉讼423件，其中结果维持245件。",
      "累计入库市、区县制作的行政规范性文件8617件。",
      "政府集中采购项目28954个，采购总金额552.94亿元。",
  };
  for (const char* prose : kProse) EXPECT_THAT(Judge(prose).Findings(), IsEmpty()) << prose;
}

TEST(TableMatchTest, NumbersThatContradict) {
  const struct {
    const char* prose;
    const char* finding;
  } kCases[] = {
      {"全市共收到政府信息公开申请7258件。",
       "WARNING N.TABLE_MATCH requests.received 7522 7258 -264"},
      {"共收到政府信息公开申请7258件。", "WARNING N.TABLE_MATCH requests.received 7522 7258 -264"},
      {"全市新收政府信息公开申请7671件。", "WARNING N.TABLE_MATCH requests.received 7522 7671 149"},
      {"全市收办政府信息公开申请7522件。",
       "WARNING N.TABLE_MATCH requests.received 7671 7522 -149"},
      {"全市答复政府信息公开申请7500件。", "WARNING N.TABLE_MATCH requests.concluded 7498 7500 2"},
      {"全市收到政府信息公开申请超过8000件。",
       "WARNING N.TABLE_MATCH requests.received 7522 8000 478"},
      {"全市收到政府信息公开申请0.9万件。",
       "WARNING N.TABLE_MATCH requests.received 7522 9000 1478"},
      {"全市政府信息公开申请结转下年度174件。",
       "WARNING N.TABLE_MATCH requests.carried_out 173 174 1"},
      {"全市政府信息公开行政复议272件。", "WARNING N.TABLE_MATCH disputes.review.total 271 272 1"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(Judge(test.prose).Findings(), ElementsAre(test.finding)) << test.prose;
  }
}

TEST(TableMatchTest, OtherScopesAndYearsAreNotJudged) {
  const char* const kProse[] = {
      "市政府办公室收到政府信息公开申请17件。",
      "全市收到政府信息公开申请7522件，其中市本级收到申请17件。",
      "我办收到政府信息公开申请17件。",
      "2018年全市收到政府信息公开申请6000件。",
      "去年收到政府信息公开申请6000件。",
      "全市收到政府信息公开申请7522件，较上年的6000件增加1522件。",
      "上半年收到政府信息公开申请3000件。",
      "全市通过网络收到政府信息公开申请20件。",
      "累计清理政府规章59件、行政规范性文件342件。",
      "市政府出台规范性文件11件。",
      "制发规范性文件11件。",  // by the government itself
      "全市收到政府信息公开申请7522件。收到申请17件。",
  };
  for (const char* prose : kProse) EXPECT_THAT(Judge(prose).Findings(), IsEmpty()) << prose;
  EXPECT_THAT(JudgeBureau("全市收到政府信息公开申请17件。").Findings(), IsEmpty());
  EXPECT_THAT(
      JudgeBureau("我委收到政府信息公开申请17件，制发规范性文件11件。").Findings(),
      ElementsAre("WARNING N.TABLE_MATCH requests.received 7522 17 -7505",
                  "WARNING N.TABLE_MATCH disclosure.normative_documents.made 1510 11 -1499"));
}

TEST(TableMatchTest, SaysWhatItCannotCompare) {
  Reading blank = FilledReading("2019");
  SetPresence(blank, "requests.received", "total", Presence::kBlank);
  EXPECT_THAT(JudgeReading(blank, "全市收到政府信息公开申请17件。").Skipped(),
              ElementsAre("N.TABLE_MATCH requests.received"));
  Reading before = FilledReading("2019");
  before.form = nullptr;
  before.facts.clear();
  EXPECT_THAT(JudgeReading(before, "全市收到政府信息公开申请17件，办结率100%。").Skipped(),
              ElementsAre("N.TABLE_MATCH "));
  EXPECT_THAT(JudgeReading(before, "全市公开信息17条。").Skipped(), IsEmpty());
}

TEST(StatedSumTest, PassingAndFailing) {
  const char* const kHolds[] = {
      "公开信息133.6万条，其中，市本级55.2万条，区县78.4万条。",
      "公开信息133.6万条，市级部门55.2万条，区县78.4万条。",
      "公开信息73条，其中:统计数据12条，动态21条，会议4条，公示3条，其他信息33条。",
      "公开信息100条，其中图解20条。",
      "公开信息100余条，其中图解80条，视频60条。",
      "公开信息1.0万条，其中网站0.53万条，微信0.48万条。",  // within the rounding: 1.01 and 1.00
      "收到100件，其中网络80件，信函20件，当面5件。",
      "网站发布12条，微信发布20条，合计32条。",
      "公开信息100条，网站20条，微信30条。",
  };
  for (const char* prose : kHolds) EXPECT_THAT(Judge(prose).Findings(), IsEmpty()) << prose;
  const struct {
    const char* prose;
    const char* numbers;
  } kBroken[] = {
      {"公开信息133.6万条，其中，市本级55.2万条，区县79.4万条。", "1346000 1336000 -10000"},
      {"公开信息133.6万条，其中，市本级55.2万条，区县68.4万条。", "1236000 1336000 100000"},
      {"公开信息73条，其中统计12条，动态21条，其他信息33条。", "66 73 7"},
      {"公开信息100条，其中微信198条。", "198 100 -98"},
      {"网站发布12条，微信发布20条，合计33条。", "32 33 1"},
      {"公开信息1.0万条，其中网站0.63万条，微信0.48万条。", "11100 10000 -1100"},
  };
  for (const auto& test : kBroken) {
    const std::vector<std::string> findings = Judge(test.prose).Findings();
    ASSERT_EQ(findings.size(), 1u) << test.prose;
    EXPECT_TRUE(absl::StartsWith(findings[0], "WARNING N.SUM section 1")) << findings[0];
    EXPECT_TRUE(absl::EndsWith(findings[0], test.numbers)) << findings[0];
  }
}

TEST(StatedRatioTest, WithinTheRoundingOfWhatIsPrinted) {
  const char* const kHolds[] = {
      "全市收到政府信息公开申请7522件，办理7498件，办结率99.7%。",
      "全市收到政府信息公开申请7522件，办理7498件，办结率99.68%。",
      "全市收到政府信息公开申请7522件，办理7498件，办结率100%。",  // 99.7 is 100
      "收到留言200条，答复190条，答复率100%。",                    // of what was due
      "收到留言200条，答复199条，答复率99.5%。",
      "公开信息224条，其中机构类13条，占比5.8%。",
      "公开信息200条，其中机构类29条，占比14.5%，规划类3条，占比2%。",  // 1.5 is 2
  };
  for (const char* prose : kHolds) EXPECT_THAT(Judge(prose).Findings(), IsEmpty()) << prose;
  const struct {
    const char* prose;
    const char* numbers;
  } kBroken[] = {
      {"全市收到政府信息公开申请7522件，办理7498件，办结率99.5%。", "99.7 99.5 "},
      {"全市收到政府信息公开申请7522件，办理7498件，办结率99.6%。", "99.7 99.6 "},
      {"收到留言200条，办结190条，办结率100%。", "95 100 "},
      {"公开信息224条，其中机构类13条，占比6.8%。", "5.8 6.8 "},
  };
  for (const auto& test : kBroken) {
    const std::vector<std::string> findings = Judge(test.prose).Findings();
    ASSERT_EQ(findings.size(), 1u) << test.prose;
    EXPECT_TRUE(absl::StartsWith(findings[0], "WARNING N.RATIO section 1")) << findings[0];
    EXPECT_TRUE(absl::EndsWith(findings[0], test.numbers)) << findings[0];
  }
}

TEST(StatedGrowthTest, NeedsLastYearsReport) {
  EXPECT_THAT(Judge("全市收到的申请同比增长12.5%。").Skipped(), ElementsAre("N.GROWTH "));
  EXPECT_THAT(Judge("占比提高3个百分点。").Skipped(), IsEmpty());
  EXPECT_THAT(Judge("全市公开信息120条。").Skipped(), IsEmpty());
}

TEST(StatedGrowthTest, AgainstLastYearsReport) {
  Neighbours neighbours;
  neighbours.has_prior_year = true;
  neighbours.prior_year.values = {{"requests.received/total", Decimal(6000)}};
  const auto judge = [&](const std::string& prose) {
    Reading reading = FilledReading("2019");
    reading.sections.front().text = prose;
    const Narrative narrative = ReadNarrative(reading);
    RuleContext context;
    context.narrative = &narrative;
    context.neighbours = &neighbours;
    return Judged{TestRules().Evaluate(reading, context)}.Findings();
  };
  // 7522 / 6000 = 1.25367.
  EXPECT_THAT(judge("全市收到政府信息公开申请7522件，同比增长25.4%。"), IsEmpty());
  EXPECT_THAT(judge("全市收到政府信息公开申请7522件，同比增长25%。"), IsEmpty());
  EXPECT_THAT(judge("全市收到政府信息公开申请7522件，同比增长25.3%。"),
              ElementsAre("WARNING N.GROWTH requests.received 25.4 25.3 "));
  EXPECT_THAT(judge("全市收到政府信息公开申请7522件，较上年下降25.4%。"),
              ElementsAre("WARNING N.GROWTH requests.received -25.4 25.4 "));
  EXPECT_THAT(judge("全市办结政府信息公开申请7498件，同比增长25.3%。"), IsEmpty());  // not in it
  EXPECT_THAT(judge("全市公开信息120条，同比增长25.3%。"), IsEmpty());
}

TEST(ClaimRulesTest, AFindingNamesItsNumbersAndKeepsItsFingerprint) {
  const Evaluation first = Judge("全市共收到政府信息公开申请7258件。").evaluation;
  ASSERT_EQ(first.findings.size(), 1u);
  const RuleFinding& finding = first.findings[0];
  ASSERT_EQ(finding.cells.size(), 2u);
  EXPECT_GE(finding.cells[0].fact, 0);
  EXPECT_EQ(finding.cells[1].claim, 0);
  EXPECT_TRUE(absl::StrContains(finding.message_zh, "7258件")) << finding.message_zh;
  EXPECT_TRUE(absl::StrContains(finding.message_zh, "本年新收政府信息公开申请数量"));
  EXPECT_TRUE(absl::StrContains(finding.message_en, "requests.received")) << finding.message_en;
  const Evaluation second = Judge("这一年全市收到政府信息公开申请7529件。").evaluation;
  ASSERT_EQ(second.findings.size(), 1u);
  EXPECT_EQ(second.findings[0].fingerprint, finding.fingerprint);
}

}  // namespace
}  // namespace gongkai
