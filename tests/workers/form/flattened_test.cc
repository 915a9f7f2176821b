// Table 3 as text: columns that are not there, subtotals, words where a number should stand.
#include <gtest/gtest.h>

#include <algorithm>
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

constexpr absl::string_view kLabels[] = {"一、本年新收政府信息公开申请数量",
                                         "二、上年结转政府信息公开申请数量",
                                         "(一)予以公开",
                                         "(二)部分公开",
                                         "1.属于国家秘密",
                                         "2.重复申请",
                                         "(七)总计",
                                         "四、结转下年度继续办理"};

// One cell a line, each ending in a pipe: the header's names, then each label with its values.
// `pad` closes each row.
std::string TableText(absl::string_view names, const std::vector<std::string>& rows,
                      absl::string_view pad = "") {
  std::string text = "三、收到和处理政府信息公开申请情况\n申请人情况 |\n";
  for (const absl::string_view name : absl::StrSplit(names, ' ')) {
    absl::StrAppend(&text, name, " |\n");
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    absl::StrAppend(&text, kLabels[r], " |\n");
    const std::vector<std::string> values = absl::StrSplit(rows[r], ' ');
    absl::StrAppend(&text, absl::StrJoin(values, " |\n"), " |", pad, "\n");
  }
  return text;
}

std::string Row(const Reading& reading, absl::string_view indicator) {
  std::vector<std::string> values;
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    if (reading.form->cells()[i].indicator != indicator) continue;
    const Fact& fact = reading.facts[i];
    values.push_back(fact.presence == Presence::kReported  ? fact.value.ToString()
                     : fact.presence == Presence::kMissing ? "MISSING"
                     : fact.presence == Presence::kBlank   ? "BLANK"
                                                           : "?");
  }
  return absl::StrJoin(values, " ");
}

Reading Read(absl::string_view text) {
  absl::StatusOr<Reading> reading = Recognize(TextDocument(text), Forms());
  EXPECT_TRUE(reading.ok() && reading->form != nullptr) << reading.status() << "\n" << text;
  return reading.ok() && reading->form != nullptr ? *std::move(reading) : Reading();
}

TEST(FlattenedTest, TheHeaderNamesTheColumnsThatAreThere) {
  const std::vector<std::string> rows = {"5 1 2 0 3 11", "1 0 0 0 0 1", "4 1 1 0 0 6",
                                         "1 0 1 0 0 2",  "0 0 0 0 3 3", "1 0 0 0 0 1"};
  for (const absl::string_view pad : {"", " |", " ||"}) {
    const Reading reading = Read(
        TableText("自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 其他", rows, pad));
    EXPECT_EQ(Row(reading, "requests.received"), "5 1 2 0 MISSING 3 11") << pad;
    EXPECT_EQ(Row(reading, "requests.granted"), "4 1 1 0 MISSING 0 6") << pad;
    const Reading no_total = Read(TableText(
        "自然人 法人或其他组织 商业企业 科研机构 社会公益组织 法律服务机构 其他", rows, pad));
    EXPECT_EQ(Row(no_total, "requests.received"), "5 1 2 0 3 11 MISSING") << pad;
  }
}

// One row that says otherwise, and nothing is known.
TEST(FlattenedTest, ShortRowsAreNotAMissingColumn) {
  const Reading reading =
      Read(TableText("自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 其他",
                     {"5 1 2 0 3 11", "1 0 0 0 0 0 1", "4 1 1 0 0 6", "1 0 1 0 0 2", "0 0 0 0 3 3",
                      "1 0 0 0 0 1"}));
  EXPECT_EQ(Row(reading, "requests.received"), "? ? ? ? ? ? ?");
  EXPECT_EQ(Row(reading, "requests.carried_in"), "1 0 0 0 0 0 1");
}

// The rows say where the subtotal stands; a row that does not add up follows the others.
TEST(FlattenedTest, ASubtotalColumnStandsWhereMostRowsSay) {
  const Reading behind = Read(
      TableText("自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他 小计",
                {"5 1 2 0 0 3 6 11", "1 0 0 0 0 0 0 1", "4 1 1 0 0 0 2 6", "1 2 0 0 0 0 2 9"}));
  EXPECT_EQ(Row(behind, "requests.received"), "5 1 2 0 0 3 11");
  EXPECT_EQ(Row(behind, "requests.partially_granted"), "1 2 0 0 0 0 9");
  const Reading before = Read(
      TableText("自然人 法人或其他组织 总计 小计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
                {"5 6 1 2 0 0 3 11", "1 0 0 0 0 0 0 1", "4 2 1 1 0 0 0 6"}));
  EXPECT_EQ(Row(before, "requests.received"), "5 1 2 0 0 3 11");
  const Reading no_totals = Read(
      TableText("自然人 法人或其他组织 总计 小计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
                {"5 6 1 2 0 0 3 ", "1 0 0 0 0 0 0 ", "4 2 1 1 0 0 0 "}));
  EXPECT_EQ(Row(no_totals, "requests.received"), "5 1 2 0 0 3 BLANK");
}

// The header alone says which column is gone and where the subtotal stands.
TEST(FlattenedTest, ASubtotalColumnBesideAMissingOne) {
  const Reading reading = Read(TableText(
      "自然人 法人或其他组织 总计 小计 商业企业 科研机构 社会公益组织 其他",
      {"5 6 1 2 0 3 11", "1 0 0 0 0 0 1", "4 2 1 1 0 0 6", "1 1 0 1 0 0 2", "0 3 0 0 0 3 3"}));
  EXPECT_EQ(Row(reading, "requests.received"), "5 1 2 0 MISSING 3 11");
  ASSERT_FALSE(reading.subtotals.empty());
  EXPECT_EQ(reading.subtotals[0].value, Decimal(6));
}

// Spans left their places empty, and 总计 is blank: the values are still the last seven.
TEST(FlattenedTest, EmptyPlacesOfSpansAreNoValues) {
  const Reading reading = Read(
      "| 申请人情况 |  |  | 自然人 | 法人或其他组织 |  |  |  |  | 总计 |\n"
      "|  |  |  |  | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |  |\n"
      "| 一、本年新收政府信息公开申请数量 |  |  | 5 | 1 | 2 | 0 | 0 | 3 |  |\n"
      "| 三、本年度办理结果 | (一)予以公开 |  | 4 | 0 | 2 | 0 | 0 | 3 |  |\n"
      "|  | (二)部分公开 |  | 0 | 1 | 0 | 0 | 0 | 0 |  |\n"
      "|  | (三)不予公开 | 1.属于国家秘密 | 1 | 0 | 0 | 0 | 0 | 0 |  |\n"
      "|  |  | 2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 |  |\n"
      "|  |  | 3.危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 |  |\n");
  EXPECT_EQ(Row(reading, "requests.received"), "5 1 2 0 0 3 BLANK");
  EXPECT_EQ(Row(reading, "requests.granted"), "4 0 2 0 0 3 BLANK");
  EXPECT_EQ(Row(reading, "requests.denied.state_secret"), "1 0 0 0 0 0 BLANK");
}

// The empty place at the start of the next line belongs to the next row.
TEST(FlattenedTest, OnlyTotalsAreFilled) {
  const Reading reading = Read(
      "| 申请人情况 |  |  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | "
      "总计 "
      "|\n| 一、本年新收政府信息公开申请数量 |  |  |  |  |  |  |  |  | 5 |\n"
      "| 三、本年度办理结果 | (一)予以公开 |  |  |  |  |  |  |  | 4 |\n"
      "|  | (二)部分公开 |  |  |  |  |  |  |  | 0 |\n"
      "|  | (三)不予公开 | 1.属于国家秘密 |  |  |  |  |  |  | 1 |\n"
      "|  |  | 2.其他法律行政法规禁止公开 |  |  |  |  |  |  | 0 |\n"
      "|  |  | 3.危及“三安全一稳定” |  |  |  |  |  |  | 0 |\n");
  EXPECT_EQ(Row(reading, "requests.granted"), "BLANK BLANK BLANK BLANK BLANK BLANK 4");
  EXPECT_EQ(Row(reading, "requests.denied.state_secret"), "BLANK BLANK BLANK BLANK BLANK BLANK 1");
}

// The form is told by its rows: 其他 in the header is no row of the 2021 form.
TEST(FlattenedTest, TheHeaderIsNoRowOfAForm) {
  std::string text =
      TableText("自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
                {"5 1 2 0 0 3 11", "1 0 0 0 0 0 1", "4 1 1 0 0 0 6", "0 0 0 0 0 0 0"});
  absl::StrAppend(&text, "(六)其他处理 |\n1 |\n0 |\n0 |\n0 |\n0 |\n0 |\n1 |\n");
  EXPECT_EQ(Read("清河县2019年政府信息公开工作年度报告\n" + text).form->version(), "2019");
  EXPECT_EQ(Read("清河县2023年政府信息公开工作年度报告\n" + text).form->version(), "2021");
}

// The value of a wide cell stands in each place of it.
TEST(FlattenedTest, RepeatedValuesOfAWideCellAreOne) {
  const Reading reading = Read(
      "| 第二十条第（五）项 | 第二十条第（五）项 | 第二十条第（五）项 |\n| --- | --- | --- |\n"
      "| 信息内容 | 本年处理决定数量 | 本年处理决定数量 |\n| 行政许可 | 231 | 231 |\n"
      "| 第二十条第（六）项 | 第二十条第（六）项 | 第二十条第（六）项 |\n"
      "| 信息内容 | 本年处理决定数量 | 本年处理决定数量 |\n| 行政处罚 | 7 | 8 |\n");
  EXPECT_EQ(Row(reading, "disclosure.licensing.decisions"), "231");
  EXPECT_EQ(Row(reading, "disclosure.penalties.decisions"), "?");
}

TEST(FlattenedTest, AWordInACellLeavesTheOthersReadable) {
  const Reading reading =
      Read(TableText("自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
                     {"5 1 若干 0 0 3 11", "1 0 0 0 0 0 见附件", "待定 1 1 0 0 0 6"}));
  EXPECT_EQ(Row(reading, "requests.received"), "5 1 ? 0 0 3 11");
  EXPECT_EQ(Row(reading, "requests.carried_in"), "1 0 0 0 0 0 ?");
  EXPECT_EQ(Row(reading, "requests.granted"), "? 1 1 0 0 0 6");
}

TEST(FlattenedTest, ASubtotalRowBelongsToTheGroupAboveIt) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n自然人 |\n商业企业 |\n总计 |\n"
      "(五)不予处理 | 1.信访举报投诉类申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
      "2.重复申请 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n小计 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |\n"
      "(七)总计 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |\n");
  ASSERT_EQ(reading.subtotals.size(), 7u);
  EXPECT_EQ(reading.subtotals[0].subject, "requests.not_processed");
  EXPECT_EQ(reading.subtotals[0].value, Decimal(3));
}

// As a PDF's text is copied out: a row is a line of words, its values in the middle of the label or
// below it.
TEST(FlattenedTest, ValuesBetweenThePiecesOfALabel) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n自然人\n法人或其他组织\n总计\n商 业 企\n业\n"
      "一、本年新收政府信息公开申请数量 3001 53 0 0 61 4 3119\n"
      "二、上年结转政府信息公开申请数量 34 0 0 0 0 0 34\n三、\n本\n年\n（一）予以公开 1288 21 0 0 "
      "50 3 "
      "1362\n（二）部分公开（区分处理的，只计这一情\n形，不计其他情形）\n447 7 0 0 0 0 454\n"
      "办 1.属于国家秘密 2 0 0 0 0 0 2\n2.其他 9 0 0 0 0 1 "
      "10\n法律行政法规禁止公开\n（四）无\n1.本机关不掌握相关政府信息 746 12 0 0 10 1 "
      "769\n- 5 -\n"
      "法提供 2.没有现成信息需要另行制作 11 0 0 0 0 0 11\n"
      "5.要求行政机关确认或重新出\n1 0 0 0 0 0 1\n具已获取信息\n"
      "1、申请人无正当理由逾期不补\n正、行政机关不再处理其政府信 67 3 0 0 1 0 71\n息公开申请\n"
      "（七）总计 2932 53 0 0 61 4 3050\n");
  EXPECT_EQ(Row(reading, "requests.received"), "3001 53 0 0 61 4 3119");
  EXPECT_EQ(Row(reading, "requests.partially_granted"), "447 7 0 0 0 0 454");
  EXPECT_EQ(Row(reading, "requests.denied.state_secret"), "2 0 0 0 0 0 2");
  EXPECT_EQ(Row(reading, "requests.denied.prohibited_by_law"), "9 0 0 0 0 1 10");
  EXPECT_EQ(Row(reading, "requests.unavailable.not_held"), "746 12 0 0 10 1 769");
  EXPECT_EQ(Row(reading, "requests.unavailable.needs_creation"), "11 0 0 0 0 0 11");
  EXPECT_EQ(Row(reading, "requests.not_processed.reconfirmation"), "1 0 0 0 0 0 1");
  EXPECT_EQ(Row(reading, "requests.other.uncorrected_in_time"), "67 3 0 0 1 0 71");
  EXPECT_EQ(Row(reading, "requests.concluded"), "2932 53 0 0 61 4 3050");
}

// A row of words that is a value short: which one it lacks cannot be told.
TEST(FlattenedTest, ABlankCellBetweenWordsLeavesNoTrace) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量 5 1 2 3 11\n"
      "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1\n（一）予以公开 4 2 1 1 0 0 8\n"
      "2.重复申请 0 0 0 0 0 0 0\n（七）总计 5 2 1 1 0 0 9\n四、结转下年度继续办理 0 0 0 0 0 0 0\n");
  EXPECT_EQ(Row(reading, "requests.received"), "? ? ? ? ? ? ?");
  EXPECT_EQ(Row(reading, "requests.carried_in"), "1 0 0 0 0 0 1");
}

// The labels of table 4 are torn and mixed, the line of its values is whole.
TEST(FlattenedTest, DisputesBelowATornHead) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1\n"
      "（一）予以公开 4 2 1 1 0 0 8\n2.重复申请 0 0 0 0 0 0 0\n（七）总计 5 2 1 1 0 0 9\n"
      "四、结转下年度继续办理 0 0 0 0 0 0 0\n"
      "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n结果\n维持\n结 "
      "果\n纠正\n其他结\n果\n尚 未\n"
      "审结\n总计\n未经复议直接起诉 复议后起诉\n结 果\n维持\n72 64 178 37 351 13 4 8 1 26 12 1 1 6 "
      "20\n"
      "五、存在的主要问题及改进情况\n1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n");
  EXPECT_EQ(Row(reading, "disputes.review.total"), "351");
  EXPECT_EQ(Row(reading, "disputes.litigation_direct.upheld"), "13");
  EXPECT_EQ(Row(reading, "disputes.litigation_after_review.total"), "20");
}

// 其他 is a label of table 3 and the first piece of one of table 4.
TEST(FlattenedTest, LabelsOfDisputesInTwoLines) {
  constexpr absl::string_view kGroup = "结果\n维持\n结果\n纠正\n其他\n结果\n尚未\n审结\n总计\n";
  const Reading reading =
      Read(absl::StrCat("四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n", kGroup,
                        "未经复议直接起诉\n复议后起诉\n", kGroup, kGroup,
                        "108\n336\n40\n170\n654\n77\n266\n154\n75\n572\n154\n29\n335\n269\n787\n"
                        "五、存在的主要问题及改进情况\n无。\n"));
  EXPECT_EQ(Row(reading, "disputes.review.other"), "40");
  EXPECT_EQ(Row(reading, "disputes.litigation_after_review.total"), "787");
}

TEST(FlattenedTest, ALineHoldsARowWithOneBlankBetweenItsCells) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 "
      "现行有效件数\n"
      "规章 0 / 12\n行政规范性文件 83（其中修订44件） 265 2219\n第二十条第（五）项\n"
      "信息内容 本年处理决定数量\n行政许可 93\n三、收到和处理政府信息公开申请情况\n"
      "1. 属于国家秘密 1 0 0 0 0 0 1\n2. 其他法律行政法规禁止公开 1 0 0 0 0 2\n");
  EXPECT_EQ(Row(reading, "disclosure.regulations.in_force"), "12");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents.issued"), "83");
  EXPECT_EQ(Row(reading, "disclosure.licensing.decisions"), "93");
  EXPECT_EQ(Row(reading, "requests.denied.state_secret"), "1 0 0 0 0 0 1");
  EXPECT_EQ(Row(reading, "requests.denied.prohibited_by_law"), "? ? ? ? ? ? ?");
}

std::string Disputes(absl::string_view text) {
  const Reading reading = Read(absl::StrCat("四、政府信息公开行政复议、行政诉讼情况\n", text,
                                            "\n五、存在的主要问题及改进情况\n没有。\n"));
  std::vector<std::string> values;
  for (const FormCell& cell : reading.form->cells()) {
    if (cell.table == 4) values.push_back(Row(reading, cell.indicator));
  }
  return absl::StrJoin(values, " ");
}

TEST(FlattenedTest, DisputesWithALineForEachProcedureOrOutcome) {
  const std::vector<std::string> outcomes = {"结果维持", "结果纠正", "其他结果", "尚未审结",
                                             "总计"};
  std::string lines = absl::StrCat("类别\t", absl::StrJoin(outcomes, "\t"), "\n");
  for (const char* line : {"行政复议\t1\t2\t3\t4\t10", "未经复议直接起诉\t0\t见附件\t0\t1\t1",
                           "复议后起诉\t5\t0\t0\t\t5"}) {
    absl::StrAppend(&lines, line, "\n");
  }
  EXPECT_EQ(Disputes(lines), "1 2 3 4 10 0 ? 0 1 1 5 0 0 BLANK 5");
  std::string upright;
  int value = 0;
  for (const char* procedure : {"行政复议 |", "行政诉讼 |\n未经复议直接起诉 |", "复议后起诉 |"}) {
    absl::StrAppend(&upright, procedure, "\n");
    for (const std::string& outcome : outcomes) {
      absl::StrAppend(&upright, outcome, " |\n", value++, " |\n");
    }
  }
  EXPECT_EQ(Disputes(upright), "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14");
}

// The second piece of a label that is one without it.
TEST(FlattenedTest, ALabelGoesOnInTheNextLine) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n\n一、本年新收政府信息公开申请数量\n\n1\n\n0\n\n0\n\n0\n"
      "\n0\n\n0"
      "\n\n1\n\n1、申请人无正当理由逾期不补正\n、行政机关不再处理其政府信息公开申请\n\n67\n\n3\n\n0"
      "\n\n0\n\n0"
      "\n\n0\n\n70\n\n四、结转下年度继续办理\n\n2\n\n0\n\n0\n\n0\n\n0\n\n0\n\n2\n");
  EXPECT_EQ(Row(reading, "requests.other.uncorrected_in_time"), "67 3 0 0 0 0 70");
}

// A Markdown table without outer borders: an empty last cell leaves no trace, <br> breaks a line.
TEST(FlattenedTest, MarkdownWithoutOuterBorders) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n\n"
      "项目|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计\n"
      ":---:|:---:|:---:|:---:|:---:|:---:|:---:|:---:\n"
      "一、本年新收政府信息公开申请数量|9|4<br>（含上年1件）|5|0|1|2|\n"
      "二、上年结转政府信息公开申请数量||1|0|0|0|0|1\n"
      "（一）予以公开|5|0|0|0|0|0|\n（二）部分公开|5|0|0|0|0|0|5\n");
  EXPECT_EQ(Row(reading, "requests.received"), "9 4 5 0 1 2 BLANK");
  EXPECT_EQ(Row(reading, "requests.carried_in"), "BLANK 1 0 0 0 0 1");
  EXPECT_EQ(Row(reading, "requests.granted"), "5 0 0 0 0 0 BLANK");
}

// The head of a block names fewer columns, and its rows have as many values.
TEST(FlattenedTest, AColumnOfTable2ThatIsNotThere) {
  constexpr absl::string_view kBlock =
      "二、主动公开政府信息情况\n《条例》第二十条第（一）项 |\n信息内容 |\n本年废止件数 "
      "|\n现行有效件数 |\n"
      "规章 |\n1 |\n20 |\n行政规范性文件 |\n3 |\n40 |\n第二十条第（五）项 |\n信息内容 |\n"
      "本年处理决定数量 |\n行政许可 |\n93 |\n";
  const Reading reading = Read(kBlock);
  EXPECT_EQ(Row(reading, "disclosure.regulations.issued"), "MISSING");
  EXPECT_EQ(Row(reading, "disclosure.regulations.repealed"), "1");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents.in_force"), "40");
  const bool named =
      std::any_of(reading.missing.begin(), reading.missing.end(), [](const MissingPart& part) {
        return part.kind == MissingPart::Kind::kColumn &&
               part.subject == "本年制发件数 disclosure.regulations.issued";
      });
  EXPECT_TRUE(named);
  // Words in the head that are no label may be the name of the column.
  const Reading cut = Read(
      absl::StrReplaceAll(kBlock, {{"信息内容 |\n本年废止", "信息内容 |\n本年新 |\n本年废止"}}));
  EXPECT_EQ(Row(cut, "disclosure.regulations.repealed"), "?");
}

// The label of the group was torn by a page's end: its 小计 is not of the group above.
TEST(FlattenedTest, ASubtotalBesideATornLabel) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "| （四）无法提供 | 小计 | 6 | 0 | 0 | 0 | 0 | 0 | 6 |\n"
      "| 1.本机关不掌握相关政府信息 | 6 | 0 | 0 | 0 | 0 | 0 | 6 |\n"
      "| （五） | 小计 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |\n"
      "| 不予处理 | 2.重复申请 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |\n"
      "| （七）总计 | 10 | 0 | 0 | 0 | 0 | 0 | 10 |\n");
  ASSERT_EQ(reading.subtotals.size(), 14u);
  EXPECT_EQ(reading.subtotals[0].subject, "requests.unavailable");
  EXPECT_EQ(reading.subtotals[7].subject, "requests.not_processed");
}

// Without a head, an empty place before six values is no blank cell of a natural person.
TEST(FlattenedTest, AMissingColumnThatNoHeadNames) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\t\t\t5\t1\t0\t0\t0\t6\n"
      "三、本年度办理结果\t（一）予以公开\t\t2\t1\t0\t0\t0\t3\n"
      "\t（三）不予公开\t1.属于国家秘密\t1\t0\t0\t0\t0\t1\n"
      "\t\t2.其他法律行政法规禁止公开\t1\t0\t0\t0\t0\t1\n"
      "\t\t4.保护第三方合法权益\t1\t0\t0\t0\t0\t1\n");
  EXPECT_EQ(Row(reading, "requests.received"), "? ? ? ? ? ? ?");
  EXPECT_EQ(Row(reading, "requests.granted"), "? ? ? ? ? ? ?");
}

// As pdftotext -layout prints a row whose label, and whose group's label, take several lines.
TEST(FlattenedTest, LabelsOfAGroupAndItsRowInTurn) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "                               自然人    商业企业   科研机构   社会公益组织   法律服务机构  "
      " 其他   总计\n\n"
      "一、本年新收政府信息公开申请数量        7        1        0         0         0        0    "
      " 8\n\n"
      "               1、申请人无正当理由逾期不补\n\n"
      "               正、行政机关不再处理其政府信           67        3        0         0        "
      "1         0    71\n"
      "               息公开申请\n\n"
      "     （六）其\n"
      "               2、申请人逾期未按收费通知要\n"
      "     他处理\n"
      "               求缴纳费用、行政机关不再处理           6         0        0         0        "
      "0         0    6\n"
      "               其政府信息公开申请\n\n\n"
      "               3、其他                  108          2        0         0        0         "
      "0    110\n");
  EXPECT_EQ(Row(reading, "requests.other.uncorrected_in_time"), "67 3 0 0 1 0 71");
  EXPECT_EQ(Row(reading, "requests.other.fee_unpaid"), "6 0 0 0 0 0 6");
  EXPECT_EQ(Row(reading, "requests.other.rest"), "108 2 0 0 0 0 110");
}

// The same in narrower columns, the figures in the first of two lines: group and row were lost.
TEST(FlattenedTest, FiguresBetweenTheLinesOfAGroupsLabel) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "                          自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  "
      "总计\n"
      "一、本年新收政府信息公开  9       0         0         0             0             0     9\n"
      "申请数量\n"
      "            （三）不予公  4.保护第三  1      2         0         0         0         0     "
      "3\n"
      "            开            方合法权益\n"
      "                          8.属于行政  96     0         0         27        0         0     "
      "123\n"
      "三、本年度                查询事项\n"
      "办理结果                  1.本机关不\n"
      "                          掌握相关政  56     0         0         3         1         0     "
      "60\n"
      "                          府信息\n"
      "            （六）其他    2.申请人逾\n"
      "            处理          期未按收费\n"
      "                          通知要求缴\n"
      "                          纳费用、行  1      0         6         0         1         0     "
      "8\n"
      "                          政机关不再\n"
      "                          处理其政府\n"
      "                          信息公开申\n"
      "                          请\n"
      "                          3.其他      0      6         0         11        0         0     "
      "17\n");
  EXPECT_EQ(Row(reading, "requests.denied.third_party_rights"), "1 2 0 0 0 0 3");
  EXPECT_EQ(Row(reading, "requests.denied.administrative_queries"), "96 0 0 27 0 0 123");
  EXPECT_EQ(Row(reading, "requests.unavailable.not_held"), "56 0 0 3 1 0 60");
  EXPECT_EQ(Row(reading, "requests.other.fee_unpaid"), "1 0 6 0 1 0 8");
  EXPECT_EQ(Row(reading, "requests.other.rest"), "0 6 0 11 0 0 17");
}

// The bracket at the end of a label stood alone in a line and was taken for a value of the row.
TEST(FlattenedTest, TheLastBracketOfALabelInALineOfItsOwn) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n"
      "信息内容   本年制发件数   本年废止件数   现行有效件数\n"
      "规章              0              0              0\n"
      "三、收到和处理政府信息公开申请情况\n"
      "（二）部分公开（区分处理的，只计这一情形，不计其他情形   81   0   37   0   27   0   145\n"
      "）\n"
      "（七）总计                                               81   0   37   0   27   0   145\n");
  EXPECT_EQ(Row(reading, "requests.partially_granted"), "81 0 37 0 27 0 145");
  EXPECT_EQ(Row(reading, "requests.concluded"), "81 0 37 0 27 0 145");
}

// The figures of the row stood beside its group's label, and were taken for a sum of the group.
TEST(FlattenedTest, TheLabelOfAGroupInTheMiddleOfARow) {
  const Reading reading = Read(
      "三、收到和处理政府信息公开申请情况\n"
      "               自然人   商业企业   科研机构   社会公益组织   法律服务机构   其他   总计\n\n"
      "一、本年新收政府信息公开申请数量      7     1     0     0     0     0     8\n\n"
      "               1.申请人无正当理由逾期不补正、行政机关不再处理其\n"
      "     （六）其他处理                   5     1     0     0     0     0     6\n"
      "               政府信息公开申请\n\n"
      "               3.其他                2     0     0     0     0     0     2\n");
  EXPECT_EQ(Row(reading, "requests.other.uncorrected_in_time"), "5 1 0 0 0 0 6");
  EXPECT_EQ(Row(reading, "requests.other.rest"), "2 0 0 0 0 0 2");
}

// The unit stood in the second line of the column's label and was not seen.
TEST(FlattenedTest, AUnitInThePieceOfALabel) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n第二十条第（八）项\n信息内容\n本年收费金\n额（单位：元）\n行政事业"
      "性收费\n41173837\n"
      "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n1\n0\n0\n0\n0\n0\n1"
      "\n");
  EXPECT_EQ(Row(reading, "disclosure.fees.amount"), "41173837");
}

}  // namespace
}  // namespace gongkai
