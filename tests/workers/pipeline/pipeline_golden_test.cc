// The bundled report of 2019 from its bytes to its findings, against what stands in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gongkai/v1/report.pb.h"
#include "workers/pipeline/pipeline.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string ReadTestFile(const std::string& name) {
  std::stringstream text;
  text << std::ifstream(GONGKAI_SOURCE_DIR "/tests/data/" + name).rdbuf();
  return text.str();
}

const Pipeline& ThePipeline() {
  static const auto& pipeline = *new absl::StatusOr<Pipeline>(Pipeline::Create());
  return *pipeline;
}

v1::Report ReportOf(const std::string& text) {
  const absl::StatusOr<v1::Report> report = ThePipeline().Process(text, {});
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : v1::Report();
}

// Lines "indicator applicant value" of the expectation.
std::vector<std::string> ExpectedFacts() {
  std::vector<std::string> facts =
      absl::StrSplit(ReadTestFile("sample-2019.facts.tsv"), '\n', absl::SkipEmpty());
  return facts;
}

const v1::Fact* FindFact(const v1::Report& report, const std::string& indicator) {
  for (const v1::Fact& fact : report.facts()) {
    if (fact.indicator() == indicator && fact.applicant().empty()) return &fact;
  }
  return nullptr;
}

// "rule subject" of the findings of severity ERROR.
std::set<std::string> Errors(const v1::Report& report) {
  std::set<std::string> errors;
  for (const v1::Finding& finding : report.findings()) {
    if (finding.severity() != v1::Finding::ERROR) continue;
    EXPECT_TRUE(errors.insert(absl::StrCat(finding.rule_id(), " ", finding.subject())).second)
        << "twice: " << finding.ShortDebugString();
  }
  return errors;
}

TEST(PipelineGoldenTest, EveryFactOfTheSample) {
  const v1::Report report = ReportOf(ReadTestFile("sample-2019.txt"));
  std::vector<std::string> facts;
  for (const v1::Fact& fact : report.facts()) {
    EXPECT_EQ(fact.presence(), v1::Fact::REPORTED) << fact.ShortDebugString();
    EXPECT_EQ(fact.confidence(), 1) << fact.ShortDebugString();
    facts.push_back(absl::StrJoin({fact.indicator(), fact.applicant(), fact.value()}, "\t"));
  }
  const std::vector<std::string> expected = ExpectedFacts();
  ASSERT_EQ(expected.size(), 198u);
  EXPECT_EQ(facts, expected);
}

TEST(PipelineGoldenTest, NotesUnitsAndAmountsOfTheSample) {
  const v1::Report report = ReportOf(ReadTestFile("sample-2019.txt"));
  struct Case {
    const char* indicator;
    const char* value;
    const char* unit;
    const char* note;
  };
  for (const Case& c : std::vector<Case>{
           {"disclosure.regulations.published", "8", "件", "含2018年结转1件"},
           {"disclosure.normative_documents.published", "1515", "件", "含2018年结转5件"},
           {"disclosure.licensing.items_change", "-5", "项", ""},
           {"disclosure.procurement.amount", "55294000000", "元", ""},
       }) {
    const v1::Fact* fact = FindFact(report, c.indicator);
    ASSERT_NE(fact, nullptr) << c.indicator;
    EXPECT_EQ(fact->value(), c.value) << c.indicator;
    EXPECT_EQ(fact->unit(), c.unit) << c.indicator;
    EXPECT_EQ(fact->note(), c.note) << c.indicator;
  }
}

TEST(PipelineGoldenTest, WhatTheSampleSaysOfItself) {
  const v1::Report report = ReportOf(ReadTestFile("sample-2019.txt"));
  EXPECT_EQ(report.year(), 2019);
  EXPECT_EQ(report.agency_name(), "重庆市人民政府");
  EXPECT_TRUE(absl::StrContains(report.form_version(), "2019"));
  EXPECT_EQ(report.source_format(), "text");
  EXPECT_EQ(report.metadata().title(), "重庆市2019年政府信息公开工作年度报告");
  EXPECT_EQ(report.metadata().index_code(), "11500000009275780L/2020-11304");
  EXPECT_EQ(report.metadata().unified_social_credit_code(), "11500000009275780L");
  EXPECT_TRUE(report.metadata().index_code_valid());
  EXPECT_EQ(report.metadata().published_date(), "2020-03-31");
  EXPECT_EQ(report.metadata().period_start(), "2019-01-01");
  EXPECT_EQ(report.metadata().period_end(), "2019-12-31");
  std::vector<int> sections;
  for (const v1::Section& section : report.sections()) {
    if (section.number() != 0) sections.push_back(section.number());
  }
  EXPECT_THAT(sections, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(Errors(report), IsEmpty());
  EXPECT_NE(report.verdict(), v1::Report::FAILED);
}

TEST(PipelineGoldenTest, EveryNumberIsFoundWhereItsProvenanceSays) {
  const std::string text = ReadTestFile("sample-2019.txt");
  const v1::Report report = ReportOf(text);
  ASSERT_EQ(report.facts_size(), 198);
  for (const v1::Fact& fact : report.facts()) {
    const v1::Provenance& place = fact.provenance();
    ASSERT_LT(place.begin(), place.end()) << fact.ShortDebugString();
    ASSERT_LE(place.end(), text.size());
    // The printed cell may be broken over lines; its number stands first.
    EXPECT_TRUE(absl::StartsWith(text.substr(place.begin(), place.end() - place.begin()),
                                 fact.raw_text().substr(0, fact.raw_text().find_first_of("( \n"))))
        << fact.ShortDebugString();
  }
}

TEST(PipelineGoldenTest, TheSameBytesGiveTheSameReport) {
  internal::v1::ProcessRequest request;
  request.set_content(ReadTestFile("sample-2019.txt"));
  request.set_requested_year(2019);
  const std::string first = ThePipeline().Answer(request).SerializeAsString();
  EXPECT_EQ(ThePipeline().Answer(request).SerializeAsString(), first);
  const absl::StatusOr<Pipeline> another = Pipeline::Create();
  ASSERT_TRUE(another.ok());
  EXPECT_EQ(another->Answer(request).SerializeAsString(), first);

  internal::v1::ProcessReply reply;
  ASSERT_TRUE(reply.ParseFromString(first));
  EXPECT_EQ(reply.summary().year(), 2019);
  EXPECT_EQ(reply.summary().agency_name(), "重庆市人民政府");
  EXPECT_EQ(reply.summary().unified_social_credit_code(), "11500000009275780L");
  EXPECT_EQ(reply.summary().error_count(), 0);
}

TEST(PipelineGoldenTest, TheYearAskedForIsHeldAgainstTheReport) {
  ProcessOptions options;
  options.requested_year = 2020;
  const absl::StatusOr<v1::Report> report =
      ThePipeline().Process(ReadTestFile("sample-2019.txt"), options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->year(), 2019);
  EXPECT_EQ(report->verdict(), v1::Report::FAILED);
  ASSERT_EQ(Errors(*report).size(), 1u);
  EXPECT_TRUE(absl::StartsWith(*Errors(*report).begin(), "S.YEAR "));
}

TEST(PipelineGoldenTest, WhatIsNoReportIsRefusedWithItsReason) {
  struct Case {
    const char* content;
    const char* reason;
  };
  for (const Case& c : std::vector<Case>{
           {"", "EMPTY_DOCUMENT"},
           {"%PDF-1.7\n...", "UNSUPPORTED_FORMAT"},
           {"买菜清单\n白菜\n豆腐\n", "NOT_A_REPORT"},
       }) {
    internal::v1::ProcessRequest request;
    request.set_content(c.content);
    const internal::v1::ProcessReply reply = ThePipeline().Answer(request);
    EXPECT_EQ(reply.error().reason(), c.reason);
    EXPECT_NE(reply.error().message(), reply.error().message_en());
    EXPECT_THAT(reply.report(), IsEmpty());
  }
}

// One cell of tables 3 and 4: where its line stands, and what the cell is by the order of the form.
struct TextCell {
  size_t line = 0;
  std::string number;
  std::string indicator;
  std::string applicant;
};

// The lines of tables 3 and 4 that hold a number, in order, beside the expected facts in order.
std::vector<TextCell> CellsOfTables3And4(const std::vector<std::string>& lines) {
  std::vector<TextCell> cells;
  bool inside = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (absl::StartsWith(lines[i], "三、收到和处理")) inside = true;
    if (absl::StartsWith(lines[i], "五、存在")) inside = false;
    const std::string number = lines[i].substr(0, lines[i].find(' '));
    if (inside && !number.empty() && number.find_first_not_of("0123456789") == std::string::npos) {
      cells.push_back({i, number, "", ""});
    }
  }
  size_t next = 0;
  for (const std::string& fact : ExpectedFacts()) {
    const std::vector<std::string> columns = absl::StrSplit(fact, '\t');
    if (absl::StartsWith(columns[0], "disclosure.")) continue;
    if (next < cells.size()) {
      EXPECT_EQ(cells[next].number, columns[2]) << fact;
      cells[next].indicator = columns[0];
      cells[next].applicant = columns[1];
    }
    ++next;
  }
  EXPECT_EQ(next, cells.size());
  return cells;
}

// The identities of the form that a cell takes part in.
std::set<std::string> IdentitiesOf(const TextCell& cell) {
  if (cell.applicant.empty()) {
    // disputes.<group>.<column>
    return {absl::StrCat("T4.GROUP_TOTAL ",
                         std::vector<std::string>(absl::StrSplit(cell.indicator, '.'))[1])};
  }
  const bool flow = cell.indicator == "requests.received" ||
                    cell.indicator == "requests.carried_in" ||
                    cell.indicator == "requests.carried_out";
  const bool concluded = cell.indicator == "requests.concluded";
  std::set<std::string> identities = {absl::StrCat("T3.ROW_TOTAL ", cell.indicator)};
  if (flow || concluded) identities.insert(absl::StrCat("T3.IN_EQUALS_OUT ", cell.applicant));
  if (!flow) identities.insert(absl::StrCat("T3.OUTCOME_TOTAL ", cell.applicant));
  return identities;
}

TEST(PipelineGoldenTest, EveryCellThatIsOffByOneIsFoundAndNothingElse) {
  const std::vector<std::string> lines = absl::StrSplit(ReadTestFile("sample-2019.txt"), '\n');
  const std::vector<TextCell> cells = CellsOfTables3And4(lines);
  ASSERT_EQ(cells.size(), 23u * 7 + 15);
  for (const TextCell& cell : cells) {
    SCOPED_TRACE(absl::StrCat(cell.indicator, " ", cell.applicant));
    std::vector<std::string> changed = lines;
    int64_t number = 0;
    ASSERT_TRUE(absl::SimpleAtoi(cell.number, &number));
    const std::string wrong = absl::StrCat(number + 1);
    changed[cell.line].replace(0, cell.number.size(), wrong);
    const v1::Report report = ReportOf(absl::StrJoin(changed, "\n"));
    EXPECT_EQ(report.verdict(), v1::Report::FAILED);
    EXPECT_EQ(Errors(report), IdentitiesOf(cell));
    for (const v1::Finding& finding : report.findings()) {
      if (finding.severity() != v1::Finding::ERROR) continue;
      EXPECT_EQ(finding.origin(), v1::Finding::SOURCE);
      bool named = false;
      for (const v1::CellRef& ref : finding.cells()) {
        named |= ref.indicator() == cell.indicator && ref.applicant() == cell.applicant &&
                 ref.value() == wrong;
      }
      EXPECT_TRUE(named) << finding.ShortDebugString();
      EXPECT_TRUE(finding.difference() == "1" || finding.difference() == "-1")
          << finding.ShortDebugString();
    }
  }
}

}  // namespace
}  // namespace gongkai
