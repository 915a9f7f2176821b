// Damage as published reports show it: one story each.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "embedded/form_files.h"
#include "tests/data/render/render.h"
#include "tests/workers/form/text_document.h"
#include "workers/form/recognizer.h"

namespace gongkai {
namespace {

const FormSet& Forms() {
  static const auto& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

// Values of the cells whose codes begin with `prefix`: "1 2 BLANK"; "?" for unreadable.
std::string Row(const Reading& reading, absl::string_view prefix) {
  std::vector<std::string> values;
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    const std::string& indicator = reading.form->cells()[i].indicator;
    if (indicator != prefix && indicator.rfind(absl::StrCat(prefix, "."), 0) != 0) continue;
    switch (reading.facts[i].presence) {
      case Presence::kReported:
        values.push_back(reading.facts[i].value.ToString());
        break;
      case Presence::kBlank:
        values.push_back("BLANK");
        break;
      case Presence::kDash:
        values.push_back("DASH");
        break;
      case Presence::kMissing:
        values.push_back("MISSING");
        break;
      case Presence::kUnreadable:
        values.push_back("?");
        break;
      default:
        values.push_back("other");
        break;
    }
    if (reading.facts[i].presence == Presence::kUnreadable) {
      EXPECT_FALSE(reading.facts[i].doubt.empty());
      EXPECT_LT(reading.facts[i].confidence, 1.0f);
    }
  }
  return absl::StrJoin(values, " ");
}

Reading Read(const Document& document) {
  absl::StatusOr<Reading> reading = Recognize(document, Forms());
  EXPECT_TRUE(reading.ok()) << reading.status();
  return reading.ok() && reading->form != nullptr ? *std::move(reading) : Reading();
}
Reading Read(absl::string_view text) { return Read(TextDocument(text)); }

constexpr char kBlock1Head[] =
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容\n本年新制作数量\n本年新公开数量\n"
    "对外公开总数量\n";

TEST(VariantsTest, TraditionalCharactersNotesAndExtraRows) {
  const Reading reading = Read(
      "第二十條第(一)項 | |||||\n"
      "信息內容 | 本年新 製作數量 | 本年新 公開數量 | 對外公開總數量 | ||\n"
      "規章(設區的市、自治州人民政府應提供相關數據) | 0 | 0 | 0 | ||\n"
      "規範性檔案(行政機關制定發布的決定，一般情況下屬於規範性檔案) | 2 | 2 | 19 | ||\n"
      "其他主動公開檔案(含除規範性檔案以外的主動公開檔案) | 186 | 86 | 255 | ||\n"
      "第二十條第(五)項 | |||||\n"
      "信息內容 | 上一年項目數量(指2019年事項數) | 本年增/減(減用負值表示,如-8) | 處理決定數量 | "
      "||\n"
      "行政許可 | 8 | 5 | 93 | ||\n"
      "行政強制 | 4 | 4 | - | ||\n");
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "0 0 0");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "2 2 19");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "8 5 93");
  EXPECT_EQ(Row(reading, "disclosure.coercion"), "4 4 DASH");
  EXPECT_EQ(Row(reading, "disclosure.penalties"), "MISSING MISSING MISSING");
}

TEST(VariantsTest, PinyinInBracketsBehindCharacters) {
  const Reading reading = Read(
      "二、主動(dòng)公開政府信息情況\n第二十條第(一)項\n|\n信息內(nèi)容\n|\n本年新制作數(shù)"
      "量\n|\n"
      "本年新公開數(shù)量\n|\n對(duì)外公開總數(shù)量\n|\n規(guī)章\n|\n1\n|\n2\n|\n3\n|\n"
      "規(guī)范性文件\n|\n4\n|\n5\n|\n6\n|\n");
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "1 2 3");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "4 5 6");
}

// Blank cells of a text without borders left empty lines: 3 is 现行有效, not 制发.
TEST(VariantsTest, BlankCellsAsEmptyLines) {
  const Reading reading = Read(
      "二、主动公开政府信息情况\n\n第二十条第(一)项\n\n信息内容\n\n本年制发件数\n\n本年废止件数\n\n"
      "现行有效件数\n\n规章\n\n\n\n\n行政规范性文件\n\n\n\n3\n\n第二十条第(五)项\n\n信息内容\n\n"
      "本年处理决定数量\n\n行政许可\n\n7\n\n");
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "BLANK BLANK BLANK");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "BLANK BLANK 3");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "7");
}

TEST(VariantsTest, BlankCellsAsLinesOfSpaces) {
  const Reading reading = Read(
      "第二十条第(五)项\n\n信息内容\n\n上一年项目数量\n\n本年增/"
      "\n\n处理决定数量\n\n行政许可\n\n18\n\n0\n\n"
      "1625\n\n其他对外管理服务事项\n\n \n\n \n\n "
      "\n\n第二十条第(六)项\n\n信息内容\n\n上一年项目数量\n\n"
      "本年增/\n\n处理决定数量\n\n行政处罚\n\n137\n\n0\n\n 112\n\n行政强制\n\n12\n\n \n\n 21\n\n");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "18 0 1625");
  EXPECT_EQ(Row(reading, "disclosure.other_services"), "BLANK BLANK BLANK");
  EXPECT_EQ(Row(reading, "disclosure.penalties"), "137 0 112");
  EXPECT_EQ(Row(reading, "disclosure.coercion"), "12 BLANK 21");
}

// An extractor kept each line once: one 0 for the whole report is no figure of any cell.
TEST(VariantsTest, DroppedRepetitionsAreUnreadable) {
  const Reading reading = Read(absl::StrCat(
      kBlock1Head,
      "规章\n0\n规范性文件\n第二十条第(五)项\n上一年项目数量\n本年增/减\n处理决定数量\n行政许可\n"
      "其他对外管理服务事项\n第二十条第(九)项\n采购项目数量\n采购总金额\n政府集中采购\n"));
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.penalties"), "? ? ?");  // the row itself was dropped
  EXPECT_EQ(Row(reading, "disclosure.procurement"), "? ?");
}

// 规章 stood in the page's menu already, so its row lost the label; 0 is the value of no other row.
TEST(VariantsTest, ARowThatLostItsLabelLendsNoValue) {
  const Reading reading =
      Read(absl::StrCat("规章\n行政规范性文件\n其他文件\n", kBlock1Head,
                        "0\n规范性文件\n第二十条第(五)项\n上一年项目数量\n本年增/"
                        "减\n处理决定数量\n行政许可\n6\n减3\n3\n"
                        "第二十条第(九)项\n采购项目数量\n采购总金额\n政府集中采购\n4\n0.37万元\n"));
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.normative_documents"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "6 -3 3");
  EXPECT_EQ(Row(reading, "disclosure.procurement"), "4 3700");
}

TEST(VariantsTest, OneOfTwoValuesIsUnreadable) {
  const Reading reading = Read(
      "第二十条第(八)项\n\n信息内容\n\n上一年项目数量\n\n本年增/减\n\n行政事业性收费\n\n 0\n\n"
      "第二十条第(九)项\n\n信息内容\n\n采购项目数量\n\n采购总金额\n\n政府集中采购\n\n 0\n\n0\n\n");
  EXPECT_EQ(Row(reading, "disclosure.fees"), "? ?");
  EXPECT_EQ(Row(reading, "disclosure.procurement"), "0 0");
}

TEST(VariantsTest, GluedRowsAreUnreadable) {
  const Reading reading = Read(absl::StrCat(
      kBlock1Head,
      "规章555\n规范性文件141414\n第二十条第(五)项\n上一年项目数量\n行政许可\n6\n5\n3\n"));
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "6 5 3");
}

TEST(VariantsTest, ARowSplitIntoOthersHasNoValues) {
  const Reading reading = Read(
      "第二十条第(五)项 |\n信息内容 |\n上一年项目数量 |\n本年增/减 |\n处理决定数量 |\n行政许可 "
      "|\n1 |\n2 |\n3 |\n"
      "其他对外管理服务事项 |\n行政检查 |\n4 |\n5 |\n6 |\n行政确认 |\n7 |\n8 |\n9 |\n"
      "第二十条第(六)项 |\n行政处罚 |\n10 |\n11 |\n12 |\n");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "1 2 3");
  EXPECT_EQ(Row(reading, "disclosure.other_services"), "? ? ?");
  EXPECT_EQ(Row(reading, "disclosure.penalties"), "10 11 12");
}

TEST(VariantsTest, DamagedLabels) {
  const Form& form = *Forms().Find("2021");
  const ReportToRender report = RandomReport(form, 7);
  const std::string text = absl::StrReplaceAll(
      Render(report, Layout::kPipeRows),
      {{"其他法律行政法规禁止公开", "其他法律行政止公开"},
       {"要求行政机关确认或重新出具已获取信息", "要求行政机关确认或重新出具获取信息"},
       {"勾稽", "钩稽"},
       {"现行有效件数", "现行有效件"},
       {"第二十条第（一）项", "第二十条(一)项"},
       {"第二十条第（八）项", "第二十条第( )项"},
       {"商业企业", "商业 企业"},
       {"危及“三安全一稳定”", "危及\"三安全一稳定\""}});
  const Document damaged = TextDocument(text);
  const Reading reading = Read(damaged);
  ASSERT_EQ(reading.form, &form);
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    EXPECT_EQ(reading.facts[i].presence, Presence::kReported) << form.cells()[i].indicator;
  }
}

// 总计 spans rows and was written first; the values stand in the usual order.
TEST(VariantsTest, TotalFirstInTheHeaderOnly) {
  const ReportToRender report = RandomReport(*Forms().Find("2019"), 9);
  const std::string text = absl::StrReplaceAll(
      Render(report, Layout::kPlainLines),
      {{"申请人情况\n", "申请人情况\n总计\n"}, {"法人或其他组织\n总计\n", "法人或其他组织\n"}});
  const Reading reading = Read(text);
  EXPECT_EQ(reading.facts[reading.form->FindCell("requests.received", "total")].raw_text,
            report.cells.at({"requests.received", "total"}));
}

Table RequestTable(const ReportToRender& report) {
  for (Table& table : TablesOf(report, true)) {
    if (table.number == 3) return table;
  }
  return {};
}

Reading ReadWith(const ReportToRender& report, const std::vector<Table>& tables3) {
  Document document;
  for (const Table& table : TablesOf(report, true)) {
    if (table.number != 3) {
      document.blocks.push_back(ExactGrid(table, &document));
      continue;
    }
    for (const Table& part : tables3) document.blocks.push_back(ExactGrid(part, &document));
  }
  return Read(document);
}

TEST(VariantsTest, TotalFirstInAGridWithItsValues) {
  const ReportToRender report = RandomReport(*Forms().Find("2021"), 2);
  Table table = RequestTable(report);
  std::rotate(table.rows[1].begin(), table.rows[1].end() - 1, table.rows[1].end());
  for (size_t r = 3; r < table.rows.size(); ++r) {
    std::rotate(table.rows[r].end() - 7, table.rows[r].end() - 1, table.rows[r].end());
  }
  const Reading reading = ReadWith(report, {table});
  EXPECT_EQ(reading.facts[reading.form->FindCell("requests.received", "total")].raw_text,
            report.cells.at({"requests.received", "total"}));
  EXPECT_EQ(reading.facts[reading.form->FindCell("requests.received", "business")].raw_text,
            report.cells.at({"requests.received", "business"}));
}

TEST(VariantsTest, TotalFirstInAGridWithValuesInTheUsualOrder) {
  const ReportToRender report = RandomReport(*Forms().Find("2021"), 2);
  Table table = RequestTable(report);
  std::rotate(table.rows[1].begin(), table.rows[1].end() - 1, table.rows[1].end());
  const Reading reading = ReadWith(report, {table});
  EXPECT_EQ(reading.facts[reading.form->FindCell("requests.received", "total")].raw_text,
            report.cells.at({"requests.received", "total"}));
}

TEST(VariantsTest, ASubtotalColumnOfLegalPersons) {
  for (const char* heading : {"法人小计", "小计"}) {
    SCOPED_TRACE(heading);
    const ReportToRender report = RandomReport(*Forms().Find("2019"), 5);
    Table table = RequestTable(report);
    table.columns = 11;
    table.rows[0][1].column_span = 8;
    table.rows[1][1].column_span = 6;
    table.rows[2].push_back({heading});
    for (size_t r = 3; r < table.rows.size(); ++r) {
      int sum = 0;
      for (size_t k = table.rows[r].size() - 6; k + 1 < table.rows[r].size(); ++k) {
        sum += std::stoi(table.rows[r][k].text);
      }
      table.rows[r].insert(table.rows[r].end() - 1, {absl::StrCat(sum)});
    }
    const Reading reading = ReadWith(report, {table});
    EXPECT_EQ(reading.subtotals.size(), 23u);
    EXPECT_EQ(reading.subtotals[0].subject, "requests.received");
    EXPECT_EQ(reading.subtotals[0].applicant, "legal_person");
    for (const Fact& fact : reading.facts) EXPECT_EQ(fact.presence, Presence::kReported);
    EXPECT_EQ(reading.facts[reading.form->FindCell("requests.received", "total")].raw_text,
              report.cells.at({"requests.received", "total"}));
  }
}

TEST(VariantsTest, SubtotalRowsOfGroups) {
  const ReportToRender report = RandomReport(*Forms().Find("2019"), 6);
  Table table = RequestTable(report);
  for (size_t r = 3; r < table.rows.size(); ++r) {
    if (table.rows[r][0].text != "（四）无法提供") continue;
    std::vector<TableCell> row = {{"小计"}};
    for (int a = 0; a < 7; ++a) row.push_back({"88"});
    table.rows[r][0].row_span = 4;
    table.rows.insert(table.rows.begin() + static_cast<std::ptrdiff_t>(r) + 3, row);
    break;
  }
  for (std::vector<TableCell>& row : table.rows) {
    if (row[0].text == "三、本年度办理结果") ++row[0].row_span;
  }
  const Reading reading = ReadWith(report, {table});
  ASSERT_EQ(reading.subtotals.size(), 7u);
  EXPECT_EQ(reading.subtotals[6].subject, "requests.unavailable");
  EXPECT_EQ(reading.subtotals[6].applicant, "total");
  EXPECT_EQ(reading.subtotals[6].value, Decimal(88));
  for (const Fact& fact : reading.facts) EXPECT_EQ(fact.presence, Presence::kReported);
}

// A page break: the table goes on in a second grid, with or without its head.
TEST(VariantsTest, ATableOverTwoGrids) {
  const ReportToRender report = RandomReport(*Forms().Find("2019"), 8);
  const Table table = RequestTable(report);
  for (const bool repeated : {true, false}) {
    Table first = table;
    Table second = table;
    first.rows.resize(14);
    second.rows.erase(second.rows.begin() + (repeated ? 3 : 0), second.rows.begin() + 14);
    // The second part begins inside 三、本年度办理结果 and (三)不予公开.
    std::vector<TableCell>& row = second.rows[repeated ? 3 : 0];
    row.insert(row.begin(), {{"三、本年度办理结果", 1, 1}, {"（三）不予公开", 1, 1}});
    while (row.size() > 10) row.erase(row.begin() + 2);
    for (size_t r = repeated ? 4 : 1; r < second.rows.size(); ++r) {
      int columns = 0;
      for (const TableCell& cell : second.rows[r]) columns += cell.column_span;
      if (columns < 10) second.rows[r].insert(second.rows[r].begin(), {"", 1, 10 - columns});
    }
    const Reading reading = ReadWith(report, {first, second});
    size_t read = 0;
    for (size_t i = 0; i < reading.facts.size(); ++i) {
      const FormCell& cell = reading.form->cells()[i];
      if (reading.facts[i].presence != Presence::kReported) continue;
      ++read;
      EXPECT_EQ(reading.facts[i].value.ToString(),
                cell.kind == internal::v1::CellSpec::AMOUNT
                    ? reading.facts[i].value.ToString()
                    : report.cells.at({cell.indicator, cell.applicant}));
    }
    EXPECT_GE(read, 198u - 7u) << repeated;
  }
}

// Behind a page break the label of the group above stands in a column that the header does not
// have: the values are a column further to the right.
TEST(VariantsTest, APartWithOneColumnMore) {
  const ReportToRender report = RandomReport(*Forms().Find("2019"), 8);
  Table first = RequestTable(report);
  Table second = first;
  size_t end = 0;  // of the first part
  for (size_t r = 3; r < first.rows.size() && end == 0; ++r) {
    if (first.rows[r][0].text == "（五）不予处理") end = r;
  }
  ASSERT_GT(end, 0u);
  first.rows.resize(end);
  second.rows.erase(second.rows.begin(), second.rows.begin() + static_cast<std::ptrdiff_t>(end));
  second.columns = 11;
  second.rows[0].insert(second.rows[0].begin(), {"", static_cast<int>(second.rows.size()), 2});
  for (std::vector<TableCell>& row : second.rows) {
    if (row[0].text == "四、结转下年度继续办理") row[0].column_span = 2;
  }
  const Reading reading = ReadWith(report, {first, second});
  for (const char* code : {"requests.not_processed.petition", "requests.other"}) {
    for (const char* applicant : {"natural_person", "business", "total"}) {
      EXPECT_EQ(reading.facts[reading.form->FindCell(code, applicant)].raw_text,
                report.cells.at({code, applicant}))
          << code << " " << applicant;
    }
  }
}

// Without ruling lines the heads of groups stand in one column each, and the labels below them in
// two rows: what is free beside them is no blank value.
TEST(VariantsTest, DisputesBelowHeadsThatSpanNothing) {
  const ReportToRender report = RandomReport(*Forms().Find("2021"), 4);
  Document document;
  for (Table& table : TablesOf(report, true)) {
    if (table.number == 4) {
      const auto row_of = [](std::vector<std::pair<int, std::string>> texts) {
        std::vector<TableCell> row(15, TableCell{""});
        for (auto& [column, text] : texts) row[column].text = text;
        return row;
      };
      std::vector<std::pair<int, std::string>> first, others;
      const char* const names[] = {"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"};
      for (int i = 0; i < 15; ++i) (i < 5 ? first : others).emplace_back(i, names[i % 5]);
      const std::vector<TableCell> values = table.rows.back();
      table.rows = {row_of({{2, "行政复议"}, {9, "行政诉讼"}}),
                    row_of({{7, "未经复议直接起诉"}, {12, "复议后起诉"}}), row_of(first),
                    row_of(others), values};
    }
    document.blocks.push_back(ExactGrid(table, &document));
  }
  const Reading reading = Read(document);
  for (const char* code :
       {"disputes.review.upheld", "disputes.review.other", "disputes.litigation_direct.total",
        "disputes.litigation_after_review.pending"}) {
    EXPECT_EQ(reading.facts[reading.form->FindCell(code, "")].raw_text, report.cells.at({code, ""}))
        << code;
  }
}

// The stored copy ends behind a label: its cells are missing, not blank.
TEST(VariantsTest, ATextThatIsCutOff) {
  const Reading reading = Read(
      "第二十条第(五)项 |\n信息内容 |\n本年处理决定数量 |\n行政许可 |\n5 |\n第二十条第(六)项 |\n"
      "信息内容 |\n本年处理决定数量 |\n行政处罚 |\n");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "5");
  EXPECT_EQ(Row(reading, "disclosure.penalties"), "MISSING");
  EXPECT_EQ(Row(reading, "disclosure.coercion"), "MISSING");
}

TEST(VariantsTest, MissingTablesAndRowsAreNamed) {
  const ReportToRender report = RandomReport(*Forms().Find("2019"), 1);
  Document document;
  for (Table table : TablesOf(report, true)) {
    if (table.number == 4) continue;
    if (table.number == 3) table.rows.pop_back();
    document.blocks.push_back(ExactGrid(table, &document));
  }
  const Reading reading = Read(document);
  ASSERT_EQ(reading.missing.size(), 2u);
  EXPECT_EQ(reading.missing[0].kind, MissingPart::Kind::kTable);
  EXPECT_EQ(reading.missing[0].table, 4);
  EXPECT_EQ(reading.missing[1].kind, MissingPart::Kind::kRow);
  EXPECT_EQ(reading.missing[1].subject, "四、结转下年度继续办理 requests.carried_out");
  EXPECT_EQ(Row(reading, "requests.carried_out"),
            "MISSING MISSING MISSING MISSING MISSING MISSING MISSING");
}

TEST(VariantsTest, AColumnThatIsNotThere) {
  const ReportToRender report = RandomReport(*Forms().Find("2019"), 1);
  Table table = RequestTable(report);
  table.columns = 9;
  table.rows[0][1].column_span = 6;
  table.rows[1][1].column_span = 4;
  table.rows[2].erase(table.rows[2].begin() + 3);  // 法律服务机构
  for (size_t r = 3; r < table.rows.size(); ++r) table.rows[r].erase(table.rows[r].end() - 3);
  const Reading reading = ReadWith(report, {table});
  ASSERT_EQ(reading.missing.size(), 1u);
  EXPECT_EQ(reading.missing[0].kind, MissingPart::Kind::kColumn);
  EXPECT_EQ(reading.missing[0].subject, "法律服务机构 legal_services");
  const Form& form = *reading.form;
  EXPECT_EQ(reading.facts[form.FindCell("requests.received", "legal_services")].presence,
            Presence::kMissing);
  EXPECT_EQ(reading.facts[form.FindCell("requests.received", "other_organization")].raw_text,
            report.cells.at({"requests.received", "other_organization"}));
}

// A row that begins a grid was read by the header of the grid before, whose cells are elsewhere.
TEST(VariantsTest, ARowWithoutHeaderBelowAnotherGrid) {
  Document document;
  std::vector<TableCell> blanks(200);
  document.blocks.push_back(
      ExactGrid({2,
                 200,
                 {blanks,
                  {{"第二十条第（一）项"}},
                  {{"信息内容"}, {"本年新制作数量"}, {"本年新公开数量"}, {"对外公开总数量"}},
                  {{"规章"}, {"1"}, {"2"}, {"3"}}}},
                &document));
  document.blocks.push_back(ExactGrid(
      {2,
       4,
       {{{"行政许可"}, {"4"}, {"增5"}, {"6"}}, {{"其他对外管理服务事项"}, {"7"}, {"8"}, {"9"}}}},
      &document));
  const Reading reading = Read(document);
  EXPECT_EQ(Row(reading, "disclosure.regulations"), "1 2 3");
  EXPECT_EQ(Row(reading, "disclosure.licensing"), "4 5 6");
}

TEST(VariantsTest, TheFeeHeaderMayNameAnotherUnit) {
  ReportToRender report = RandomReport(*Forms().Find("2021"), 1);
  report.cells[{"disclosure.fees.amount", ""}] = "380";
  const std::string text =
      absl::StrReplaceAll(Render(report, Layout::kPipeRows), {{"单位：万元", "单位：元"}});
  EXPECT_EQ(Row(Read(text), "disclosure.fees"), "380");
  EXPECT_EQ(Row(Read(Render(report, Layout::kPipeRows)), "disclosure.fees"), "3800000");
}

}  // namespace
}  // namespace gongkai
