// Holds the rule file against the codes that others rely on, and docs/rules.md against the rule
// file. GONGKAI_UPDATE_DOCS=1 in the environment writes docs/rules.md anew.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "embedded/rule_files.h"
#include "gongkai/internal/v1/rule_file.pb.h"

namespace gongkai {
namespace {

using internal::v1::RuleFile;
using internal::v1::RuleSpec;

std::vector<RuleFile> Catalogue() {
  std::vector<RuleFile> files;
  for (const EmbeddedFile& embedded : RuleFiles()) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(embedded.text),
                                                              &files.emplace_back()));
  }
  return files;
}

std::string Cell(absl::string_view text) { return absl::StrReplaceAll(text, {{"|", "\\|"}}); }

std::string RulesPage() {
  std::string page =
      "# 规则 / Rules\n\n"
      "What is checked, one rule a line, in the order in which findings of one severity come. This "
      "page is made from\n`workers/rules/rules/*.txtpb`; `GONGKAI_UPDATE_DOCS=1 "
      "bin/rules_test --gtest_filter='CatalogueTest.*'` in a build\nfolder writes it anew.\n\n"
      "- One finding for each violation: one for each value of \"per\".\n"
      "- A rule that lacks a number, a name or a date is reported as NOT_EVALUATED with its reason "
      "and never passes silently;\n  unless the numbers that are there break it whatever the "
      "missing one is (a part greater than the whole).\n"
      "- ERROR: the report contradicts itself or the form. WARNING: a person should look. INFO: "
      "worth knowing.\n";
  for (const RuleFile& file : Catalogue()) {
    absl::StrAppend(&page, "\n## ", file.name(), "\n\n",
                    "| rule | severity | per | forms | 要求 | what holds | basis |\n",
                    "|---|---|---|---|---|---|---|\n");
    for (const RuleSpec& rule : file.rules()) {
      absl::StrAppend(&page, "| ", rule.id(), " | ", RuleSpec::Severity_Name(rule.severity()),
                      " | ", Cell(rule.scope()), " | ", absl::StrJoin(rule.form_versions(), ", "),
                      " | ", Cell(rule.description_zh()), " | ", Cell(rule.description_en()), " | ",
                      Cell(rule.basis()), " |\n");
    }
  }
  return page;
}

TEST(CatalogueTest, CarriesTheAgreedIdsSeveritiesAndForms) {
  const char* const expected[] = {
      "T3.IN_EQUALS_OUT ERROR 2019,2021",
      "T3.OUTCOME_TOTAL ERROR 2019,2021",
      "T3.ROW_TOTAL ERROR 2019,2021",
      "T3.GROUP_SUBTOTAL ERROR 2019,2021",
      "T4.GROUP_TOTAL ERROR 2019,2021",
      "T2.ITEMS_BALANCE ERROR 2019",
      "T2.PUBLISHED_IN_TOTAL ERROR 2019",
      "T2.PUBLISHED_NOTE WARNING 2019",
      "T2.ISSUED_IN_FORCE WARNING 2021",
      "T2.REGULATION_POWER WARNING 2019,2021",
      "C.NOT_A_COUNT ERROR 2019,2021",
      "C.BLANK INFO 2019,2021",
      "C.UNREADABLE WARNING 2019,2021",
      "S.SECTION WARNING 2019,2021",
      "S.TABLE_MISSING ERROR 2019,2021",
      "S.ROW_MISSING ERROR 2019,2021",
      "S.FORM_YEAR WARNING 2019,2021",
      "S.YEAR ERROR 2019,2021,none",
      "S.PERIOD WARNING 2019,2021,none",
      "S.DEADLINE WARNING 2019,2021",
      "S.INDEX_CODE WARNING 2019,2021,none",
      "S.AGENCY WARNING 2019,2021,none",
      "S.EMPTY_SECTION WARNING 2019,2021",
      "S.FEE_STATEMENT INFO 2021",
      "N.TABLE_MATCH WARNING 2019,2021,none",
      "N.SUM WARNING 2019,2021,none",
      "N.RATIO WARNING 2019,2021,none",
      "N.GROWTH WARNING 2019,2021,none",
      "Y.CARRY ERROR 2019,2021",
      "Y.IN_FORCE WARNING 2021",
      "Y.ITEMS WARNING 2019",
      "Y.JUMP INFO 2019,2021",
      "Y.SAME_TEXT WARNING 2019,2021,none",
      "R.ROLLUP ERROR 2019,2021",
  };
  std::vector<std::string> rules;
  for (const RuleFile& file : Catalogue()) {
    for (const RuleSpec& rule : file.rules()) {
      rules.push_back(absl::StrCat(rule.id(), " ", RuleSpec::Severity_Name(rule.severity()), " ",
                                   absl::StrJoin(rule.form_versions(), ",")));
    }
  }
  EXPECT_EQ(rules, std::vector<std::string>(std::begin(expected), std::end(expected)));
}

TEST(CatalogueTest, TheDocumentedRulesAreThoseOfTheRuleFile) {
  const std::string path = absl::StrCat(GONGKAI_SOURCE_DIR, "/docs/rules.md");
  const std::string page = RulesPage();
  if (std::getenv("GONGKAI_UPDATE_DOCS") != nullptr) std::ofstream(path) << page;
  std::ifstream in(path);
  const std::string written{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(written, page) << "run this test with GONGKAI_UPDATE_DOCS=1";
}

}  // namespace
}  // namespace gongkai
