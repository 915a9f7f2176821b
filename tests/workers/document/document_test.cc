#include "workers/document/document.h"

#include <gtest/gtest.h>

#include "workers/document/reader.h"

namespace gongkai {
namespace {

TEST(DocumentTest, KeptTextSurvivesGrowthAndMoves) {
  Document document;
  std::vector<absl::string_view> views;
  for (int i = 0; i < 5000; ++i) {
    views.push_back(document.Copy(std::to_string(i)));
    views.push_back(document.Keep(std::to_string(i)));
  }
  const std::string big(100'000, 'x');
  const absl::string_view copy = document.Copy(big);
  const Document moved = std::move(document);
  for (int i = 0; i < 5000; ++i) {
    EXPECT_EQ(views[2 * i], std::to_string(i));
    EXPECT_EQ(views[2 * i + 1], std::to_string(i));
  }
  EXPECT_EQ(copy, big);
}

TEST(DocumentTest, Dump) {
  const auto document = ReadDocument(
      "<h1>题</h1><p>文<br>字</p><table><tr><td colspan=2>甲<td>丙<tr><td>1<td><td>3</table>");
  EXPECT_EQ(DebugDump(*document),
            "H 题\nP 文\\n字\nG 2x3 exact\n  [0,0 1x2] 甲\n  [0,2] 丙\n  [1,0] 1\n  [1,1]\n"
            "  [1,2] 3\n");
  EXPECT_EQ(FormatName(document->format), "html");
  EXPECT_EQ(FormatName(Format::kText), "text");
}

}  // namespace
}  // namespace gongkai
