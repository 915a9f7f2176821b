#include "workers/document/paragraph_tables.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/data/container/container.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

// A page whose table was pasted as lines, each in an element of its own.
std::string PageOfRows(int rows, absl::string_view before_row, absl::string_view after_row) {
  std::string page = "<html><body><h2>二、主动公开政府信息情况</h2>";
  for (int i = 0; i < rows; ++i) {
    absl::StrAppend(&page, before_row, "行政许可 | ", i, " | 0 |", after_row);
  }
  return absl::StrCat(page, "<p>六、其他需要报告的事项</p></body></html>");
}

TEST(ParagraphTablesTest, RowsInParagraphsAndBehindLineBreaks) {
  for (const bool breaks : {false, true}) {
    const std::string dump =
        Read(breaks ? PageOfRows(12, "", "<br>") : PageOfRows(12, "<p>", "</p>"));
    EXPECT_TRUE(absl::StartsWith(dump, "H 二、主动公开政府信息情况 / G 12x3 ")) << dump;
    EXPECT_TRUE(absl::StrContains(dump, "[11,0] 行政许可 / [11,1] 11 / [11,2] 0")) << dump;
    EXPECT_TRUE(absl::EndsWith(dump, "P 六、其他需要报告的事项")) << dump;
  }
}

TEST(ParagraphTablesTest, RowsBetweenTabsOfAWordProcessor) {
  const std::string row =
      "<w:p><w:r><w:t>行政许可</w:t><w:tab/><w:t>7</w:t><w:tab/><w:tab/><w:t>0</w:t></w:r></w:p>";
  std::string rows;
  for (int i = 0; i < 12; ++i) rows += row;
  EXPECT_TRUE(
      absl::StrContains(Read(MakeDocx(rows)), "[11,0] 行政许可 / [11,1] 7 / [11,2] / [11,3] 0"))
      << Read(MakeDocx(rows));
  EXPECT_EQ(Read(MakeDocx(row)), "P 行政许可 7 0");
}

TEST(ParagraphTablesTest, TheParagraphIsThePlace) {
  const std::string page = PageOfRows(12, "<p>", "</p>");
  const absl::StatusOr<Document> document = ReadDocument(page, {});
  ASSERT_TRUE(document.ok());
  const Cell& cell = document->blocks[1].grid.cells[3 * 7 + 1];
  EXPECT_EQ(cell.text, "7");
  EXPECT_EQ(page.substr(cell.place.begin, cell.place.end - cell.place.begin), "行政许可 | 7 | 0 |");
}

TEST(ParagraphTablesTest, AFewBordersAreNoTable) {
  EXPECT_FALSE(absl::StrContains(Read(PageOfRows(11, "<p>", "</p>")), "G "));
  // Nor are the lines of a page that has a table of figures.
  std::string table = "<table>";
  for (int i = 0; i < 12; ++i) absl::StrAppend(&table, "<tr><td>甲</td><td>", i, "</td></tr>");
  const std::string page = absl::StrCat(PageOfRows(12, "<p>", "</p>"), table, "</table>");
  EXPECT_TRUE(absl::StrContains(Read(page), "P 行政许可 | 7 | 0 |"));
}

// Above the pasted table stood a table of 索引号 and the like.
TEST(ParagraphTablesTest, BehindATableOfFields) {
  const std::string dump = Read(
      absl::StrCat("<table border=1><tr><td>索引号</td><td>11/2024-3</td></tr><tr><td>发布日期</td>"
                   "<td>2024-01-20</td></tr></table>",
                   PageOfRows(12, "<p>", "</p>")));
  EXPECT_TRUE(absl::StartsWith(dump, "G 2x2 ")) << dump;
  EXPECT_TRUE(absl::StrContains(dump, "H 二、主动公开政府信息情况 / G 12x3 ")) << dump;
}

}  // namespace
}  // namespace gongkai
