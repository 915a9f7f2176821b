// Workbooks: which sheets, cells and texts are read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/data/container/container.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

using testing::HasSubstr;

constexpr char kTwoByTwo[] =
    "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
    "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c></row></sheetData>";
constexpr char kStrings[] = "<si><t>甲</t></si><si><t>乙</t></si>";

std::string Repeat(absl::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) absl::StrAppend(&repeated, text);
  return repeated;
}

std::string OneRow(const std::string& cells) {
  return absl::StrCat("<sheetData><row r=\"1\">", cells, "</row></sheetData>");
}

TEST(XlsxReaderTest, CellsOfEveryKind) {
  const struct {
    const char* name;
    const char* cell;
    const char* text;
  } cases[] = {
      {"number", "<c r=\"B1\"><v>0.37000000000000005</v></c>", " 0.37"},
      {"stated number", "<c r=\"B1\" t=\"n\"><v>12</v></c>", " 12"},
      {"shared string", "<c r=\"B1\" t=\"s\"><v>1</v></c>", " 乙"},
      {"string that is not there", "<c r=\"B1\" t=\"s\"><v>7</v></c>", " ?"},
      {"inline string", "<c r=\"B1\" t=\"inlineStr\"><is><t>丙\n丁</t></is></c>", " 丙\\n丁"},
      {"runs and reading marks",
       "<c r=\"B1\" t=\"inlineStr\"><is><r><t>第</t></r><r><rPr/><t>二十条</t></r>"
       "<rPh sb=\"0\" eb=\"1\"><t>dì</t></rPh></is></c>",
       " 第二十条"},
      {"text of a formula", "<c r=\"B1\" t=\"str\"><f>A1&amp;1</f><v>公开</v></c>", " 公开"},
      {"number of a formula", "<c r=\"B1\"><f>SUM(C1:C9)</f><v>7</v></c>", " 7"},
      {"formula without a result", "<c r=\"B1\"><f>SUM(C1:C9)</f></c>", " =SUM(C1:C9)"},
      {"error", "<c r=\"B1\" t=\"e\"><v>#REF!</v></c>", " #REF!"},
      {"truth", "<c r=\"B1\" t=\"b\"><v>1</v></c>", " TRUE"},
      {"white space", "<c r=\"B1\" t=\"inlineStr\"><is><t>  </t></is></c>", ""},
      {"no address", "<c><v>5</v></c>", " 5"},
      {"broken address", "<c r=\"1B\"><v>5</v></c>", " 5"},
  };
  for (const auto& c : cases) {
    const std::string sheet = OneRow(
        absl::StrCat("<c r=\"A1\" t=\"s\"><v>0</v></c>", c.cell, "<c r=\"C1\"><v>9</v></c>"));
    const std::string read = Read(MakeXlsx({{"表", sheet}}, kStrings));
    if (c.text[0] == '\0') {
      EXPECT_EQ(read, "G 1x2 exact / [0,0] 甲 / [0,1] 9") << c.name;
    } else {
      EXPECT_EQ(read, absl::StrCat("G 1x3 exact / [0,0] 甲 / [0,1]", c.text, " / [0,2] 9"))
          << c.name;
    }
  }
}

TEST(XlsxReaderTest, SheetsInOrderWithTheirPlaces) {
  const auto document =
      ReadDocument(MakeXlsx({{"表二", OneRow("<c r=\"AB1\" t=\"s\"><v>0</v></c>")},
                             {"旧", kTwoByTwo, "hidden"},
                             {"表三", kTwoByTwo}},
                            kStrings));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->format, Format::kXlsx);
  ASSERT_EQ(document->blocks.size(), 2u);
  EXPECT_EQ(document->blocks[0].text, "甲");
  EXPECT_EQ(document->blocks[0].place.part, "表二");
  EXPECT_EQ(document->blocks[0].place.sheet_column, 28);
  const Cell& last = document->blocks[1].grid.cells.back();
  EXPECT_EQ(last.text, "2");
  EXPECT_EQ(last.place.part, "表三");
  EXPECT_EQ(last.place.sheet_row, 2);
  EXPECT_EQ(last.place.sheet_column, 2);
  ASSERT_EQ(document->notes.size(), 1u);
  EXPECT_EQ(document->notes[0].en, "1 hidden sheets were left out: 旧");
  EXPECT_THAT(document->notes[0].zh, HasSubstr("旧"));
}

TEST(XlsxReaderTest, HiddenRowsAndColumnsAreLeftOutAndNoted) {
  const auto document = ReadDocument(MakeXlsx(
      {{"表",
        "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\">"
        "<v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"C1\"><v>3</v></c></row><row r=\"2\" "
        "hidden=\"1\"><c r=\"A2\"><v>4</v></c></row><row r=\"3\"><c r=\"A3\"><v>5</v></c>"
        "<c r=\"C3\"><v>6</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:A3\"/>"
        "</mergeCells>"}}));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(DebugDump(*document), "G 2x2 exact\n  [0,0 2x1] 1\n  [0,1] 3\n  [1,1] 6\n");
  ASSERT_EQ(document->notes.size(), 1u);
  EXPECT_EQ(document->notes[0].en,
            "of the sheet 表 1 hidden rows and 1 hidden columns were left out");
}

TEST(XlsxReaderTest, LimitsHaveTheirReasons) {
  const struct {
    const char* name;
    std::string sheet;
    ReadLimits limits;
    const char* outcome;
  } cases[] = {
      {"cells",
       "<sheetData>" + Repeat("<row><c/><c/></row>", 100) + "</sheetData>",
       {.max_cells = 199},
       "TOO_MANY_CELLS"},
      {"merged cells",
       "<sheetData>" + Repeat("<row><c><v>1</v></c><c><v>2</v></c></row>", 100) +
           "</sheetData><mergeCells>" + Repeat("<mergeCell ref=\"A1:A100\"/>", 100) +
           "</mergeCells>",
       {.max_cells = 5000},
       "TOO_MANY_CELLS"},
      {"text",
       OneRow(Repeat("<c t=\"s\"><v>0</v></c>", 100)),
       {.max_text_bytes = 290},
       "TOO_MUCH_TEXT"},
      {"elements", OneRow(Repeat("<c/>", 100)), {.max_elements = 90}, "TOO_COMPLEX"},
      {"unpacked", OneRow(Repeat("<c/>", 100)), {.max_unpacked_bytes = 1500}, "EXPANDS_TOO_MUCH"},
      {"empty", OneRow(Repeat("<c/>", 100)), {}, "EMPTY_DOCUMENT"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Read(MakeXlsx({{"表", c.sheet}}, kStrings), c.limits), c.outcome) << c.name;
  }
  std::vector<XlsxSheetPart> sheets(201, {"表", OneRow("<c><v>1</v></c>")});
  EXPECT_EQ(Read(MakeXlsx(sheets)), "TOO_COMPLEX");
}

TEST(XlsxReaderTest, HostileSheetsAreReadOrRefused) {
  const struct {
    const char* name;
    std::string sheet;
  } cases[] = {
      {"columns hidden again and again",
       "<cols>" + Repeat("<col min=\"1\" max=\"16384\" hidden=\"1\"/>", 100'000) + "</cols>"},
      {"far cells", OneRow("<c r=\"A1\"><v>1</v></c><c r=\"XFD1048576\"><v>2</v></c>")},
      {"beyond the sheet", OneRow("<c r=\"ZZZZZZZZZZ1\"><v>1</v></c><c r=\"A99999999999\"/>")},
      {"merged over everything",
       OneRow("<c r=\"B1\"><v>1</v></c>") +
           "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/><mergeCell ref=\"B1:B9\"/><mergeCell "
           "ref=\"A0:B0\"/><mergeCell ref=\":\"/><mergeCell ref=\"B9:A1\"/></mergeCells>"},
      {"rows in disorder",
       "<sheetData><row r=\"9\"><c r=\"B9\"><v>1</v></c><c r=\"A9\"><v>2</v></c><c "
       "r=\"A9\"><v>3</v></c></row><row r=\"2\"><c><v>4</v></c></row><row r=\"9\"><c/></row>"
       "<row r=\"-4\"><c><v>5</v></c></row><row r=\"0\"><c><v>5</v></c></row></sheetData>"},
  };
  for (const auto& c : cases) {
    const auto document = ReadDocument(MakeXlsx({{"表", c.sheet}}));
    if (!document.ok()) {
      EXPECT_NE(DetailOf(document.status()).reason, "") << c.name;
    }
  }
}

TEST(XlsxReaderTest, MutatedSheetsKeepTheInvariants) {
  const std::string seed = absl::StrCat(
      kTwoByTwo, "<mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:A3\"/></mergeCells>");
  std::mt19937 random(7);
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string sheet = seed;
    for (size_t edits = 1 + random() % 3; edits > 0; --edits) {
      const char digits[] = "0123456789ABX";
      sheet[random() % sheet.size()] = digits[random() % (sizeof digits - 1)];
    }
    const auto document =
        ReadDocument(MakeZip(XlsxFiles({{"表", sheet}}, kStrings), {.store = true}));
    if (!document.ok()) continue;
    ++read;
    for (const Block& block : document->blocks) {
      for (const Cell& cell : block.grid.cells) {
        ASSERT_LE(cell.row + cell.row_span, block.grid.rows) << sheet;
        ASSERT_LE(cell.column + cell.column_span, block.grid.columns) << sheet;
      }
    }
  }
  EXPECT_GT(read, 200);
}

}  // namespace
}  // namespace gongkai
