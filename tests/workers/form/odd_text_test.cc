// Several oddities of a flattened text at once: what each alone leaves readable stays so.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "embedded/form_files.h"
#include "tests/workers/form/text_document.h"
#include "workers/form/recognizer.h"

namespace gongkai {
namespace {

const FormSet& Forms() {
  static const auto& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

Reading Read(absl::string_view text) {
  absl::StatusOr<Reading> reading = Recognize(TextDocument(text), Forms());
  EXPECT_TRUE(reading.ok() && reading->form != nullptr) << reading.status() << "\n" << text;
  return reading.ok() && reading->form != nullptr ? *std::move(reading) : Reading();
}

// The cells of indicators that begin so.
std::string Row(const Reading& reading, absl::string_view start) {
  std::vector<std::string> values;
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    if (reading.form->cells()[i].indicator.compare(0, start.size(), std::string(start)) != 0) {
      continue;
    }
    const Fact& fact = reading.facts[i];
    values.push_back(fact.presence == Presence::kReported        ? fact.value.ToString()
                     : fact.presence == Presence::kMissing       ? "MISSING"
                     : fact.presence == Presence::kBlank         ? "BLANK"
                     : fact.presence == Presence::kDash          ? "DASH"
                     : fact.presence == Presence::kNotApplicable ? "NONE"
                                                                 : "?");
  }
  return absl::StrJoin(values, " ");
}

// Each piece on a line of its own.
std::string Lines(absl::string_view pieces) { return absl::StrReplaceAll(pieces, {{" ", "\n"}}); }

constexpr absl::string_view kTotalFirst =
    "三、收到和处理政府信息公开申请情况 申请人情况 总计 自然人 法人或其他组织 商业企业 科研机构 "
    "社会公益组织 法律服务机构 其他 ";
constexpr absl::string_view kDisputes =
    "四、政府信息公开行政复议、行政诉讼情况 行政复议 行政诉讼 结果维持 结果纠正 其他结果 尚未审结 "
    "总计 未经复议直接起诉 复议后起诉 结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 "
    "其他结果 尚未审结 总计 1 0 0 0 1 2 0 0 0 2 0 0 0 3 3";

// Their 总计 stands where the form has it, whatever the head of table 3 says.
TEST(OddTextTest, DisputesBehindATableWithItsTotalInFront) {
  const Reading reading = Read(Lines(absl::StrCat(
      kTotalFirst,
      "一、本年新收政府信息公开申请数量 3 2 1 0 0 0 0 二、上年结转政府信息公开申请数量 "
      "0 0 0 0 0 0 0 （一）予以公开 3 2 1 0 0 0 0 ",
      kDisputes)));
  EXPECT_EQ(Row(reading, "requests.received"), "2 1 0 0 0 0 3");
  EXPECT_EQ(Row(reading, "disputes."), "1 0 0 0 1 2 0 0 0 2 0 0 0 3 3");
}

// All totals are blank, or all of 其他: rows that do not add up leave it open.
TEST(OddTextTest, ATotalInFrontOfValuesThatEndInABlank) {
  const auto table = [](absl::string_view third) {
    return absl::StrReplaceAll(
        absl::StrCat(kTotalFirst,
                     "一、本年新收政府信息公开申请数量 2 0 0 1 0 1 _ "
                     "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 _ （一）予以公开 ",
                     third, " _ （二）部分公开 1 1 0 0 0 0 _"),
        {{" ", " |\n"}, {"_", ""}});
  };
  EXPECT_EQ(Row(Read(table("2 1 1 0 0 0")), "requests.received"), "0 0 1 0 1 BLANK 2");
  EXPECT_EQ(Row(Read(table("1 0 0 0 0 0")), "requests.received"), "? ? ? ? ? ? ?");
}

// An empty cell left an empty line, one of white space a line of white space.
TEST(OddTextTest, CellsOfWhiteSpaceBesideEmptyOnes) {
  const std::string text = absl::StrReplaceAll(
      "三、收到和处理政府信息公开申请情况|申请人情况|自然人|法人或其他组织|总计|商业企业|科研机构|"
      "社会公益组织|法律服务机构|其他|一、本年新收政府信息公开申请数量|1|0|-|无|2|1|4|"
      "二、上年结转政府信息公开申请数量||0|无|||无|_|（一）予以公开|1|_|_|0||0|1|"
      "（二）部分公开|_|2|_|_|_|_|2|",
      {{"|", "\n\n"}, {"_", "\u00a0"}});
  const Reading reading = Read(text);
  EXPECT_EQ(Row(reading, "requests.received"), "1 0 DASH NONE 2 1 4");
  EXPECT_EQ(Row(reading, "requests.carried_in"), "BLANK 0 NONE BLANK BLANK NONE BLANK");
  EXPECT_EQ(Row(reading, "requests.granted"), "1 BLANK BLANK 0 BLANK 0 1");
  EXPECT_EQ(Row(reading, "requests.partially_granted"), "BLANK 2 BLANK BLANK BLANK BLANK 2");
}

TEST(OddTextTest, ALineOfTheUnitIsNoValueOfTheRowAboveIt) {
  const Reading reading =
      Read(Lines("二、主动公开政府信息情况 第二十条第（八）项 信息内容 上一年项目数量 本年增/减 "
                 "行政事业性收费 897 单位：件 第二十条第（九）项 信息内容 采购项目数量 采购总金额 "
                 "政府集中采购 170 204.63万元"));
  EXPECT_EQ(Row(reading, "disclosure.fees"), "? ?");
  EXPECT_EQ(Row(reading, "disclosure.procurement"), "170 2046300");
}

// The row is there, but the cells of it cannot be told.
TEST(OddTextTest, ARowInOnePieceThatHoldsMoreThanFigures) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n第二十条第（五）项\n信息内容 上一年项目数量 本年增/减\n"
      "行政许可 0 约\n第二十条第（八）项\n信息内容 上一年项目数量 本年增/减\n"
      "行政事业性收费 0 约\n第二十条第（九）项\n信息内容 采购项目数量 采购总金额\n"
      "政府集中采购 0 590294元\n");
  EXPECT_EQ(Row(reading, "disclosure.fees"), "? ?");
}

// 17 and 767 stand beside their rows, not behind them.
TEST(OddTextTest, FiguresInTheLineBelowTheirRow) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n第二十条（一）项\n"
      "信息内容      本年新制作数量     本年新公开数量     对外公开总数量\n"
      "                                   17\n"
      "规章              9                                  56\n"
      "                             （含2022年结转8件）\n"
      "                                   85\n"
      "规范性文件        82                                1249\n"
      "                              (含2022年结转3件)\n"
      "三、收到和处理政府信息公开申请情况\n"
      "一、本年新收政府信息公开申请数量      0    0    4    0    0   771\n"
      "                                767\n");
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "? ? ?");
  EXPECT_EQ(Row(reading, "requests.received"), "? ? ? ? ? ? ?");
}

// Two labels, then the values of both: the first row is not blank.
TEST(OddTextTest, ARowWhoseValuesStandBehindTheNextLabel) {
  const Reading reading = Read(Lines(
      "三、收到和处理政府信息公开申请情况 申请人情况 自然人 法人或其他组织 总计 商业企业 "
      "科研机构 社会公益组织 法律服务机构 其他 一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1 "
      "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0 3.要求提供公开出版物 "
      "4.无正当理由大量反复申请 11 0 0 1 0 0 12 0 0 0 0 0 0 0"));
  EXPECT_EQ(Row(reading, "requests.received"), "1 0 0 0 0 0 1");
  EXPECT_EQ(Row(reading, "requests.not_processed.public_publication"), "? ? ? ? ? ? ?");
  EXPECT_EQ(Row(reading, "requests.not_processed.excessive"), "? ? ? ? ? ? ?");
}

// The head has no 总计, and a page ends below a row of six.
TEST(OddTextTest, ThePagesNumberIsNoTotal) {
  std::string text =
      "三、收到和处理政府信息公开申请情况\n自然人\t法人或其他组织\n"
      "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n";
  for (const char* label :
       {"一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开",
        "（二）部分公开", "1.属于国家秘密", "3.要求提供公开出版物"}) {
    absl::StrAppend(&text, label, "\t3\t1\t0\t0\t0\t2\n");
  }
  const Reading reading =
      Read(absl::StrCat(text,
                        "\n- 4 -\n\n4.无正当理由大量反复申请\t1\t0\t0\t0\t0\t0\n"
                        "（七）总计\t5\t0\t0\t0\t0\t0\n"));
  EXPECT_EQ(Row(reading, "requests.not_processed.public_publication"), "3 1 0 0 0 2 MISSING");
  EXPECT_EQ(Row(reading, "requests.received"), "3 1 0 0 0 2 MISSING");
}

TEST(OddTextTest, AWordForTheFirstOfEightFigures) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "自然人 | 法人或其他组织 | 总计 |\n"
      "小计 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |\n"
      "一、本年新收政府信息公开申请数量 | 9 | 3 | 1 | 0 | 0 | 2 | 0 | 12 |\n"
      "二、上年结转政府信息公开申请数量 | 4 | 1 | 0 | 0 | 0 | 1 | 0 | 5 |\n"
      "三、本年度办理结果 | （一）予以公开 | 9 | 3 | 1 | 0 | 0 | 2 | 0 | 12 |\n"
      "（二）部分公开 | 若干 | 1 | 0 | 0 | 0 | 1 | 0 | 271 |\n");
  EXPECT_EQ(Row(reading, "requests.partially_granted"), "? 0 0 0 1 0 271");
}

// An empty place of the label in front of three equal figures: none is said twice.
TEST(OddTextTest, EqualFiguresBehindAnEmptyPlace) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n"
      "| 第二十条（一）项 |  |  |  |\n"
      "| 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n"
      "| 规章（设区的市、自治州人民政府 |  |  |  |\n|  | 7 | 7 | 7 |\n"
      "| 规范性文件 |  |  |  |\n|  | 179 | 179 | 179 |\n");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "179 179 179");
}

// The rows of a line that fills one cell, tabs behind it, keep their columns.
TEST(OddTextTest, ATableOfTabsThatBeginsWithACaption) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n单位：某局　　　填报日期：2020年1月10日\t\t\t\n"
      "第二十条第（一）项\t\t\t\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n"
      "规章\t-\t\t/\n规范性文件\t8\t5\t140\n");
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "DASH BLANK DASH");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "8 5 140");
}

// The second page has no head, but the columns of the first.
TEST(OddTextTest, AMarkdownTableGoesOnBehindAPageBreak) {
  const std::string head =
      "三、收到和处理政府信息公开申请情况\n"
      "| 申请人情况 | | 自然人 | 法人或其他组织 | | | | | | 总计 |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
      "| | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 小计 | |\n"
      "| 一、本年新收政府信息公开申请数量 | | 5 | 1 | 0 | 0 | 0 | 0 | 1 | |\n"
      "| （一）予以公开 | | 5 | 1 | 0 | 0 | 0 | 0 | 1 | |\n"
      "| （三）不予 | 1.属于国家秘密 | 5 | 1 | 0 | 0 | 0 | 0 | 1 | |\n";
  const Reading reading = Read(head +
                               "\n| 公开 | 4.保护第三方合法权益 | 0 | 0 | 0 | 0 | 1 | 0 | 1 | |\n"
                               "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
                               "| （七）总计 | | 142 | 18 | 2 | 4 | 9 | 3 | 36 | 178 |\n");
  EXPECT_EQ(Row(reading, "requests.denied.third_party_rights"), "0 0 0 0 1 0 BLANK");
  EXPECT_EQ(Row(reading, "requests.concluded"), "142 18 2 4 9 3 178");
}

TEST(OddTextTest, ARowBehindTheHalfOfItsGroupsLabel) {
  const Reading reading = Read(Lines(
      "三、收到和处理政府信息公开申请情况 申请人情况 自然人 法人或其他组织 总计 商业企业 "
      "科研机构 社会公益组织 法律服务机构 其他 一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1 "
      "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0 （一）予以公开 0 0 0 0 0 0 0 "
      "（三）1.属于国家秘密 1 0 0 0 0 0 1 不予公开4.保护第三方合法权益 0 2 0 0 0 0 2 "
      "予处理2.重复申请 0 0 3 0 0 0 3"));
  EXPECT_EQ(Row(reading, "requests.denied.state_secret"), "1 0 0 0 0 0 1");
  EXPECT_EQ(Row(reading, "requests.denied.third_party_rights"), "0 2 0 0 0 0 2");
  EXPECT_EQ(Row(reading, "requests.not_processed.duplicate"), "0 0 3 0 0 0 3");
}

// The bracket does not swallow the label behind it.
TEST(OddTextTest, AGroupsLabelTornWithinABracket) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "| 三、本年度办理结果 | （三 | 8.属于行政查询事项 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
      "| 三、本年度办理结果 | （四(x | 1.本机关不掌握相关政府信息 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n"
      "| 三、本年度办理结果 | 提供 | 2.没有现成信息需要另行制作 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |\n");
  EXPECT_EQ(Row(reading, "requests.unavailable.not_held"), "2 0 0 0 0 0 2");
  EXPECT_EQ(Row(reading, "requests.unavailable.needs_creation"), "3 0 0 0 0 0 3");
}

// A terminal's browser puts the label of a group on the rule between two of its rows.
TEST(OddTextTest, AGroupsLabelOnARuleOfABox) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "  ┌──────────────┬──────────────────────┬──┬──┬──┬──┬──┬──┬──┐\n"
      "  │              │3.危及“三安全一稳定”  │1 │0 │0 │0 │0 │0 │1 │\n"
      "  │              ├──────────────────────┼──┼──┼──┼──┼──┼──┼──┤\n"
      "  │              │4.保护第三方合法权益  │11│0 │0 │  │0 │0 │11│\n"
      "  │（三）不予公开├──────────────────────┼──┼──┼──┼──┼──┼──┼──┤\n"
      "  │              │5.属于三类内部事务信息│2 │0 │3 │0 │0 │0 │5 │\n"
      "  │              ├──────────────────────┼──┼──┼──┼──┼──┼──┼──┤\n"
      "  │              │6.属于四类过程性信息  │0 │0 │0 │0 │0 │0 │0 │\n"
      "  └──────────────┴──────────────────────┴──┴──┴──┴──┴──┴──┴──┘\n");
  EXPECT_EQ(Row(reading, "requests.denied.third_party_rights"), "11 0 0 BLANK 0 0 11");
  EXPECT_EQ(Row(reading, "requests.denied.internal_affairs"), "2 0 3 0 0 0 5");
}

// A frame around the table and no rules between its rows: it was read as one row.
TEST(OddTextTest, ABoxWithoutRulesBetweenRows) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "┌────────┬───────┬────┬──┬──┬──┬──┬──┬──┬──┐\n"
      "│ 三、本年度办理结果 │ （一）予以公开                 │ 4 │ 0 │ 0 │ 0 │ 0 │ 0 │ 4 │\n"
      "│                    │ （三）不予公开 │ 1.属于国家秘密 │ 1 │ 0 │ 0 │   │ 0 │ 0 │ 1 │\n"
      "│                    │                │ 2.其他法律行政 │ 0 │ 2 │ 0 │ 0 │ 0 │ 0 │ 2 │\n"
      "│                    │                │ 法规禁止公开   │   │   │   │   │   │   │   │\n"
      "│                    │ （七）总计                     │ 5 │ 2 │ 0 │ 0 │ 0 │ 0 │ 7 │\n"
      "└────────┴───────┴────┴──┴──┴──┴──┴──┴──┴──┘\n");
  EXPECT_EQ(Row(reading, "requests.granted"), "4 0 0 0 0 0 4");
  EXPECT_EQ(Row(reading, "requests.denied.state_secret"), "1 0 0 BLANK 0 0 1");
  EXPECT_EQ(Row(reading, "requests.denied.prohibited_by_law"), "0 2 0 0 0 0 2");
  EXPECT_EQ(Row(reading, "requests.concluded"), "5 2 0 0 0 0 7");
}

// Invisible characters and readings do not hide the title that ends a table.
TEST(OddTextTest, ATitleWithInvisibleCharactersEndsATable) {
  for (const absl::string_view title :
       {"三、收到\u200b和处理政府信息公开申请情\ufeff况",
        "三、收(shōu)到和處理(lǐ)政府信息公開申請情(qíng)況(kuàng)"}) {
    const Reading reading = Read(absl::StrCat(
        "二、主动公开政府信息情况\n第二十条第（一）项\n|\n规章\n|\n1\n|\n2\n|\n3\n|\n", title,
        "\n单位：件\n|\n自然人\n|\n一、本年新收政府信息公开申请数量\n|\n4\n|\n0\n|\n0\n|\n0\n|"
        "\n0\n|\n"
        "0\n|\n4\n|\n"));
    EXPECT_EQ(Row(reading, "disclosure.regulations"), "1 2 3");
    EXPECT_EQ(Row(reading, "requests.received"), "4 0 0 0 0 0 4");
    ASSERT_EQ(reading.sections.size(), 2u) << title;
    EXPECT_EQ(reading.sections[1].number, 3);
  }
}

}  // namespace
}  // namespace gongkai
