#include <gtest/gtest.h>

#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

struct Case {
  const char* name;
  const char* text;
  const char* blocks;
};

void ExpectAll(absl::Span<const Case> cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(Read(c.text), c.blocks) << c.name;
  }
}

TEST(TextReaderTest, Lines) {
  ExpectAll({
      {"paragraphs", "一、总体情况\n\n 收到7522件。 \r\n\u3000\u3000二、\r三",
       "P 一、总体情况 / P 收到7522件。 / P 二、 / P 三"},
      {"no line end", "公开", "P 公开"},
      {"markdown headings", "# 年度报告\n## 一、总体\n#不是\n####### 七",
       "H 年度报告 / H 一、总体 / P #不是 / P ####### 七"},
      {"invisible characters", "公\u200B开\uFEFF 1\u00005", "P 公开 1"},
      {"one cell a line is a run of paragraphs", "规章\n\n7\n\n8\n", "P 规章 / P 7 / P 8"},
  });
  EXPECT_EQ(
      Read(absl::StrCat("政府信息公开工作年度报告年度报告", absl::string_view("公\0开\x01!", 9))),
      "P 政府信息公开工作年度报告年度报告公开!");
}

TEST(TextReaderTest, PipeLinesOfOneCell) {
  ExpectAll({
      {"cells end with a border",
       "二、情况\n第二十条第(一)项 | |||\n规章 |\n7 |\n8 |\n186 |\n三、收到",
       "P 二、情况 / G 5x4 sequence / [0,0] 第二十条第(一)项 / [0,1] / [0,2] / [0,3] / [1,0] 规章 "
       "/ "
       "[2,0] 7 / [3,0] 8 / [4,0] 186 / P 三、收到"},
      {"empty cells of their own lines", "规章 |\n|\n|\n0 |\n||\n行政 |\n",
       "G 6x2 sequence / [0,0] 规章 / [1,0] / [2,0] / [3,0] 0 / [4,0] / [4,1] / [5,0] 行政"},
      {"a title between two tables",
       "0 |\n1 |\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 |\n行 政 诉 讼 | ||\n",
       "G 2x1 sequence / [0,0] 0 / [1,0] 1 / P 四、政府信息公开行政复议、行政诉讼情况 / "
       "G 2x3 sequence / [0,0] 行政复议 / [1,0] 行 政 诉 讼 / [1,1] / [1,2]"},
      {"prose between two tables whose borders stand on their own lines",
       "指标\n|\n45\n|\n均已答复。\n二、主动公开政府信息情况\n规章\n|\n7\n|\n",
       "G 2x1 sequence / [0,0] 指标 / [1,0] 45 / P 均已答复。 / P 二、主动公开政府信息情况 / "
       "G 2x1 sequence / [0,0] 规章 / [1,0] 7"},
      {"a title with a full-width point",
       "指标\n|\n45\n|\n二．主动公开政府信息情况\n规章\n|\n7\n|\n",
       "G 2x1 sequence / [0,0] 指标 / [1,0] 45 / P 二．主动公开政府信息情况 / "
       "G 2x1 sequence / [0,0] 规章 / [1,0] 7"},
      {"a line of prose before the first cell is no cell",
       "三、收到和处理政府信息公开申请情况\n(本列数据的勾稽关系为:略) |\n申请人情况 | ||\n自然人 "
       "|\n",
       "P 三、收到和处理政府信息公开申请情况 / G 3x3 sequence / [0,0] (本列数据的勾稽关系为:略) / "
       "[1,0] 申请人情况 / [1,1] / [1,2] / [2,0] 自然人"},
      {"a torn cell", "规章 |\n7 |\n8(含2018年\n结转1件) |\n186 |\n",
       "G 4x1 sequence / [0,0] 规章 / [1,0] 7 / [2,0] 8(含2018年\\n结转1件) / [3,0] 186"},
      {"a torn label", "信息内容 |\n本年新\n制作数量 |\n规章 |\n",
       "G 3x1 sequence / [0,0] 信息内容 / [1,0] 本年新\\n制作数量 / [2,0] 规章"},
      {"a row starts with a border line", "二、情况\n|\n第二十条 | ||\n|\n规章 |\n0 |\n0 |\n",
       "P 二、情况 / G 5x3 sequence / [0,0] 第二十条 / [0,1] / [0,2] / [1,0] / [2,0] 规章 / [3,0] "
       "0 / "
       "[4,0] 0"},
      {"borders on lines of their own",
       "二、情况\n第二十条\n|\n信息内容\n|\n本年新\n制作数量\n|\n||\n规章\n|\n0\n|\n"
       "三、收到和处理申请情况\n(本列数据)\n|\n自然人\n|\n1\n|\n",
       "P 二、情况 / G 6x2 sequence / [0,0] 第二十条 / [1,0] 信息内容 / [2,0] 本年新\\n制作数量 / "
       "[3,0] / "
       "[3,1] / [4,0] 规章 / [5,0] 0 / P 三、收到和处理申请情况 / G 3x1 sequence / [0,0] "
       "(本列数据) / "
       "[1,0] 自然人 / [2,0] 1"},
      {"blank lines between", "规章 |\n\n7 |\n\n8 |\n\n正文。\n",
       "G 3x1 sequence / [0,0] 规章 / [1,0] 7 / [2,0] 8 / P 正文。"},
      {"labels apart from their rows", "规章 |\n0 | 0 | 0 |\n文件 |\n1 | 2 | 3 |\n",
       "G 4x3 sequence / [0,0] 规章 / [1,0] 0 / [1,1] 0 / [1,2] 0 / [2,0] 文件 / [3,0] 1 / [3,1] 2 "
       "/ "
       "[3,2] 3"},
      {"prose ends a table", "规章 |\n7 |\n这一年公开工作以查得到、看得懂、用得上为目标。\n8 |\n",
       "G 2x1 sequence / [0,0] 规章 / [1,0] 7 / P 这一年公开工作以查得到、看得懂、用得上为目标。 / "
       "G 1x1 sequence / [0,0] 8"},
      {"a dirty title after a table", "规章 |\n7 |\n|六、其他需要报告的事项\n无\n",
       "G 2x1 sequence / [0,0] 规章 / [1,0] 7 / P 六、其他需要报告的事项 / P 无"},
      {"a line cut off", "规章 |\n7 |\n行政 [cut",
       "G 2x1 sequence / [0,0] 规章 / [1,0] 7 / P 行政 [cut"},
      {"one line with its border", "(本列数据) |", "G 1x1 sequence / [0,0] (本列数据)"},
      {"borders alone", "|\n||\n|", "EMPTY_DOCUMENT"},
  });
}

TEST(TextReaderTest, PipeLinesOfWholeRows) {
  ExpectAll({
      {"markdown", "| 内容 | 数量 |\n|---|:--:|\n| 规章 | 7 |\n| 文件 | |\n",
       "G 3x2 rows / [0,0] 内容 / [0,1] 数量 / [1,0] 规章 / [1,1] 7 / [2,0] 文件 / [2,1]"},
      {"markdown without outer borders", "内容 | 数量\n--- | ---\n规章 | 7\n",
       "G 2x2 rows / [0,0] 内容 / [0,1] 数量 / [1,0] 规章 / [1,1] 7"},
      {"line breaks at the ends of cells of markdown",
       "| <br>内容<br/> | 数<br />量 |\n| 规章<br> | <br> |\n",
       "G 2x2 rows / [0,0] 内容 / [0,1] 数\\n量 / [1,0] 规章 / [1,1]"},
      {"dashes are data", "| 规章 | 7 | 8 |\n| 文件 | - | -- |\n| - | - | - |\n",
       "G 3x3 rows / [0,0] 规章 / [0,1] 7 / [0,2] 8 / [1,0] 文件 / [1,1] - / [1,2] -- / [2,0] - / "
       "[2,1] - / [2,2] -"},
      {"leading empty cells of markdown", "| | 商业 | 科研 |\n| 一 | 1 | 2 |\n| | | 3 |\n",
       "G 3x3 rows / [0,0] / [0,1] 商业 / [0,2] 科研 / [1,0] 一 / [1,1] 1 / [1,2] 2 / [2,0] / "
       "[2,1] / "
       "[2,2] 3"},
      {"group headers between rows", "第二十条 |\n内容 | 数量 |\n规章 | 0 |\n文件 | 0 |\n",
       "G 4x2 rows / [0,0] 第二十条 / [1,0] 内容 / [1,1] 数量 / [2,0] 规章 / [2,1] 0 / [3,0] 文件 "
       "/ [3,1] 0"},
      {"trailing empty cells", "行政许可 | 8 | ||\n其他 | | | |\n",
       "G 2x4 rows / [0,0] 行政许可 / [0,1] 8 / [0,2] / [0,3] / [1,0] 其他 / [1,1] / [1,2] / "
       "[1,3]"},
      {"a torn row", "规章 | 7 | 8(含2018年\n结转1件) | 186 |\n文件 | 1 | 2 | 3 |\n",
       "G 2x4 rows / [0,0] 规章 / [0,1] 7 / [0,2] 8(含2018年\\n结转1件) / [0,3] 186 / [1,0] 文件 / "
       "[1,1] 1 / "
       "[1,2] 2 / [1,3] 3"},
      {"a title between", "规章 | 0 |\n文件 | 0 |\n三、收到情况\n(本列) | 申请人 |\n一 | 2 |\n",
       "G 2x2 rows / [0,0] 规章 / [0,1] 0 / [1,0] 文件 / [1,1] 0 / P 三、收到情况 / G 2x2 rows / "
       "[0,0] (本列) / "
       "[0,1] 申请人 / [1,0] 一 / [1,1] 2"},
      {"two tables apart by a blank line", "| a | 1 |\n| b | 2 |\n\n| c | 3 |\n| d | 4 |\n",
       "G 2x2 rows / [0,0] a / [0,1] 1 / [1,0] b / [1,1] 2 / G 2x2 rows / [0,0] c / [0,1] 3 / "
       "[1,0] d / "
       "[1,1] 4"},
      {"one line of navigation is prose", "首页 | 政务公开 | 互动\n正文",
       "P 首页 | 政务公开 | 互动 / P 正文"},
  });
}

TEST(TextReaderTest, Tabs) {
  ExpectAll({
      {"rows", "内容\t数量\n规章\t7\n文件\t\n合计\t \t9\n",
       "G 4x3 rows / [0,0] 内容 / [0,1] 数量 / [1,0] 规章 / [1,1] 7 / [2,0] 文件 / [2,1] / [3,0] "
       "合计 / [3,1] / "
       "[3,2] 9"},
      {"leading empty cells", "\t商业\t科研\n一\t1\t2\n",
       "G 2x3 rows / [0,0] / [0,1] 商业 / [0,2] 科研 / [1,0] 一 / [1,1] 1 / [1,2] 2"},
      {"indented rows", "\t一\t1\n\t二\t2\n",
       "G 2x2 rows / [0,0] 一 / [0,1] 1 / [1,0] 二 / [1,1] 2"},
      {"indented prose", "\t第一段。\n\t第二段。\n", "P 第一段。 / P 第二段。"},
      {"one line", "姓名\t张三\n\n正文", "P 姓名\t张三 / P 正文"},
  });
}

TEST(TextReaderTest, AlignedColumns) {
  ExpectAll({
      {"three lines", "内容  制作  公开\n规章     7    8\n文件  1510  1515\n",
       "G 3x3 rows / [0,0] 内容 / [0,1] 制作 / [0,2] 公开 / [1,0] 规章 / [1,1] 7 / [1,2] 8 / [2,0] "
       "文件 / "
       "[2,1] 1510 / [2,2] 1515"},
      {"full-width spaces", "规章\u30007\u30008\n文件\u3000/\u3000无\n其他\u30000\u30001\n",
       "G 3x3 rows / [0,0] 规章 / [0,1] 7 / [0,2] 8 / [1,0] 文件 / [1,1] / / [1,2] 无 / [2,0] 其他 "
       "/ [2,1] 0 / "
       "[2,2] 1"},
      {"two lines of words are too few", "规章  部门  8月\n文件  条例  9月\n正文。",
       "P 规章  部门  8月 / P 文件  条例  9月 / P 正文。"},
      {"names are no figures", "张三  李四  王五\n赵六  钱七  孙八\n周九  吴十  郑一\n",
       "P 张三  李四  王五 / P 赵六  钱七  孙八 / P 周九  吴十  郑一"},
      {"prose with wide gaps",
       "收到1件。  办结2件。  其余3件。\n收到4件。  办结5件。  其余6件。\n收到7件。  办结8件。  "
       "其余9件。\n",
       "P 收到1件。  办结2件。  其余3件。 / P 收到4件。  办结5件。  其余6件。 / P 收到7件。  "
       "办结8件。  其余9件。"},
  });
}

TEST(TextReaderTest, RowsOfWordsThatEndInFigures) {
  ExpectAll({
      {"a head and its rows",
       "信息内容 本年制发件数 现行有效件数\n规章 1 11\n行政规范性文件 8 66\n",
       "G 3x3 rows / [0,0] 信息内容 / [0,1] 本年制发件数 / [0,2] 现行有效件数 / [1,0] 规章 / "
       "[1,1] 1 / [1,2] 11 / [2,0] 行政规范性文件 / [2,1] 8 / [2,2] 66"},
      {"one figure below a head", "信息内容 本年处理决定数量\n\n行政许可 447228\n",
       "G 1x2 rows / [0,0] 信息内容 / [0,1] 本年处理决定数量 / G 1x2 rows / [0,0] 行政许可 / [0,1] "
       "447228"},
      {"figures whose label is torn off",
       "（二）部分公开（区分处理的，\n不计其他）\n447 7 0 0 / 0 454\n",
       "P （二）部分公开（区分处理的， / P 不计其他） / G 1x7 rows / [0,0] 447 / [0,1] 7 / [0,2] 0 "
       "/ "
       "[0,3] 0 / [0,4] / / [0,5] 0 / [0,6] 454"},
      {"a label of several words", "法提供 2.没有现成信息 11 0 - 0 0 0 11\n",
       "G 1x9 rows / [0,0] 法提供 / [0,1] 2.没有现成信息 / [0,2] 11 / [0,3] 0 / [0,4] - / [0,5] 0 "
       "/ "
       "[0,6] 0 / [0,7] 0 / [0,8] 11"},
      {"prose that wraps behind a figure", "全年共收到申请 35\n件，均已办结。\n",
       "P 全年共收到申请 35 / P 件，均已办结。"},
      {"a number with a space in it", "规章\n16 7\n1 234 567\n", "P 规章 / P 16 7 / P 1 234 567"},
      {"page numbers", "- 4 -\n— 12 —\n", "P - 4 - / P — 12 —"},
      {"a date and a telephone number", "成文日期： 2020 - 03 - 31\n电话： 0517 83605210\n",
       "P 成文日期： 2020 - 03 - 31 / P 电话： 0517 83605210"},
  });
}

TEST(TextReaderTest, NumbersOfPages) {
  ExpectAll({
      {"that count the pages", "甲\n  1\n\f乙\n\n - 2 -\n\n\f丙\n3\n", "P 甲 / P 乙 / P 丙"},
      {"from another one on", "甲\n5\n\f乙\n6\n\f丙\n", "P 甲 / P 乙 / P 丙"},
      {"a number that counts none", "甲\n17\n\f乙\n0\n\f丙\n", "P 甲 / P 17 / P 乙 / P 0 / P 丙"},
      {"no page ends", "甲\n1\n", "P 甲 / P 1"},
  });
}

// A browser's copy of a table whose cells hold paragraphs.
TEST(TextReaderTest, TabsOnLinesOfTheirOwn) {
  std::string text = "二、情况\n\n信息内容\n\n\t\n\n制作\n\n\t\n\n公开\n\n\n\n\n";
  for (const char* label : {"规章", "文件", "许可", "处罚"}) {
    text += std::string(label) + "\n\n\t\n\n7\n(含1件)\n\n\t\n\n8\n\n\n\n\n";
  }
  text += "强制\n\n\t\n\t\n\n\n收费\n\n\t\n\t\n\n9\n\n三、收到\n";
  EXPECT_EQ(Read(text),
            "P 二、情况 / G 7x3 rows / [0,0] 信息内容 / [0,1] 制作 / [0,2] 公开"
            " / [1,0] 规章 / [1,1] 7 (含1件) / [1,2] 8 / [2,0] 文件 / [2,1] 7 (含1件) / [2,2] 8"
            " / [3,0] 许可 / [3,1] 7 (含1件) / [3,2] 8 / [4,0] 处罚 / [4,1] 7 (含1件) / [4,2] 8"
            " / [5,0] 强制 / [5,1] / [5,2] / [6,0] 收费 / [6,1] / [6,2] 9 / P 三、收到");
}

TEST(TextReaderTest, TablesInBoxes) {
  ExpectAll({
      {"box characters",
       "┌────┬────┬──┐\n│内容│制作│公开│\n├────┼────┼──┤\n│规章│7   │    "
       "│\n└────┴────┴──┘\n三、收到\n",
       "G 2x3 rows / [0,0] 内容 / [0,1] 制作 / [0,2] 公开 / [1,0] 规章 / [1,1] 7 / [1,2] / P "
       "三、收到"},
      {"a rule under some of the columns", "│内容│制作│\n│    ├──┬──┤\n│规章│7 │8 │\n",
       "G 2x3 rows / [0,0] 内容 / [0,1] 制作 / [1,0] 规章 / [1,1] 7 / [1,2] 8"},
      {"words in front of a rule stay whole", "内━━━\n规章\n", "P 内 / P 规章"},
      {"words beside a rule are a row of their own",
       "│    │规章│7 │\n│内容├────┼──┤\n│    │文件│8 │\n├────┼────┼──┤\n│处罚│    │9 │\n"
       "├────┼────┼──┤\n│强制│    │9 │\n├────┼────┼──┤\n",
       "G 5x3 rows / [0,0] / [0,1] 规章 / [0,2] 7 / [1,0] 内容 / [1,1] / [1,2] / [2,0] / [2,1] "
       "文件 / "
       "[2,2] 8 / [3,0] 处罚 / [3,1] / [3,2] 9 / [4,0] 强制 / [4,1] / [4,2] 9"},
      {"plus and minus", "+----+----+\n| 内容 | 制作 |\n+====+====+\n| 规章 | 7 |\n+----+----+\n",
       "G 2x2 rows / [0,0] 内容 / [0,1] 制作 / [1,0] 规章 / [1,1] 7"},
  });
  // Places are those of the source.
  const auto document = ReadDocument("甲\n│规章│17│\n│文件│18│\n");
  ASSERT_TRUE(document.ok());
  const Cell& cell = document->blocks[1].grid.cells[1];
  EXPECT_EQ(cell.text, "17");
  EXPECT_EQ(cell.place.begin, std::string("甲\n│规章│").size());
}

TEST(TextReaderTest, AReportOnOneLine) {
  for (const char separator : {' ', '\t', '|'}) {
    std::string text = "政府信息公开工作年度报告";
    for (int i = 0; i < 400; ++i) absl::StrAppend(&text, std::string(1, separator), "规章", i);
    const auto document = ReadDocument(text);
    ASSERT_TRUE(document.ok());
    ASSERT_EQ(document->blocks.size(), 401u) << separator;
    EXPECT_EQ(document->blocks[400].text, "规章399");
    EXPECT_EQ(document->blocks[400].place.end, text.size());
  }
  // Prose without such separators stays whole.
  std::string prose;
  for (int i = 0; i < 400; ++i) absl::StrAppend(&prose, "本年度公开信息", i, "条。");
  EXPECT_EQ(ReadDocument(prose)->blocks.size(), 1u);
}

TEST(TextReaderTest, BlankLinesBeforeAParagraphAreCounted) {
  const auto document = ReadDocument("规章\n\n\n \n7\n8\n\t\n\n9");
  ASSERT_TRUE(document.ok());
  std::vector<std::string> counts;
  for (const Block& block : document->blocks) {
    counts.push_back(
        absl::StrCat(block.text, ":", block.blank_lines_before, "+", block.space_lines_before));
  }
  EXPECT_EQ(absl::StrJoin(counts, " "), "规章:0+0 7:2+1 8:0+0 9:1+1");
}

TEST(TextReaderTest, PlacesCountInDecodedTextWithoutMark) {
  const std::string text =
      "二、情况\n规章 |\n8(含2018年\n结转1件) |\n\u3000正\u200B文\n内容\t1\n文件\t2\n";
  for (const std::string& bytes :
       {"\xEF\xBB\xBF" + text, Encode(text, "GB18030"), "\xFF\xFE" + Encode(text, "UTF-16LE")}) {
    const auto document = ReadDocument(bytes);
    ASSERT_TRUE(document.ok());
    std::vector<std::string> sources;
    for (const Block& block : document->blocks) {
      if (block.kind == Block::Kind::kParagraph) {
        sources.push_back(text.substr(block.place.begin, block.place.end - block.place.begin));
      }
      for (const Cell& cell : block.grid.cells) {
        sources.push_back(text.substr(cell.place.begin, cell.place.end - cell.place.begin));
      }
    }
    EXPECT_EQ(absl::StrJoin(sources, ";"),
              "二、情况;规章;8(含2018年\n结转1件);正\u200B文;内容;1;文件;2");
  }
}

TEST(TextReaderTest, PlainTextIsKeptOnce) {
  const std::string text = "一\n二";
  const auto document = ReadDocument(text);
  const absl::string_view first = document->blocks[0].text;
  const absl::string_view second = document->blocks[1].text;
  EXPECT_EQ(first.data() + 4, second.data());
  EXPECT_TRUE(first.data() < text.data() || first.data() >= text.data() + text.size());
}

}  // namespace
}  // namespace gongkai
