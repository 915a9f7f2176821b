// Tables by their ruling lines, however those are drawn, and over page breaks.
#include <gtest/gtest.h>

#include "tests/workers/document/pdf_read.h"
#include "tests/workers/document/pdf_writer.h"

namespace gongkai {
namespace {

constexpr char kTwoByTwo[] = "G 2x2 exact / [0,0] 甲 / [0,1] 乙 / [1,0] 10 / [1,1] 2";

TEST(PdfTableTest, RulingLinesMakeCells) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 300}, {100, 130, 160}, {"甲", "乙", "10", "2"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), kTwoByTwo);
}

TEST(PdfTableTest, LinesMayBeThinRectanglesDashesDotsFramesOrDoubled) {
  const std::vector<std::string> texts = {"甲", "乙", "10", "2"};
  const std::vector<float> xs = {100, 200, 300};
  const std::vector<float> ys = {100, 130, 160};
  const auto with_texts = [&](PdfWriter* pdf) {
    for (int i = 0; i < 4; ++i) {
      pdf->Text(xs[i % 2] + 3, ys[i / 2] + 19, texts[i]);
    }
    return ReadPdfDump(pdf->Finish());
  };
  PdfWriter rectangles;
  rectangles.AddPage();
  // In pieces, as word processors draw them.
  for (const float x : xs) {
    rectangles.Fill(x, 100, x + 0.5f, 129.7f).Fill(x, 130.2f, x + 0.5f, 160);
  }
  for (const float y : ys) rectangles.Fill(100, y, 199.5f, y + 0.5f).Fill(200.5f, y, 300, y + 0.5f);
  EXPECT_EQ(with_texts(&rectangles), kTwoByTwo);

  PdfWriter dotted;
  dotted.AddPage();
  for (const float x : xs) {
    for (float y = 100; y < 160; y += 2) dotted.Fill(x, y, x + 0.7f, y + 0.7f);
  }
  for (const float y : ys) {
    for (float x = 100; x < 300; x += 2) dotted.Fill(x, y, x + 0.7f, y + 0.7f);
  }
  EXPECT_EQ(with_texts(&dotted), kTwoByTwo);

  PdfWriter frames;  // two rectangles in one path, the inner one left out
  frames.AddPage();
  for (int i = 0; i < 4; ++i) {
    const float left = xs[i % 2];
    const float bottom = 842 - ys[i / 2 + 1];
    frames.Raw(
        absl::StrCat(left, " ", bottom, " 100 30 re ", left + 1, " ", bottom + 1, " 98 28 re f*"));
  }
  EXPECT_EQ(with_texts(&frames), kTwoByTwo);

  PdfWriter doubled;
  doubled.AddPage().Table(xs, ys, {});
  doubled.Table({101.5f, 201.5f, 298.5f}, {101.5f, 131.5f, 158.5f}, {});
  EXPECT_EQ(with_texts(&doubled), kTwoByTwo);

  PdfWriter open_sides;  // no line at the left and at the right
  open_sides.AddPage().Line(200, 100, 200, 160);
  for (const float y : ys) open_sides.Line(100, y, 300, y);
  EXPECT_EQ(with_texts(&open_sides), kTwoByTwo);
}

TEST(PdfTableTest, MissingInnerLinesMakeSpans) {
  PdfWriter pdf;
  pdf.AddPage();
  pdf.Line(100, 100, 300, 100).Line(200, 130, 300, 130).Line(100, 160, 300, 160);
  pdf.Line(100, 100, 100, 160).Line(200, 100, 200, 160).Line(300, 100, 300, 160);
  pdf.Text(110, 133, "法人").Text(210, 119, "1").Text(210, 149, "2");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 2x2 exact / [0,0 2x1] 法人 / [0,1] 1 / [1,1] 2");
}

TEST(PdfTableTest, ARowOfNumbersIsSplitWhereTheLineBetweenWasNotDrawn) {
  PdfWriter pdf;
  pdf.AddPage();
  for (const float y : {100.0f, 160.0f}) pdf.Line(100, y, 400, y);
  for (const float x : {100.0f, 200.0f, 300.0f, 400.0f}) pdf.Line(x, 100, x, 160);
  pdf.Text(103, 119, "1.其一").Text(203, 119, "10").Text(303, 119, "2");
  pdf.Text(103, 149, "2.其二").Text(203, 149, "30").Text(303, 149, "4");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] 1.其一 / [0,1] 10 / [0,2] 2 / [1,0] 2.其二 / [1,1] 30 / [1,2] 4");
}

TEST(PdfTableTest, ACellIsOneText) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 120, 240, 252}, {100, 190}, {});
  // One character a line; a label over two lines; a number torn apart by a narrow cell.
  pdf.Text(105, 120, "本").Text(105, 135, "年").Text(105, 150, "度");
  pdf.Text(125, 130, "部分公开（区分处理的").Text(125, 145, "，只计这一情形）");
  pdf.Text(243, 130, "1").Text(243, 145, "0");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 1x3 exact / [0,0] 本年度 / [0,1] 部分公开（区分处理的，只计这一情形） / [0,2] 10");
}

TEST(PdfTableTest, TwoNumbersInAWideCellStayTwo) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 300}, {100, 190}, {});
  pdf.Text(105, 130, "1").Text(105, 145, "0").Text(205, 130, "甲");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 1\\n0 / [0,1] 甲");
}

TEST(PdfTableTest, ANumberTooWideForItsCellBelongsToOneCell) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 200}, {100, 130}, {});
  pdf.Text(104, 119, "39857588").Text(160, 119, "5");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 39857588 / [0,1] 5");
}

TEST(PdfTableTest, ANumberThatRunsOverTheEdgeOfTheTableIsWhole) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 160}, {100, 130}, {});
  pdf.Text(104, 119, "5").Text(145, 119, "3119");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 5 / [0,1] 3119");
}

TEST(PdfTableTest, ANumberDrawnDigitByDigitOverALineIsWhole) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 180}, {100, 130}, {});
  pdf.Text(110, 119, "1").Text(117, 119, "2").Text(124, 119, "3").Text(131, 119, "4");
  pdf.Text(138, 119, "5").Text(160, 119, "6");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 12345 / [0,1] 6");
}

// Numbers of two cells, as far apart as the digits of one might be, or hardly: only even distances
// make one number of digits that were drawn one by one.
TEST(PdfTableTest, DigitsOverALineThatMayBeOfEitherCellAreUnreadable) {
  PdfWriter apart;
  apart.AddPage().Table({100, 120, 140}, {100, 130}, {});
  apart.Text(99, 119, "１").Text(109, 119, "４").Text(112 + 10, 119, "９");
  EXPECT_EQ(ReadPdfDump(apart.Finish()), "G 1x2 exact / [0,0] １４ / [0,1] ９");
  PdfWriter cut;
  cut.AddPage().Table({100, 120, 140}, {100, 130}, {});
  cut.Text(115, 119, "１");
  EXPECT_EQ(ReadPdfDump(cut.Finish()), "G 1x2 exact / [0,0] \uFFFD / [0,1] \uFFFD");
}

TEST(PdfTableTest, RowsOfTornNumbersAreOneRow) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 180, 195, 210}, {100, 190}, {});
  pdf.Text(103, 140, "一、甲").Text(183, 130, "42").Text(183, 145, "88");
  pdf.Text(198, 130, "44").Text(198, 145, "4");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x3 exact / [0,0] 一、甲 / [0,1] 4288 / [0,2] 444");
}

TEST(PdfTableTest, NumbersThatTouchAcrossALineStayInTheirCells) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 200}, {100, 130}, {});
  pdf.Text(101, 119, "３０７１").Text(141, 119, "389");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] ３０７１ / [0,1] 389");
}

TEST(PdfTableTest, APageNumberInsideATableIsDropped) {
  const std::vector<float> xs = {100, 200, 300};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {740, 830}, {"甲", "536"}).Text(203, 822, "1");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 甲 / [0,1] 536");
}

TEST(PdfTableTest, APageNumberOverTheLinesOfATableIsDropped) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 300}, {740, 830}, {"甲", "536"}).Text(190, 822, "- 12 -");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 甲 / [0,1] 536");
  PdfWriter torn;  // the last digit is no page number
  torn.AddPage().Table({100, 200, 215}, {780, 820}, {"甲", ""});
  torn.Text(203, 795, "56").Text(203, 807, "1");
  EXPECT_EQ(ReadPdfDump(torn.Finish()), "G 1x2 exact / [0,0] 甲 / [0,1] 561");
}

TEST(PdfTableTest, OneTableOverTwoPages) {
  const std::vector<float> xs = {100, 200, 300};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {700, 730, 760}, {"名称", "数量", "一、甲", "1"}).Text(290, 810, "- 1 -");
  pdf.AddPage().Table(xs, {60, 90}, {"二、乙", "2"}).Text(290, 810, "- 2 -");
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish()),
      "G 3x2 exact / [0,0] 名称 / [0,1] 数量 / [1,0] 一、甲 / [1,1] 1 / [2,0] 二、乙 / [2,1] 2");
  const absl::StatusOr<Document> document = ReadPdfDocument(pdf.Finish());
  ASSERT_TRUE(document.ok());
  const Place& place = document->blocks[0].grid.cells[5].place;
  EXPECT_EQ(place.page, 2);
  EXPECT_NEAR(place.box.left, 200, 1);
  EXPECT_NEAR(place.box.bottom, 90, 1);
}

TEST(PdfTableTest, ARepeatedHeaderIsDropped) {
  const std::vector<float> xs = {100, 200, 300};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {700, 730, 760}, {"名称", "数量", "一、甲", "1"});
  pdf.AddPage().Table(xs, {60, 90, 120}, {"名称", "数量", "二、乙", "2"});
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish()),
      "G 3x2 exact / [0,0] 名称 / [0,1] 数量 / [1,0] 一、甲 / [1,1] 1 / [2,0] 二、乙 / [2,1] 2");
}

TEST(PdfTableTest, AGroupGoesOnBelowTheBreak) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 240, 300}, {700, 730, 760},
                      {"", "1.甲", "1", "（四）无", "2.乙", "2"});
  pdf.AddPage();
  for (const float y : {60.0f, 120.0f}) pdf.Line(100, y, 300, y);
  pdf.Line(140, 90, 300, 90);
  for (const float x : {100.0f, 140.0f, 240.0f, 300.0f}) pdf.Line(x, 60, x, 120);
  pdf.Text(103, 80, "法提供").Text(143, 80, "3.丙").Text(243, 80, "3").Text(143, 110, "4.丁");
  pdf.Text(243, 110, "4");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 4x3 exact / [0,0] / [0,1] 1.甲 / [0,2] 1 / [1,0 3x1] （四）无法提供 / [1,1] 2.乙 / "
            "[1,2] 2 / [2,1] 3.丙 / [2,2] 3 / [3,1] 4.丁 / [3,2] 4");
}

// 小计 of one group at the foot of a page, without a label, was drawn into the next group.
TEST(PdfTableTest, AGroupThatBeginsBelowTheBreakHasNoRowsAboveIt) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 240, 300}, {700, 730, 760},
                      {"（三）甲", "1.乙", "1", "", "小计", "1"});
  pdf.AddPage().Table({100, 140, 240, 300}, {60, 90, 120},
                      {"（四）丙", "1.丁", "3", "", "2.戊", "4"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 4x3 exact / [0,0] （三）甲 / [0,1] 1.乙 / [0,2] 1 / [1,0] / [1,1] 小计 / [1,2] 1 / "
            "[2,0] （四）丙 / [2,1] 1.丁 / [2,2] 3 / [3,0] / [3,1] 2.戊 / [3,2] 4");
}

TEST(PdfTableTest, ARowTornByTheBreakIsOneRow) {
  const std::vector<float> xs = {100, 180, 240, 300};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {700, 730, 760}, {"4.丁", "4", "4", "5.要求行政机关", "1", "1"});
  pdf.AddPage().Table(xs, {60, 90, 120}, {"确认", "", "", "6.己", "0", "6"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x3 exact / [0,0] 4.丁 / [0,1] 4 / [0,2] 4 / [1,0] 5.要求行政机关确认 / [1,1] 1 / "
            "[1,2] 1 / [2,0] 6.己 / [2,1] 0 / [2,2] 6");
}

// The lines of one table stand within a few points of those of another that it touches: they were
// lost, and two numbers became one.
TEST(PdfTableTest, LinesNearThoseOfATableThatTouchesAreKept) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 180, 235.5, 300}, {60, 90}, {"行政许可", "844", "7"});
  pdf.Table({100, 180, 240, 320}, {90, 120}, {"行政处罚", "", ""});
  pdf.Text(225, 108, "9").Text(244, 108, "628");
  const std::string dump = ReadPdfDump(pdf.Finish());
  EXPECT_NE(dump.find("[1,1] 9 / [1,2"), std::string::npos) << dump;
  EXPECT_NE(dump.find("] 628"), std::string::npos) << dump;
}

// wkhtmltopdf draws the foot of a cell a little below that of its row, if it moved a line to the
// next page: the next row fell into a row of figures without a label and one of a label without
// figures.
TEST(PdfTableTest, LinesTooNearForTextBetweenThemAreOne) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 180, 240}, {60, 90, 120}, {"行政处罚", "0", "行政强制", "730"});
  pdf.Line(180, 94.8f, 240, 94.8f);
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x2 exact / [0,0] 行政处罚 / [0,1] 0 / [1,0] 行政强制 / [1,1] 730");
}

// A page break left the merged cell of a group too low for its label: the lines above the table and
// in the next row are of the label too.
TEST(PdfTableTest, ALabelHigherThanItsCellIsWhole) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 124, 200, 260}, {60, 80}, {"", "（七）总计", "5"});
  pdf.Line(100, 100, 260, 100).Line(100, 80, 100, 100).Line(200, 80, 200, 100);
  pdf.Line(260, 80, 260, 100);
  const char* const lines[] = {"三本", "年度", "办理", "结果"};
  for (int i = 0; i < 4; ++i) pdf.Text(102, 55 + 12.0f * static_cast<float>(i), lines[i]);
  pdf.Text(103, 97, "四、结转").Text(210, 94, "3");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] 三本年度办理结果 / [0,1] （七）总计 / [0,2] 5 / "
            "[1,0 1x2] 四、结转 / [1,2] 3");
}

TEST(PdfTableTest, AFullWidthNumberThatReachesTheNextIsNoPartOfIt) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 130, 160}, {60, 90}, {"", ""});
  pdf.Text(110, 78, "288").Text(125, 78, "１１５３");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 288 / [0,1] １１５３");
}

// A stamp over a cell: which digits are of the number cannot be told.
TEST(PdfTableTest, DigitsOfOtherSizesOrOverEachOtherAreOfTwoNumbers) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 130, 160, 190}, {60, 90}, {"", "", ""});
  pdf.Text(105, 80, "12").Text(115, 80, "1", 6);
  pdf.Text(135, 78, "85").Text(138, 78, "99");
  pdf.Text(165, 76, "0").Text(163, 80, "8899", 13);
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 1x3 exact / [0,0] 12\\n1 / [0,1] 89\\n59 / [0,2] 8\\n0\\n899");
}

// The second line of a number stands alone at the top of the next page: the first was read as the
// number.
TEST(PdfTableTest, ANumberTornByTheBreakIsOne) {
  const std::vector<float> xs = {100, 180, 210, 240};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {700, 730, 760}, {"4.丁", "4", "4", "5.戊", "", "7"});
  pdf.Text(188, 754, "18");
  pdf.AddPage().Table(xs, {60, 90, 120}, {"", "", "", "6.己", "0", "6"}).Text(193, 80, "5");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x3 exact / [0,0] 4.丁 / [0,1] 4 / [0,2] 4 / [1,0] 5.戊 / [1,1] 18\\n5 / "
            "[1,2] 7 / [2,0] 6.己 / [2,1] 0 / [2,2] 6");
}

// A browser cuts rows in two and draws no line at the cut.
TEST(PdfTableTest, ARowWithoutALineAtTheCutIsOne) {
  PdfWriter pdf;
  pdf.AddPage();
  for (const float y : {700.0f, 730.0f}) pdf.Line(100, y, 300, y);
  for (const float x : {100.0f, 240.0f, 300.0f}) pdf.Line(x, 700, x, 770);
  pdf.Text(103, 720, "行政许可").Text(243, 720, "1").Text(103, 745, "行政").Text(243, 745, "4");
  pdf.AddPage();
  for (const float y : {60.0f, 90.0f}) pdf.Line(100, y, 300, y);
  for (const float x : {100.0f, 240.0f, 300.0f}) pdf.Line(x, 40, x, 90);
  pdf.Text(103, 52, "处罚").Text(103, 80, "行政强制").Text(243, 80, "5");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x2 exact / [0,0] 行政许可 / [0,1] 1 / [1,0] 行政处罚 / [1,1] 4 / [2,0] 行政强制 / "
            "[2,1] 5");
}

TEST(PdfTableTest, FiguresAboveTheBreakBelongToTheLabelBelowIt) {
  const std::vector<float> xs = {100, 180, 240, 300};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {700, 730, 760}, {"4.丁", "4", "4", "", "1", "1"});
  pdf.AddPage().Table(xs, {60, 90, 120}, {"5.戊", "", "", "6.己", "0", "6"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x3 exact / [0,0] 4.丁 / [0,1] 4 / [0,2] 4 / [1,0] 5.戊 / [1,1] 1 / [1,2] 1 / "
            "[2,0] 6.己 / [2,1] 0 / [2,2] 6");
}

// The cell of the group goes down the whole second page: no line ties it to the others there.
TEST(PdfTableTest, AMergedCellAtTheLeftGoesOnOverAWholePage) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 240, 300}, {700, 730, 760},
                      {"三组", "1.甲", "1", "", "2.乙", "2"});
  pdf.AddPage().Table({140, 240, 300}, {60, 90, 120}, {"3.丙", "3", "4.丁", "4"});
  pdf.Line(100, 60, 100, 800);
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 4x3 exact / [0,0] 三组 / [0,1] 1.甲 / [0,2] 1 / [1,0 3x1] / [1,1] 2.乙 / [1,2] 2 / "
            "[2,1] 3.丙 / [2,2] 3 / [3,1] 4.丁 / [3,2] 4");
}

// Tables below each other touch and are read as one: the last of them goes on alone.
TEST(PdfTableTest, ANarrowTableBelowAWideOneGoesOn) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 180, 240, 300}, {700, 730}, {"规章", "1", "2"});
  pdf.Table({100, 180, 240}, {730, 760}, {"行政许可", "3"});
  pdf.AddPage().Table({100, 180, 240}, {60, 90}, {"行政处罚", "4"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x3 exact / [0,0] 规章 / [0,1] 1 / [0,2] 2 / [1,0] 行政许可 / [1,1] 3 / [1,2] / "
            "[2,0] 行政处罚 / [2,1] 4");
}

// Columns without numbers, or with 无 in most cells, were taken for labels, and the values above
// and below the break for one label that it tore.
TEST(PdfTableTest, ABreakBetweenRowsOfMarksAndBlanksJoinsNone) {
  const std::vector<float> xs = {100, 180, 240, 300};
  PdfWriter blank;
  blank.AddPage().Table(xs, {700, 730, 760}, {"指标", "个人", "总计", "1.甲", "4", ""});
  blank.AddPage().Table(xs, {60, 90}, {"2.乙", "5", ""});
  EXPECT_EQ(ReadPdfDump(blank.Finish()),
            "G 3x3 exact / [0,0] 指标 / [0,1] 个人 / [0,2] 总计 / [1,0] 1.甲 / [1,1] 4 / [1,2] / "
            "[2,0] 2.乙 / [2,1] 5 / [2,2]");
  PdfWriter marks;
  marks.AddPage().Table(xs, {700, 730, 760}, {"指标", "个人", "总计", "甲", "无", "4件"});
  marks.AddPage().Table(xs, {60, 90}, {"乙", "无", "5件"});
  EXPECT_EQ(
      ReadPdfDump(marks.Finish()),
      "G 3x3 exact / [0,0] 指标 / [0,1] 个人 / [0,2] 总计 / [1,0] 甲 / [1,1] 无 / [1,2] 4件 / "
      "[2,0] 乙 / [2,1] 无 / [2,2] 5件");
}

TEST(PdfTableTest, AHeadTornByTheBreakIsOneRowAndItsValuesAreNoPartOfIt) {
  const std::vector<float> xs = {100, 130, 160};
  PdfWriter torn;
  torn.AddPage().Table(xs, {700, 730}, {"结果", "总"});
  torn.AddPage().Table(xs, {60, 90, 120}, {"维持", "计", "3", "4"});
  EXPECT_EQ(ReadPdfDump(torn.Finish()),
            "G 2x2 exact / [0,0] 结果维持 / [0,1] 总计 / [1,0] 3 / [1,1] 4");
  PdfWriter whole;
  whole.AddPage().Table(xs, {700, 730}, {"维持", "总计"});
  whole.AddPage().Table(xs, {60, 90}, {"3", "4"});
  EXPECT_EQ(ReadPdfDump(whole.Finish()),
            "G 2x2 exact / [0,0] 维持 / [0,1] 总计 / [1,0] 3 / [1,1] 4");
}

TEST(PdfTableTest, AListWithOrdinalsHasOneInEveryRow) {
  const std::vector<float> xs = {100, 250, 300};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {700, 730}, {"6.属于", "38"});
  pdf.AddPage().Table(xs, {60, 90, 120}, {"四类过程性信息", "", "7.案卷", "1"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x2 exact / [0,0] 6.属于四类过程性信息 / [0,1] 38 / [1,0] 7.案卷 / [1,1] 1");
}

// A number breaks wherever its pieces were set apart, but two numbers are not put together.
TEST(PdfTableTest, AVerticalTextThatReachesOutOfItsCellIsOneText) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 140, 200}, {100, 120, 140, 160}, {"上", "1", "", "2", "下", "3"});
  const char* const text[] = {"办", "理", "结", "果"};
  for (int i = 0; i < 4; ++i) pdf.Text(122, 116.0f + 12 * static_cast<float>(i), text[i]);
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x2 exact / [0,0] 上 / [0,1] 1 / [1,0] 办理结果 / [1,1] 2 / [2,0] 下 / [2,1] 3");
}

TEST(PdfTableTest, NumbersTornByTheirCellAreOne) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 124, 150, 176, 240}, {100, 190}, {});
  pdf.Text(110, 130, "1").Text(107, 142, "53").Text(135, 130, "6").Text(128, 142, ",398");
  pdf.Text(160, 130, "7").Text(187, 130, "55").Text(187, 142, "12");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 1x4 exact / [0,0] 153 / [0,1] 6,398 / [0,2] 7 / [0,3] 55\\n12");
}

// The cell is wide enough for three digits, but blanks stand before the first.
TEST(PdfTableTest, BlanksBesideATornNumberTakeRoomToo) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 180, 210, 240}, {60, 90, 120}, {"1.甲", "", "7", "2.乙", "5", "8"});
  pdf.Text(185, 72, "  10").Text(190, 84, "8");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] 1.甲 / [0,1] 108 / [0,2] 7 / [1,0] 2.乙 / [1,1] 5 / [1,2] 8");
}

// How far labels stand from their lines says how much of a cell its number may fill.
TEST(PdfTableTest, ANumberTornInACellWithWidePaddingIsOne) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 180, 216, 252}, {60, 90, 120, 150, 180}, std::vector<std::string>(12));
  for (int i = 0; i < 4; ++i) {
    const float y = 80 + 30.0f * static_cast<float>(i);
    pdf.Text(110, y, "标签").Text(226, y, "8");
    if (i > 0) pdf.Text(196, y, "5");
  }
  pdf.Text(190, 72, "102").Text(195, 84, "6");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()).substr(0, 51),
            "G 4x3 exact / [0,0] 标签 / [0,1] 1026 / [0,2] 8 /");
}

TEST(PdfTableTest, ALabelThatReachesOutOfItsTableBelongsToIt) {
  const std::vector<float> xs = {100, 140, 240, 300};
  PdfWriter pdf;
  pdf.AddPage().Table(xs, {700, 730, 760}, {"", "1.甲", "1", "三本年", "2.乙", "2"});
  pdf.Text(105, 770, "度").Text(105, 782, "办");
  pdf.AddPage().Text(280, 50, "续表").Table(xs, {60, 90}, {"理结果", "3.丙", "3"});
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish()),
      "G 3x3 exact / [0,0] / [0,1] 1.甲 / [0,2] 1 / [1,0 2x1] 三本年度办理结果 / [1,1] 2.乙 / "
      "[1,2] 2 / [2,1] 3.丙 / [2,2] 3");
  PdfWriter text;  // a line of its own between two tables
  text.AddPage()
      .Table(xs, {700, 730}, {"", "1.甲", "1"})
      .Text(105, 770, "另有一表如下，数字取自年报");
  text.AddPage().Table(xs, {60, 90}, {"", "2.乙", "2"});
  EXPECT_EQ(ReadPdfDump(text.Finish()),
            "G 1x3 exact / [0,0] / [0,1] 1.甲 / [0,2] 1 / P 另有一表如下，数字取自年报 / "
            "G 1x3 exact / [0,0] / [0,1] 2.乙 / [0,2] 2");
}

TEST(PdfTableTest, AHeadAloneAtTheFootOfAPageBeginsItsTable) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 60, "标题").Table({100, 300}, {700, 730}, {"第二十条第（八）项"});
  pdf.AddPage().Table({100, 200, 300}, {60, 90}, {"收费", "1"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 标题 / G 2x2 exact / [0,0 1x2] 第二十条第（八）项 / [1,0] 收费 / [1,1] 1");
}

// The lines of another table on the page once moved the column's edge, and its digits apart.
TEST(PdfTableTest, LinesOfAnotherTableDoNotMoveThoseOfATable) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 185, 200}, {100, 190}, {"", ""});
  pdf.Text(103, 140, "一、甲").Text(188, 130, "1").Text(188, 145, "3");
  pdf.Table({101, 151, 202}, {300, 400}, {"甲", "乙"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 1x2 exact / [0,0] 一、甲 / [0,1] 13 / G 1x2 exact / [0,0] 甲 / [0,1] 乙");
}

TEST(PdfTableTest, TablesWithOtherColumnsStayApart) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 300}, {700, 730}, {"甲", "1"});
  pdf.AddPage().Table({100, 150, 300}, {60, 90}, {"乙", "2"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 1x2 exact / [0,0] 甲 / [0,1] 1 / G 1x2 exact / [0,0] 乙 / [0,1] 2");
}

TEST(PdfTableTest, CellsAroundOneTextAreNoTable) {
  PdfWriter pdf;
  pdf.AddPage().Table({20, 40, 575}, {20, 822}, {});
  for (int i = 0; i < 5; ++i) pdf.Text(60, 60.0f + 30 * static_cast<float>(i), "一行文字。");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 一行文字。 / P 一行文字。 / P 一行文字。 / P 一行文字。 / P 一行文字。");
}

TEST(PdfTableTest, AFrameAroundAPageIsNoTable) {
  PdfWriter pdf;
  pdf.AddPage().Table({20, 575}, {20, 822}, {});
  pdf.Text(100, 60, "标题").Table({100, 200, 300}, {100, 130, 160}, {"甲", "乙", "10", "2"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), absl::StrCat("P 标题 / ", kTwoByTwo));
}

}  // namespace
}  // namespace gongkai
