#include "workers/pipeline/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/base/error.h"
#include "workers/pipeline/pipeline.h"

namespace gongkai {
namespace {

using internal::v1::NeighbourFact;
using internal::v1::NeighbourReport;
using internal::v1::ProcessReply;
using internal::v1::ProcessRequest;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Pipeline& ThePipeline() {
  static const Pipeline& pipeline = *new Pipeline(Pipeline::Create().value());
  return pipeline;
}

// The figures of the bundled sample.
NeighbourReport Sample() {
  NeighbourReport figures;
  figures.set_agency_name("重庆市人民政府");
  figures.set_year(2019);
  figures.set_form_version("2019");
  std::ifstream in(absl::StrCat(GONGKAI_SOURCE_DIR, "/tests/data/sample-2019.facts.tsv"));
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> row = absl::StrSplit(line, '\t');
    NeighbourFact* fact = figures.add_facts();
    fact->set_indicator(row[0]);
    fact->set_applicant(row[1]);
    fact->set_presence(v1::Fact::REPORTED);
    fact->set_value(row[2]);
  }
  EXPECT_EQ(figures.facts_size(), 198);
  return figures;
}

NeighbourFact& FactAt(NeighbourReport& figures, absl::string_view indicator,
                      absl::string_view applicant) {
  for (NeighbourFact& fact : *figures.mutable_facts()) {
    if (fact.indicator() == indicator && fact.applicant() == applicant) return fact;
  }
  ADD_FAILURE() << indicator;
  return *figures.add_facts();
}

v1::Report Check(const ProcessRequest& request) {
  const ProcessReply reply = ThePipeline().Answer(request);
  EXPECT_FALSE(reply.has_error()) << reply.error().reason();
  v1::Report report;
  EXPECT_TRUE(report.ParseFromString(reply.report()));
  return report;
}

std::vector<std::string> FindingsOf(const v1::Report& report) {
  std::vector<std::string> lines;
  for (const v1::Finding& finding : report.findings()) {
    lines.push_back(absl::StrCat(finding.rule_id(), " ", finding.subject(), " ", finding.expected(),
                                 " ", finding.actual()));
    EXPECT_FALSE(finding.cells(0).has_provenance());
  }
  return lines;
}

std::vector<std::string> SkippedOf(const v1::Report& report) {
  std::vector<std::string> lines;
  for (const v1::NotEvaluated& skipped : report.not_evaluated()) {
    lines.push_back(absl::StrCat(skipped.rule_id(), " ", skipped.subject()));
  }
  return lines;
}

TEST(FiguresTest, AreJudgedLikeThoseOfADocument) {
  ProcessRequest request;
  *request.mutable_figures() = Sample();
  const v1::Report clean = Check(request);
  EXPECT_THAT(FindingsOf(clean), IsEmpty());
  EXPECT_EQ(clean.verdict(), v1::Report::PASSED);
  EXPECT_THAT(clean.facts(), SizeIs(198));
  EXPECT_EQ(clean.year(), 2019);
  EXPECT_EQ(clean.form_version(), "2019");
  EXPECT_EQ(clean.document(), "");
  EXPECT_EQ(clean.source_format(), "");
  // What is said of documents is not passed over silently.
  for (const char* rule : {"S.SECTION ", "S.YEAR ", "S.DEADLINE ", "N.TABLE_MATCH ", "Y.SAME_TEXT ",
                           "S.TABLE_MISSING ", "Y.CARRY report"}) {
    EXPECT_THAT(SkippedOf(clean), Contains(rule));
  }

  FactAt(*request.mutable_figures(), "requests.denied.state_secret", "total").set_value("126");
  const v1::Report broken = Check(request);
  EXPECT_THAT(FindingsOf(broken), ElementsAre("T3.OUTCOME_TOTAL total 7408 7498",
                                              "T3.ROW_TOTAL requests.denied.state_secret 216 126"));
  EXPECT_EQ(broken.verdict(), v1::Report::FAILED);
  ASSERT_GE(broken.diagnoses_size(), 1);
  const v1::Diagnosis& diagnosis = broken.diagnoses(0);
  EXPECT_EQ(diagnosis.kind(), v1::Diagnosis::TRANSPOSED_DIGITS);
  EXPECT_EQ(diagnosis.edits(0).printed(), "126");
  EXPECT_EQ(diagnosis.edits(0).proposed(), "216");
  EXPECT_THAT(diagnosis.fingerprints(),
              testing::UnorderedElementsAre(broken.findings(0).fingerprint(),
                                            broken.findings(1).fingerprint()));
  EXPECT_EQ(diagnosis.message(),
            "表三“（三）不予公开 1.属于国家秘密”行“总计”列印为 126，疑应为 216"
            "（相邻两位数字颠倒）；改后有关的 2 项关系均成立。");
  EXPECT_THAT(diagnosis.message_en(),
              testing::AllOf(testing::HasSubstr("126"), testing::HasSubstr("216"),
                             testing::HasSubstr("state_secret")));
}

TEST(FiguresTest, PresenceAndMissingCellsCount) {
  ProcessRequest request;
  NeighbourReport& figures = *request.mutable_figures();
  figures = Sample();
  NeighbourFact& fact = FactAt(figures, "requests.granted", "business");
  fact.set_presence(v1::Fact::DASH);
  fact.clear_value();
  const v1::Report dash = Check(request);
  EXPECT_EQ(FindingsOf(dash), std::vector<std::string>{"C.BLANK requests.granted/business  "});
  EXPECT_THAT(SkippedOf(dash), Contains("T3.ROW_TOTAL requests.granted"));

  // A system that keeps table 3 alone.
  NeighbourReport requests_only = figures;
  requests_only.clear_facts();
  for (const NeighbourFact& kept : figures.facts()) {
    if (!kept.applicant().empty()) *requests_only.add_facts() = kept;
  }
  figures = requests_only;
  const v1::Report partial = Check(request);
  EXPECT_EQ(FindingsOf(partial), FindingsOf(dash));
  EXPECT_THAT(SkippedOf(partial), Contains("T4.GROUP_TOTAL "));
}

TEST(FiguresTest, OneRowMayStandForItsSubRows) {
  ProcessRequest request;
  NeighbourReport& figures = *request.mutable_figures();
  figures.set_form_version("2021");
  figures.set_year(2024);
  NeighbourFact* fact = figures.add_facts();
  fact->set_indicator("requests.other");
  fact->set_applicant("total");
  fact->set_presence(v1::Fact::REPORTED);
  fact->set_value("3");
  EXPECT_THAT(Check(request).facts(), SizeIs(207));
}

TEST(FiguresTest, NeighboursAreTheCallers) {
  ProcessRequest request;
  *request.mutable_figures() = Sample();
  NeighbourReport& prior = *request.mutable_context()->mutable_prior_year();
  prior = Sample();
  prior.set_year(2018);
  for (NeighbourFact& fact : *prior.mutable_facts()) {
    if (fact.indicator() == "requests.carried_out") {
      fact.set_value(
          FactAt(*request.mutable_figures(), "requests.carried_in", fact.applicant()).value());
    }
  }
  FactAt(prior, "requests.carried_out", "business").set_value("1000");
  EXPECT_THAT(FindingsOf(Check(request)), Contains(testing::StartsWith("Y.CARRY business 1000 ")));
}

TEST(FiguresTest, WhatTheFormsDoNotHaveIsRefused) {
  const auto reason = [](const NeighbourReport& figures) {
    ProcessRequest request;
    *request.mutable_figures() = figures;
    return ThePipeline().Answer(request).error().reason();
  };
  NeighbourReport figures = Sample();
  figures.set_form_version("1999");
  EXPECT_EQ(reason(figures), "UNKNOWN_FORM");
  figures = Sample();
  figures.mutable_facts(0)->set_indicator("requests.none");
  EXPECT_EQ(reason(figures), "UNKNOWN_CELL");
  figures = Sample();
  figures.mutable_facts(0)->set_value("many");
  EXPECT_EQ(reason(figures), "INVALID_VALUE");
}

}  // namespace
}  // namespace gongkai
