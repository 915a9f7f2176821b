// Limits, and input that means harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

using testing::HasSubstr;

std::string Repeat(absl::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) absl::StrAppend(&repeated, text);
  return repeated;
}

std::string Numbered(absl::string_view text, int times) {
  std::string numbered;
  for (int i = 0; i < times; ++i) absl::StrAppend(&numbered, text, i);
  return numbered;
}

TEST(LimitsTest, EachIsNamed) {
  const std::string cells = Repeat("<tr><td>1<td>2", 60);
  const struct {
    std::string bytes;
    ReadLimits limits;
    const char* reason;
    const char* en;
    const char* zh;
  } cases[] = {
      {"公开公开", {.max_bytes = 11}, "FILE_TOO_LARGE", "11 bytes", "11 字节"},
      {"公开公开", {.max_text_bytes = 11}, "TOO_MUCH_TEXT", "11 bytes of text", "字节文本"},
      {Encode("公开公开", "GB18030"),
       {.max_text_bytes = 11},
       "TOO_MUCH_TEXT",
       "11 bytes of text",
       "字节文本"},
      {"<p>公开<p>公开", {.max_text_bytes = 11}, "TOO_MUCH_TEXT", "11 bytes of text", "字节文本"},
      {"<table>" + cells + "</table>",
       {.max_cells = 119},
       "TOO_MANY_CELLS",
       "119 table cells",
       "119 个表格单元格"},
      {"<table><tr><td colspan=9 rowspan=4>a<tr><tr><tr><td>" + Repeat("<td>", 9) + "</table>",
       {.max_cells = 36},
       "TOO_MANY_CELLS",
       "36 table cells",
       "单元格"},
      {Repeat("1 |\n", 20), {.max_cells = 19}, "TOO_MANY_CELLS", "19 table cells", "单元格"},
      {Repeat("1\t2\n", 20), {.max_cells = 39}, "TOO_MANY_CELLS", "39 table cells", "单元格"},
      {Repeat("<div>", 20) + "x", {.max_depth = 20}, "TOO_DEEP", "20 nested elements", "20 层嵌套"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ReadDocument(c.bytes, c.limits).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.en;
    EXPECT_EQ(DetailOf(status).reason, c.reason) << c.en;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.en));
    EXPECT_THAT(DetailOf(status).message_zh, HasSubstr(c.zh));
  }
}

TEST(LimitsTest, WhatJustFitsIsRead) {
  EXPECT_EQ(Read("公开公开", {.max_bytes = 12, .max_text_bytes = 12}), "P 公开公开");
  EXPECT_EQ(Read("1 |\n2 |", {.max_cells = 2}), "G 2x1 sequence / [0,0] 1 / [1,0] 2");
  // The document, <html> and <body> stand above.
  EXPECT_EQ(Read("<body>" + Repeat("<div>", 18) + "x", {.max_depth = 20}), "P x");
}

// Each row once had all the lines behind it looked at: this took minutes, beyond the limit of a
// test.
TEST(HostileInputTest, CaptionsBetweenRowsThatAreNoTable) {
  const absl::StatusOr<Document> document = ReadDocument(Repeat("甲乙  丙丁  戊己\n丑寅\n", 60000));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->blocks.size(), 120000u);
}

TEST(HostileInputTest, IsRefusedOrReadWithoutHarm) {
  const struct {
    const char* name;
    std::string bytes;
    const char* outcome;  // null: anything
  } cases[] = {
      {"deep divs", Repeat("<div>", 100'000) + "x", "TOO_DEEP"},
      {"deep tables", Repeat("<table><tr><td>", 50'000) + "x", "TOO_DEEP"},
      {"deep inline", Repeat("<span>", 100'000) + "x", "TOO_DEEP"},
      {"deep past end tags that close nothing", Repeat("<div><table></div>", 50'000), "TOO_DEEP"},
      {"deep past end tags that reopen", Repeat("<b><div></b>", 50'000), "TOO_DEEP"},
      {"attributes", "<p" + Numbered(" a", 50'000) + ">x</p>", "TOO_COMPLEX"},
      {"formatting that is opened again and again",
       "<div>" + Numbered("><font color=", 300) + "></div>" + Repeat("<p>a</p>", 20'000),
       "MEMORY_LIMIT"},
      {"wide spans", "<table>" + Repeat("<tr><td colspan=1000 rowspan=65000>x", 3'000), nullptr},
      {"many wide spans in a row", "<table><tr>" + Repeat("<td colspan=1000>", 3'000),
       "TOO_MANY_CELLS"},
      {"many rows of text", Repeat("1 |\n", 70'000), "TOO_MANY_CELLS"},
      {"entities", "<p>" + Repeat("&nGt;", 100'000), nullptr},
      {"angle brackets", "<html>" + Repeat("<", 200'000), nullptr},
      {"an attribute without end", "<p title=\"" + Repeat("<div>", 20'000), nullptr},
      {"a comment without end", "<p>a<!--" + Repeat("<div>", 20'000), "P a"},
      {"scripts full of tags", "<p>a<script>" + Repeat("<div>", 20'000) + "</script>", "P a"},
      {"unclosed cells", "<table>" + Repeat("<tr><td>1<td>2", 20'000), nullptr},
      {"unclosed paragraphs", "<div>" + Repeat("<p><span><a>x", 20'000), nullptr},
      {"lines that almost align", Repeat("a  b  c\n", 100'000), nullptr},
      {"lines that almost end in a border", Repeat("(a\nb\n|x\n", 20'000), nullptr},
      {"nothing but line ends", std::string(1'000'000, '\r'), "EMPTY_DOCUMENT"},
  };
  for (const auto& c : cases) {
    const std::string outcome = Read(c.bytes);
    if (c.outcome != nullptr) {
      EXPECT_EQ(outcome, c.outcome) << c.name;
    }
  }
}

// What recognition takes for granted.
void CheckInvariants(const Document& document, size_t most_source) {
  for (size_t i = 0; i < document.blocks.size(); ++i) {
    const Block& block = document.blocks[i];
    ASSERT_LE(block.place.begin, block.place.end);
    ASSERT_LE(block.place.end, most_source);
    if (block.kind != Block::Kind::kGrid) {
      ASSERT_FALSE(block.text.empty());
      ASSERT_EQ(absl::StripAsciiWhitespace(block.text), block.text);
      ASSERT_EQ(block.text.find('\0'), absl::string_view::npos);
      ASSERT_TRUE(block.grid.cells.empty());
      continue;
    }
    const Grid& grid = block.grid;
    ASSERT_FALSE(grid.cells.empty());
    ASSERT_LT(grid.parent_block, static_cast<int>(i));
    if (grid.parent_block >= 0) {
      ASSERT_EQ(document.blocks[grid.parent_block].kind, Block::Kind::kGrid);
    }
    std::pair<int, int> before = {-1, -1};
    for (const Cell& cell : grid.cells) {
      const std::pair<int, int> position = {cell.row, cell.column};
      ASSERT_LT(before, position);
      before = position;
      ASSERT_GE(cell.row_span, 1);
      ASSERT_GE(cell.column_span, 1);
      ASSERT_LE(cell.row + cell.row_span, grid.rows);
      ASSERT_LE(cell.column + cell.column_span, grid.columns);
      ASSERT_LE(cell.place.begin, cell.place.end);
      ASSERT_LE(cell.place.end, most_source);
      ASSERT_EQ(absl::StripAsciiWhitespace(cell.text), cell.text);
      ASSERT_EQ(cell.text.find('\0'), absl::string_view::npos);
    }
  }
}

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(HostileInputTest, MutatedDocumentsKeepTheInvariants) {
  const std::string report =
      ReadFile(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.txt").substr(0, 2500);
  const std::string html =
      "<!DOCTYPE html><html><head><meta "
      "charset=gb2312><title>报告</title></head><body><h1>年报</h1>"
      "<table><tr><td rowspan=2 "
      "colspan=2>甲<td>乙<tr><td>丙<table><tr><td>1<td>2</table><tr><td>3<td>4"
      "<td>5</table><p>正文&nbsp;7<br>件</p><pre>a |\nb |\n</pre><div hidden>x</div></body></html>";
  const std::string markdown =
      "# 报告\n\n| 内容 | 数量 |\n|---|---|\n| 规章 | 7 |\n\n内容\t1\n规章\t2\n";
  const std::vector<std::string> seeds = {report, html, markdown, Encode(html, "GB18030"),
                                          "\xFF\xFE" + Encode(markdown, "UTF-16LE")};
  const std::vector<std::string> pieces = {"<",
                                           ">",
                                           "|",
                                           "\n",
                                           "\t",
                                           "  ",
                                           "<table>",
                                           "</table>",
                                           "<tr>",
                                           "<td colspan=",
                                           "<td rowspan=0>",
                                           "</td>",
                                           "<b>",
                                           "</b>",
                                           "<div>",
                                           "</div>",
                                           "<p>",
                                           "<!--",
                                           "-->",
                                           "&#",
                                           "&nbsp;",
                                           "\xEF\xBB\xBF",
                                           "\xFF",
                                           "\x81",
                                           "\xE5",
                                           std::string(1, '\0'),
                                           "<caption>",
                                           "<select>",
                                           "<template>",
                                           "<svg>",
                                           "<math>",
                                           "</p>",
                                           "</body>",
                                           "<frameset>",
                                           "<plaintext>",
                                           "(",
                                           "9999999999",
                                           "<a>",
                                           "<button>"};
  std::mt19937 random(20190403);
  const auto below = [&](size_t n) { return random() % n; };
  int read = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string bytes = seeds[below(seeds.size())];
    for (size_t edits = 1 + below(12); edits > 0; --edits) {
      const size_t at = below(bytes.size() + 1);
      switch (below(5)) {
        case 0:
          bytes.insert(at, pieces[below(pieces.size())]);
          break;
        case 1:
          bytes.erase(at, below(20));
          break;
        case 2:
          if (at < bytes.size()) bytes[at] = static_cast<char>(random());
          break;
        case 3:
          bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(60)));
          break;
        case 4:
          if (at > 0) bytes.resize(at);
          break;
      }
    }
    const auto document = ReadDocument(bytes);
    if (document.ok()) {
      ++read;
      // Decoding takes at most three bytes for one.
      ASSERT_NO_FATAL_FAILURE(CheckInvariants(*document, bytes.size() * 3))
          << "round " << round << "\n"
          << absl::CHexEscape(bytes);
    } else {
      EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
      EXPECT_NE(DetailOf(document.status()).reason, "");
    }
  }
  EXPECT_GT(read, 2000);
}

TEST(HostileInputTest, RandomBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random() % 400, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const auto document = ReadDocument(bytes);
    if (document.ok()) {
      CheckInvariants(*document, bytes.size() * 3);
    }
  }
}

}  // namespace
}  // namespace gongkai
