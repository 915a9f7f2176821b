#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/data/container/container.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

std::string Lines(const std::vector<std::string>& lines) {
  std::string paragraphs;
  for (const std::string& line : lines) {
    absl::StrAppend(&paragraphs, "<w:p><w:r><w:t>", line, "</w:t></w:r></w:p>");
  }
  return paragraphs;
}

std::string Cell(const std::string& text, absl::string_view properties = {}) {
  return absl::StrCat("<w:tc><w:tcPr>", properties, "</w:tcPr>", Lines({text}), "</w:tc>");
}

std::string Span(int columns) { return absl::StrCat("<w:gridSpan w:val=\"", columns, "\"/>"); }

constexpr char kBegins[] = "<w:vMerge w:val=\"restart\"/>";
constexpr char kGoesOn[] = "<w:vMerge/>";

std::string Row(const std::string& cells, absl::string_view properties = {}) {
  return absl::StrCat("<w:tr><w:trPr>", properties, "</w:trPr>", cells, "</w:tr>");
}

std::string Table(const std::string& rows) {
  return absl::StrCat("<w:tbl><w:tblPr/><w:tblGrid/>", rows, "</w:tbl>");
}

TEST(DocxTableTest, CellsAndSpans) {
  const struct {
    const char* name;
    std::string rows;
    const char* grid;
  } cases[] = {
      {"plain", Row(Cell("a") + Cell("b")) + Row(Cell("1") + Cell("")),
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] 1 / [1,1]"},
      {"spans",
       Row(Cell("a", kBegins) + Cell("b", Span(2))) +
           Row(Cell("", kGoesOn) + Cell("c") + Cell("d")),
       "G 2x3 exact / [0,0 2x1] a / [0,1 1x2] b / [1,1] c / [1,2] d"},
      {"a block of two spans",
       Row(Cell("a", Span(2) + kBegins) + Cell("b")) +
           Row(Cell("x", Span(2) + kGoesOn) + Cell("c")) + Row(Cell("1") + Cell("2") + Cell("3")),
       "G 3x3 exact / [0,0 2x2] a / [0,2] b / [1,2] c / [2,0] 1 / [2,1] 2 / [2,2] 3"},
      {"a merge after a merge",
       Row(Cell("a", kBegins) + Cell("1")) + Row(Cell("", kGoesOn) + Cell("2")) +
           Row(Cell("b", kBegins) + Cell("3")) + Row(Cell("", kGoesOn) + Cell("4")),
       "G 4x2 exact / [0,0 2x1] a / [0,1] 1 / [1,1] 2 / [2,0 2x1] b / [2,1] 3 / [3,1] 4"},
      {"a part without a beginning",
       Row(Cell("a", kGoesOn) + Cell("b")) + Row(Cell("c") + Cell("d")),
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] c / [1,1] d"},
      {"a part of another width",
       Row(Cell("a", Span(2) + kBegins) + Cell("b", kBegins)) +
           Row(Cell("", kGoesOn) + Cell("c") + Cell("", kGoesOn)),
       "G 2x3 exact / [0,0 1x2] a / [0,2 2x1] b / [1,0] / [1,1] c"},
      {"two parts below one cell",
       Row(Cell("a", Span(2) + kBegins) + Cell("b")) +
           Row(Cell("", kGoesOn) + Cell("", kGoesOn) + Cell("c")) +
           Row(Cell("1") + Cell("2") + Cell("3")),
       "G 3x3 exact / [0,0 2x2] a / [0,2] b / [1,2] c / [2,0] 1 / [2,1] 2 / [2,2] 3"},
      {"a merge that begins beside a torn one",
       Row(Cell("a", Span(2) + kBegins) + Cell("b")) +
           Row(Cell("", kGoesOn) + Cell("c", kBegins) + Cell("d")) +
           Row(Cell("e") + Cell("", kGoesOn) + Cell("f")),
       "G 3x3 exact / [0,0 1x2] a / [0,2] b / [1,0] / [1,1 2x1] c / [1,2] d / [2,0] e / [2,2] f"},
      {"horizontal merge as old files have it",
       Row(Cell("a", "<w:hMerge w:val=\"restart\"/>") + Cell("", "<w:hMerge/>") + Cell("b")) +
           Row(Cell("1") + Cell("2") + Cell("3")),
       "G 2x3 exact / [0,0 1x2] a / [0,2] b / [1,0] 1 / [1,1] 2 / [1,2] 3"},
      {"rows that begin later and end earlier",
       Row(Cell("a") + Cell("b") + Cell("c")) +
           Row(Cell("d"), "<w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/>"),
       "G 2x3 exact / [0,0] a / [0,1] b / [0,2] c / [1,1] d"},
      {"deleted and hidden rows",
       Row(Cell("a") + Cell("b")) + Row(Cell("x") + Cell("x"), "<w:del w:id=\"1\"/>") +
           Row(Cell("y") + Cell("y"), "<w:hidden/>") +
           Row(Cell("c") + Cell("d"), "<w:ins w:id=\"2\"/>"),
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] c / [1,1] d"},
      {"deleted cells",
       Row(Cell("a") + Cell("x", "<w:cellDel w:id=\"1\"/>") + Cell("b", "<w:cellIns w:id=\"2\"/>")),
       "G 1x2 exact / [0,0] a / [0,1] b"},
      {"tracked merge",
       Row(Cell("a", "<w:cellMerge w:vMerge=\"rest\"/>") + Cell("1")) +
           Row(Cell("", "<w:cellMerge w:vMerge=\"cont\"/>") + Cell("2")),
       "G 2x2 exact / [0,0 2x1] a / [0,1] 1 / [1,1] 2"},
      {"rows and cells in controls",
       "<w:sdt><w:sdtContent>" +
           Row("<w:sdt><w:sdtContent>" + Cell("a") + "</w:sdtContent></w:sdt>" + Cell("b")) +
           "</w:sdtContent></w:sdt>",
       "G 1x2 exact / [0,0] a / [0,1] b"},
      {"absurd spans",
       Row(Cell("a", Span(999999)) + Cell("b", "<w:gridSpan w:val=\"-3\"/>")) + Row(Cell("c")),
       "G 2x1001 exact / [0,0 1x1000] a / [0,1000] b / [1,0] c"},
      {"lines", Row("<w:tc>" + Lines({"三", "", "本"}) + "</w:tc>" + Cell("1")),
       "G 1x2 exact / [0,0] 三\\n本 / [0,1] 1"},
      {"no text at all", Row(Cell("") + Cell(" ")), "EMPTY_DOCUMENT"},
      {"no cells", Row(""), "EMPTY_DOCUMENT"},
  };
  for (const auto& c : cases) EXPECT_EQ(Read(MakeDocx(Table(c.rows))), c.grid) << c.name;
}

TEST(DocxTableTest, NestedTablesFollowTheirs) {
  const std::string inner = Table(Row(Cell("1") + Cell("2")));
  EXPECT_EQ(
      Read(MakeDocx(
          Lines({"x"}) +
          Table(Row(Cell("a") + "<w:tc>" + Lines({"b"}) + inner + Lines({"c"}) + "</w:tc>")) +
          Lines({"y"}))),
      "P x / G 1x2 exact / [0,0] a / [0,1] b\\nc / G 1x2 exact in 1 / [0,0] 1 / [0,1] 2 / P y");
}

TEST(DocxTableTest, TablesThatOnlyLayOutThePage) {
  const std::string inner = Table(Row(Cell("1") + Cell("2")));
  const std::string one =
      Table(Row("<w:tc>" + Lines({"一、总体情况"}) + inner + Lines({"二"}) + "</w:tc>"));
  EXPECT_EQ(Read(MakeDocx(one)), "P 一、总体情况 / G 1x2 exact / [0,0] 1 / [0,1] 2 / P 二");
  std::string prose;
  for (int i = 0; i < 40; ++i) prose += "本年度主动公开";
  EXPECT_EQ(
      Read(MakeDocx(
          Table(Row(Cell("侧栏") + "<w:tc>" + Lines({prose, prose}) + inner + "</w:tc>")))),
      absl::StrCat("P 侧栏 / P ", prose, " / P ", prose, " / G 1x2 exact / [0,0] 1 / [0,1] 2"));
}

TEST(DocxTableTest, BoxesInCells) {
  EXPECT_EQ(
      Read(MakeDocx(Table(
          Row("<w:tc><w:p><w:r><w:t>a</w:t><w:pict><v:shape><v:textbox><w:txbxContent>" +
              Lines({"三", "年"}) + Table(Row(Cell("1") + Cell("2"))) +
              "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p></w:tc>" + Cell("b"))))),
      "G 1x2 exact / [0,0] a\\n三\\n年 / [0,1] b / G 1x2 exact in 0 / [0,0] 1 / [0,1] 2");
}

}  // namespace
}  // namespace gongkai
