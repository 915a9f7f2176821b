// Runs the conformance suite (README.md) through the pipeline, and holds it complete: every rule of
// the catalogue has cases of every kind, or says why it cannot.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance.pb.h"
#include "embedded/rule_files.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "services/store/neighbour_report.h"
#include "tests/conformance/document_template.h"
#include "workers/pipeline/pipeline.h"

namespace gongkai::conformance {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKinds[] = {"passing", "failing", "not_evaluated", "boundary"};

fs::path Folder() { return fs::path(GONGKAI_SOURCE_DIR) / "tests/conformance"; }

std::string Contents(const fs::path& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> Catalogue() {
  std::vector<std::string> ids;
  for (const EmbeddedFile& embedded : RuleFiles()) {
    internal::v1::RuleFile file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(embedded.text), &file));
    for (const internal::v1::RuleSpec& rule : file.rules()) ids.push_back(rule.id());
  }
  return ids;
}

RuleCases CasesOf(const std::string& rule) {
  RuleCases cases;
  const auto status = google::protobuf::util::JsonStringToMessage(
      Contents(Folder() / "cases" / absl::StrCat(rule, ".json")), &cases);
  EXPECT_TRUE(status.ok()) << rule << ".json: " << status.ToString();
  EXPECT_EQ(cases.rule(), rule);
  return cases;
}

const Pipeline& ThePipeline() {
  static const Pipeline& pipeline = *new Pipeline(Pipeline::Create().value());
  return pipeline;
}

v1::Report Read(const Document& document, const ProcessOptions& options) {
  const absl::StatusOr<std::string> bytes =
      Fill(Contents(Folder() / "documents" / absl::StrCat(document.base(), ".html")), document);
  EXPECT_TRUE(bytes.ok()) << bytes.status().ToString();
  if (!bytes.ok()) return {};
  absl::StatusOr<v1::Report> report = ThePipeline().Process(*bytes, options);
  EXPECT_TRUE(report.ok()) << report.status().ToString();
  return report.ok() ? *std::move(report) : v1::Report();
}

v1::Report Check(const Case& test) {
  internal::v1::ReportContext context;
  if (test.has_prior()) *context.mutable_prior_year() = NeighbourOf(Read(test.prior(), {}));
  context.set_region_wide(test.region_wide());
  for (const Child& child : test.children()) {
    internal::v1::ChildReport* known = context.add_children();
    known->set_agency_name(child.agency());
    if (child.has_document()) *known->mutable_report() = NeighbourOf(Read(child.document(), {}));
  }
  ProcessOptions options;
  options.requested_year = test.requested_year();
  options.context = &context;
  return Read(test.document(), options);
}

std::string Line(const Finding& finding) {
  return absl::StrCat(finding.severity(), " ", finding.rule(), " ", finding.subject(), " expected ",
                      finding.expected(), " actual ", finding.actual(), " difference ",
                      finding.difference(), " cells ", absl::StrJoin(finding.cells(), ", "));
}

std::vector<std::string> Expected(const Case& test) {
  std::vector<std::string> lines;
  for (const Finding& finding : test.findings()) lines.push_back(Line(finding));
  return lines;
}

std::vector<std::string> Found(const v1::Report& report) {
  std::vector<std::string> lines;
  for (const v1::Finding& wire : report.findings()) {
    Finding finding;
    finding.set_rule(wire.rule_id());
    finding.set_severity(v1::Finding::Severity_Name(wire.severity()));
    finding.set_subject(wire.subject());
    finding.set_expected(wire.expected());
    finding.set_actual(wire.actual());
    finding.set_difference(wire.difference());
    for (const v1::CellRef& cell : wire.cells()) {
      finding.add_cells(!cell.text().empty() ? absl::StrCat("“", cell.text(), "”")
                        : cell.applicant().empty()
                            ? cell.indicator()
                            : absl::StrCat(cell.indicator(), "/", cell.applicant()));
    }
    lines.push_back(Line(finding));
    EXPECT_FALSE(wire.message().empty()) << lines.back();
    EXPECT_FALSE(wire.message_en().empty()) << lines.back();
  }
  return lines;
}

std::vector<std::string> NotEvaluated(const v1::Report& report, const std::string& rule) {
  std::vector<std::string> subjects;
  for (const v1::NotEvaluated& skipped : report.not_evaluated()) {
    if (skipped.rule_id() != rule) continue;
    subjects.push_back(skipped.subject());
    EXPECT_FALSE(skipped.reason().empty()) << rule;
    EXPECT_FALSE(skipped.reason_en().empty()) << rule;
  }
  return subjects;
}

class ConformanceTest : public testing::TestWithParam<std::string> {};

TEST_P(ConformanceTest, FindsExactlyWhatTheCasesSay) {
  const RuleCases cases = CasesOf(GetParam());
  for (const Case& test : cases.cases()) {
    SCOPED_TRACE(test.name());
    const v1::Report report = Check(test);
    EXPECT_THAT(Found(report), testing::ElementsAreArray(Expected(test)));
    EXPECT_THAT(NotEvaluated(report, GetParam()), testing::ElementsAreArray(test.not_evaluated()));
  }
}

// What makes a case of its kind is that the rule itself speaks or keeps silent.
TEST_P(ConformanceTest, HasEveryKindOfCase) {
  const RuleCases cases = CasesOf(GetParam());
  std::set<std::string> kinds, names;
  for (const Case& test : cases.cases()) {
    kinds.insert(test.kind());
    EXPECT_TRUE(names.insert(test.name()).second) << "two cases: " << test.name();
    const bool found =
        std::any_of(test.findings().begin(), test.findings().end(),
                    [](const Finding& finding) { return finding.rule() == GetParam(); });
    if (test.kind() == "passing") {
      EXPECT_FALSE(found || !test.not_evaluated().empty()) << test.name();
    } else if (test.kind() == "failing") {
      EXPECT_TRUE(found) << test.name();
    } else if (test.kind() == "not_evaluated") {
      EXPECT_FALSE(test.not_evaluated().empty()) << test.name();
    }
  }
  for (const char* kind : kKinds) {
    const auto reason = cases.impossible().find(kind);
    if (reason == cases.impossible().end()) {
      EXPECT_EQ(kinds.count(kind), 1u) << "no case of kind " << kind;
    } else {
      EXPECT_EQ(kinds.count(kind), 0u) << kind;
      EXPECT_GT(reason->second.size(), 20u) << kind << ": say why";
    }
  }
  const size_t known =
      static_cast<size_t>(std::count_if(std::begin(kKinds), std::end(kKinds),
                                        [&](const char* kind) { return kinds.count(kind) > 0; }));
  EXPECT_EQ(kinds.size(), known) << "a case of no known kind";
}

INSTANTIATE_TEST_SUITE_P(Rules, ConformanceTest, testing::ValuesIn(Catalogue()),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) c = c == '.' ? '_' : c;
                           return name;
                         });

TEST(ConformanceSuiteTest, HoldsNoCasesOfUnknownRules) {
  std::vector<std::string> files, wanted;
  for (const auto& entry : fs::directory_iterator(Folder() / "cases")) {
    files.push_back(entry.path().filename());
  }
  for (const std::string& rule : Catalogue()) wanted.push_back(absl::StrCat(rule, ".json"));
  EXPECT_THAT(files, testing::UnorderedElementsAreArray(wanted));
}

}  // namespace
}  // namespace gongkai::conformance
