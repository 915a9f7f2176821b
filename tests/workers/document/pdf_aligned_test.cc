// Tables without ruling lines, or with horizontal ones only.
#include <gtest/gtest.h>

#include "tests/workers/document/pdf_read.h"
#include "tests/workers/document/pdf_writer.h"

namespace gongkai {
namespace {

// A head and two rows, the values in the middle of their columns.
void AddThreeColumns(float top, PdfWriter* pdf) {
  pdf->Text(110, top, "指标").Text(210, top, "个人").Text(305, top, "总计");
  pdf->Text(100, top + 30, "1.甲").Text(218, top + 30, "5").Text(308, top + 30, "1234");
  pdf->Text(100, top + 60, "2.乙").Text(308, top + 60, "1234");
}
constexpr char kThreeColumns[] =
    "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / [1,4] 5 / "
    "[1,5] 1234 / [2,0 1x4] 2.乙 / [2,4] / [2,5] 1234";

TEST(PdfAlignedTest, TextsBelowEachOtherMakeColumns) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "一、标题");
  AddThreeColumns(100, &pdf);
  pdf.Text(60, 250, "后面的文字，共 12 件。");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            absl::StrCat("P 一、标题 / ", kThreeColumns, " / P 后面的文字，共 12 件。"));
}

TEST(PdfAlignedTest, HorizontalLinesAlone) {
  PdfWriter pdf;
  pdf.AddPage();
  AddThreeColumns(100, &pdf);
  for (const float y : {85.0f, 110.0f, 170.0f}) pdf.Line(90, y, 400, y);
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), kThreeColumns);
}

TEST(PdfAlignedTest, ACellOfSeveralLinesIsOne) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(260, 100, "个人").Text(355, 100, "总计");
  pdf.Text(100, 130, "1.部分公开（区分处").Text(100, 142, "理的，只计这一情形）");
  pdf.Text(262, 136, "5").Text(355, 130, "8").Text(345, 142, "（含1件）");
  pdf.Text(100, 170, "2.乙").Text(262, 170, "5").Text(355, 170, "9");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / "
            "[1,0 1x4] 1.部分公开（区分处理的，只计这一情形） / [1,4] 5 / [1,5] 8（含1件） / "
            "[2,0 1x4] 2.乙 / [2,4] 5 / [2,5] 9");
}

TEST(PdfAlignedTest, AGroupStandsBesideItsRows) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(260, 100, "个人").Text(355, 100, "总计");
  pdf.Text(150, 130, "1.甲").Text(262, 130, "5").Text(355, 130, "8");
  pdf.Text(100, 134, "三、组");
  pdf.Text(150, 150, "2.乙").Text(262, 150, "6").Text(355, 150, "9");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0] 三、组 / "
            "[1,1 1x3] 1.甲 / [1,4] 5 / [1,5] 8 / [2,0 1x4] 2.乙 / [2,4] 6 / [2,5] 9");
}

TEST(PdfAlignedTest, TablesSideBySideAreTwo) {
  PdfWriter pdf;
  pdf.AddPage().Text(110, 100, "信息内容").Text(200, 100, "数量");
  pdf.Text(310, 100, "信息内容").Text(400, 100, "金额");
  pdf.Text(100, 130, "规章").Text(208, 130, "5").Text(300, 130, "行政处罚").Text(405, 130, "77");
  pdf.Text(100, 150, "文件").Text(208, 150, "6").Text(300, 150, "行政强制").Text(405, 150, "88");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x5 exact / [0,0 1x4] 信息内容 / [0,4] 数量 / [1,0 1x4] 规章 / [1,4] 5 / "
            "[2,0 1x4] 文件 / [2,4] 6 / G 3x5 exact / [0,0 1x4] 信息内容 / [0,4] 金额 / "
            "[1,0 1x4] 行政处罚 / [1,4] 77 / [2,0 1x4] 行政强制 / [2,4] 88");
}

TEST(PdfAlignedTest, TheNextHeadBeginsTheNextTable) {
  PdfWriter pdf;
  pdf.AddPage();
  AddThreeColumns(100, &pdf);
  pdf.Text(200, 190, "第（五）项").Text(110, 210, "指标").Text(240, 210, "数量");
  pdf.Text(100, 230, "许可").Text(243, 230, "77");
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish()),
      absl::StrCat(kThreeColumns,
                   " / G 3x5 exact / [0,0 1x4] / [0,4] 第（五）项 / [1,0 1x4] 指标 / [1,4] 数量 / "
                   "[2,0 1x4] 许可 / [2,4] 77"));
}

TEST(PdfAlignedTest, ATableGoesOnOverThePageBreak) {
  PdfWriter pdf;
  pdf.AddPage();
  AddThreeColumns(740, &pdf);
  pdf.AddPage().Text(100, 60, "3.丙").Text(308, 60, "9");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 4x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / [1,4] 5 / "
            "[1,5] 1234 / [2,0 1x4] 2.乙 / [2,4] / [2,5] 1234 / [3,0 1x4] 3.丙 / [3,4] / [3,5] 9");
}

// A number that its cell broke in two, or two numbers: nobody can know without the cell.
TEST(PdfAlignedTest, FiguresAboveTheBreakBelongToTheLabelBelowIt) {
  PdfWriter pdf;
  pdf.AddPage();
  AddThreeColumns(700, &pdf);
  pdf.Text(218, 790, "7").Text(308, 790, "8");
  pdf.AddPage().Text(100, 60, "3.要求行政").Text(100, 72, "机关确认").Text(100, 100, "4.丁");
  pdf.Text(218, 100, "5").Text(308, 100, "6");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 5x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / [1,4] 5 / "
            "[1,5] 1234 / [2,0 1x4] 2.乙 / [2,4] / [2,5] 1234 / [3,0 1x4] 3.要求行政机关确认 / "
            "[3,4] 7 / [3,5] 8 / [4,0 1x4] 4.丁 / [4,4] 5 / [4,5] 6");
}

TEST(PdfAlignedTest, NumbersBelowEachOtherInARowStayTwo) {
  PdfWriter pdf;
  pdf.AddPage();
  AddThreeColumns(100, &pdf);
  pdf.Text(308, 172, "56");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / [1,4] 5 / "
            "[1,5] 1234 / [2,0 1x4] 2.乙 / [2,4] / [2,5] 1234\\n56");
}

// The second line lies nearer than a row would, and another digit in the first would have made it
// wider than the column: UNREADABLE numbers in narrow columns of full-width digits.
TEST(PdfAlignedTest, ANumberTornByItsColumnIsOne) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(200, 100, "个人").Text(235, 100, "总计");
  pdf.Text(100, 130, "1.甲").Text(208, 130, "5").Text(235, 124, "１６").Text(240, 137, "４");
  pdf.Text(100, 160, "2.乙").Text(208, 160, "5").Text(240, 160, "７");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / [1,4] 5 / "
            "[1,5] １６４ / [2,0 1x4] 2.乙 / [2,4] 5 / [2,5] ７");
}

TEST(PdfAlignedTest, ANumberTornInARowWithoutALabelIsOne) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "维持").Text(130, 100, "纠正").Text(160, 100, "总计");
  pdf.Text(105, 130, "34").Text(130, 130, "１４").Text(165, 130, "361").Text(130, 142, "９");
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish()),
      "G 2x3 exact / [0,0] 维持 / [0,1] 纠正 / [0,2] 总计 / [1,0] 34 / [1,1] １４９ / [1,2] 361");
}

// Their heads stand in the middle of columns whose width nothing else shows: the values were read
// as a column without a head beside a blank one.
TEST(PdfAlignedTest, ValuesAtTheEdgeOfTheirColumnsHaveHeadsInTheMiddle) {
  PdfWriter pdf;
  pdf.AddPage().Text(110, 100, "信息内容").Text(200, 100, "上一年数量").Text(280, 100, "变化");
  pdf.Text(100, 130, "行政许可").Text(200, 130, "296").Text(260, 130, "-5");
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish()),
      "G 2x6 exact / [0,0 1x4] 信息内容 / [0,4] 上一年数量 / [0,5] 变化 / [1,0 1x4] 行政许可 / "
      "[1,4] 296 / [1,5] -5");
}

// The group's label stands nearer to the lower line of the number than to its row: the upper line
// alone was read as the number.
TEST(PdfAlignedTest, ALabelBesideTheLowerLineOfATornNumberMakesItNoRow) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 80, "指标").Text(260, 80, "个人").Text(295, 80, "总计");
  for (int i = 0; i < 5; ++i) {
    const float y = 110 + 26.0f * static_cast<float>(i);
    pdf.Text(150, y, absl::StrCat(i + 1, ".甲")).Text(262, y, "５１");
    if (i != 2) pdf.Text(300, y, "７");
  }
  pdf.Text(295, 155, "１６").Text(300, 168, "４");
  pdf.Text(100, 161, "三、").Text(100, 173, "组");
  const std::string dump = ReadPdfDump(pdf.Finish());
  EXPECT_NE(dump.find("[3,1 1x3] 3.甲 / [3,4] ５１ / [3,5] １６４ / "), std::string::npos) << dump;
  EXPECT_NE(dump.find("[3,0] 三、组 / "), std::string::npos) << dump;
}

// The next table of one column has it elsewhere.
TEST(PdfAlignedTest, AHeadOverOtherColumnsBeginsTheNextTable) {
  PdfWriter pdf;
  pdf.AddPage().Text(110, 100, "信息内容").Text(300, 100, "处理决定数量");
  pdf.Text(100, 115, "行政许可").Text(310, 115, "447228");
  pdf.Text(180, 140, "第（六）项").Text(110, 155, "信息内容").Text(245, 155, "决定数量");
  pdf.Text(100, 170, "行政处罚").Text(250, 170, "3985758");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x5 exact / [0,0 1x4] 信息内容 / [0,4] 处理决定数量 / [1,0 1x4] 行政许可 / "
            "[1,4] 447228 / G 3x5 exact / [0,0 1x4] 第（六）项 / [0,4] / [1,0 1x4] 信息内容 / "
            "[1,4] 决定数量 / [2,0 1x4] 行政处罚 / [2,4] 3985758");
}

TEST(PdfAlignedTest, HeadsOfOneLineStandBesideThoseOfThree) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 124, "指标").Text(210, 124, "个人");
  pdf.Text(250, 100, "社会").Text(250, 112, "公益").Text(250, 124, "组织");
  pdf.Text(305, 112, "其他").Text(305, 124, "组织");
  pdf.Text(100, 150, "1.甲").Text(218, 150, "5").Text(258, 150, "6").Text(308, 150, "7");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x7 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 社会公益组织 / [0,6] 其他组织 / "
            "[1,0 1x4] 1.甲 / [1,4] 5 / [1,5] 6 / [1,6] 7");
}

TEST(PdfAlignedTest, HeadsSideBySideAreTwoThoughTheyNearlyTouch) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(200, 100, "商业企业").Text(243, 100, "科研机构");
  pdf.Text(100, 130, "1.甲").Text(218, 130, "5").Text(258, 130, "6");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x6 exact / [0,0 1x4] 指标 / [0,4] 商业企业 / [0,5] 科研机构 / [1,0 1x4] 1.甲 / "
            "[1,4] 5 / [1,5] 6");
}

// The labels stand left of their head, where the head alone showed no column: they were lost.
TEST(PdfAlignedTest, AHeadAtTheFootOfAPageHasItsRowsOnTheNext) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "一、标题");
  pdf.Text(160, 780, "信息内容").Text(300, 780, "数量").Text(400, 780, "金额");
  pdf.AddPage().Text(100, 60, "集中采购").Text(308, 60, "7").Text(408, 60, "9");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 一、标题 / G 2x6 exact / [0,0 1x4] 信息内容 / [0,4] 数量 / [0,5] 金额 / "
            "[1,0 1x4] 集中采购 / [1,4] 7 / [1,5] 9");
}

// The head itself is torn: the second part alone named too few columns, and values moved.
TEST(PdfAlignedTest, AHeadTornByTheBreakIsOne) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "一、标题");
  pdf.Text(120, 780, "指标").Text(200, 780, "自然人").Text(260, 780, "法人").Text(345, 780, "总计");
  pdf.AddPage().Text(250, 60, "企业").Text(290, 60, "机构");
  pdf.Text(100, 80, "1.甲").Text(210, 80, "1").Text(257, 80, "2").Text(297, 80, "3");
  pdf.Text(352, 80, "6");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 一、标题 / G 3x8 exact / [0,0 1x4] 指标 / [0,4] 自然人 / [0,5] 法人 / [0,6] / "
            "[0,7] 总计 / [1,0 1x4] / [1,4] / [1,5] 企业 / [1,6] 机构 / [1,7] / "
            "[2,0 1x4] 1.甲 / [2,4] 1 / [2,5] 2 / [2,6] 3 / [2,7] 6");
}

TEST(PdfAlignedTest, AHeadAtTheFootOfAPageMayHaveNoLabels) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "一、标题");
  pdf.Text(100, 780, "结果维持").Text(200, 780, "结果纠正").Text(300, 780, "总计");
  pdf.AddPage().Text(118, 60, "3").Text(218, 60, "4").Text(308, 60, "7");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 一、标题 / G 2x3 exact / [0,0] 结果维持 / [0,1] 结果纠正 / [0,2] 总计 / [1,0] 3 / "
            "[1,1] 4 / [1,2] 7");
}

TEST(PdfAlignedTest, NumbersOfCellsThatNearlyTouchStayApart) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(200, 100, "个人").Text(241, 100, "总计");
  pdf.Text(100, 130, "1.甲").Text(196, 130, "３０７１").Text(239, 130, "389");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / "
            "[1,4] ３０７１ / [1,5] 389");
}

TEST(PdfAlignedTest, FieldsAreNoTable) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "发布机构：").Text(200, 60, "某县").Text(300, 60, "类别");
  pdf.Text(60, 80, "索引号：").Text(200, 80, "73987").Text(300, 80, "12");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 发布机构： 某县 类别 / P 索引号： 73987 12");
}

TEST(PdfAlignedTest, ProseIsNoTable) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "成文日期：").Text(200, 60, "2021-03-17").Text(270, 60, "有效");
  pdf.Text(60, 90, "本年").Text(100, 90, "120").Text(140, 90, "条。");
  pdf.Text(60, 120, "全年共收到申请").Text(200, 120, "26").Text(230, 120, "件。");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 成文日期： 2021-03-17 有效 / P 本年 120 条。 / P 全年共收到申请 26 件。");
}

TEST(PdfAlignedTest, ACaptionThatReachesOverAColumnIsNoPartOfTheHeadBelowIt) {
  PdfWriter pdf;
  pdf.AddPage();
  // Drawn one after the other, as near as lines of one cell.
  pdf.Text(100, 100, "第二十条第（五）项")
      .Text(100, 118, "信息内容")
      .Text(160, 118, "处理决定数量");
  pdf.Text(100, 136, "行政许可").Text(160, 136, "447228");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x5 exact / [0,0 1x4] 第二十条第（五）项 / [0,4] / [1,0 1x4] 信息内容 / "
            "[1,4] 处理决定数量 / [2,0 1x4] 行政许可 / [2,4] 447228");
}

TEST(PdfAlignedTest, ATableBeginsWhereValuesStandBelowLabels) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "内容").Text(300, 100, "制发").Text(350, 100, "废止");
  pdf.Text(100, 118, "规章（设区的市应提供）").Text(300, 118, "1").Text(350, 118, "2");
  pdf.Text(100, 136, "文件").Text(300, 136, "3").Text(350, 136, "4");
  pdf.Text(100, 154, "内容").Text(140, 154, "决定");
  pdf.Text(100, 172, "许可").Text(140, 172, "56");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 内容 / [0,4] 制发 / [0,5] 废止 / "
            "[1,0 1x4] 规章（设区的市应提供） / [1,4] 1 / [1,5] 2 / [2,0 1x4] 文件 / [2,4] 3 / "
            "[2,5] 4 / G 2x5 exact / [0,0 1x4] 内容 / [0,4] 决定 / [1,0 1x4] 许可 / [1,4] 56");
}

TEST(PdfAlignedTest, ALongLabelWithValuesBehindItIsARow) {
  PdfWriter pdf;
  const std::string label = "文件（指行政机关制定发布的决定公告通告意见通知以及规定办法）";
  pdf.AddPage().Text(60, 100, "内容").Text(460, 100, "制发").Text(510, 100, "废止");
  pdf.Text(60, 118, "规章").Text(460, 118, "1").Text(510, 118, "2");
  pdf.Text(60, 136, label, 13).Text(460, 136, "3").Text(510, 136, "4");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            absl::StrCat("G 3x6 exact / [0,0 1x4] 内容 / [0,4] 制发 / [0,5] 废止 / "
                         "[1,0 1x4] 规章 / [1,4] 1 / [1,5] 2 / [2,0 1x4] ",
                         label, " / [2,4] 3 / [2,5] 4"));
}

TEST(PdfAlignedTest, ALabelTornByTheBreakIsOne) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 740, "指标").Text(260, 740, "个人").Text(355, 740, "总计");
  pdf.Text(100, 760, "1.没有信息").Text(262, 760, "5").Text(355, 760, "8");
  pdf.Text(100, 780, "2.要求").Text(262, 780, "0").Text(355, 780, "0");
  pdf.Text(100, 800, "3.要求重新出");
  pdf.AddPage().Text(100, 40, "具").Text(262, 40, "6").Text(355, 40, "9");
  pdf.Text(100, 60, "4.其他").Text(262, 60, "7").Text(355, 60, "10");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 5x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.没有信息 / "
            "[1,4] 5 / [1,5] 8 / [2,0 1x4] 2.要求 / [2,4] 0 / [2,5] 0 / "
            "[3,0 1x4] 3.要求重新出具 / [3,4] 6 / [3,5] 9 / [4,0 1x4] 4.其他 / [4,4] 7 / "
            "[4,5] 10");
}

TEST(PdfAlignedTest, ABlankBehindAnOrdinalIsNoRestOfTheLabelAbove) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(260, 100, "个人").Text(355, 100, "总计");
  pdf.Text(100, 116, "2 .其他").Text(100, 130, "3 .另外");
  pdf.Text(262, 116, "5").Text(355, 116, "8").Text(262, 130, "6").Text(355, 130, "9");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 2 .其他 / "
            "[1,4] 5 / [1,5] 8 / [2,0 1x4] 3 .另外 / [2,4] 6 / [2,5] 9");
}

TEST(PdfAlignedTest, DigitsDrawnOneByOneWithALittleSpaceAreOneNumber) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(260, 100, "个人").Text(355, 100, "总计");
  float y = 130;
  for (const char* label : {"1.甲", "2.乙"}) {
    pdf.Text(100, y, label);
    for (const float x : {260.0f, 265.6f, 271.3f}) pdf.Text(x, y, "7");
    for (const float x : {355.0f, 360.6f, 366.3f}) pdf.Text(x, y, "8");
    y += 30;
  }
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / "
            "[1,4] 777 / [1,5] 888 / [2,0 1x4] 2.乙 / [2,4] 777 / [2,5] 888");
}

TEST(PdfAlignedTest, RowsFarApartAreOneTable) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "维持").Text(160, 100, "纠正").Text(220, 100, "总计");
  pdf.Text(102, 145, "1").Text(162, 145, "2").Text(222, 145, "3");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] 维持 / [0,1] 纠正 / [0,2] 总计 / [1,0] 1 / [1,1] 2 / [1,2] 3");
}

TEST(PdfAlignedTest, AFrameAroundATableWithoutLinesDoesNotDisturbIt) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(260, 100, "个人").Text(355, 100, "总计");
  pdf.Text(100, 130, "1.部分公开（区分处").Text(100, 142, "理的，只计这一情形）");
  pdf.Text(262, 136, "5").Text(355, 136, "8");
  pdf.Text(100, 170, "2.乙").Text(262, 170, "5").Text(355, 170, "9");
  pdf.Table({90, 400}, {80, 190}, {});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / "
            "[1,0 1x4] 1.部分公开（区分处理的，只计这一情形） / [1,4] 5 / [1,5] 8 / "
            "[2,0 1x4] 2.乙 / [2,4] 5 / [2,5] 9");
}

TEST(PdfAlignedTest, NumbersHardlyApartBelowOneHeadAreInOneCell) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "信息内容").Text(200, 100, "处理决定数量");
  pdf.Text(100, 120, "行政许可").Text(200, 120, "370").Text(220, 120, "7");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x5 exact / [0,0 1x4] 信息内容 / [0,4] 处理决定数量 / [1,0 1x4] 行政许可 / "
            "[1,4] 370\\n7");
}

TEST(PdfAlignedTest, ANumberWithABlankMakesNoTwoColumnsBelowOneHead) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "指标").Text(260, 100, "个人").Text(355, 100, "总计");
  pdf.Text(100, 120, "1.甲").Text(262, 120, "5").Text(352, 120, "37").Text(368, 120, "7");
  pdf.Text(100, 140, "2.乙").Text(262, 140, "5").Text(357, 140, "999");
  pdf.Text(100, 160, "3.丙").Text(262, 160, "5").Text(360, 160, "88");
  pdf.Text(100, 180, "4.丁").Text(262, 180, "5").Text(355, 180, "66");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 5x6 exact / [0,0 1x4] 指标 / [0,4] 个人 / [0,5] 总计 / [1,0 1x4] 1.甲 / [1,4] 5 / "
            "[1,5] 37\\n7 / [2,0 1x4] 2.乙 / [2,4] 5 / [2,5] 999 / [3,0 1x4] 3.丙 / [3,4] 5 / "
            "[3,5] 88 / [4,0 1x4] 4.丁 / [4,4] 5 / [4,5] 66");
}

TEST(PdfAlignedTest, HeadsInTheMiddleOverValuesAtTheLeftThoughSomeStandHigher) {
  PdfWriter pdf;
  pdf.AddPage().Text(120, 100, "复议").Text(250, 100, "诉讼");
  pdf.Text(110, 125, "维持").Text(160, 125, "总计");  // over two rows
  pdf.Text(210, 140, "维持").Text(260, 140, "其他").Text(310, 140, "总计");
  for (const float x : {103.0f, 153.0f, 203.0f, 253.0f, 303.0f}) pdf.Text(x, 165, "1");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 4x5 exact / [0,0] 复议 / [0,1] / [0,2] / [0,3] 诉讼 / [0,4] / [1,0] 维持 / "
            "[1,1] 总计 / [1,2] / [1,3] / [1,4] / [2,0] / [2,1] / [2,2] 维持 / [2,3] 其他 / "
            "[2,4] 总计 / [3,0] 1 / [3,1] 1 / [3,2] 1 / [3,3] 1 / [3,4] 1");
}

TEST(PdfAlignedTest, FramesThatTouchAreNoTable) {
  PdfWriter pdf;
  pdf.AddPage();
  AddThreeColumns(100, &pdf);
  AddThreeColumns(200, &pdf);
  pdf.Table({90, 400}, {80, 180, 280}, {});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), absl::StrCat(kThreeColumns, " / ", kThreeColumns));
}

}  // namespace
}  // namespace gongkai
