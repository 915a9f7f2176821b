#include "workers/cli/report_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "embedded/form_files.h"
#include "services/base/error.h"
#include "workers/cli/messages.h"
#include "workers/cli/table_text.h"

namespace gongkai {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const FormSet& Forms() {
  static const FormSet& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

TEST(GridTextTest, ColumnsStandStraightWhateverTheyHold) {
  EXPECT_EQ(GridText({{false, 10}, {true, 6}}, {"", "总计"}, {{"规章", "7"}, {"a", "12345"}}),
            "       总计\n"
            "-----------\n"
            "规章      7\n"
            "a     12345\n");
}

TEST(GridTextTest, WideCellsAreBrokenAndRowsMayBeShort) {
  EXPECT_EQ(GridText({{false, 6}, {true, 4}}, {"项", "数"}, {{"一二三四", "1"}, {"五"}}),
            "项      数\n"
            "----------\n"
            "一二三   1\n"
            "四\n"
            "五\n");
}

TEST(CellTextTest, ZeroBlankAndMissingLookDifferent) {
  const struct {
    v1::Fact::Presence presence;
    const char* value;
    const char* raw;
    const char* zh;
    const char* en;
  } kCases[] = {
      {v1::Fact::REPORTED, "0", "0", "0", "0"},
      {v1::Fact::BLANK, "", "", "〔空〕", "(blank)"},
      {v1::Fact::DASH, "", "—", "—", "—"},
      {v1::Fact::NOT_APPLICABLE, "", "无", "无", "无"},
      {v1::Fact::MISSING, "", "", "〔缺〕", "(missing)"},
      {v1::Fact::UNREADABLE, "", "见\x1b附件", "?见 附件", "?见 附件"},
  };
  for (const auto& c : kCases) {
    v1::Fact fact;
    fact.set_presence(c.presence);
    fact.set_value(c.value);
    fact.set_raw_text(c.raw);
    EXPECT_EQ(CellText(fact, Language::kBoth), c.zh);
    EXPECT_EQ(CellText(fact, Language::kEnglish), c.en);
  }
  v1::Fact noted;
  noted.set_presence(v1::Fact::REPORTED);
  noted.set_value("8");
  noted.set_note("含2018年结转1件");
  EXPECT_EQ(CellText(noted, Language::kBoth), "8（含2018年结转1件）");
}

v1::Report SmallReport() {
  v1::Report report;
  report.set_year(2019);
  report.set_agency_name("某市人民政府");
  report.set_form_version("2019");
  report.set_verdict(v1::Report::FAILED);
  for (const char* applicant : {"business", "total"}) {
    v1::Fact* fact = report.add_facts();
    fact->set_indicator("requests.received");
    fact->set_applicant(applicant);
    fact->set_presence(v1::Fact::REPORTED);
    fact->set_value("12");
    fact->set_unit("件");
  }
  v1::Finding* warning = report.add_findings();
  warning->set_rule_id("S.PERIOD");
  warning->set_severity(v1::Finding::WARNING);
  warning->set_message("期限有疑");
  warning->set_message_en("period is doubtful");
  v1::Finding* error = report.add_findings();
  error->set_rule_id("T3.ROW_TOTAL");
  error->set_severity(v1::Finding::ERROR);
  error->set_message("合计不符");
  error->set_message_en("total differs");
  error->set_expected("12");
  error->set_actual("13");
  error->set_difference("1");
  v1::CellRef* cell = error->add_cells();
  cell->set_indicator("requests.received");
  cell->set_applicant("business");
  cell->set_value("12");
  cell->mutable_provenance()->set_grid(3);
  cell->mutable_provenance()->set_row(4);
  cell->mutable_provenance()->set_column(5);
  return report;
}

TEST(ReportTextTest, SaysVerdictFindingsBySeverityAndTheirCells) {
  ReportTextOptions options;
  EXPECT_EQ(ReportText(SmallReport(), Forms(), options),
            "某市人民政府  2019  表格 form 2019  未通过 FAILED\n"
            "单元格 cells: 2 (已填 REPORTED 2)\n"
            "\n"
            "错误 ERROR (1)\n"
            "  T3.ROW_TOTAL\n"
            "    合计不符\n"
            "    total differs\n"
            "    应为 expected 12  实为 actual 13  相差 difference 1\n"
            "    - 一、本年新收政府信息公开申请数量 × 商业企业 = 12  （表格3 第4行第5列）\n"
            "\n"
            "警告 WARNING (1)\n"
            "  S.PERIOD\n"
            "    期限有疑\n"
            "    period is doubtful\n");
}

// A cause with so many findings, apart from those of SmallReport().
v1::Report WithCause(int findings) {
  v1::Report report = SmallReport();
  v1::Diagnosis* diagnosis = report.add_diagnoses();
  diagnosis->set_cause(1);
  diagnosis->set_rank(1);
  diagnosis->set_message("某行错了一列");
  diagnosis->set_message_en("a row is shifted");
  for (int i = 0; i < findings; ++i) {
    v1::Finding* finding = report.add_findings();
    finding->set_rule_id("T3.IN_EQUALS_OUT");
    finding->set_subject(absl::StrCat("column ", i));
    finding->set_severity(v1::Finding::ERROR);
    finding->set_message(absl::StrCat("第 ", i, " 列不平"));
    finding->set_fingerprint(absl::StrCat("print ", i));
    diagnosis->add_fingerprints(finding->fingerprint());
  }
  return report;
}

TEST(ReportTextTest, OneCauseIsNotTwentyFindings) {
  ReportTextOptions options;
  const std::string text = ReportText(WithCause(20), Forms(), options);
  EXPECT_THAT(text, HasSubstr("  1. 某行错了一列\n     a row is shifted\n"
                              "     可解释 explains: T3.IN_EQUALS_OUT column 0, T3.IN_EQUALS_OUT "
                              "column 1, T3.IN_EQUALS_OUT column 2, T3.IN_EQUALS_OUT column 3, "
                              "T3.IN_EQUALS_OUT column 4, +15\n"));
  EXPECT_THAT(text, HasSubstr("错误 ERROR (21)\n"));
  EXPECT_THAT(text, HasSubstr("  20 项由疑似原因解释 explained by likely cause 1  "
                              "（--explain 逐项列出） (--explain tells each)\n"));
  EXPECT_THAT(text, Not(HasSubstr("列不平")));
  // What the cause does not explain is told as before.
  EXPECT_THAT(text, HasSubstr("    合计不符\n"));
  options.explain = true;
  EXPECT_THAT(ReportText(WithCause(20), Forms(), options), HasSubstr("    第 19 列不平\n"));
}

TEST(ReportTextTest, AFewFindingsOfACauseAreToldInFull) {
  const std::string text = ReportText(WithCause(2), Forms(), {});
  EXPECT_THAT(text, HasSubstr("    第 0 列不平\n"));
  EXPECT_THAT(text, HasSubstr("    第 1 列不平\n"));
  EXPECT_THAT(text, Not(HasSubstr("--explain")));
}

TEST(ReportTextTest, OneLanguageIsOneLanguage) {
  ReportTextOptions options;
  options.language = Language::kChinese;
  EXPECT_THAT(ReportText(SmallReport(), Forms(), options), Not(HasSubstr("total differs")));
  options.language = Language::kEnglish;
  const std::string english = ReportText(SmallReport(), Forms(), options);
  EXPECT_THAT(english, Not(HasSubstr("合计不符")));
  EXPECT_THAT(english, HasSubstr("(grid 3, row 4, column 5)"));
}

TEST(ReportTextTest, TablesShowTheFormsLabelsInStraightColumns) {
  ReportTextOptions options;
  options.tables = true;
  const std::string text = ReportText(SmallReport(), Forms(), options);
  for (const char* label : {"第二十条第（九）项", "政府集中采购", "社会公益组织",
                            "3.危及“三安全一稳定”", "行政诉讼 / 复议后起诉"}) {
    EXPECT_THAT(text, HasSubstr(label));
  }
  // The line of the two facts ends where the header ends: in the column 总计.
  int header_width = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StrContains(line, "社会公益组织")) header_width = DisplayWidth(line);
    if (absl::StartsWith(line, "一、本年新收")) {
      EXPECT_TRUE(absl::EndsWith(line, "12")) << line;
      EXPECT_EQ(DisplayWidth(line), header_width);
    }
  }
  EXPECT_GT(header_width, 0);
}

TEST(ReportTextTest, ReportsWithoutFormOrNamesCanBeShown) {
  v1::Report report;
  report.set_form_version("none");
  ReportTextOptions options;
  options.tables = true;
  const std::string text = ReportText(report, Forms(), options);
  EXPECT_THAT(text, HasSubstr("agency unknown"));
  EXPECT_THAT(text, HasSubstr("no national form"));
  EXPECT_THAT(text, HasSubstr("no findings"));
}

TEST(ReportTextTest, HostileTextCannotSteerTheTerminal) {
  v1::Report report = SmallReport();
  report.set_agency_name("\x1b[2J机关\n伪造行");
  report.mutable_findings(0)->set_message("\x1b]0;x\x07");
  report.mutable_findings(1)->mutable_cells(0)->set_indicator("\x1b[31m");
  EXPECT_THAT(ReportText(report, Forms(), {}), Not(HasSubstr("\x1b")));
}

// Those that a person can do something about.
TEST(ErrorTextTest, ReasonsHaveAWayOutInBothLanguages) {
  for (const char* reason : {"NOT_A_REPORT",      "EMPTY_DOCUMENT",   "UNSUPPORTED_FORMAT",
                             "ENCRYPTED",         "DAMAGED_FILE",     "SCANNED_DOCUMENT",
                             "TEXT_UNMAPPED",     "SEVERAL_REPORTS",  "NO_REPORT_INSIDE",
                             "NESTED_ARCHIVE",    "FILE_TOO_LARGE",   "EXPANDS_TOO_MUCH",
                             "TOO_MANY_ENTRIES",  "TOO_MUCH_TEXT",    "TOO_MANY_CELLS",
                             "TOO_DEEP",          "TOO_MANY_PAGES",   "TOO_COMPLEX",
                             "TIME_LIMIT",        "MEMORY_LIMIT",     "CONVERTER_UNAVAILABLE",
                             "CONVERSION_FAILED", "READER_CRASHED",   "WORKER_LOST",
                             "CONTENT_TOO_LARGE", "INVALID_FILENAME", "REPORT_NOT_FOUND",
                             "JOB_NOT_FOUND",     "AGENCY_NOT_FOUND", "RULE_NOT_FOUND",
                             "FINDING_NOT_FOUND", "FACT_NOT_FOUND",   "BAD_JSON"}) {
    const std::string text =
        ErrorText("", MakeError(absl::StatusCode::kInvalidArgument, reason, "en", "zh"));
    const size_t way_out = text.find("办法 what to do: ");
    ASSERT_NE(way_out, std::string::npos) << reason;
    EXPECT_EQ(std::count(text.begin() + static_cast<ptrdiff_t>(way_out), text.end(), '\n'), 2)
        << reason;
  }
}

TEST(ErrorTextTest, NamesSubjectReasonAndWayOut) {
  const std::string text =
      ErrorText("a.pdf", MakeError(absl::StatusCode::kInvalidArgument, "UNSUPPORTED_FORMAT",
                                   "a PDF file", "PDF 文件"));
  for (const char* part :
       {"a.pdf", "PDF 文件", "a PDF file", "UNSUPPORTED_FORMAT", "另存为", "save it as"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_EQ(ErrorText("", absl::InternalError("boom")), "gongkai: boom [INTERNAL]\n");
}

}  // namespace
}  // namespace gongkai
