// Tables in text between rules, and tables of HTML between lines of text.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

struct Case {
  const char* name;
  const char* text;
  const char* blocks;
};

void ExpectAll(absl::Span<const Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(Read(c.text), c.blocks) << c.name;
}

TEST(RuledGridTest, RowsOfSeveralLines) {
  ExpectAll({
      {"between rules",
       "前\n+------+----+\n| 内容 | 数 |\n+======+====+\n| 行政 | 27 |\n| 许可 |    "
       "|\n+------+----+\n| 处罚 | 9  "
       "|\n+------+----+\n后\n",
       "P 前 / G 3x2 rows / [0,0] 内容 / [0,1] 数 / [1,0] 行政\\n许可 / [1,1] 27 / [2,0] 处罚 / "
       "[2,1] 9 / P 后"},
      // 927 was told 27, and 9 a row of its own.
      {"a number that its cell broke stays in one cell",
       "+----+----+\n| 甲 | 9  |\n| 乙 | 27 |\n+----+----+\n| 丙 | 1  |\n+----+----+\n| 丁 | 2  "
       "|\n+----+----+\n",
       "G 3x2 rows / [0,0] 甲\\n乙 / [0,1] 9\\n27 / [1,0] 丙 / [1,1] 1 / [2,0] 丁 / [2,1] 2"},
      {"in boxes",
       "┌────┬──┐\n│行政│9 │\n│许可│  │\n├────┼──┤\n│处罚│7 │\n├────┼──┤\n│强制│  │\n└────┴──┘\n",
       "G 3x2 rows / [0,0] 行政\\n许可 / [0,1] 9 / [1,0] 处罚 / [1,1] 7 / [2,0] 强制 / [2,1]"},
      {"rules around head and body only: lines are rows",
       "+----+----+\n| 甲 | 数 |\n+----+----+\n| 乙 | 9  |\n| 丙 | 7  |\n+----+----+\n",
       "G 3x2 rows / [0,0] 甲 / [0,1] 数 / [1,0] 乙 / [1,1] 9 / [2,0] 丙 / [2,1] 7"},
      {"a frame only: lines are rows", "┌──┬──┐\n│甲│乙│\n│  │丙│\n│1 │2 │\n└──┴──┘\n",
       "G 3x2 rows / [0,0] 甲 / [0,1] 乙 / [1,0] / [1,1] 丙 / [2,0] 1 / [2,1] 2"},
      {"cells that reach over columns in some lines",
       "+----+----+\n| 甲 | 9  |\n| 乙      |\n+----+----+\n| 丙 | 1  |\n+----+----+\n| 丁 | 2  "
       "|\n+----+----+\n",
       "G 3x2 rows / [0,0] 甲\\n| 乙      | / [0,1] 9 / [1,0] 丙 / [1,1] 1 / [2,0] 丁 / [2,1] 2"},
  });
}

TEST(RuledGridTest, DashesAboveColumns) {
  ExpectAll({
      {"head, dashes, rows",
       "前\n\n内容     制作   公开\n------- ------ ------\n规章     7\n文件            21\n\n后\n",
       "P 前 / G 3x3 rows / [0,0] 内容 / [0,1] 制作 / [0,2] 公开 / [1,0] 规章 / [1,1] 7 / [1,2] / "
       "[2,0] 文件 / "
       "[2,1] / [2,2] 21 / P 后"},
      {"no head", "  ----- ----- ----\n  规章        9\n  文件  7\n  ----- ----- ----\n",
       "G 2x3 rows / [0,0] 规章 / [0,1] / [0,2] 9 / [1,0] 文件 / [1,1] 7 / [1,2]"},
      {"rows of several lines between blank lines",
       "-----------------\n内      制作\n容\n------- ---------\n行政    7\n许可\n\n处罚    "
       "21\n-----------------\n",
       "G 3x2 rows / [0,0] 内\\n容 / [0,1] 制作 / [1,0] 行政\\n许可 / [1,1] 7 / [2,0] 处罚 / [2,1] "
       "21"},
      {"the same without a head", "----- -----\n行政  7\n许可\n\n处罚  2\n----- -----\n",
       "G 2x2 rows / [0,0] 行政\\n许可 / [0,1] 7 / [1,0] 处罚 / [1,1] 2"},
      {"between three rules", "===== ===\n内容  数\n===== ===\n规章  7\n===== ===\n",
       "G 2x2 rows / [0,0] 内容 / [0,1] 数 / [1,0] 规章 / [1,1] 7"},
      {"a line under a title", "年度报告\n--------\n公开\n", "P 年度报告 / P -------- / P 公开"},
      {"a word across two columns is none of such a table", "--- ---\n规章规章规章\n--- ---\n",
       "P --- --- / P 规章规章规章 / P --- ---"},
  });
}

TEST(RuledGridTest, TheTableHasThePlaceOfAllItsCells) {
  const std::string source = "+--+\n|乙|\n+--+\n||甲\n||\n+--+\n";
  const auto document = ReadDocument(source);
  ASSERT_TRUE(document.ok());
  ASSERT_EQ(document->blocks.size(), 1u);
  const Place place = document->blocks[0].place;
  EXPECT_EQ(source.substr(place.begin, place.end - place.begin), "乙|\n+--+\n||甲\n||");
}

TEST(MixedTextTest, TablesOfHtmlBetweenLines) {
  ExpectAll({
      {"Markdown",
       "# 年度报告\n\n| 内容 | 数 |\n|---|---|\n| 规章 | 7 "
       "|\n\n<table><tr><td>许可</td><td>9</td></tr></table>\n\n公开。\n",
       "H 年度报告 / G 2x2 rows / [0,0] 内容 / [0,1] 数 / [1,0] 规章 / [1,1] 7 / G 1x2 exact / "
       "[0,0] 许可 / [0,1] 9 / P 公开。"},
      {"tags that a converter left",
       "公开。\n\n<div class=\"a\">\n\n<TABLE "
       "border=1><tr><td>许可</td><td><table><tr><td>9</td></tr></table></td></tr></TABLE>\n\n</"
       "div>\n",
       "P 公开。 / G 1x2 exact / [0,0] 许可 / [0,1] 9"},
      {"a page is none", "公开<br>\n<table><tr><td>许可</td></tr></table><p>完</p>",
       "P 公开 / P 许可 / P 完"},
      {"nor is a table alone", "<table><tr><td>许可</td></tr></table>", "P 许可"},
  });
  const std::string source = "# 报告\n<table><tr><td>许可</td><td>9</td></tr></table>\n结尾\n";
  const auto document = ReadDocument(source);
  ASSERT_TRUE(document.ok());
  ASSERT_EQ(document->blocks.size(), 3u);
  ASSERT_FALSE(document->blocks[1].grid.cells.empty());
  const Place cell = document->blocks[1].grid.cells[0].place;
  EXPECT_EQ(source.substr(cell.begin, cell.end - cell.begin), "许可");
  const Place end = document->blocks[2].place;
  EXPECT_EQ(source.substr(end.begin, end.end - end.begin), "结尾");
}

TEST(RuledGridTest, TakesTimeInProportion) {
  for (const char* line : {"-- --\n", "-- --\n甲\n", "+--+\n| 甲 |\n", "甲\n\n---------- \n",
                           "<table>", "<table></table>甲", "== ==\n\n"}) {
    std::string text = "# 甲\n";
    while (text.size() < 300'000) absl::StrAppend(&text, line);
    Read(text);
  }
}

}  // namespace
}  // namespace gongkai
