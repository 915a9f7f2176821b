#include "services/gateway/rule_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gongkai {
namespace {

constexpr EmbeddedFile kNational = {"national.txtpb", R"(
  name: "national"
  rules {
    id: "T3.IN_EQUALS_OUT" severity: ERROR scope: "per column"
    description_zh: "收等于办" description_en: "in equals out"
    form_versions: "2019" form_versions: "2021" basis: "表三"
    message_zh: "不平" message_en: "unbalanced"
    builtin: "balance"
    some_day { this: "will be known" }
  }
  rules { id: "S.YEAR" severity: WARNING builtin: "year" }
)"};
constexpr EmbeddedFile kLocal = {"local.txtpb", R"(rules { id: "L.ONE" severity: INFO })"};

TEST(RuleCatalogTest, ShowsTheRulesInOrder) {
  const EmbeddedFile files[] = {kNational, kLocal};
  const absl::StatusOr<RuleCatalog> catalog = ReadRuleCatalog(files);
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  EXPECT_EQ(catalog->version, FilesVersion(files));
  ASSERT_EQ(catalog->rules.size(), 3u);
  const v1::Rule& rule = catalog->rules[0];
  EXPECT_EQ(rule.rule_id(), "T3.IN_EQUALS_OUT");
  EXPECT_EQ(rule.severity(), v1::Finding::ERROR);
  EXPECT_EQ(rule.scope(), "per column");
  EXPECT_EQ(rule.description(), "收等于办");
  EXPECT_EQ(rule.description_en(), "in equals out");
  EXPECT_THAT(rule.form_versions(), testing::ElementsAre("2019", "2021"));
  EXPECT_EQ(rule.basis(), "表三");
  EXPECT_EQ(catalog->rules[1].severity(), v1::Finding::WARNING);
  EXPECT_EQ(catalog->rules[2].severity(), v1::Finding::INFO);
}

TEST(RuleCatalogTest, ABrokenFileIsNamedWithItsLine) {
  const EmbeddedFile files[] = {kLocal, {"broken.txtpb", "rules {\n  id: 7\n}"}};
  const absl::StatusOr<RuleCatalog> catalog = ReadRuleCatalog(files);
  EXPECT_THAT(catalog.status().message(), testing::HasSubstr("broken.txtpb:2:"));
}

}  // namespace
}  // namespace gongkai
