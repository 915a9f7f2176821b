#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/data/container/container.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

std::string TextRun(absl::string_view text, absl::string_view properties = {}) {
  return absl::StrCat("<w:r><w:rPr>", properties, "</w:rPr><w:t xml:space=\"preserve\">", text,
                      "</w:t></w:r>");
}

std::string Paragraph(absl::string_view content, absl::string_view properties = {}) {
  return absl::StrCat("<w:p><w:pPr>", properties, "</w:pPr>", content, "</w:p>");
}

std::string Body(absl::string_view body) { return Read(MakeDocx(body)); }

TEST(DocxReaderTest, Paragraphs) {
  const struct {
    const char* name;
    std::string body;
    const char* blocks;
  } cases[] = {
      {"runs", Paragraph(TextRun("主动") + TextRun("公开") + TextRun(" 7 件")), "P 主动公开 7 件"},
      {"empty ones are none", Paragraph("") + Paragraph(TextRun("a")) + Paragraph(TextRun(" ")),
       "P a"},
      {"entities", Paragraph(TextRun("a&lt;b&amp;c&#x4E00;")), "P a<b&c一"},
      {"surrogates are repaired", Paragraph(TextRun("a&#xD800;b")),
       "P a\xEF\xBF\xBD\xEF\xBF\xBD"
       "\xEF\xBF\xBD"
       "b"},
      {"breaks and tabs",
       "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>", "P a\\nb c"},
      {"hyphens",
       "<w:p><w:r><w:t>2019</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/></w:r></w:p>",
       "P 2019-1"},
      {"symbols",
       "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/>"
       "<w:sym w:font=\"Symbol\" w:char=\"F02D\"/></w:r></w:p>",
       "P ☑-"},
      {"hidden text",
       Paragraph(TextRun("a") + TextRun("b", "<w:vanish/>") +
                 TextRun("c", "<w:vanish w:val=\"0\"/>")),
       "P ac"},
      {"links, smart tags and controls",
       Paragraph("<w:hyperlink>" + TextRun("a") + "</w:hyperlink><w:smartTag>" + TextRun("b") +
                 "</w:smartTag><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + TextRun("c") +
                 "</w:sdtContent></w:sdt>"),
       "P abc"},
      {"a block in a control",
       "<w:sdt><w:sdtPr/><w:sdtContent>" + Paragraph(TextRun("a")) + "</w:sdtContent></w:sdt>",
       "P a"},
      {"the base of ruby",
       "<w:p><w:r><w:ruby><w:rubyPr/><w:rt>" + TextRun("gōng") + "</w:rt><w:rubyBase>" +
           TextRun("公") + "</w:rubyBase></w:ruby></w:r></w:p>",
       "P 公"},
      {"text split by a comment", "<w:p><w:r><w:t>1<!-- x -->2</w:t></w:r></w:p>", "P 12"},
      {"notes and comments",
       Paragraph(TextRun("a") + "<w:r><w:footnoteReference w:id=\"1\"/></w:r>"
                                "<w:commentRangeStart w:id=\"0\"/><w:r><w:annotationRef/></w:r>"),
       "P a"},
  };
  for (const auto& c : cases) EXPECT_EQ(Body(c.body), c.blocks) << c.name;
}

TEST(DocxReaderTest, Fields) {
  const auto mark = [](const char* type) {
    return absl::StrCat("<w:r><w:fldChar w:fldCharType=\"", type, "\"/></w:r>");
  };
  const auto code = [](const char* text) {
    return absl::StrCat("<w:r><w:instrText>", text, "</w:instrText></w:r>");
  };
  EXPECT_EQ(Body(Paragraph(TextRun("共") + mark("begin") + code("= 3 + 4") + mark("separate") +
                           TextRun("7") + mark("end") + TextRun("件"))),
            "P 共7件");
  EXPECT_EQ(Body(Paragraph("<w:fldSimple w:instr=\"DATE\">" + TextRun("2019") + "</w:fldSimple>")),
            "P 2019");
  // A field whose instruction holds the result of another.
  EXPECT_EQ(Body(Paragraph(mark("begin") + code("IF") + mark("begin") + code("X") +
                           mark("separate") + TextRun("8") + mark("end") + TextRun("8") +
                           mark("separate") + TextRun("9") + mark("end"))),
            "P 9");
  // Without a result; and without an end, which must not swallow what follows.
  EXPECT_EQ(Body(Paragraph(mark("begin") + code("XE") + mark("end") + TextRun("a"))), "P a");
  EXPECT_EQ(Body(Paragraph(mark("begin") + code("X") + TextRun("gone")) + Paragraph(TextRun("b"))),
            "P b");
}

TEST(DocxReaderTest, TrackedChangesAreAccepted) {
  const std::string deleted_mark = "<w:rPr><w:del w:id=\"1\"/></w:rPr>";
  EXPECT_EQ(Body(Paragraph("<w:ins>" + TextRun("126") +
                           "</w:ins><w:del><w:r><w:delText>216"
                           "</w:delText></w:r></w:del>")),
            "P 126");
  EXPECT_EQ(Body(Paragraph("<w:moveFrom>" + TextRun("a") + "</w:moveFrom>") +
                 Paragraph("<w:moveTo>" + TextRun("a") + "</w:moveTo>" + TextRun("b"))),
            "P ab");
  // The end of a paragraph is deleted: the next one goes on.
  EXPECT_EQ(Body(Paragraph(TextRun("主动"), deleted_mark) + Paragraph(TextRun("公开")) +
                 Paragraph(TextRun("b"), deleted_mark)),
            "P 主动公开 / P b");
  EXPECT_EQ(Body("<w:ins>" + Paragraph(TextRun("a")) + "</w:ins><w:del>" + Paragraph(TextRun("b")) +
                 "</w:del>"),
            "P a");
}

TEST(DocxReaderTest, TextBoxesAreReadOnce) {
  const std::string box = "<w:txbxContent>" + Paragraph(TextRun("框")) + "</w:txbxContent>";
  const std::string drawing =
      "<w:drawing><wps:wsp><wps:txbx>" + box + "</wps:txbx></wps:wsp></w:drawing>";
  const std::string picture =
      "<w:pict><v:shape><v:textbox>" + box + "</v:textbox></v:shape></w:pict>";
  EXPECT_EQ(Body(Paragraph(TextRun("a") + "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">" +
                           drawing + "</mc:Choice><mc:Fallback>" + picture +
                           "</mc:Fallback></mc:AlternateContent></w:r>" + TextRun("b")) +
                 Paragraph(TextRun("c"))),
            "P ab / P 框 / P c");
  EXPECT_EQ(Body(Paragraph("<w:r>" + picture + "</w:r>")), "P 框");
  // A choice that we do not know how to read.
  EXPECT_EQ(Body(Paragraph("<w:r><mc:AlternateContent><mc:Choice Requires=\"w16se\"><w:t>x</w:t>"
                           "</mc:Choice><mc:Fallback><w:t>○</w:t></mc:Fallback>"
                           "</mc:AlternateContent></w:r>")),
            "P ○");
}

TEST(DocxReaderTest, HeadingsAndContents) {
  const std::string styles =
      "<w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 1\"/></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"3\"><w:name w:val=\"公文\"/><w:basedOn "
      "w:val=\"2\"/></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"4\"><w:name w:val=\"toc 1\"/></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"5\"><w:name w:val=\"正文\"/><w:pPr>"
      "<w:outlineLvl w:val=\"0\"/></w:pPr></w:style>"
      "<w:style w:type=\"character\" w:styleId=\"6\"><w:name "
      "w:val=\"x\"/><w:rPr><w:vanish/></w:rPr>"
      "</w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"7\"><w:name w:val=\"a\"/><w:basedOn w:val=\"8\"/>"
      "</w:style><w:style w:type=\"paragraph\" w:styleId=\"8\"><w:name w:val=\"b\"/><w:basedOn "
      "w:val=\"7\"/></w:style>";
  const auto styled = [](const char* style, const char* text) {
    return Paragraph(TextRun(text), absl::StrCat("<w:pStyle w:val=\"", style, "\"/>"));
  };
  EXPECT_EQ(Read(MakeDocx(styled("4", "一、总体情况 1") + styled("2", "a") + styled("3", "b") +
                              styled("5", "c") + styled("7", "d") + styled("none", "e") +
                              Paragraph(TextRun("f"), "<w:outlineLvl w:val=\"2\"/>") +
                              Paragraph(TextRun("g"), "<w:outlineLvl w:val=\"9\"/>") +
                              Paragraph(TextRun("h", "<w:rStyle w:val=\"6\"/>") + TextRun("i")),
                          styles)),
            "H a / H b / H c / P d / P e / H f / P g / P i");
}

TEST(DocxReaderTest, NumbersOfLists) {
  const auto level = [](int n, const char* format, const char* text, const char* more = "") {
    return absl::StrCat("<w:lvl w:ilvl=\"", n, "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"",
                        format, "\"/>", more, "<w:lvlText w:val=\"", text, "\"/></w:lvl>");
  };
  const std::string numbering =
      "<w:abstractNum w:abstractNumId=\"0\">" + level(0, "chineseCounting", "%1、") +
      level(1, "chineseCountingThousand", "（%2）") + level(2, "decimal", "%3.") +
      level(3, "decimal", "%1.%4", "<w:isLgl/>") + "</w:abstractNum>" +
      "<w:abstractNum w:abstractNumId=\"1\">" + level(0, "bullet", "●") + "</w:abstractNum>" +
      "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
      "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">"
      "<w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>"
      "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num>";
  const auto item = [](int list, int depth, const char* text) {
    return Paragraph(text[0] == '\0' ? "" : TextRun(text),
                     absl::StrCat("<w:numPr><w:ilvl w:val=\"", depth, "\"/><w:numId w:val=\"", list,
                                  "\"/></w:numPr>"));
  };
  EXPECT_EQ(Read(MakeDocx(item(1, 0, "总体") + item(1, 1, "甲") + item(1, 1, "乙") +
                              item(1, 2, "x") + item(1, 0, "") + item(1, 0, "主动") +
                              item(1, 1, "丙") + item(1, 3, "y") + item(3, 0, "z") +
                              item(2, 0, "u") + item(2, 0, "v") + item(0, 0, "w") + item(9, 0, "t"),
                          "", numbering)),
            "P 一、总体 / P （一）甲 / P （二）乙 / P 1. x / P 二、主动 / P （一）丙 / P 2.1 y / "
            "P z / P 五、u / P 六、v / P w / P t");
  // The list stands in the style.
  EXPECT_EQ(Read(MakeDocx(Paragraph(TextRun("总体"), "<w:pStyle w:val=\"a\"/>"),
                          "<w:style w:type=\"paragraph\" w:styleId=\"a\"><w:name w:val=\"x\"/>"
                          "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>",
                          numbering)),
            "P 一、总体");
}

TEST(DocxReaderTest, PlacesNameThePart) {
  const auto document = ReadDocument(MakeDocx(Paragraph(TextRun("a")) + "<w:tbl><w:tr><w:tc>" +
                                              Paragraph(TextRun("b")) + "</w:tc><w:tc>" +
                                              Paragraph(TextRun("c")) + "</w:tc></w:tr></w:tbl>"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->format, Format::kDocx);
  EXPECT_EQ(FormatName(document->format), "docx");
  ASSERT_EQ(document->blocks.size(), 2u);
  EXPECT_EQ(document->blocks[0].place.part, "word/document.xml");
  EXPECT_EQ(document->blocks[1].grid.cells[1].place.part, "word/document.xml");
}

// Other names and places for the same: strict namespaces, another prefix, a part elsewhere, names
// with backslashes.
TEST(DocxReaderTest, VariantsOfThePackage) {
  Files files = DocxFiles(Paragraph(TextRun("a")));
  for (auto& [name, content] : files) {
    if (name == "word/document.xml") {
      content =
          "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p>"
          "<x:r><x:t>a</x:t></x:r></x:p></x:body></x:document>";
    }
  }
  EXPECT_EQ(Read(MakeZip(files)), "P a");
  for (auto& [name, content] : files) {
    if (name == "word/document.xml") name = "Word\\Document.xml";
  }
  EXPECT_EQ(Read(MakeZip(files)), "P a");
  files = DocxFiles(Paragraph(TextRun("b")));
  files.erase(files.begin(), files.begin() + 2);  // only word/ is left
  EXPECT_EQ(Read(MakeZip(files)), "P b");
  files = DocxFiles(Paragraph(TextRun("c")));
  for (auto& [name, content] : files) {
    if (name == "word/document.xml") name = "text/main.xml";
    if (name == "_rels/.rels") {
      content.replace(content.find("word/document.xml"), 17, "/text/./x/../main.xml");
    }
  }
  EXPECT_EQ(Read(MakeZip(files)), "P c");
}

}  // namespace
}  // namespace gongkai
