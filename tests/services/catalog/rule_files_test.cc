#include "services/catalog/rule_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "services/base/error.h"

namespace gongkai {
namespace {

using testing::HasSubstr;

class RuleTextsTest : public testing::Test {
 protected:
  RuleTextsTest() {
    char name[] = "/tmp/gongkai-rules-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~RuleTextsTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }

  std::filesystem::path folder_;
};

std::string ErrorOf(const std::vector<std::string>& paths) {
  const auto texts = ReadRuleTexts(paths);
  EXPECT_EQ(DetailOf(texts.status()).reason, "FAULTY_RULE_FILE");
  EXPECT_THAT(DetailOf(texts.status()).message_zh, HasSubstr("规则文件有误"));
  return std::string(texts.status().message());
}

TEST_F(RuleTextsTest, FilesGoByTheirNamesWithoutFolders) {
  const auto texts =
      ReadRuleTexts({Write("a/city.txtpb", "name: \"city\""), Write("b.txtpb", "#")});
  ASSERT_TRUE(texts.ok()) << texts.status();
  ASSERT_EQ(texts->size(), 2u);
  EXPECT_EQ((*texts)[0].name, "city.txtpb");
  EXPECT_EQ((*texts)[0].text, "name: \"city\"");
  EXPECT_EQ((*texts)[1].name, "b.txtpb");
  const std::vector<EmbeddedFile> built_in = {{"national.txtpb", ""}};
  EXPECT_EQ(WithOwnRules(built_in, *texts).size(), 3u);
}

TEST_F(RuleTextsTest, ANameThatIsNotUtf8IsRepaired) {
  const auto texts = ReadRuleTexts({Write("\xB9\xE6.txtpb", "#")});
  ASSERT_TRUE(texts.ok()) << texts.status();
  EXPECT_EQ((*texts)[0].name, "\uFFFD\uFFFD.txtpb");
}

TEST_F(RuleTextsTest, WhatIsNoFileIsNamed) {
  EXPECT_THAT(ErrorOf({(folder_ / "none.txtpb").string()}),
              HasSubstr("none.txtpb: there is no such file"));
  EXPECT_THAT(ErrorOf({folder_.string()}), HasSubstr("this is a directory"));
  EXPECT_THAT(ErrorOf({Write("empty.txtpb", "")}), HasSubstr("is empty"));
  EXPECT_THAT(ErrorOf({Write("a.txtpb", "#"), Write("b/a.txtpb", "#")}), HasSubstr("of this name"));
  EXPECT_THAT(ErrorOf({Write("large.txtpb", std::string((1 << 20) + 1, '#'))}), HasSubstr("1 MiB"));
}

TEST(ParseRulesTest, YearsStandInOrder) {
  const std::vector<EmbeddedFile> files = {{"city.txtpb", R"(rules {
    id: "L.A" severity: INFO scope: "s" description_zh: "d" description_en: "d" message_zh: "m"
    message_en: "m" form_versions: "2021" builtin: "year" first_year: 2024 last_year: 2023 })"}};
  EXPECT_EQ(ParseRules(files).status().message(),
            "city.txtpb:1: L.A: first_year is after last_year");
}

}  // namespace
}  // namespace gongkai
