// Which ruling lines are one table, where lines lie near each other.
#include <gtest/gtest.h>

#include "tests/workers/document/pdf_read.h"
#include "tests/workers/document/pdf_writer.h"

namespace gongkai {
namespace {

TEST(PdfRulesTest, TablesThatShareALineKeepTheirOwnColumns) {
  PdfWriter pdf;
  // The lines of one lie between those of the other, too near for columns of their own.
  pdf.AddPage().Table({100, 200, 212, 224, 300}, {100, 130, 160},
                      {"甲", "1", "2", "30", "乙", "3", "4", "50"});
  pdf.Table({100, 205, 217, 229, 300}, {160, 190, 220},
            {"丙", "5", "6", "70", "丁", "7", "8", "90"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x4 exact / [0,0] 甲 / [0,1] 1 / [0,2] 2 / [0,3] 30 / [1,0] 乙 / [1,1] 3 / "
            "[1,2] 4 / [1,3] 50 / "
            "G 2x4 exact / [0,0] 丙 / [0,1] 5 / [0,2] 6 / [0,3] 70 / [1,0] 丁 / [1,1] 7 / "
            "[1,2] 8 / [1,3] 90");
}

TEST(PdfRulesTest, LinesThatStandALittleApartInEveryRowAreOneTable) {
  PdfWriter pdf;
  pdf.AddPage();
  for (const float y : {100.0f, 130.0f, 160.0f}) pdf.Line(100, y, 300, y);
  pdf.Line(100, 100, 100, 160).Line(300, 100, 300, 160);
  pdf.Line(200, 100, 200, 130).Line(250, 100, 250, 130);
  pdf.Line(202, 130, 202, 160).Line(248, 130, 248, 160);
  pdf.Text(110, 119, "甲").Text(210, 119, "1").Text(260, 119, "2");
  pdf.Text(110, 149, "乙").Text(210, 149, "3").Text(260, 149, "4");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] 甲 / [0,1] 1 / [0,2] 2 / [1,0] 乙 / [1,1] 3 / [1,2] 4");
}

TEST(PdfRulesTest, ABlankRowLowerThanTextEndsATable) {
  for (const float height : {2.2f, 3.5f}) {
    PdfWriter pdf;
    pdf.AddPage().Table({100, 150, 200, 250, 300}, {100, 130, 130 + height},
                        {"维持", "纠正", "其他", "总计"});
    EXPECT_EQ(ReadPdfDump(pdf.Finish()),
              "G 2x4 exact / [0,0] 维持 / [0,1] 纠正 / [0,2] 其他 / [0,3] 总计 / "
              "[1,0] / [1,1] / [1,2] / [1,3]")
        << height;
    // Two lines below the columns are only the end of the table.
    PdfWriter doubled;
    doubled.AddPage().Table({100, 150, 200, 250, 300}, {100, 130},
                            {"维持", "纠正", "其他", "总计"});
    doubled.Line(100, 130 + height, 300, 130 + height).Line(100, 100, 100, 130 + height);
    EXPECT_EQ(ReadPdfDump(doubled.Finish()),
              "G 1x4 exact / [0,0] 维持 / [0,1] 纠正 / [0,2] 其他 / [0,3] 总计")
        << height;
  }
}

TEST(PdfRulesTest, NoCellGoesOverALineThatIsDrawn) {
  PdfWriter pdf;
  // The merged cell at the left has no line at its foot and at its right.
  pdf.AddPage().Line(100, 100, 300, 100).Line(150, 130, 300, 130).Line(100, 160, 300, 160);
  pdf.Line(100, 100, 100, 160).Line(250, 100, 250, 160).Line(300, 100, 300, 160);
  pdf.Line(150, 70, 150, 100).Line(100, 70, 300, 70).Line(250, 70, 250, 100);
  pdf.Line(100, 70, 100, 100).Line(300, 70, 300, 100);
  pdf.Text(103, 90, "三、").Text(153, 90, "（六）").Text(253, 90, "1");
  pdf.Text(153, 119, "（七）总计").Text(253, 119, "2");
  pdf.Text(103, 149, "四、结转").Text(253, 149, "3");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x3 exact / [0,0] 三、 / [0,1] （六） / [0,2] 1 / [1,0 1x2] （七）总计 / [1,2] 2 / "
            "[2,0 1x2] 四、结转 / [2,2] 3");
}

}  // namespace
}  // namespace gongkai
