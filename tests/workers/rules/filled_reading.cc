#include "tests/workers/rules/filled_reading.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "embedded/form_files.h"
#include "embedded/rule_files.h"

namespace gongkai {
namespace {

// The figures of a file in tests/data, as indicator, applicant, value.
std::vector<std::vector<std::string>> Figures(const std::string& name) {
  const std::string path = absl::StrCat(GONGKAI_SOURCE_DIR, "/tests/data/", name);
  std::ifstream in(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) rows.push_back(absl::StrSplit(line, '\t'));
  EXPECT_GT(rows.size(), 190u) << path;
  return rows;
}

void SetMetadata(int year, absl::string_view agency, MetadataReading* metadata) {
  metadata->title = absl::StrCat(agency, year, "年政府信息公开工作年度报告");
  metadata->agency_name = std::string(agency);
  metadata->title_agency = std::string(agency);
  metadata->issuing_body = absl::StrCat(agency, "办公室");
  metadata->year = metadata->title_year = year;
  metadata->index_code = "11500000009275780L/2020-11304";
  metadata->credit_code = "11500000009275780L";
  metadata->published = {year + 1, 3, 31};
  metadata->period_start = {year, 1, 1};
  metadata->period_end = {year, 12, 31};
}

}  // namespace

const FormSet& TestForms() {
  static const FormSet& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

const RuleSet& TestRules() {
  static const RuleSet& rules = *new RuleSet(RuleSet::Load(RuleFiles(), TestForms()).value());
  return rules;
}

Reading FilledReading(absl::string_view name) {
  const bool single_other = name == "2021+other";
  Reading reading;
  reading.form = TestForms().Find(name.substr(0, 4));
  if (single_other) reading.form = TestForms().WithSingleOther(reading.form);
  reading.single_other_row = single_other;
  reading.facts.resize(reading.form->cells().size());
  for (const auto& row :
       Figures(name == "2019" ? "sample-2019.facts.tsv" : "figures-2021.facts.tsv")) {
    Fact& fact = FactAt(reading, row[0], row[1]);
    fact.value = Decimal::Parse(row[2]).value();
    if (single_other && absl::StrContains(row[0], "requests.other.")) {
      Fact& other = FactAt(reading, "requests.other", row[1]);
      other.presence = Presence::kReported;
      other.value = Decimal::Add(other.value, fact.value).value();
      other.raw_text = other.value.ToString();
    } else {
      fact.presence = Presence::kReported;
      fact.raw_text = row[2];
    }
  }
  if (name == "2019") {
    FactAt(reading, "disclosure.regulations.published").note = "含2018年结转1件";
    FactAt(reading, "disclosure.normative_documents.published").note = "含2018年结转5件";
  }
  SetMetadata(name == "2019" ? 2019 : 2024, name == "2019" ? "重庆市人民政府" : "淮安市人民政府",
              &reading.metadata);
  for (const auto& title : reading.form->file().sections()) {
    SectionReading section;
    section.number = section.printed_ordinal = title.number();
    section.official_title = true;
    section.heading = title.title().text();
    section.text = "本年度没有收取信息处理费，主要问题正在改进。";
    reading.sections.push_back(std::move(section));
  }
  return reading;
}

Fact& FactAt(Reading& reading, absl::string_view indicator, absl::string_view applicant) {
  const int cell = reading.form->FindCell(indicator, applicant);
  if (cell < 0) {
    ADD_FAILURE() << "no cell " << indicator << " " << applicant;
    std::abort();
  }
  return reading.facts[static_cast<size_t>(cell)];
}

void SetValue(Reading& reading, absl::string_view indicator, absl::string_view applicant,
              absl::string_view value) {
  Fact& fact = FactAt(reading, indicator, applicant);
  fact.presence = Presence::kReported;
  fact.value = Decimal::Parse(value).value();
  fact.raw_text = std::string(value);
}

void SetPresence(Reading& reading, absl::string_view indicator, absl::string_view applicant,
                 Presence presence) {
  Fact& fact = FactAt(reading, indicator, applicant);
  fact.presence = presence;
  fact.value = Decimal();
  fact.raw_text = presence == Presence::kDash            ? "/"
                  : presence == Presence::kNotApplicable ? "无"
                  : presence == Presence::kUnreadable    ? "见附件"
                                                         : "";
}

Evaluation Evaluate(const Reading& reading, int requested_year) {
  RuleContext context;
  context.requested_year = requested_year;
  return TestRules().Evaluate(reading, context);
}

std::vector<std::string> Findings(const Evaluation& evaluation) {
  std::vector<std::string> lines;
  for (const RuleFinding& finding : evaluation.findings) {
    lines.push_back(absl::StrCat(finding.rule_id, " ", finding.subject));
  }
  return lines;
}

Evaluation Evaluate(const Reading& reading, const Neighbours& neighbours) {
  RuleContext context;
  context.neighbours = &neighbours;
  return TestRules().Evaluate(reading, context);
}

std::vector<std::string> Skipped(const Evaluation& evaluation) {
  std::vector<std::string> lines;
  for (const RuleNotEvaluated& skipped : evaluation.not_evaluated) {
    const bool for_want_of_others =
        skipped.subject == "report" && (skipped.rule_id[0] == 'Y' || skipped.rule_id[0] == 'R');
    if (for_want_of_others) continue;
    lines.push_back(absl::StrCat(skipped.rule_id, " ", skipped.subject));
    EXPECT_FALSE(skipped.reason_zh.empty()) << lines.back();
    EXPECT_FALSE(skipped.reason_en.empty()) << lines.back();
  }
  return lines;
}

std::vector<std::string> Details(const Evaluation& evaluation) {
  std::vector<std::string> lines;
  for (const RuleFinding& finding : evaluation.findings) {
    const char* severity = finding.severity == Severity::kError     ? "ERROR"
                           : finding.severity == Severity::kWarning ? "WARNING"
                                                                    : "INFO";
    lines.push_back(absl::StrCat(severity, " ", finding.rule_id, " ", finding.subject, " ",
                                 finding.expected, " ", finding.actual, " ", finding.difference));
  }
  return lines;
}

}  // namespace gongkai
