// Which quantities are found, and which numbers are none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "workers/narrative/narrative.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Claims(absl::string_view text) {
  std::vector<std::string> lines;
  for (const Claim& claim : ReadProse(text).claims) lines.push_back(DebugDump(claim));
  return lines;
}

Claim OneClaim(absl::string_view text) {
  const Narrative narrative = ReadProse(text);
  EXPECT_EQ(narrative.claims.size(), 1u) << text;
  return narrative.claims.empty() ? Claim() : narrative.claims.front();
}

struct Case {
  const char* text;
  const char* expected;
};

// What was and what is: no number between them is claimed, and a fall stays one.
TEST(ClaimsTest, ARiseAndAFallAreTwoClaims) {
  const std::pair<const char*, std::vector<std::string>> kCases[] = {
      {"占比由35%提高至60%。", {"35% = 35 % EXACT", "60% = 60 % EXACT"}},
      {"占比由35提高至60%。", {"35 = 35 % EXACT", "60% = 60 % EXACT"}},
      {"从1000万条增加至3700万条。",
       {"1000万条 = 10000000 条 EXACT", "3700万条 = 37000000 条 EXACT"}},
      {"由20天压缩至15天以内。", {"20天 = 20 天 EXACT", "15天以内 = 15 天 AT_MOST"}},
      {"收到申请由35件增加到60件。", {"35件 = 35 件 EXACT", "60件 = 60 件 EXACT"}},
  };
  for (const auto& [text, claims] : kCases) EXPECT_EQ(Claims(text), claims) << text;
}

TEST(ClaimsTest, OneQuantity) {
  const Case kCases[] = {
      {"共公开信息133.6万条。", "133.6万条 = 1336000 条 EXACT"},
      {"共公开信息 133.6 万 条。", "133.6万条 = 1336000 条 EXACT"},
      {"收到申请7,522件。", "7,522件 = 7522 件 EXACT"},
      {"收到申请７，５２２件。", "７，５２２件 = 7522 件 EXACT"},
      {"收到申請1236萬條。", "1236萬條 = 12360000 条 EXACT"},
      {"收到申請1236萬(wàn)條(tiáo)。", "1236萬條 = 12360000 条 EXACT"},
      {"办结率99.7%", "99.7% = 99.7 % EXACT"},
      {"办结率９９．７％", "９９．７％ = 99.7 % EXACT"},
      {"办结率百分之九十九点五", "百分之九十九点五 = 99.5 % EXACT"},
      {"占百分之30", "百分之30 = 30 % EXACT"},
      {"约四分之一来自企业", "四分之一 = 0.25 APPROXIMATE"},
      {"三分之一来自企业", "三分之一 = 0.333333 APPROXIMATE"},
      {"回应50余万件(次)", "50余万件 = 500000 件 APPROXIMATE"},
      {"培训1200余次", "1200余次 = 1200 次 APPROXIMATE"},
      {"近300人次参加", "300人次 = 300 人次 APPROXIMATE"},
      {"附近300人次参加", "300人次 = 300 人次 EXACT"},
      {"约5000条", "5000条 = 5000 条 APPROXIMATE"},
      {"研究150次以上", "150次以上 = 150 次 AT_LEAST"},
      {"超过6000万件", "6000万件 = 60000000 件 AT_LEAST"},
      {"不少于4次", "4次 = 4 次 AT_LEAST"},
      {"不足10件", "10件 = 10 件 AT_MOST"},
      {"不超过15个工作日", "15个工作日 = 15 个工作日 AT_MOST"},
      {"每月3-5次", "3-5次 = 3..5 次 RANGE"},
      {"每月3—5次", "3—5次 = 3..5 次 RANGE"},
      {"由20个工作日压缩至15个", "20个工作日 = 20 个工作日 EXACT"},
      {"发布3至5万条", "3至5万条 = 30000..50000 条 RANGE"},
      {"培训三次", "三次 = 3 次 EXACT"},
      {"收到申请一件。", "一件 = 1 件 EXACT"},
      {"两千余件", "两千余件 = 2000 件 APPROXIMATE"},
      {"收费3940元", "3940元 = 3940 元 EXACT"},
      {"收费96171.6万元", "96171.6万元 = 961716000 元 EXACT"},
      {"增长2.5倍", "2.5倍 = 2.5 倍 EXACT"},
      {"提高3个百分点", "3个百分点 = 3 个百分点 EXACT"},
      {"向260万市场主体推送", "260万 = 2600000 EXACT"},
      {"总点击量超10万。", "10万 = 100000 AT_LEAST"},
      {"收到申请数量为12。", "12 = 12 EXACT"},
      {"电子证照类型增加到9类", "9类 = 9 类 EXACT"},
      {"公开政府信息0条", "0条 = 0 条 EXACT"},
  };
  for (const Case& test : kCases) {
    const std::vector<std::string> claims = Claims(test.text);
    ASSERT_GE(claims.size(), 1u) << test.text;
    EXPECT_EQ(claims.front(), test.expected) << test.text;
  }
}

TEST(ClaimsTest, SeveralInARow) {
  EXPECT_THAT(Claims("分别发布图解、视频、问答类解读12、34和56件。"),
              ElementsAre("12 = 12 件 EXACT", "34 = 34 件 EXACT", "56件 = 56 件 EXACT"));
  EXPECT_THAT(
      Claims("收到申请7522件,办理7498件,办结率99.7%。"),
      ElementsAre("7522件 = 7522 件 EXACT", "7498件 = 7498 件 EXACT", "99.7% = 99.7 % EXACT"));
  EXPECT_THAT(Claims("分别为120,345件"), ElementsAre("120 = 120 件 EXACT", "345件 = 345 件 EXACT"));
  // A list without a unit takes none from the next.
  EXPECT_THAT(Claims("分别为34和5。分别为12和56件。"),
              ElementsAre("12 = 12 件 EXACT", "56件 = 56 件 EXACT"));
}

TEST(ClaimsTest, NumbersThatCountNothing) {
  const char* const kTexts[] = {
      "自2019年1月1日起至2019年12月31日止。",
      "2019年度，2019-2022年，二〇一九年十二月。",
      "国办公开办函〔2019〕60号，国令第711号。",
      "根据第二十条第（五）项，第3次会议，第十二届人大二次会议。",
      "一、总体情况\n（二）依申请公开\n1.加强领导\n2、强化培训\n一是，二是。",
      "邮编：223001，电话：0517-83605210，0830—3115719，13317459538。",
      "网站（http://www.gov.cn/art/2020/1/2/t20200102_12.html），邮箱abc163@163.com。",
      "12345热线，24小时服务，7×24小时在线，9:30开始。",
      "危及“三安全一稳定”，“一网通办”，“民营经济32条”，一件事一次办，最多跑一次。",
      "《重庆市2019年政务公开工作要点（12条）》",
      "党的十九大和二十届二中、三中全会，“十四五”规划，三级联动，五个方面，六个部分。",
      "IPv6改造，H5作品，5G网络，1.0.2版，八一路439号，B座107室。",
      "千家万户，万众一心，百年大计，前3名。",
      "",
      "\xE4\xBB\xFF 7\xFF",
  };
  for (const char* text : kTexts) EXPECT_THAT(Claims(text), IsEmpty()) << text;
}

TEST(ClaimsTest, LinesThatWereWrappedGoOn) {
  EXPECT_THAT(Claims("尚未审结的政府信息公开行政诉讼案件一共有 25\n件，其余的都已经办结"),
              ElementsAre("25件 = 25 件 EXACT"));
  const Claim claim =
      OneClaim("（二）解读\n政策解读\n共发布图解等各种形式的政策解读材料一共有二十\n一篇。");
  EXPECT_EQ(claim.text, "二十一篇");
  EXPECT_EQ(claim.sentence, "共发布图解等各种形式的政策解读材料一共有二十一篇。");
}

TEST(ClaimsTest, PlaceIsThatOfThePrintedWords) {
  const std::string text = "公开信息 1.3 万条。收到 20 件";
  const Narrative narrative = ReadProse(text);
  ASSERT_EQ(narrative.claims.size(), 2u);
  const Claim& first = narrative.claims[0];
  EXPECT_EQ(text.substr(first.begin, first.end - first.begin), "1.3 万条");
  EXPECT_EQ(text.substr(first.sentence_begin, first.sentence_end - first.sentence_begin),
            "公开信息 1.3 万条。");
  const Claim& second = narrative.claims[1];
  EXPECT_EQ(text.substr(second.begin, second.end - second.begin), "20 件");
}

TEST(ClaimsTest, SubjectIsWhatFollowsOrGoesBefore) {
  EXPECT_EQ(OneClaim("共在38个区县政府设立窗口。").subject, "区县政府设立窗口");
  EXPECT_EQ(OneClaim("全年主动公开政府信息120条，").subject, "全年主动公开政府信息");
  EXPECT_EQ(OneClaim("公开率达到96.8%。").subject, "公开率");
}

TEST(ClaimsTest, ScopeIsTheNearestOneInTheSentence) {
  const auto scope = [](absl::string_view text) {
    const Narrative narrative = ReadProse(text);
    return narrative.claims.empty() ? Claim() : narrative.claims.back();
  };
  EXPECT_EQ(scope("全市共收到申请95件").scope_kind, ScopeKind::kWhole);
  EXPECT_EQ(scope("全市收到95件，其中市本级17件").scope, "市本级");
  EXPECT_EQ(scope("全市收到95件，其中市本级17件").scope_kind, ScopeKind::kPart);
  EXPECT_EQ(scope("市政府办公室收到17件，全市收到95件").scope_kind, ScopeKind::kWhole);
  EXPECT_EQ(scope("我局收到申请3件").scope_kind, ScopeKind::kOwn);
  EXPECT_EQ(scope("全市总结。收到申请3件").scope_kind, ScopeKind::kUnstated);
}

TEST(ClaimsTest, TellsYearsAndChanges) {
  EXPECT_EQ(OneClaim("2018年收到申请3件").year, 2018);
  EXPECT_TRUE(OneClaim("去年收到申请3件").last_year);
  EXPECT_FALSE(OneClaim("上年结转申请3件").last_year);
  EXPECT_TRUE(OneClaim("上半年收到申请3件").part_year);
  const Claim growth = OneClaim("收到的申请同比增长12.5%。");
  EXPECT_TRUE(growth.is_change);
  EXPECT_TRUE(growth.is_growth);
  EXPECT_TRUE(OneClaim("较上年减少了35件").is_growth);
  EXPECT_FALSE(OneClaim("占比提高了3个百分点").is_growth);
  EXPECT_FALSE(OneClaim("电子证照增加到9类").is_change);
  EXPECT_FALSE(OneClaim("新增352项").is_change);
}

// A hostile text must not take long, nor break anything.
TEST(ClaimsTest, LongAndOddTextsAreRead) {
  std::string digits(100000, '9');
  EXPECT_THAT(Claims(digits), IsEmpty());
  std::string quotes;
  for (int i = 0; i < 20000; ++i) quotes += "《“";
  EXPECT_THAT(Claims(quotes), IsEmpty());
  std::string numerals;
  for (int i = 0; i < 20000; ++i) numerals += "一";
  EXPECT_THAT(Claims(numerals), IsEmpty());
  std::string counts;
  for (int i = 0; i < 5000; ++i) counts += "其中12件，";
  EXPECT_EQ(ReadProse(counts).claims.size(), 5000u);
}

TEST(ClaimsTest, NoSentenceIsCutInsideANumber) {
  std::string prose;
  for (int i = 0; i < 596; ++i) prose += "公";
  prose += "1,295,400件，其中2件";
  const Narrative narrative = ReadProse(prose);
  ASSERT_EQ(narrative.claims.size(), 2u);
  EXPECT_EQ(narrative.claims[0].sentence_end, narrative.claims[1].sentence_begin);
  EXPECT_GT(narrative.claims[0].sentence_end, narrative.claims[0].end);
}

TEST(ClaimsTest, NoMoreIsReadThanAnyReportStates) {
  std::string counts;
  for (size_t i = 0; i < 2 * kMostClaims; ++i) counts += "收到申请12件。";
  EXPECT_EQ(ReadProse(counts).claims.size(), kMostClaims + 1);
}

}  // namespace
}  // namespace gongkai
