// Tables held together by blanks: what stands below what.
#include "workers/document/aligned_columns.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace gongkai {
namespace {

struct Case {
  const char* name;
  const char* text;
  const char* rows;  // of the lines that are in columns, "label|cell|cell"
};

std::string Rows(absl::string_view text) {
  const std::vector<Line> lines = SplitLines(text);
  const WordRows word_rows(lines);
  const AlignedColumns columns(lines, word_rows);
  std::vector<std::string> rows;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!columns.Has(i)) continue;
    std::vector<std::string> cells;
    for (const AlignedCell& cell : columns.CellsOf(i)) {
      cells.push_back(absl::StrCat(cell.text, cell.rest.empty() ? "" : "+", cell.rest));
    }
    rows.push_back(absl::StrJoin(cells, "|"));
  }
  return absl::StrJoin(rows, " / ");
}

void ExpectAll(absl::Span<const Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(Rows(c.text), c.rows) << c.name;
}

TEST(AlignedColumnsTest, CellsOfNothing) {
  ExpectAll({
      {"where nothing stands a cell is empty",
       "内容     制作   公开   总数\n规章     7             186\n文件            21\n",
       "规章|7||186 / 文件||21|"},
      {"a column that no row fills",
       "         自然人   商业企业   总计\n新收     5        3\n结转     0        1\n",
       "新收|5|3| / 结转|0|1|"},
      {"a column that alone is filled",
       "内容     自然人   商业企业   总计\n新收                         8\n结转                    "
       "     1\n",
       "新收|||8 / 结转|||1"},
      {"figures at the right of their columns",
       "内容     制作   公开   总数\n规章        7           186\n文件               21    34\n",
       "规章|7||186 / 文件||21|34"},
      {"a row that fills all columns stands for heads",
       "规章     7      8      186\n文件            21     34\n", "规章|7|8|186 / 文件||21|34"},
      {"no head and no full row: nobody knows how many columns there are",
       "规章     7             186\n文件            21\n", ""},
      {"a table without labels", "维持   纠正   其他   总计\n72            178    250\n",
       "72||178|250"},
  });
}

TEST(AlignedColumnsTest, BlanksWithinCells) {
  ExpectAll({
      {"a number with a blank in it below a head",
       "内容     上年数量   本年增减   决定数量\n许可     1 0        - 5        130 119\n",
       "许可|1 0|- 5|130 119"},
      {"without heads one blank may part two cells", "许可   1 0   5   7\n处罚   12    5   7\n",
       "处罚|12|5|7"},
      {"notes and units stay with their number",
       "内容     制作                公开   总额\n规章     8 （其中修订1件）   26     12.5 万元\n",
       "规章|8 （其中修订1件）|26|12.5 万元"},
      {"a word where a number should stand",
       "         自然人   企业   总计\n新收     5        若干   9\n结转     0        1      *\n",
       "新收|5|若干|9 / 结转|0|1|*"},
      {"single blanks hold no columns", "内容 制作 公开\n规章 1 11\n文件 21 8\n", ""},
  });
}

TEST(AlignedColumnsTest, HeadsOverSeveralColumns) {
  ExpectAll({
      {"a head over others is none of a column",
       "                  申请人情况\n       自然人   法人或其他组织       总计\n"
       "                企业   科研   社会\n新收   5        1             2      8\n",
       "新收|5|1||2|8"},
      {"in the middle above a gap",
       "           复议              直接诉讼\n维持   纠正   其他   维持   纠正   其他\n"
       "5             1      2             3\n",
       "5||1|2||3"},
      {"two columns that a wide number joins are none",
       "       制作   公开   总数\n规章   123456 78     9\n文件   1 2 3456789   9\n", ""},
  });
}

TEST(AlignedColumnsTest, LabelsSideBySide) {
  ExpectAll({
      {"one blank before an ordinal parts two labels",
       "内容                        甲    乙    丙\n度办 （一）予以公开         1           "
       "9\n（三）不予 1.属于国家秘密   2     0     2\n",
       "度办|（一）予以公开|1||9 / （三）不予|1.属于国家秘密|2|0|2"},
      {"and in front of other words none",
       "内容                        甲    乙    丙\n1. 属于 国家秘密            1           9\n",
       "1. 属于 国家秘密|1||9"},
  });
}

// A number too wide for its cell goes on in the next line, where it is no number of its own.
TEST(AlignedColumnsTest, NumbersOverTwoLines) {
  ExpectAll({
      {"beside a piece of a label",
       "内容       甲    乙    丙\n三   许可  150   0     3119\n本         9\n年   处罚  24    5   "
       "  6\n",
       "三|许可|150+9|0|3119 / 本 / 年|处罚|24|5|6"},
      {"alone",
       "内容       甲    乙    丙\n许可       150   0     311\n                       9\n处罚      "
       " 24    5     6\n",
       "许可|150|0|311+9 /  / 处罚|24|5|6"},
      {"a row of its own has a label",
       "内容       甲    乙    丙\n许可       150   0     311\n信访举报   9\n",
       "许可|150|0|311 / 信访举报|9||"},
  });
}

// Programs differ in how wide a Chinese character or a quotation mark is.
// The labels' own head may stand in the middle of their column, and then beside them.
TEST(AlignedColumnsTest, TheHeadOfTheLabels) {
  ExpectAll({
      {"figures in all other columns tell",
       "        信息内容         上年   本年增减   决定数量\n处罚                     317    0     "
       "     0\n"
       "强制                            1          5\n",
       "处罚|317|0|0 / 强制||1|5"},
      {"else nobody knows",
       "        信息内容         上年   本年增减   决定数量\n处罚                            0\n"
       "强制                            1\n",
       ""},
  });
}

TEST(AlignedColumnsTest, WidthsOfCharacters) {
  ExpectAll({
      {"all alike",
       "内容          制作   公开   总数\n规章          1         9\n行政规范性文件     2    3    "
       "4\n",
       "规章|1||9 / 行政规范性文件|2|3|4"},
      {"twice",
       "内容             制作   公开   总数\n规章             1             9\n行政规范性文件   2  "
       "    3      4\n",
       "规章|1||9 / 行政规范性文件|2|3|4"},
      {"quotation marks too",
       "内容                   甲    乙    丙\n“三安全一稳定”       1           9\n行政规范性文件  "
       "       2     3     4\n",
       "“三安全一稳定”|1||9 / 行政规范性文件|2|3|4"},
  });
}

TEST(AlignedColumnsTest, WhereOneTableEnds) {
  ExpectAll({
      {"a label of two parts whose row is blank is no head",
       "            甲    乙    丙\n一   1.许可 1           2\n二   2.处罚\n三   3.强制       4    "
       " "
       "5\n",
       "一|1.许可|1||2 / 三|3.强制||4|5"},
      {"another head",
       "     甲   乙\n许可 1    2\n内容   丙     丁     戊\n处罚          4      5\n",
       "许可|1|2 / 处罚||4|5"},
      {"a new page",
       "       甲   乙   丙\n许可   1    2    3\n\f  处罚   4   5   6\n  强制       7   8\n",
       "许可|1|2|3 / 处罚|4|5|6 / 强制||7|8"},
      {"prose", "收到申请 5 件，答复 3 件，办结率 60%\n全年共收到  7\n", ""},
  });
}

TEST(AlignedColumnsTest, TakesTimeInProportion) {
  for (const char* line :
       {"新收   1   2   3\n", "自然人   企业   总计\n", "1  (  1  )  2\n", "\f新收   1   2\n"}) {
    std::string text;
    while (text.size() < 600'000) absl::StrAppend(&text, line);
    Rows(text);
  }
}

}  // namespace
}  // namespace gongkai
