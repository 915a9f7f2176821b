#include "workers/cli/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gongkai {
namespace {

using ::testing::ElementsAre;

TEST(TextTest, Width) {
  const struct {
    absl::string_view text;
    int width;
  } kCases[] = {
      {"", 0},         {"abc", 3},      {"总计", 4},      {"（七）总计", 10},  {"é", 1},
      {"e\u0301", 1},  {"“三”", 4},     {"ｱ", 1},         {"Ａ", 2},           {"𠮷", 2},
      {"—", 1},        {"\u200B", 0},   {"〇", 2},        {"、", 2},           {"한", 2},
      {"\xff\xfe", 2}, {"\xe4\xb8", 2}, {"a\xc0\x80", 3}, {"\xed\xa0\x80", 3}, {"\xf8", 1},
  };
  for (const auto& c : kCases) EXPECT_EQ(DisplayWidth(c.text), c.width) << c.text;
}

TEST(TextTest, PaddingCountsColumns) {
  EXPECT_EQ(PadRight("总计", 6), "总计  ");
  EXPECT_EQ(PadLeft("总计", 6), "  总计");
  EXPECT_EQ(PadLeft("7522", 6), "  7522");
  EXPECT_EQ(PadRight("总计", 3), "总计");
}

TEST(TextTest, WrappingKeepsCharactersWholeAndTheIndent) {
  EXPECT_THAT(Wrap("", 4), ElementsAre(""));
  EXPECT_THAT(Wrap("信息公开", 4), ElementsAre("信息", "公开"));
  EXPECT_THAT(Wrap("信息公开", 5), ElementsAre("信息", "公开"));
  EXPECT_THAT(Wrap("a信b", 4), ElementsAre("a信b"));
  EXPECT_THAT(Wrap("  信息公开", 6), ElementsAre("  信息", "  公开"));
}

TEST(TextTest, NothingThatSteersATerminalIsPrinted) {
  EXPECT_EQ(Printable("总计 7"), "总计 7");
  EXPECT_EQ(Printable("a\x1b[31mb\x07"), "a [31mb ");
  EXPECT_EQ(Printable("a\r\nb\x7f"), "a  b ");
  EXPECT_EQ(Printable("a\u009bb\u202Ec"), "a b c");
  EXPECT_EQ(Printable("\xffz"), "\uFFFDz");
  EXPECT_EQ(Printable(absl::string_view("\0x", 2)), " x");
}

TEST(TextTest, PaintThatIsOffChangesNothing) {
  EXPECT_EQ(Paint(false).Red("x"), "x");
  EXPECT_EQ(Paint(true).Red("x"), "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace gongkai
