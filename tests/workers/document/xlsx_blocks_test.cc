// Which rows of a sheet are tables and which are text.
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/data/container/container.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

// A row a line, cells between '|'; an empty line is a row that is not there. Cells in brackets have
// borders: "[a]|[]".
std::string Sheet(const std::vector<std::string>& rows, const std::vector<std::string>& merges) {
  std::string data;
  for (size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].empty()) continue;
    absl::StrAppend(&data, "<row r=\"", r + 1, "\">");
    const std::vector<std::string> cells = absl::StrSplit(rows[r], '|');
    for (size_t c = 0; c < cells.size(); ++c) {
      absl::string_view text = cells[c];
      const bool border = !text.empty() && text[0] == '[';
      if (border) text = text.substr(1, text.size() - 2);
      absl::StrAppend(&data, "<c r=\"", std::string(1, static_cast<char>('A' + c)), r + 1,
                      "\" s=\"", border ? 1 : 0, "\" t=\"inlineStr\"><is><t>", text,
                      "</t></is></c>");
    }
    absl::StrAppend(&data, "</row>");
  }
  std::string merged;
  for (const std::string& ref : merges) absl::StrAppend(&merged, "<mergeCell ref=\"", ref, "\"/>");
  return absl::StrCat("<sheetData>", data, "</sheetData><mergeCells>", merged, "</mergeCells>");
}

std::string ReadSheet(const std::vector<std::string>& rows,
                      const std::vector<std::string>& merges = {}) {
  constexpr char kStyles[] =
      "<borders><border/><border><left style=\"thin\"/></border></borders>"
      "<cellXfs><xf borderId=\"0\"/><xf borderId=\"1\"/></cellXfs>";
  return Read(MakeXlsx({{"表", Sheet(rows, merges)}}, "", kStyles));
}

TEST(XlsxBlocksTest, TablesAndTheTextAroundThem) {
  const struct {
    const char* name;
    std::vector<std::string> rows;
    std::vector<std::string> merges;
    const char* blocks;
  } cases[] = {
      {"a title above",
       {"题|", "[a]|[b]", "[1]|[2]"},
       {"A1:B1"},
       "P 题 / G 2x2 exact / [0,0] a / [0,1] b / [1,0] 1 / [1,1] 2"},
      {"an empty row between",
       {"[a]|[b]", "", "[c]|[d]"},
       {},
       "G 1x2 exact / [0,0] a / [0,1] b / G 1x2 exact / [0,0] c / [0,1] d"},
      {"a heading in borders between",
       {"[a]|[b]", "[二、题]|[]", "[c]|[d]"},
       {"A2:B2"},
       "G 1x2 exact / [0,0] a / [0,1] b / P 二、题 / G 1x2 exact / [0,0] c / [0,1] d"},
      {"a caption in borders stays in its table",
       {"[第二十条第（一）项]|[]", "[a]|[b]"},
       {"A1:B1"},
       "G 2x2 exact / [0,0 1x2] 第二十条第（一）项 / [1,0] a / [1,1] b"},
      {"a row of which only the label is filled",
       {"[a]|[b]", "[一、本年新收]|[]", "[c]|[d]"},
       {},
       "G 3x2 exact / [0,0] a / [0,1] b / [1,0] 一、本年新收 / [1,1] / [2,0] c / [2,1] d"},
      {"the same without borders",
       {"a|b", "一、本年新收|", "c|d"},
       {},
       "G 3x2 exact / [0,0] a / [0,1] b / [1,0] 一、本年新收 / [1,1] / [2,0] c / [2,1] d"},
      {"a heading without borders over the whole width",
       {"a|b", "二、题|", "c|d"},
       {"A2:B2"},
       "G 1x2 exact / [0,0] a / [0,1] b / P 二、题 / G 1x2 exact / [0,0] c / [0,1] d"},
      {"a row that is drawn and not filled in",
       {"[a]|[b]", "[]|[]", "[]|[]"},
       {},
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] / [1,1]"},
      {"a column that is drawn and not filled in",
       {"[a]|[]|[b]|"},
       {},
       "G 1x3 exact / [0,0] a / [0,1] / [0,2] b"},
      {"a column that is not there",
       {"a||b", "1||2"},
       {},
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] 1 / [1,1] 2"},
      {"merged cells",
       {"[a]|[b]|[]", "[]|[c]|[d]", "[1]|[2]|[3]"},
       {"A1:A2", "B1:C1"},
       "G 3x3 exact / [0,0 2x1] a / [0,1 1x2] b / [1,1] c / [1,2] d / [2,0] 1 / [2,1] 2 / [2,2] 3"},
      {"what merged cells hide",
       {"[a]|[x]", "[y]|[b]"},
       {"A1:A2"},
       "G 2x2 exact / [0,0 2x1] a / [0,1] x / [1,1] b"},
      {"merged cells that overlap",
       {"[a]|[b]", "[c]|[d]"},
       {"A1:B1", "B1:B2"},
       "G 2x2 exact / [0,0] a / [0,1 2x1] b / [1,0] c"},
      {"a merged cell over a row that is not there",
       {"[a]|[b]", "", "[c]|[d]"},
       {"A1:A2"},
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] c / [1,1] d"},
      {"text of several lines", {"甲\n乙"}, {}, "P 甲 / P 乙"},
  };
  for (const auto& c : cases) EXPECT_EQ(ReadSheet(c.rows, c.merges), c.blocks) << c.name;
}

TEST(XlsxBlocksTest, ALongTextIsNoRowOfATable) {
  std::string prose;
  for (int i = 0; i < 30; ++i) prose += "全年公开信息。";
  EXPECT_EQ(ReadSheet({"[a]|[b]", absl::StrCat("[", prose, "]|"), "[c]|[d]"}),
            absl::StrCat("G 1x2 exact / [0,0] a / [0,1] b / P ", prose,
                         " / G 1x2 exact / [0,0] c / [0,1] d"));
}

}  // namespace
}  // namespace gongkai
