// Text around tables, what is not text, and files that cannot be read.
#include "workers/document/pdf_reader.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/workers/document/pdf_read.h"
#include "tests/workers/document/pdf_writer.h"

namespace gongkai {
namespace {

using Font = PdfWriter::Font;

// A line as wide as the text of the page, 400 points.
std::string FullLine(absl::string_view begin) {
  std::string line(begin);
  const size_t characters = begin.size() / 3;
  for (size_t i = characters; i < 40; ++i) line += "文";
  return line;
}

TEST(PdfReaderTest, LinesBecomeParagraphs) {
  PdfWriter pdf;
  pdf.AddPage().Text(200, 80, "二〇二四年报告", 16);
  pdf.Text(120, 120, "一、总体情况");
  pdf.Text(120, 140, FullLine("首行").substr(0, 38 * 3)).Text(100, 156, "末行。");
  pdf.Text(120, 172, "另一段");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            absl::StrCat("P 二〇二四年报告 / P 一、总体情况 / P ",
                         FullLine("首行").substr(0, 38 * 3), "末行。 / P 另一段"));
}

TEST(PdfReaderTest, NoParagraphBeginsWithAMarkThatStandsBehindSomething) {
  PdfWriter pdf;
  pdf.AddPage().Text(120, 120, FullLine("首行").substr(0, 36 * 3)).Text(100, 136, "，次行。");
  pdf.Text(100, 152, FullLine("另一段"));
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), absl::StrCat("P ", FullLine("首行").substr(0, 36 * 3),
                                                    "，次行。 / P ", FullLine("另一段")));
}

TEST(PdfReaderTest, AParagraphGoesOnLeftOfItsIndentationThoughOtherTextsStandFartherLeft) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "导航");
  pdf.Text(120, 100, FullLine("首行").substr(0, 38 * 3)).Text(100, 112, FullLine("中"));
  pdf.Text(100, 124, "末行。");
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish()),
      absl::StrCat("P 导航 / P ", FullLine("首行").substr(0, 38 * 3), FullLine("中"), "末行。"));
}

TEST(PdfReaderTest, AParagraphGoesOnOverThePageBreakPastPageNumbersAndHeaders) {
  PdfWriter pdf;
  for (int page = 1; page <= 3; ++page) {
    pdf.AddPage().Text(250, 40, "某市人民政府").Text(290, 810, absl::StrCat(page));
    pdf.Text(100, 100, FullLine(page == 1 ? "始" : "续"));
  }
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            absl::StrCat("P ", FullLine("始"), FullLine("续"), FullLine("续")));
}

TEST(PdfReaderTest, WhatABrowserPrintsAroundAPageIsDropped) {
  PdfWriter pdf;
  pdf.AddPage().Text(20, 20, "11/25/26, 3:01 PM", 8).Text(250, 20, "某县2023年年度报告", 8);
  pdf.Text(100, 100, "正文")
      .Text(20, 830, "https://example.cn/report.html", 8)
      .Text(570, 830, "1/1", 8);
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 正文");
}

TEST(PdfReaderTest, AHeaderOfTwoPagesIsDropped) {
  PdfWriter pdf;
  pdf.AddPage().Text(200, 40, "政府信息公开工作年度报告").Text(100, 100, "一、甲");
  pdf.AddPage().Text(200, 40, "政府信息公开工作年度报告").Text(100, 100, "二、乙");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 一、甲 / P 二、乙");
}

TEST(PdfReaderTest, TextOfEveryDirectionIsReadUpright) {
  for (const int turn : {0, 90, 180, 270}) {
    PdfWriter pdf;
    pdf.AddPage().Rotate(turn).Table({100, 200, 300}, {100, 130}, {"甲", "10"});
    // The page is turned, its text with it.
    EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 甲 / [0,1] 10") << turn;
  }
  PdfWriter sideways;
  sideways.AddPage().Raw("0 1 -1 0 700 0 cm");
  sideways.Table({100, 200, 300}, {300, 330}, {"甲", "10"});
  EXPECT_EQ(ReadPdfDump(sideways.Finish()), "G 1x2 exact / [0,0] 甲 / [0,1] 10");
}

TEST(PdfReaderTest, WhatNobodySeesIsNotRead) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "可见文字");
  pdf.Raw("1 g").Text(100, 130, "白字").Raw("0 g");
  pdf.Raw("3 Tr").Text(100, 160, "隐形").Raw("0 Tr");
  pdf.Raw("q 0 0 10 10 re W n").Text(100, 190, "裁去").Raw("Q");
  pdf.Text(100, -50, "页外");
  pdf.Raw("q 0.7 0.7 -0.7 0.7 300 300 cm BT /F0 40 Tf <8349> Tj ET Q");  // a watermark
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 可见文字");
}

TEST(PdfReaderTest, ANumberThatThePageCutsIsUnreadable) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "页面右边放不下的数字");
  pdf.Text(583, 100, "658327").Text(-12, 150, "8123").Text(589, 200, "1件");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 页面右边放不下的数字 / P 6\xEF\xBF\xBD / P \xEF\xBF\xBD"
            "3 / P 1");
}

TEST(PdfReaderTest, AWatermarkIsNotRead) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "2023年年度报告", 26);
  pdf.Table({100, 180, 240}, {90, 120, 150}, {"行政许可", "5", "行政处罚", "6"});
  pdf.Text(110, 140, "2023内部", 60);
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 2023年年度报告 / G 2x2 exact / [0,0] 行政许可 / [0,1] 5 / [1,0] 行政处罚 / [1,1] 6");
}

TEST(PdfReaderTest, WhiteOnDarkIsSeen) {
  PdfWriter pdf;
  pdf.AddPage().Raw("0 0 1 rg").Fill(90, 80, 300, 120).Raw("1 g").Text(100, 100, "表头");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 表头");
}

TEST(PdfReaderTest, BoldByDrawingTwiceIsReadOnce) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "加粗11").Text(100.4f, 100, "加粗11");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 加粗11");
}

TEST(PdfReaderTest, StandInsForCharactersAreReplaced) {
  PdfWriter pdf;
  // Kangxi radicals, a presentation form, a ligature.
  pdf.AddPage().Text(100, 100, "⼀、⺠⽣︵ﬁle︶");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 一、民生(file)");
}

TEST(PdfReaderTest, CharactersWithoutWidthPartNoNumber) {
  PdfWriter pdf;
  // The font gives them a width, the digits behind them stand where they would without.
  pdf.AddPage().Text(100, 100, "20").Text(110, 100, "\xE2\x80\x8B").Text(110, 100, "23年");
  pdf.Text(100, 130, "件5\xE2\x80\x8C").Text(120, 130, "\xC2\xAD").Text(120, 130, "件");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 2023年 / P 件5 件");
}

TEST(PdfReaderTest, ASoftHyphenThatShowsIsAHyphen) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100,
                     "\xC2\xAD"
                     "5件");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P -5件");
}

TEST(PdfReaderTest, TheTitleOfThePropertiesIsKept) {
  PdfWriter pdf;
  pdf.AddPage().Text(60, 60, "正文");
  const absl::StatusOr<Document> document =
      ReadPdfDocument(pdf.Finish("/Info<</Title(\xFE\xFF\x5E\x74\x62\xA5)>>"));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->html_title, "年报");
}

TEST(PdfReaderTest, FontsThatAreNotEmbeddedAreReadByTheirCharacterMap) {
  PdfWriter pdf;
  pdf.AddPage().Use(Font::kPredefined).Text(100, 100, "政府信息公开");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "P 政府信息公开");
}

TEST(PdfReaderTest, FontsWithoutCharacterMapAreAReason) {
  PdfWriter pdf;
  pdf.AddPage().Use(Font::kUnmapped).Text(100, 100, "政府信息公开");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "TEXT_UNMAPPED");
}

TEST(PdfReaderTest, OneUnmappedTextIsUnreadableAndTheRestIsRead) {
  PdfWriter pdf;
  pdf.AddPage().Table({100, 300, 400}, {100, 130}, {"本年新收申请", ""});
  pdf.Use(Font::kUnmapped).Text(303, 119, "10");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "G 1x2 exact / [0,0] 本年新收申请 / [0,1] \uFFFD\uFFFD");
}

// The glyph of the code 1 has a number for a name: it may show any digit.
TEST(PdfReaderTest, GlyphsWithNumbersForNamesAreUnreadable) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 60, "其余的文字").Raw("BT /F3 10 Tf 100 742 Td (12) Tj ET");
  EXPECT_EQ(ReadPdfDump(pdf.Finish()),
            "P 其余的文字 / P \xEF\xBF\xBD"
            "1");
}

TEST(PdfReaderTest, ScannedPagesAreAReason) {
  PdfWriter pdf;
  pdf.AddPage().Image();
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "SCANNED_DOCUMENT");
}

TEST(PdfReaderTest, TheTextThatAScannerLaidOverItsPictureIsRead) {
  PdfWriter pdf;
  pdf.AddPage().Image().Raw("3 Tr");
  for (int i = 0; i < 5; ++i) pdf.Text(100, 100 + 20 * i, FullLine("识别"));
  EXPECT_EQ(ReadPdfDump(pdf.Finish()).substr(0, 8), "P 识别");
}

TEST(PdfReaderTest, APageWithoutAnythingIsEmpty) {
  PdfWriter pdf;
  pdf.AddPage();
  EXPECT_EQ(ReadPdfDump(pdf.Finish()), "EMPTY_DOCUMENT");
}

TEST(PdfReaderTest, DamagedFilesAreRepairedOrRefused) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "政府信息公开");
  const std::string file = pdf.Finish();
  EXPECT_EQ(ReadPdfDump(absl::StrReplaceAll(file, {{"startxref\n", "startxref\n9"}})),
            "P 政府信息公开");
  EXPECT_EQ(ReadPdfDump("junk\n" + file), "P 政府信息公开");
  EXPECT_EQ(ReadPdfDump(file.substr(0, 100)), "DAMAGED_FILE");
  EXPECT_EQ(ReadPdfDump("%PDF-1.4 ..."), "DAMAGED_FILE");
}

TEST(PdfReaderTest, APasswordIsAReason) {
  PdfWriter pdf;
  pdf.AddPage().Text(100, 100, "政府信息公开");
  const std::string key(64, 'A');
  EXPECT_EQ(
      ReadPdfDump(pdf.Finish(absl::StrCat("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<", key,
                                          ">/U<", key, ">/P -4>>"))),
      "ENCRYPTED");
}

TEST(PdfReaderTest, LimitsHold) {
  PdfWriter pdf;
  for (int i = 0; i < 4; ++i) pdf.AddPage().Text(100, 100, "政府信息公开");
  ReadLimits limits;
  limits.max_pages = 3;
  EXPECT_EQ(ReadPdfDump(pdf.Finish(), limits), "TOO_MANY_PAGES");
  limits.max_pages = 4;
  EXPECT_EQ(ReadPdfDump(pdf.Finish(), limits),
            "P 政府信息公开 / P 政府信息公开 / P 政府信息公开 / "
            "P 政府信息公开");
  limits.max_text_bytes = 40;
  EXPECT_EQ(ReadPdfDump(pdf.Finish(), limits), "TOO_MUCH_TEXT");
  PdfWriter table;
  table.AddPage().Table({100, 200, 300}, {100, 130, 160}, {"甲", "乙", "10", "2"});
  limits = {};
  limits.max_cells = 3;
  EXPECT_EQ(ReadPdfDump(table.Finish(), limits), "TOO_MANY_CELLS");
}

}  // namespace
}  // namespace gongkai
