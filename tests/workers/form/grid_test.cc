// Tables whose rows and columns are the source's own: what stands where by head, order and sums.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "embedded/form_files.h"
#include "tests/workers/form/text_document.h"
#include "workers/form/recognizer.h"

namespace gongkai {
namespace {

const FormSet& Forms() {
  static const auto& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

// Rows of cells, each with its attributes in front: "colspan=3>总计".
std::string Html(const std::vector<std::vector<std::string>>& rows) {
  std::string text =
      "<h1>某县2023年政府信息公开工作年度报告</h1><table><tr><td colspan=4>第二十条第（一）项</tr>"
      "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数</tr></table><table "
      "border=1>";
  for (const auto& row : rows) {
    absl::StrAppend(&text, "<tr>");
    for (const std::string& cell : row) {
      const bool attributes = cell.find("span=") == 3;
      absl::StrAppend(&text, attributes ? "<td " : "<td>", cell, "</td>");
    }
    absl::StrAppend(&text, "</tr>");
  }
  return absl::StrCat(text, "</table>");
}

// The cells whose codes begin with `prefix`: "5 0 BLANK"; "?" for unreadable, "gone" for missing.
std::string Row(absl::string_view source, absl::string_view prefix) {
  const absl::StatusOr<Reading> reading = Recognize(TextDocument(source), Forms());
  if (!reading.ok() || reading->form == nullptr) return reading.status().ToString();
  std::vector<std::string> values;
  for (size_t i = 0; i < reading->facts.size(); ++i) {
    const Fact& fact = reading->facts[i];
    const std::string& indicator = reading->form->cells()[i].indicator;
    if (indicator != prefix && indicator.rfind(absl::StrCat(prefix, "."), 0) != 0) continue;
    const bool reported = fact.presence == Presence::kReported;
    values.push_back(reported                                 ? fact.value.ToString()
                     : fact.presence == Presence::kUnreadable ? "?"
                     : fact.presence == Presence::kMissing    ? "gone"
                     : fact.presence == Presence::kBlank      ? "BLANK"
                                                              : "-");
  }
  return absl::StrJoin(values, " ");
}

constexpr char kReceived[] = "colspan=3>一、本年新收政府信息公开申请数量";
constexpr char kCarriedIn[] = "colspan=3>二、上年结转政府信息公开申请数量";
constexpr char kIdentity[] =
    "colspan=3 rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

TEST(GridTest, ASubtotalColumnWhereTheTotalIsMissing) {
  const std::string text = Html({
      {kIdentity, "colspan=7>申请人情况"},
      {"rowspan=2>自然人", "colspan=6>法人或其他组织"},
      {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计"},
      {kReceived, "9", "4", "0", "0", "1", "2", "7"},
      {kCarriedIn, "3", "0", "0", "0", "1", "0", "1"},
  });
  EXPECT_EQ(Row(text, "requests.received"), "9 4 0 0 1 2 gone");
  EXPECT_EQ(Row(text, "requests.carried_in"), "3 0 0 0 1 0 gone");
}

// No label of a group stands beside its 小计: where the first and the last of them stand says
// whether they lead their groups or follow them.
TEST(GridTest, SubtotalRowsLeadOrFollowTheirGroups) {
  const auto subjects = [](bool lead) {
    std::vector<std::vector<std::string>> rows = {
        {kIdentity, "colspan=7>申请人情况"},
        {"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"},
        {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"}};
    const auto add = [&rows](const std::string& label, const std::string& figure) {
      rows.push_back({"colspan=3>" + label, figure, "0", "0", "0", "0", "0", figure});
    };
    add("（二）部分公开", "1");
    if (lead) add("小计", "5");
    add("5.属于三类内部事务信息", "5");
    if (!lead) add("小计", "5");
    if (lead) add("小计", "7");
    add("1.本机关不掌握相关政府信息", "3");
    add("2.没有现成信息需要另行制作", "4");
    if (!lead) add("小计", "7");
    if (lead) add("小计", "2");
    add("2.重复申请", "2");
    if (!lead) add("小计", "2");
    add("（七）总计", "15");
    const absl::StatusOr<Reading> reading = Recognize(TextDocument(Html(rows)), Forms());
    if (!reading.ok()) return reading.status().ToString();
    std::vector<std::string> found;
    for (const Subtotal& subtotal : reading->subtotals) {
      if (subtotal.applicant != "total") continue;
      found.push_back(absl::StrCat(subtotal.subject, " ", subtotal.value.ToString()));
    }
    return absl::StrJoin(found, ", ");
  };
  EXPECT_EQ(subjects(true), "requests.denied 5, requests.unavailable 7, requests.not_processed 2");
  EXPECT_EQ(subjects(false), subjects(true));
}

TEST(GridTest, ATotalBelowTheLegalPersonsIsTheirSubtotal) {
  const std::string text = Html({
      {kIdentity, "colspan=8>申请人情况"},
      {"rowspan=2>自然人", "colspan=6>法人或其他组织", "rowspan=2>总计"},
      {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "合计"},
      {kReceived, "9", "4", "0", "0", "1", "2", "7", "16"},
  });
  EXPECT_EQ(Row(text, "requests.received"), "9 4 0 0 1 2 16");
}

TEST(GridTest, AColumnWithoutItsNameIsStillThere) {
  const std::string text = Html({
      {kIdentity, "colspan=7>申请人情况"},
      {"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"},
      {"商业企业", "", "社会公益组织", "法律服务机构", "其他"},
      {kReceived, "9", "4", "5", "0", "1", "2", "21"},
  });
  EXPECT_EQ(Row(text, "requests.received"), "9 4 5 0 1 2 21");
}

TEST(GridTest, AHeadWithoutRowsLeavesTheHeadOfTheNextGridAlone) {
  const std::string source =
      absl::StrCat(Html({{"申请人情况", "总计", "自然人", "商业企业", "科研机构", "社会公益组织",
                          "法律服务机构", "其他"}}),
                   "<table><tr><td>申请人情况<td>自然人<td>商业企业<td>科研机构<td>社会公益组织"
                   "<td>法律服务机构<td>其他<td></tr><tr><td>一、本年新收政府信息公开申请数量"
                   "<td>1<td>2<td>3<td>4<td>5<td>6<td>21</tr></table>");
  EXPECT_EQ(Row(source, "requests.received"), "1 2 3 4 5 6 21");
}

TEST(GridTest, AHeadThatIsAnImage) {
  const std::string text = Html({
      {"colspan=10>"},
      {kReceived, "9", "4", "5", "0", "1", "2", "21"},
      {kCarriedIn, "1", "1", "0", "0", "0", "0", "2"},
      {"rowspan=2>三、本年度办理结果", "colspan=2>（一）予以公开", "5", "0", "0", "0", "0", "0"},
      {"colspan=2>（二）部分公开", "5", "0", "0", "0", "0", "0", "5"},
  });
  EXPECT_EQ(Row(text, "requests.received"), "9 4 5 0 1 2 21");
  EXPECT_EQ(Row(text, "requests.granted"), "? ? ? ? ? ? ?");
  EXPECT_EQ(Row(text, "requests.partially_granted"), "5 0 0 0 0 0 5");
}

// A group's cell that claims one row too few lets the next row begin one column further left.
TEST(GridTest, MisstatedSpansMoveRows) {
  const std::string text = Html({
      {kIdentity, "colspan=8>申请人情况"},
      {"rowspan=2>自然人", "colspan=6>法人或其他组织", "rowspan=2>总计"},
      {"小计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
      {"rowspan=3>三、本年度办理结果", "rowspan=4>（五）不予处理", "1.信访举报投诉类申请", "2", "1",
       "1", "0", "0", "0", "0", "3"},
      {"2.重复申请", "1", "0", "0", "0", "0", "0", "0", "1"},
      {"3.要求提供公开出版物", "1", "0", "0", "0", "0", "0", "0", "1"},
      {"4.无正当理由大量反复申请", "4", "3", "1", "2", "0", "0", "0", "7"},
      {"colspan=2>（七）总计", "8", "4", "2", "2", "0", "0", "0", "12"},
  });
  EXPECT_EQ(Row(text, "requests.not_processed.duplicate"), "1 0 0 0 0 0 1");
  EXPECT_EQ(Row(text, "requests.not_processed.excessive"), "4 1 2 0 0 0 7");
  EXPECT_EQ(Row(text, "requests.concluded"), "8 2 2 0 0 0 12");
}

// The identity in the head's corner claims one row too few: the groups begin in its columns, in
// front of 自然人.
TEST(GridTest, MisstatedSpansMoveTheHead) {
  std::vector<std::string> received = {kReceived, "9", "4", "5", "0", "1", "2", "21"};
  const std::vector<std::string> groups = {"商业企业", "科研机构", "社会公益组织", "法律服务机构",
                                           "其他"};
  const auto with_second_row = [&](const std::vector<std::string>& second) {
    return Html({{"colspan=3 rowspan=2>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四"
                  "项之和）",
                  "colspan=7>申请人情况"},
                 second,
                 groups,
                 received});
  };
  EXPECT_EQ(Row(with_second_row({"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"}),
                "requests.received"),
            "9 4 5 0 1 2 21");
  // The corner reaches into the first row.
  EXPECT_EQ(
      Row(Html({{"colspan=3 rowspan=4>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四"
                 "项之和）",
                 "colspan=7>申请人情况"},
                {"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"},
                groups,
                received}),
          "requests.received"),
      "9 4 5 0 1 2 21");
  // 其他 does not fit below 法人或其他组织, and stands behind 总计.
  EXPECT_EQ(Row(Html({{"colspan=3 rowspan=3>（本列）", "colspan=7>申请人情况"},
                      {"rowspan=2>自然人", "colspan=4>法人或其他组织", "rowspan=2>总计"},
                      groups,
                      received}),
                "requests.received"),
            "9 4 5 0 1 2 21");
  // A column that is not named may be any.
  received.pop_back();
  EXPECT_EQ(
      Row(with_second_row({"rowspan=2>自然人", "colspan=5>法人或其他组织"}), "requests.received"),
      "? ? ? ? ? ? ?");
}

// 其他 in a head that is printed again is no row, and the row 3.其他 below it is one.
TEST(GridTest, TheHeadPrintedAgainBeforeTheRowOfOthers) {
  const std::vector<std::string> second = {"rowspan=2>自然人", "colspan=5>法人或其他组织",
                                           "rowspan=2>总计"};
  const std::vector<std::string> third = {"商业企业", "科研机构", "社会公益组织", "法律服务机构",
                                          "其他"};
  const std::string text = Html({
      {kIdentity, "colspan=7>申请人情况"},
      second,
      third,
      {kReceived, "9", "4", "5", "0", "1", "2", "21"},
      {"rowspan=2>三、本年度办理结果", "rowspan=2>（六）其他处理",
       "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "0", "0", "0", "0", "0",
       "0", "0"},
      {"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "0", "0", "0",
       "0", "0", "0", "0"},
      {kIdentity, "colspan=7>申请人情况"},
      second,
      third,
      {"", "", "3.其他", "6", "0", "0", "0", "0", "1", "7"},
  });
  EXPECT_EQ(Row(text, "requests.other.rest"), "6 0 0 0 0 1 7");
}

std::string TotalFirst(const std::vector<std::string>& values) {
  std::vector<std::string> row = {kReceived};
  row.insert(row.end(), values.begin(), values.end());
  return Html({
      {kIdentity, "colspan=7>申请人情况"},
      {"rowspan=2>总计", "rowspan=2>自然人", "colspan=5>法人或其他组织"},
      {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
      row,
      {kCarriedIn, "0", "0", "0", "0", "0", "0", "0"},
  });
}

TEST(GridTest, TotalFirstIsDecidedByTheFigures) {
  EXPECT_EQ(Row(TotalFirst({"9", "5", "1", "1", "1", "1", "0"}), "requests.received"),
            "5 1 1 1 1 0 9");
  EXPECT_EQ(Row(TotalFirst({"5", "1", "1", "1", "1", "0", "9"}), "requests.received"),
            "5 1 1 1 1 0 9");
  // Its 总计 column is blank: read by the head, 5 would be less than its parts.
  EXPECT_EQ(Row(TotalFirst({"5", "4", "1", "1", "1", "0", ""}), "requests.received"),
            "5 4 1 1 1 0 BLANK");
  // Both orders add up; natural persons are likelier to be the ones who ask.
  EXPECT_EQ(Row(TotalFirst({"9", "0", "0", "0", "0", "0", "9"}), "requests.received"),
            "9 0 0 0 0 0 9");
  EXPECT_EQ(Row(TotalFirst({"9", "", "", "", "", "", "9"}), "requests.received"),
            "9 BLANK BLANK BLANK BLANK BLANK 9");
  EXPECT_EQ(Row(TotalFirst({"", "", "", "", "", "", "9"}), "requests.received"),
            "BLANK BLANK BLANK BLANK BLANK BLANK 9");
  // Nothing tells.
  EXPECT_EQ(Row(TotalFirst({"9", "", "", "", "", "", ""}), "requests.received"), "? ? ? ? ? ? ?");
  EXPECT_EQ(Row(TotalFirst({"9", "", "", "", "", "", ""}), "requests.carried_in"), "0 0 0 0 0 0 0");
}

TEST(GridTest, MarkdownKeepsItsColumns) {
  const std::string text =
      "# 某县2023年政府信息公开工作年度报告\n\n"
      "| 勾稽 | | | 申请人情况 | | | | | | |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
      "| | | | 自然人 | 法人或其他组织 | | | | | 总计 |\n"
      "| | | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |\n"
      "| 一、本年新收政府信息公开申请数量 | | | 5 | 0 | | | | | 见附件 |\n"
      "| 二、上年结转政府信息公开申请数量 | | | | | | | | | 7 |\n"
      "| 三、本年度办理结果 | （一）予以公开 | | 521 | 38 | 124 | 85 | 111 | 0 | 若干 |\n"
      "| | （三）不予公开 | 1.属于国家秘密 | | | | | 2 | | 2 |\n";
  EXPECT_EQ(Row(text, "requests.received"), "5 0 BLANK BLANK BLANK BLANK ?");
  EXPECT_EQ(Row(text, "requests.carried_in"), "BLANK BLANK BLANK BLANK BLANK BLANK 7");
  EXPECT_EQ(Row(text, "requests.granted"), "521 38 124 85 111 0 ?");
  EXPECT_EQ(Row(text, "requests.denied.state_secret"), "BLANK BLANK BLANK BLANK 2 BLANK 2");
}

TEST(GridTest, DisputesInAnyArrangement) {
  const std::string lines = Html({
      {"", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"},
      {"行政复议", "1", "2", "3", "4", "10"},
      {"未经复议直接起诉", "0", "0", "0", "1", "1"},
      {"复议后起诉", "5", "0", "0", "", "5"},
  });
  EXPECT_EQ(Row(lines, "disputes"), "1 2 3 4 10 0 0 0 1 1 5 0 0 BLANK 5");
  const std::string upright = Html({
      {"rowspan=5>行政复议", "colspan=2>结果维持", "1"},
      {"colspan=2>结果纠正", "2"},
      {"colspan=2>其他结果", "3"},
      {"colspan=2>尚未审结", "4"},
      {"colspan=2>总计", "10"},
      {"rowspan=10>行政诉讼", "rowspan=5>未经复议直接起诉", "结果维持", "0"},
      {"结果纠正", "0"},
      {"其他结果", "0"},
      {"尚未审结", "1"},
      {"总计", "1"},
      {"rowspan=5>复议后起诉", "结果维持", "5"},
      {"结果纠正", "0"},
      {"其他结果", "0"},
      {"尚未审结", "见附件"},
      {"总计", "5"},
  });
  EXPECT_EQ(Row(upright, "disputes"), "1 2 3 4 10 0 0 0 1 1 5 0 0 ? 5");
}

// A page ends between the head of table 4 and its figures.
TEST(GridTest, DisputesInTablesOfTheirOwn) {
  const auto table = [](const std::vector<std::vector<std::string>>& rows) {
    std::string text = "<table>";
    for (const auto& row : rows) {
      absl::StrAppend(&text, "<tr>");
      for (const std::string& cell : row) {
        absl::StrAppend(&text, cell.find("span=") == 3 ? "<td " : "<td>", cell, "</td>");
      }
    }
    return absl::StrCat(text, "</table>");
  };
  const std::vector<std::string> outcomes = {"结果维持", "结果纠正", "其他结果", "尚未审结",
                                             "总计"};
  const std::string report =
      absl::StrCat(Html({}), "<p>四、政府信息公开行政复议、行政诉讼情况</p>",
                   table({{"colspan=5>行政复议"}, outcomes, {"1", "2", "3", "4", "10"}}),
                   "<p>（二）行政诉讼</p>",
                   table({{"colspan=5>未经复议直接起诉"}, outcomes, {"5", "0", "", "1", "6"}}),
                   table({{"colspan=5>复议后起诉"}, outcomes, {"7", "0", "0", "0", "7"}}));
  EXPECT_EQ(Row(report, "disputes"), "1 2 3 4 10 5 0 BLANK 1 6 7 0 0 0 7");
}

// 备注 behind the last column, with 无 in it.
TEST(GridTest, AColumnOfRemarks) {
  const std::string report =
      Html({{kIdentity, "colspan=7>申请人情况", "rowspan=3>备注"},
            {"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"},
            {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
            {kReceived, "1", "2", "3", "4", "5", "6", "21", "无"},
            {kCarriedIn, "1", "0", "0", "0", "0", "0", "1", ""}});
  EXPECT_EQ(Row(report, "requests.received"), "1 2 3 4 5 6 21");
  EXPECT_EQ(Row(report, "requests.carried_in"), "1 0 0 0 0 0 1");
  // Nothing says that the eighth is a remark: one figure may be torn in two.
  const std::string torn = Html({{kIdentity, "colspan=7>申请人情况"},
                                 {"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"},
                                 {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
                                 {kReceived, "1", "2", "3", "4", "5", "1", "6", "31"}});
  EXPECT_EQ(Row(torn, "requests.received"), "? ? ? ? ? ? ?");
}

// A list of documents in the prose has rows of the same names.
TEST(GridTest, ATableBeforeItsSectionIsNotTaken) {
  const std::string report = absl::StrCat(
      "<h1>某县2019年政府信息公开工作年度报告</h1><p>一、总体情况</"
      "p><table><tr><td>规章<td>第3号<td>"
      "2018年<td>有效<tr><td>规范性文件<td>7<td>8<td>9<tr><td>行政许可<td>120<td>1<td>2</table>"
      "<p>二、主动公开政府信息情况</p><table><tr><td "
      "colspan=4>第二十条第（一）项<tr><td>信息内容<td>"
      "本年新制作数量<td>本年新公开数量<td>对外公开总数量<tr><td>规章<td>0<td>0<td>1<tr><td>"
      "规范性文件<td>4<td>5<td>6</table>");
  EXPECT_EQ(Row(report, "disclosure.regulations"), "0 0 1");
  EXPECT_EQ(Row(report, "disclosure.normative_documents"), "4 5 6");
}

TEST(GridTest, LabelsOfGroupAndRowInOneCell) {
  const std::string report =
      Html({{kIdentity, "colspan=7>申请人情况"},
            {"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"},
            {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
            {kReceived, "1", "2", "3", "4", "5", "6", "21"},
            {"colspan=3>（三）不予公开1.属于国家秘密", "1", "0", "0", "0", "0", "0", "1"},
            {"colspan=3>三、本年度办理结果（四）无法提供 3.补正后内容仍不明确", "2", "0", "0", "0",
             "0", "0", "2"},
            {"colspan=3>（六）其他处理\n3.其他", "3", "0", "0", "0", "0", "0", "3"}});
  EXPECT_EQ(Row(report, "requests.denied.state_secret"), "1 0 0 0 0 0 1");
  EXPECT_EQ(Row(report, "requests.unavailable.unclear_after_correction"), "2 0 0 0 0 0 2");
  EXPECT_EQ(Row(report, "requests.other.rest"), "3 0 0 0 0 0 3");
}

TEST(GridTest, DisputesOverAPagesEnd) {
  const std::string text = absl::StrCat(
      Html({{"colspan=5>行政复议", "colspan=10>行政诉讼"},
            {"rowspan=2>结果维持", "rowspan=2>结果纠正", "rowspan=2>其他结果", "rowspan=2>尚未审结",
             "rowspan=2>总计", "colspan=5>未经复议直接起诉", "colspan=5>复议后起诉"},
            {"结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "结果维持", "结果纠正",
             "其他结果", "尚未审结", "总计"}}),
      "<table><tr><td>1<td>2<td>3<td>4<td>10<td>0<td>0<td>0<td>1<td>1<td>5<td>0<td>0<td><td>5"
      "</table>");
  EXPECT_EQ(Row(text, "disputes"), "1 2 3 4 10 0 0 0 1 1 5 0 0 BLANK 5");
}

// Table 4 has one row of figures: in a second one stands what was torn off.
TEST(GridTest, DisputesTornIntoTwoRows) {
  const auto disputes = [](const std::vector<std::string>& below) {
    return Html(
        {{"colspan=5>行政复议", "colspan=10>行政诉讼"},
         {"rowspan=2>结果维持", "rowspan=2>结果纠正", "rowspan=2>其他结果", "rowspan=2>尚未审结",
          "rowspan=2>总计", "colspan=5>未经复议直接起诉", "colspan=5>复议后起诉"},
         {"结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "结果维持", "结果纠正",
          "其他结果", "尚未审结", "总计"},
         {"15", "2", "3", "4", "162", "0", "0", "0", "1", "1", "5", "0", "0", "0", "5"},
         below});
  };
  const std::vector<std::string> empty(15);
  std::vector<std::string> torn = empty;
  EXPECT_EQ(Row(disputes(torn), "disputes"), "15 2 3 4 162 0 0 0 1 1 5 0 0 0 5");
  torn[0] = "15";  // said twice
  EXPECT_EQ(Row(disputes(torn), "disputes"), "15 2 3 4 162 0 0 0 1 1 5 0 0 0 5");
  torn[0] = "3";
  EXPECT_EQ(Row(disputes(torn), "disputes"), "? ? ? ? ? ? ? ? ? ? ? ? ? ? ?");
}

// A long label with its note over two lines in one cell.
TEST(GridTest, ALongLabelOverTwoLines) {
  const std::string text =
      Html({{"colspan=4>第二十条第（一）项"},
            {"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"},
            {"行政规<br>范性文件(行政机关制定发布的决定、公告、通告、意见、通知,"
             "以及标题采用“规定”“办法”“细则”"
             "等字样的公文,一般情况下属于规范性文件)",
             "1", "2", "3"},
            {kReceived, "5", "0", "0", "0", "0", "0", "5"}});
  EXPECT_EQ(Row(text, "disclosure.normative_documents"), "1 2 3");
}

TEST(GridTest, TwoNumbersInOneCellAreNone) {
  const std::string text = Html({
      {kIdentity, "colspan=7>申请人情况"},
      {"rowspan=2>自然人", "colspan=5>法人或其他组织", "rowspan=2>总计"},
      {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"},
      {kReceived, "55<br>123", "<p>4</p><p>0</p>", "5", "0", "1", "2", "21"},
  });
  EXPECT_EQ(Row(text, "requests.received"), "? ? 5 0 1 2 21");
}

// A converter that writes the text of a merged cell into each of its places.
TEST(GridTest, MergedCellsRepeatedInEveryPlace) {
  const std::string report =
      Html({{"第二十条第（八）项", "第二十条第（八）项", "第二十条第（八）项"},
            {"信息内容", "本年收费金额（单位：万元）", "本年收费金额（单位：万元）"},
            {"行政事业性收费", "3.5", "3.5"}});
  EXPECT_EQ(Row(report, "disclosure.fees.amount"), "35000");
  // Not the same figure: something else is wrong.
  const std::string doubtful =
      Html({{"第二十条第（八）项", "第二十条第（八）项", "第二十条第（八）项"},
            {"信息内容", "本年收费金额（单位：万元）", "本年收费金额（单位：万元）"},
            {"行政事业性收费", "3.5", "4"}});
  EXPECT_EQ(Row(doubtful, "disclosure.fees.amount"), "?");
}

// Pinyin in brackets inside a unit, which itself stands in brackets.
TEST(GridTest, UnitWithReadingsInBrackets) {
  const std::string report =
      Html({{"colspan=2>第(dì)二(èr)十(shí)條(tiáo)第（八(bā)）項(xiàng)"},
            {"信息內(nèi)容", "本年收費(fèi)金額(é)（單(dān)位：萬(wàn)元(yuán)）"},
            {"行政事業(yè)性收費(fèi)", "3.5"}});
  EXPECT_EQ(Row(report, "disclosure.fees.amount"), "35000");
}

// A sheet that holds the whole report in one grid.
TEST(GridTest, SectionsInsideAGrid) {
  const absl::StatusOr<Reading> reading =
      Recognize(TextDocument(Html({{"colspan=4>二、主动公开政府信息情况"},
                                   {"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"},
                                   {"规章", "1", "0", "3"},
                                   {"colspan=4>说明：数据已核对"},
                                   {"colspan=4>五、存在的主要问题及改进情况"},
                                   {"colspan=4>一是政策解读不够，二是培训不多。"},
                                   {"colspan=4>六、其他需要报告的事项"},
                                   {"colspan=4>无"}})),
                Forms());
  ASSERT_TRUE(reading.ok()) << reading.status();
  std::vector<std::string> sections;
  for (const SectionReading& section : reading->sections) {
    sections.push_back(absl::StrCat(section.number, " ", section.text));
  }
  EXPECT_EQ(absl::StrJoin(sections, "|"), "2 |5 一是政策解读不够，二是培训不多。|6 无");
}

TEST(GridTest, AListOfLabelsIsNoReport) {
  const std::string text =
      "编号\t行\t列\n1\t一、本年新收政府信息公开申请数量\t自然人\n"
      "2\t二、上年结转政府信息公开申请数量\t自然人\n3\t（一）予以公开\t商业企业\n"
      "4\t1.属于国家秘密\t商业企业\n5\t2.其他法律行政法规禁止公开\t总计\n";
  EXPECT_FALSE(Recognize(TextDocument(text), Forms()).ok());
}

}  // namespace
}  // namespace gongkai
