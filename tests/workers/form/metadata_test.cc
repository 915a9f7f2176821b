#include "workers/form/metadata.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "tests/workers/form/text_document.h"
#include "workers/form/form.h"
#include "workers/form/label_index.h"
#include "workers/form/title.h"

namespace gongkai {
namespace {

const FormSet& Forms() {
  static const auto& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

MetadataReading Read(const Document& document) {
  const std::vector<Token> tokens = Tokenize(document, Forms().labels());
  return ReadMetadata(document, tokens, tokens.size());
}
MetadataReading Read(absl::string_view text) { return Read(TextDocument(text)); }

TEST(MetadataTest, RowsOfFieldsWithEmptyOnes) {
  const MetadataReading m = Read(
      "索引号 : | 11500000009275780L/2020-11304 | 主题分类 : | 电子政务 | ||||\n"
      "发布机构 : | 成文日期 : | 2020-03-30 | 发布日期 : | 2020-03-31 | |||\n"
      "标题 : | 重庆市2019年政府信息公开工作年度报告 | ||||||\n"
      "发文字号 : | 有 效 性 : |\n"
      "数据的统计期限自2019年1月1日起至12月31日止。\n");
  EXPECT_EQ(m.index_code, "11500000009275780L/2020-11304");
  EXPECT_EQ(m.credit_code, "11500000009275780L");
  EXPECT_EQ(m.subject_category, "电子政务");
  EXPECT_EQ(m.issuing_body, "");
  EXPECT_EQ(m.written.ToString(), "2020-03-30");
  EXPECT_EQ(m.published.ToString(), "2020-03-31");
  EXPECT_EQ(m.title, "重庆市2019年政府信息公开工作年度报告");
  EXPECT_EQ(m.document_number, "");
  EXPECT_EQ(m.validity, "");
  EXPECT_EQ(m.title_agency, "重庆市");
  EXPECT_EQ(m.agency_name, "重庆市人民政府");
  EXPECT_EQ(m.title_year, 2019);
  EXPECT_EQ(m.year, 2019);
  EXPECT_EQ(m.period_start.ToString(), "2019-01-01");
  EXPECT_EQ(m.period_end.ToString(), "2019-12-31");
  EXPECT_EQ(m.index_code_where.grid, 1);
  EXPECT_EQ(m.index_code_where.column, 2);
}

TEST(MetadataTest, ThePeriodAmongReadings) {
  const MetadataReading m =
      Read("數(shù)據的統計期限自2022年(nián)1月1日起至2022年12月(yuè)31日止。\n");
  EXPECT_EQ(m.period_start.ToString(), "2022-01-01");
  EXPECT_EQ(m.period_end.ToString(), "2022-12-31");
}

TEST(MetadataTest, FieldsInOneLine) {
  const MetadataReading m = Read(
      "索 引 号：1234 发布机构：清河县教育局　发布日期：2024年1月20日 文号：清教发〔2024〕3号 "
      "有效性：有效\n"
      "2023年政府信息公开工作年度报告\n");
  EXPECT_EQ(m.index_code, "1234");
  EXPECT_EQ(m.credit_code, "");
  EXPECT_EQ(m.issuing_body, "清河县教育局");
  EXPECT_EQ(m.agency_name, "清河县教育局");
  EXPECT_EQ(m.published.ToString(), "2024-01-20");
  EXPECT_EQ(m.document_number, "清教发〔2024〕3号");
  EXPECT_EQ(m.validity, "有效");
  EXPECT_EQ(m.year, 2023);
}

TEST(MetadataTest, BodiesInTitles) {
  struct Case {
    const char* title;
    const char* agency;
  };
  const Case cases[] = {
      {"重庆市2019年政府信息公开工作年度报告", "重庆市"},
      {"清河县教育局2023年政府信息公开工作年度报告", "清河县教育局"},
      {"2023年清河县教育局政府信息公开工作年度报告", "清河县教育局"},
      {"关于清河镇2022年度政府信息公开工作的报告", "清河镇"},
      {"清河县人民政府办公室关于2023年政府信息公开工作年度报告", "清河县人民政府办公室"},
      {"2023年政府信息公开工作年度报告", ""},
      {"2023年度政府信息公开工作年度报告", ""},
      {"清河县二〇二〇年政府信息公开年度报告", "清河县"},
      {"【年报】清河县2023年政府信息公开工作年度报告", "清河县"},
  };
  for (const Case& c : cases) EXPECT_EQ(AgencyInTitle(c.title), c.agency) << c.title;
}

TEST(MetadataTest, RegionsStandForTheirGovernments) {
  EXPECT_EQ(CompleteAgencyName("重庆市"), "重庆市人民政府");
  EXPECT_EQ(CompleteAgencyName("清河镇"), "清河镇人民政府");
  EXPECT_EQ(CompleteAgencyName("城关街道"), "城关街道办事处");
  EXPECT_EQ(CompleteAgencyName("清河县教育局"), "清河县教育局");
  EXPECT_EQ(CompleteAgencyName("清河县人民政府"), "清河县人民政府");
  EXPECT_EQ(CompleteAgencyName("清河经济开发区"), "清河经济开发区");
}

TEST(MetadataTest, BodiesFromElsewhere) {
  EXPECT_EQ(Read("2023年政府信息公开工作年度报告\n本报告由清河县水利局编制。\n").agency_name,
            "清河县水利局");
  EXPECT_EQ(Read("清河县财政局\n2023年政府信息公开工作年度报告\n").agency_name, "清河县财政局");
  EXPECT_EQ(Read("来源：清河县民政局\n2023年政府信息公开工作年度报告\n").agency_name,
            "清河县民政局");
  Document page = TextDocument("政府信息公开工作年度报告\n");
  page.html_title = "2022年政府信息公开工作年度报告 - 清河县人民政府";
  EXPECT_EQ(Read(page).agency_name, "清河县人民政府");
  EXPECT_EQ(Read(page).year, 2022);
}

// The reports of other years are linked above the report on many pages.
TEST(MetadataTest, TheYearOfThePageCountsBeforeThatOfLinks) {
  Document page = TextDocument(
      "清河县2022年政府信息公开工作年度报告\n清河县2021年政府信息公开工作年度报告\n"
      "清河县2023年政府信息公开工作年度报告\n");
  page.html_title = "清河县2023年政府信息公开工作年度报告";
  EXPECT_EQ(Read(page).year, 2023);
  EXPECT_EQ(Read(page).title, "清河县2023年政府信息公开工作年度报告");
}

TEST(MetadataTest, TheYearOfThePeriodCountsBeforeThatOfLinks) {
  const MetadataReading m = Read(
      "2022年政府信息公开工作年度报告\n2021年政府信息公开工作年度报告\n"
      "清河县2023年政府信息公开工作年度报告\n"
      "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。\n一、总体情况\n");
  EXPECT_EQ(m.year, 2023);
  EXPECT_EQ(m.agency_name, "清河县人民政府");
}

// What stands around a report on its page: links to other years and to other bodies.
TEST(MetadataTest, LinksAroundTheReport) {
  constexpr absl::string_view kYears =
      "清河县教育局2024年政府信息公开工作年度报告\n清河县教育局2022年政府信息公开工作年度报告\n"
      "2021年政府信息公开工作年度报告\n";
  constexpr absl::string_view kNeighbours =
      "清河县财政局2023年政府信息公开工作年度报告\n清河县民政局2023年政府信息公开工作年度报告\n";
  constexpr absl::string_view kNext =
      "上一篇：清河县教育局2022年政府信息公开工作年度报告\n"
      "下一篇：清河县教育局2024年政府信息公开工作年度报告\n";
  constexpr absl::string_view kDated =
      "清河县教育局2022年政府信息公开工作年度报告 2023-01-20\n"
      "清河县教育局2021年政府信息公开工作年度报告 2022-01-20\n";
  constexpr absl::string_view kTitles[] = {
      "清河县教育局2023年政府信息公开工作年度报告\n",
      "清河县教育局\n2023年政府信息公开工作年度报告\n",
      "清河县教育局2023年\n政府信息公开工作年度报告\n",
      "发布日期：2024-01-20\n清河县教育局政府信息公开工作年度报告\n",
  };
  for (const absl::string_view links : {kYears, kNeighbours, kNext, kDated}) {
    for (const absl::string_view title : kTitles) {
      for (const absl::string_view period :
           {"", "本报告的统计期限自2023年1月1日起至2023年12月31日止。\n"}) {
        const std::string text = absl::StrCat(links, title, period);
        const MetadataReading m = Read(text);
        EXPECT_EQ(m.agency_name, "清河县教育局") << text;
        EXPECT_EQ(m.year, 2023) << text;
      }
    }
  }
  // The title stands nowhere but in <title>.
  Document page = TextDocument(absl::StrCat(kYears, kNeighbours));
  page.html_title = "清河县教育局2023年政府信息公开工作年度报告_清河县人民政府";
  EXPECT_EQ(Read(page).title, "清河县教育局2023年政府信息公开工作年度报告");
  // No line is of the year that the report states.
  const MetadataReading none =
      Read(absl::StrCat(kYears, "本报告的统计期限自2023年1月1日起至2023年12月31日止。\n"));
  EXPECT_EQ(none.title, "");
  EXPECT_EQ(none.year, 2023);
}

TEST(MetadataTest, TheWordsOfThePeriod) {
  for (const absl::string_view words :
       {"本报告的统计期限自", "所列数据统计时间为", "统计时间为", "數據統計時間爲"}) {
    const MetadataReading m = Read(absl::StrCat("清河县教育局2023年政府信息公开工作年度报告\n",
                                                words, "2023年1月1日至2023年12月31日。\n"));
    EXPECT_EQ(m.period_end.ToString(), "2023-12-31") << words;
  }
}

TEST(MetadataTest, TheRegionOfABody) {
  constexpr absl::string_view kTitle = "教育局2023年政府信息公开工作年度报告\n";
  EXPECT_EQ(Read(absl::StrCat("来源：清河县教育局\n", kTitle)).agency_name, "清河县教育局");
  EXPECT_EQ(Read(kTitle).agency_name, "教育局");
  Document page = TextDocument(absl::StrCat("县", kTitle));
  page.html_title = "清河县人民政府门户网站";
  EXPECT_EQ(Read(page).agency_name, "清河县教育局");
  const std::string text =
      "2023年政府信息公开工作年度报告\n正文。\n主办单位：清河县教育局 承办单位：清河县大数据中心\n";
  const Document foot = TextDocument(text);
  const std::vector<Token> tokens = Tokenize(foot, Forms().labels());
  EXPECT_EQ(ReadMetadata(foot, tokens, 1).agency_name, "清河县教育局");
}

TEST(MetadataTest, PinyinIsNoPartOfNames) {
  const MetadataReading m = Read("清河縣(xiàn)財政局2023年政府信息公開(kāi)工作年度報(bào)告\n");
  EXPECT_EQ(m.year, 2023);
  EXPECT_EQ(m.agency_name, "清河縣財政局");
}

TEST(MetadataTest, TitlesOfManyKinds) {
  struct Case {
    const char* text;
    int year;
    const char* agency;
  };
  const Case cases[] = {
      {"清河市教育局2023年度政府信息公开工作年度报告\n", 2023, "清河市教育局"},
      {"2023年度政府信息公开工作年度报告2023年度政府信息公开工作年度报告\n发布机构：清河县白石镇人"
       "民政府\n",
       2023, "清河县白石镇人民政府"},
      {"清河县白石镇人民政府二〇二一年政府信息公开工作年度报告\n", 2021, "清河县白石镇人民政府"},
      {"清河县统计局\n二○二○年度政府信息公开工作年度报告\n", 2020, "清河县统计局"},
      {"清河县统计局\n2024年政府信息公开\n工作年度报告\n", 2024, "清河县统计局"},
      {"某省某市清河县市场监督管理局2024年度政府信息公开工作年\n度报告\n", 2024,
       "某省某市清河县市场监督管理局"},
      {"清河县人力资源和社会\n保障局2024年政府信息公开工作年度报告\n", 2024,
       "清河县人力资源和社会保障局"},
      {"政府信息公开工作年度报告\n（2023年度）\n清河县统计局\n", 2023, "清河县统计局"},
      {"清河县公安局政府信息公开年度报告（2021）\n", 2021, "清河县公安局"},
      {"2 0 2 3 年度政府信息公开工作年度报告\n清河县林业局\n", 2023, "清河县林业局"},
      {"关于印发《清河县林业局2021年政府信息公开工作年度报告》的通知\n", 2021, "清河县林业局"},
      {"2023年政府信息公开工作年度报告\n根据《条例》规定，清河县林业局现发布2023年度报告。\n", 2023,
       "清河县林业局"},
  };
  for (const Case& c : cases) {
    const MetadataReading m = Read(c.text);
    EXPECT_EQ(m.year, c.year) << c.text;
    EXPECT_EQ(m.agency_name, c.agency) << c.text;
  }
}

TEST(MetadataTest, FieldsOfWhichOnlyTheFirstLineStandsBeside) {
  const MetadataReading torn = Read(
      "索引号：政务公开 发布机构：清河县生态\n环境局\n"
      "清河县生态环境局2023年政府信息公开工作年度报告\n");
  EXPECT_EQ(torn.index_code, "");
  EXPECT_EQ(torn.issuing_body, "");
  EXPECT_EQ(torn.agency_name, "清河县生态环境局");
  const MetadataReading whole = Read(
      "索引号：００１ 发布机构：清河县教育局\n清河县教育局机关2023年政府信息公开工作年度报告\n");
  EXPECT_EQ(whole.index_code, "００１");
  EXPECT_EQ(whole.agency_name, "清河县教育局");
}

TEST(MetadataTest, FieldsAmongReadings) {
  const MetadataReading m = Read(
      "發布機(jī)構：清河縣(xiàn)教育局 "
      "發布日期(qī)：2024-01-10\n2023年政府信息公開工作年度報告\n");
  EXPECT_EQ(m.issuing_body, "清河縣教育局");
  EXPECT_EQ(m.published.ToString(), "2024-01-10");
}

TEST(MetadataTest, WordsOfTaiwan) {
  const MetadataReading m = Read(
      "釋出機構：清河縣教育局\n釋出日期：2024-01-10\n清河縣教育局2023年政府資訊公開工作年度報告\n");
  EXPECT_EQ(m.title, "清河縣教育局2023年政府資訊公開工作年度報告");
  EXPECT_EQ(m.title_agency, "清河縣教育局");
  EXPECT_EQ(m.issuing_body, "清河縣教育局");
  EXPECT_EQ(m.published.ToString(), "2024-01-10");
  EXPECT_EQ(m.year, 2023);
}

TEST(MetadataTest, TheBodyThatSigns) {
  const Document document = TextDocument(
      "2022年政府信息公开工作年度报告\n一、总体情况\n本年公开信息。\n六、其他需要报告的事项\n无。\n"
      "清河县财政局\n2023年1月20日\n主办单位\n");
  EXPECT_EQ(ReadMetadata(document, Tokenize(document, Forms().labels()), 1).agency_name,
            "清河县财政局");
}

TEST(MetadataTest, NothingIsInvented) {
  const MetadataReading m = Read("今日要闻\n全县召开会议。\n");
  EXPECT_EQ(m.title, "");
  EXPECT_EQ(m.agency_name, "");
  EXPECT_EQ(m.year, 0);
  EXPECT_EQ(m.period_start.year, 0);
  EXPECT_FALSE(LooksLikeTitle("您所在的位置：首页 > 政府信息公开 > 政府信息公开年报"));
  EXPECT_FALSE(LooksLikeTitle("根据《政府信息公开工作年度报告格式》编制本报告"));
}

}  // namespace
}  // namespace gongkai
