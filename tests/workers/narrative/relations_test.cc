// How numbers hang together.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "workers/narrative/narrative.h"

namespace gongkai {
namespace {

// "100条=20条+80条 says complete; 99.7%=7498件/7522件".
std::string Relations(absl::string_view text) {
  const Narrative narrative = ReadProse(text);
  const auto words = [&](int claim) { return narrative.claims[claim].text; };
  std::vector<std::string> lines;
  for (const StatedSum& sum : narrative.sums) {
    std::vector<std::string> parts;
    for (const int part : sum.parts) parts.push_back(words(part));
    lines.push_back(absl::StrCat(words(sum.whole), "=", absl::StrJoin(parts, "+"),
                                 sum.says_parts ? " says" : "", sum.complete ? " complete" : ""));
  }
  for (const StatedRatio& ratio : narrative.ratios) {
    lines.push_back(
        absl::StrCat(words(ratio.rate), "=", words(ratio.part), "/", words(ratio.whole)));
  }
  return absl::StrJoin(lines, "; ");
}

TEST(RelationsTest, Sums) {
  const struct {
    const char* text;
    const char* expected;
  } kCases[] = {
      {"公开133.6万条，其中，市本级55.2万条，区县78.4万条。",
       "133.6万条=55.2万条+78.4万条 says complete"},
      {"公开133.6万条，其中，市本级55.2万条，市级部门78.4万条。",
       "133.6万条=55.2万条+78.4万条 says"},
      {"公开133.6万条，市级部门55.2万条，区县78.4万条。", "133.6万条=55.2万条+78.4万条"},
      {"公开73条，其中:统计数据12条，动态21条，其他信息40条。",
       "73条=12条+21条+40条 says complete"},
      {"规章13件（含新制定5件，修改4件，废止4件），规范性文件42件。", "13件=5件+4件+4件 says"},
      {"网站发布12条，微信发布20条，合计32条。", "32条=12条+20条 says complete"},
      {"公开公共资源信息100条，其中公共监管20条。", "100条=20条 says"},
      // Not parts of it.
      {"收到申请100件，其中网络申请80件，办结98件，结转2件。", "100件=80件 says"},
      {"举办发布会1200次，其中活动110场。", ""},
      {"公开100条，较上年增加20条。", ""},
      {"公开100条。其中图解20条。", ""},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Relations(test.text), test.expected) << test.text;
  }
}

TEST(RelationsTest, Ratios) {
  EXPECT_EQ(Relations("收到申请7522件，办理7498件，办结率99.7%。"), "99.7%=7498件/7522件");
  EXPECT_EQ(Relations("公开224条，其中机构类13条，占比5.8%，规划类1条，占0.4%。"),
            "224条=13条+1条 says; 5.8%=13条/224条; 0.4%=1条/224条");
  // Another whole, another rate.
  EXPECT_EQ(Relations("收到申请7件，上年结转1件，答复8件，答复率100%。"), "");
  EXPECT_EQ(Relations("收到申请7522件，办理7498件，按时办结率100%。"), "");
  EXPECT_EQ(Relations("收到申请7522件，办理7498件，公开率95%。"), "");
}

}  // namespace
}  // namespace gongkai
