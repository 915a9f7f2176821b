#include "services/catalog/rule_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "embedded/rule_files.h"

namespace gongkai {
namespace {

using testing::ElementsAre;

constexpr EmbeddedFile kLocal = {"local.txtpb", R"(
  name: "local"
  rules {
    id: "L.ONE" severity: WARNING scope: "per column"
    description_zh: "予以公开不多于新收" description_en: "granted <= received"
    form_versions: "2019" form_versions: "2021" basis: "本市规定"
    first_year: 2022 last_year: 2024
    message_zh: "{actual} 大于 {expected}" message_en: "{actual} > {expected}"
    identity {
      quantifier: EACH_APPLICANT
      left { indicator: "requests.granted" }
      relation: LESS_OR_EQUAL
      right { indicator: "requests.received" }
    }
  }
)"};

RuleCatalog WithLocal() {
  std::vector<EmbeddedFile> files = RuleFiles();
  files.push_back(kLocal);
  const absl::StatusOr<RuleCatalog> catalog = ReadRuleCatalog(files);
  EXPECT_TRUE(catalog.ok()) << catalog.status();
  EXPECT_EQ(catalog->version, FilesVersion(files));
  return *catalog;
}

TEST(RuleCatalogTest, ShowsEverythingThatAFileSaysOfARule) {
  const RuleCatalog catalog = WithLocal();
  const v1::RuleExplanation* explained = catalog.Find("L.ONE");
  ASSERT_NE(explained, nullptr);
  EXPECT_EQ(explained, &catalog.rules.back());
  const v1::Rule& rule = explained->rule();
  EXPECT_EQ(rule.severity(), v1::Finding::WARNING);
  EXPECT_EQ(rule.scope(), "per column");
  EXPECT_EQ(rule.description(), "予以公开不多于新收");
  EXPECT_EQ(rule.description_en(), "granted <= received");
  EXPECT_THAT(rule.form_versions(), ElementsAre("2019", "2021"));
  EXPECT_EQ(rule.basis(), "本市规定");
  EXPECT_EQ(rule.first_year(), 2022);
  EXPECT_EQ(rule.last_year(), 2024);
  EXPECT_EQ(rule.source(), "local.txtpb");
  EXPECT_EQ(explained->formula_en(),
            "for each column of table 3: requests.granted <= requests.received");
  EXPECT_THAT(explained->cells(), ElementsAre("requests.granted/*", "requests.received/*"));
  EXPECT_EQ(explained->message_template(), "{actual} 大于 {expected}");
  EXPECT_EQ(explained->message_template_en(), "{actual} > {expected}");
  EXPECT_EQ(explained->rules_version(), catalog.version);
  EXPECT_EQ(catalog.Find("L.TWO"), nullptr);
}

TEST(RuleCatalogTest, EveryBuiltInRuleCanBeExplained) {
  const RuleCatalog catalog = WithLocal();
  for (const v1::RuleExplanation& explained : catalog.rules) {
    const std::string& id = explained.rule().rule_id();
    EXPECT_FALSE(explained.formula().empty()) << id;
    EXPECT_FALSE(explained.formula_en().empty()) << id;
    EXPECT_FALSE(explained.message_template().empty()) << id;
    EXPECT_FALSE(explained.message_template_en().empty()) << id;
    // Rules of sections, dates and names look at no cells.
    const bool about_cells =
        id[0] != 'S' && id != "N.SUM" && id != "N.RATIO" && id != "Y.SAME_TEXT";
    EXPECT_EQ(!explained.cells().empty(), about_cells) << id;
    if (id != "L.ONE") EXPECT_EQ(explained.rule().source(), "national.txtpb") << id;
  }
}

TEST(RuleCatalogTest, ABrokenFileIsNamedWithItsLine) {
  const EmbeddedFile files[] = {kLocal, {"broken.txtpb", "rules {\n  id: 7\n}"}};
  const absl::StatusOr<RuleCatalog> catalog = ReadRuleCatalog(files);
  EXPECT_THAT(catalog.status().message(), testing::HasSubstr("broken.txtpb:2:"));
}

}  // namespace
}  // namespace gongkai
