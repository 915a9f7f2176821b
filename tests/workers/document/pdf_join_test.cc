// Tables that go on on the next page, where hardly anything stands in them.
#include <gtest/gtest.h>

#include "tests/workers/document/pdf_read.h"
#include "tests/workers/document/pdf_writer.h"

namespace gongkai {
namespace {

TEST(PdfJoinTest, ARowWithAnOrdinalIsNoRestOfTheHeadThoughAllItsCellsAreBlank) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 260, 320}, {760, 800}, {"（勾稽关系）", "自然人", "总计"});
  pdf.AddPage().Table({100, 200, 260, 320}, {60, 90, 120},
                      {"一、新收", "", "", "二、结转", "", ""});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 3x3 exact / [0,0] （勾稽关系） / [0,1] 自然人 / [0,2] 总计 / "
            "[1,0] 一、新收 / [1,1] / [1,2] / [2,0] 二、结转 / [2,1] / [2,2]");
}

TEST(PdfJoinTest, ABlankRowAtTheTopOfAPageBelongsToTheHeadOnThePageBefore) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 260, 320}, {760, 800}, {"结果维持", "结果纠正", "总计"});
  pdf.AddPage().Table({100, 200, 260, 320}, {60, 90}, {}).Text(100, 130, "五、存在的主要问题");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] 结果维持 / [0,1] 结果纠正 / [0,2] 总计 / [1,0] / [1,1] / [1,2] / "
            "P 五、存在的主要问题");
  // Of no table.
  PdfWriter alone;
  alone.AddPage().Text(100, 40, "四、行政复议");
  alone.AddPage().Table({100, 200, 260, 320}, {60, 90}, {}).Text(100, 130, "五、问题");
  EXPECT_EQ(ReadPdfDump(alone.Finish()), "P 四、行政复议 / P 五、问题");
}

TEST(PdfJoinTest, ARowWithoutLabelsIsOneIfNoLineStandsAtTheCut) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 260, 320}, {760, 800}, {"结果维持", "结果纠正", "总计"});
  for (const float x : {100.0f, 200.0f, 260.0f, 320.0f}) pdf.Line(x, 800, x, 830);
  pdf.AddPage().Line(100, 30, 320, 30);
  for (const float x : {100.0f, 200.0f, 260.0f, 320.0f}) pdf.Line(x, 0, x, 30);
  pdf.Text(103, 20, "83").Text(203, 20, "0").Text(263, 20, "83");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] 结果维持 / [0,1] 结果纠正 / [0,2] 总计 / [1,0] 83 / [1,1] 0 / "
            "[1,2] 83");
}

TEST(PdfJoinTest, TheRestOfAHeadOrANoteIsNoRow) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 200, 260, 320}, {760, 800}, {"（勾稽关系）", "其他组", "总计"});
  pdf.AddPage().Table({100, 200, 260, 320}, {60, 90, 120},
                      {"", "织小计", "", "一、新收", "1", "2"});
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "G 2x3 exact / [0,0] （勾稽关系） / [0,1] 其他组织小计 / [0,2] 总计 / "
            "[1,0] 一、新收 / [1,1] 1 / [1,2] 2");
  PdfWriter note;
  note.AddPage().Table({100, 200, 280, 360}, {760, 800}, {"规章", "1", "8（含2018年"});
  note.AddPage().Table({100, 200, 280, 360}, {60, 90, 120},
                       {"", "", "结转1件）", "文件", "3", "4"});
  EXPECT_EQ(ReadPdfDump(note.Finish()),
            "G 2x3 exact / [0,0] 规章 / [0,1] 1 / [0,2] 8（含2018年结转1件） / "
            "[1,0] 文件 / [1,1] 3 / [1,2] 4");
}

}  // namespace
}  // namespace gongkai
