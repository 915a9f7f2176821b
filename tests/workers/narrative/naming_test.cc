// What of the tables a number names.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "workers/narrative/narrative.h"

namespace gongkai {
namespace {

// The official words of what each claim names, "-" for none.
std::string Names(absl::string_view text) {
  std::vector<std::string> names;
  for (const Claim& claim : ReadProse(text).claims) {
    names.push_back(claim.name == nullptr ? "-" : std::string(claim.name->zh));
  }
  return absl::StrJoin(names, " | ");
}

constexpr char kReceived[] = "本年新收政府信息公开申请数量";
constexpr char kConcluded[] = "本年度办理结果总计";

TEST(NamingTest, Requests) {
  const struct {
    const char* text;
    std::string expected;
  } kCases[] = {
      {"收到政府信息公开申请7522件，办理7498件，办结率99.7%。",
       absl::StrCat(kReceived, " | ", kConcluded, " | -")},
      {"收到政府信息公開申請7522件，辦結7498件，上年結轉149件。",
       absl::StrCat(kReceived, " | ", kConcluded, " | 上年结转政府信息公开申请数量")},
      {"收到7522件政府信息公开申请。", kReceived},
      {"共新收信息公开申请7件", kReceived},
      {"依申请公开方面，全年收到120件。", kReceived},
      {"共受理政府信息公开申请3119件，答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复）"
       "。",
       absl::StrCat(kReceived, " | ", kConcluded,
                    " | 上年结转政府信息公开申请数量 | 结转下年度继续办理")},
      {"收办政府信息公开申请749件（其中新收713件，上年结转36件）。",
       absl::StrCat("本年新收与上年结转之和 | - | 上年结转政府信息公开申请数量")},
      {"收到信息公开申请7件;"
       "予以公开3件，部分公开1件，不予公开1件，无法提供2件，不予处理1件，其他处理1件。",
       absl::StrCat(kReceived,
                    " | 予以公开 | 部分公开 | 不予公开 | 无法提供 | 不予处理 | 其他处理")},
      {"收到公民、法人和其他组织政府信息公开申请12件", kReceived},
      // Some of them only.
      {"收到政府信息公开申请120件，其中网络申请80件，信函申请40件",
       absl::StrCat(kReceived, " | - | -")},
      {"通过网络收到政府信息公开申请80件", "-"},
      {"予以公开或部分公开政府信息公开申请12件", "-"},
      // Other things.
      {"收到群众来信120件，办结118件。", "- | -"},
      {"收到政府信息公开申请5件。\n（三）互动\n收到留言12件，答复12件。",
       absl::StrCat(kReceived, " | - | -")},
      {"延期答复政府信息公开申请3件", "-"},
      {"较上年收到的申请增加35件", "-"},
  };
  for (const auto& test : kCases) EXPECT_EQ(Names(test.text), test.expected) << test.text;
}

TEST(NamingTest, Disputes) {
  EXPECT_EQ(
      Names(
          "政府信息公开行政复议351件，其中结果维持72件，结果纠正64件，其他结果178件，尚未审结37件；"
          "行政诉讼46件，结果维持25件。"),
      "行政复议总计 | 行政复议结果维持 | 行政复议结果纠正 | 行政复议其他结果 | 行政复议尚未审结 | "
      "行政诉讼总计 | 行政诉讼结果维持");
  EXPECT_EQ(Names("因政府信息公开发生行政复议、行政诉讼共5件，其中维持3件。"), "- | -");
  // Not about disclosure.
  EXPECT_EQ(Names("全年办理行政复议案件120件，行政诉讼8件。"), "- | -");
}

TEST(NamingTest, DocumentsDecisionsAndMoney) {
  EXPECT_EQ(Names("制发规章1件、规范性文件8件，废止规范性文件26件，现行有效规范性文件66件。"),
            "规章本年制发件数 | 规范性文件本年制发件数 | 规范性文件本年废止件数 | "
            "规范性文件现行有效件数");
  EXPECT_EQ(Names("累计清理政府规章59件、行政规范性文件342件"), "- | -");
  EXPECT_EQ(Names("审查规范性文件12件，发布规范性文件解读3件"), "- | -");
  EXPECT_EQ(Names("作出行政许可447228件，实施行政处罚12起"),
            "行政许可处理决定数量 | 行政处罚处理决定数量");
  EXPECT_EQ(Names("公示行政许可信息300件，公开行政许可事项12项"), "- | -");
  EXPECT_EQ(Names("政府集中采购项目236个，采购总金额80618元"),
            "政府集中采购项目数量 | 政府集中采购总金额");
  EXPECT_EQ(Names("行政事业性收费96171.6万元，收取信息处理费3940元"), "行政事业性收费金额 | -");
}

}  // namespace
}  // namespace gongkai
