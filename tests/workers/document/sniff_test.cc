#include "workers/document/sniff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/container/container.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

std::string Wide(absl::string_view ascii) { return Encode(ascii, "UTF-16LE"); }

// A file of seven bytes that began like a WebP image once ended the reader.
TEST(SniffTest, FilesThatEndInTheirSignatureAreRefusedOrRead) {
  for (const std::string& bytes :
       {"RIFF\x10\0\0\0WEBPVP8 "s, "BM\x36\0\0\0\0\0\0\0\x36\0\0\0"s, "PK\x03\x04\x14\0"s,
        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"s, "%PDF-1.4"s, "{\\rtf1"s, "\xFF\xFE\x3F\x65"s}) {
    for (size_t length = 0; length <= bytes.size(); ++length) {
      const auto document = ReadDocument(bytes.substr(0, length));
      if (document.ok()) continue;
      EXPECT_NE(DetailOf(document.status()).reason, "") << length;
    }
  }
}

TEST(SniffTest, UnsupportedFormatsAreNamed) {
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(600, '\0');
  const struct {
    std::string bytes;
    const char* en;
    const char* zh;
  } cases[] = {
      {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "a PDF file", "PDF"},
      {"junk\n%PDF-1.4\n", "a PDF file", "PDF"},
      {MakeZip({{"ppt/presentation.xml", "<p/>"}, {"[Content_Types].xml", "<Types/>"}}),
       "a presentation (PPTX)", "PPTX"},
      {MakeZip({{"xl/workbook.bin", "x"}}), "a binary Excel workbook (XLSB)", "XLSB"},
      {MakeZip({{"OFD.xml", "<ofd/>"}}), "an OFD file", "OFD"},
      {MakeZip({{"mimetype", "application/epub+zip"}}), "an e-book (EPUB)", "EPUB"},
      {MakeZip({{"mimetype", "application/vnd.oasis.opendocument.presentation"}}),
       "an OpenDocument file", "OpenDocument"},
      {MakeZip({{"mimetype", "application/vnd.oasis.opendocument.text"}}),
       "an OpenDocument text (ODT)", "ODT"},
      {ole + Wide("WordDocument"), "an old Word or WPS document", "旧版 Word"},
      {ole + Wide("Workbook"), "an old Excel workbook (XLS)", "XLS"},
      {ole, "an old Office or WPS document", "WPS"},
      {"{\\rtf1\\ansi text}", "a rich text document (RTF)", "RTF"},
      {"GIF89a...", "an image (GIF)", "图片"},
      {"BM\x36\0\0\0\0\0\0\0\x36\0\0\0"s + std::string(40, '\0'), "an image (BMP)", "图片"},
      {"RIFF\x10\0\0\0WEBPVP8 "s, "an image (WebP)", "图片"},
      {"Rar!\x1A\x07\x01\0"s, "a RAR archive", "RAR"},
      {"7z\xBC\xAF\x27\x1C", "a 7z archive", "7z"},
      {"\x1F\x8B\x08\0"s, "a gzip archive", "gzip"},
      {"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "a web archive",
       "网页归档"},
      {"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>",
       "a Word document in XML", "XML"},
      {std::string(64, '\x02'), "binary data", "二进制"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ReadDocument(c.bytes).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.en;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.en));
    EXPECT_THAT(std::string(status.message()), HasSubstr("HTML or text"));
    EXPECT_EQ(DetailOf(status).reason, "UNSUPPORTED_FORMAT") << c.en;
    EXPECT_THAT(DetailOf(status).message_zh, HasSubstr(c.zh));
    EXPECT_THAT(DetailOf(status).message_zh, HasSubstr("文本"));
  }
}

TEST(SniffTest, ScansAreRefusedWithoutRecognition) {
  for (const std::string& bytes : {"\x89PNG\r\n\x1A\n"s, "\xFF\xD8\xFF\xE0"s, "II*\0"s, "MM\0*"s}) {
    const absl::Status status = ReadDocument(bytes).status();
    EXPECT_EQ(DetailOf(status).reason, "SCANNED_DOCUMENT");
    EXPECT_THAT(std::string(status.message()), HasSubstr("(OCR) is off"));
    EXPECT_THAT(DetailOf(status).message_zh, HasSubstr("未开启文字识别"));
  }
}

// A reader of pictures is given them, and nothing else.
TEST(SniffTest, ScansAreGivenToTheReaderOfImages) {
  FormatReaders readers;
  readers.image = [](absl::string_view bytes, ReadBudget*, Document* document) {
    document->blocks.emplace_back().text = "recognised";
    return absl::OkStatus();
  };
  const auto document = ReadDocument("\x89PNG\r\n\x1A\n", {}, readers);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->blocks[0].text, "recognised");
  EXPECT_EQ(DetailOf(ReadDocument("GIF89a...", {}, readers).status()).reason, "UNSUPPORTED_FORMAT");
}

TEST(SniffTest, TellsHtmlFromText) {
  for (const char* html :
       {"<!DOCTYPE html><p>x", "  \r\n<HTML>", "\xEF\xBB\xBF<html>", "<table><tr><td>1", "<p>x",
        "<!-- saved -->\n<html><body>", "<?xml version=\"1.0\"?><html>",
        "text first <div>a</div><p>", "<div class='a'>", "标题<br/>一<br/>二<span>三</span>",
        "<H1>标题</H1>"}) {
    EXPECT_TRUE(LooksLikeHtml(html)) << html;
  }
  for (const char* text :
       {"", "   ", "公开", "a < b and c > d", "数量<5件", "<重要>通知", "<notatag>",
        "《条例》<p> 是标签", "页面应使用<table>而不是<div>", "x<table", "1 <2> 3 <4>"}) {
    EXPECT_FALSE(LooksLikeHtml(text)) << text;
  }
  EXPECT_EQ(ReadDocument("一、<5件\n二、>6件")->format, Format::kText);
  EXPECT_EQ(ReadDocument("<p>一</p>")->format, Format::kHtml);
}

TEST(SniffTest, FindsTheDeclaredCharset) {
  EXPECT_EQ(DeclaredCharset("<head><meta charset=\"gb2312\">"), "gb2312");
  EXPECT_EQ(DeclaredCharset("<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; "
                            "charset=GBK\" />"),
            "GBK");
  EXPECT_EQ(DeclaredCharset("<meta name=keywords content=x><meta charset = utf-8 >"), "utf-8");
  EXPECT_EQ(DeclaredCharset("<?xml version='1.0' encoding='gb18030'?><html>"), "gb18030");
  EXPECT_EQ(DeclaredCharset("<p>charset=gbk</p>"), "");
  EXPECT_EQ(DeclaredCharset("<meta charset"), "");
  EXPECT_EQ(DeclaredCharset("<meta"), "");
}

TEST(SniffTest, NothingToReadIsEmpty) {
  for (const char* bytes :
       {"", " \r\n\t\u3000", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n\u200B",
        "<html><body>&nbsp;</body></html>", "<table><tr><td></td><td>&nbsp;</td></tr></table>",
        "<div style='display:none'>x</div>"}) {
    EXPECT_EQ(Read(bytes), "EMPTY_DOCUMENT") << bytes;
  }
}

// What such a page is can still be said.
TEST(SniffTest, APageThatSaysWhereItsTextIsMayBeEmpty) {
  for (const char* bytes : {"<html><body><script src='report.js'></script></body></html>",
                            "<html><body><iframe src='report.pdf'></iframe></body></html>"}) {
    const absl::StatusOr<Document> document = ReadDocument(bytes);
    ASSERT_TRUE(document.ok()) << bytes << document.status();
    EXPECT_TRUE(document->blocks.empty()) << bytes;
  }
}

}  // namespace
}  // namespace gongkai
