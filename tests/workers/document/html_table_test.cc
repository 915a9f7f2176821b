#include <gtest/gtest.h>

#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

std::string Table(absl::string_view rows) {
  return Read(absl::StrCat("<table>", rows, "</table>"));
}

TEST(HtmlTableTest, CellsAndSpans) {
  const struct {
    const char* name;
    const char* rows;
    const char* grid;
  } cases[] = {
      {"plain", "<tr><td>a</td><td>b</td></tr><tr><td>1</td><td></td></tr>",
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] 1 / [1,1]"},
      {"no end tags", "<tr><td>a<td>b<tr><td>1<td>2",
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] 1 / [1,1] 2"},
      {"no row tags", "<td>a<td>b", "G 1x2 exact / [0,0] a / [0,1] b"},
      {"spans", "<tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d",
       "G 2x3 exact / [0,0 2x1] a / [0,1 1x2] b / [1,1] c / [1,2] d"},
      {"a block of two spans", "<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>1<td>2<td>3",
       "G 3x3 exact / [0,0 2x2] a / [0,2] b / [1,2] c / [2,0] 1 / [2,1] 2 / [2,2] 3"},
      {"dirty spans",
       "<tr><td colspan='2;'>a<td rowspan=' 2px'>b<tr><td colspan=x>c<td colspan=-3>d",
       "G 2x3 exact / [0,0 1x2] a / [0,2 2x1] b / [1,0] c / [1,1] d"},
      {"rowspan zero goes to the end", "<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d",
       "G 3x2 exact / [0,0 3x1] a / [0,1] b / [1,1] c / [2,1] d"},
      {"rowspan stops at the end of its group",
       "<thead><tr><td rowspan=9>a<td>b</thead><tbody><tr><td>c<td>d</tbody>",
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] c / [1,1] d"},
      {"colspan stops at the last column", "<tr><td colspan=9>a<tr><td>b<td>c",
       "G 2x2 exact / [0,0 1x2] a / [1,0] b / [1,1] c"},
      {"a span that runs into another", "<tr><td>a<td rowspan=2>b<td>e<tr><td colspan=2>c<td>d",
       "G 2x3 exact / [0,0] a / [0,1 2x1] b / [0,2] e / [1,0] c / [1,2] d"},
      {"ragged rows", "<tr><td>a<tr><td>b<td>c<td>d<tr>",
       "G 3x3 exact / [0,0] a / [1,0] b / [1,1] c / [1,2] d"},
      {"foot shown last", "<tfoot><tr><td>f<td>g</tfoot><tbody><tr><td>a<td>b</tbody>",
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] f / [1,1] g"},
      {"paragraphs in a cell", "<tr><td><p>商业</p><p>企业</p><td><div>a<br>b</div>c",
       "G 1x2 exact / [0,0] 商业\\n企业 / [0,1] a\\nb\\nc"},
      {"vertical text", "<tr><td>三<br>本<br>年<td>1",
       "G 1x2 exact / [0,0] 三\\n本\\n年 / [0,1] 1"},
      {"one element a digit", "<tr><td><span>1</span><span>8</span><td><font>-</font><o:p></o:p>",
       "G 1x2 exact / [0,0] 18 / [0,1] -"},
      {"hidden cells and rows",
       "<tr><td>a<td style='display:none'>x<td>b<tr hidden><td>y<td>y<tr><td>1<td>2",
       "G 2x2 exact / [0,0] a / [0,1] b / [1,0] 1 / [1,1] 2"},
      {"caption", "<caption>表一</caption><tr><td>a<td>b",
       "P 表一 / G 1x2 exact / [0,0] a / [0,1] b"},
      {"text between the tags", "<tr>漏<td>a<td>b", "P 漏 / G 1x2 exact / [0,0] a / [0,1] b"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Table(c.rows), c.grid) << c.name;
  }
}

TEST(HtmlTableTest, AbsurdSpansAreHarmless) {
  EXPECT_EQ(Table("<tr><td colspan=1000000000 rowspan=99999999999>a<tr><td>b<td>c"),
            "G 2x1002 exact / [0,0 2x1000] a / [1,1000] b / [1,1001] c");
}

TEST(HtmlTableTest, LayoutTablesAreReadLikeThePage) {
  const std::string data = "<table><tr><td>规章<td>7<tr><td>文件<td>8</table>";
  const std::string data_grid = "G 2x2 exact / [0,0] 规章 / [0,1] 7 / [1,0] 文件 / [1,1] 8";
  const std::string paragraph(
      "这一年,全市的公开工作以查得到、看得懂、用得上为目标,下面分三个方面说明,办事指南逐项核对,"
      "过时的内容当月更换,规范性文件库收录现行文件,修改和废止的同步更新,"
      "全年举办培训、座谈一百四十余次,"
      "回应来信来电五十余万件,各区县同步推进。");
  EXPECT_EQ(Table("<tr><td>一<p>二</p></td></tr>"), "P 一 / P 二");
  EXPECT_EQ(Table("<tr><td>导航<td>" + data), "P 导航 / " + data_grid);
  EXPECT_EQ(Table("<tr><td><table><tr><td>" + data + "<p>尾</table>"), data_grid + " / P 尾");
  EXPECT_EQ(Table("<tr><td>标题<tr><td><h2>一、总体</h2><p>" + paragraph + "<p>" + paragraph +
                  "<tr><td>" + data),
            "P 标题 / H 一、总体 / P " + paragraph + " / P " + paragraph + " / " + data_grid);
}

TEST(HtmlTableTest, ADataTableInADataCellFollowsItsTable) {
  EXPECT_EQ(
      Read("<p>前</"
           "p><table><tr><td>申请数量合计<td>予以公开合计<tr><td>新收申请<table><tr><td>1<td>2"
           "</table><td>结转申请<table><tr><td>3<td>4</table></table><p>后"),
      "P 前 / G 2x2 exact / [0,0] 申请数量合计 / [0,1] 予以公开合计 / [1,0] 新收申请 / [1,1] "
      "结转申请 / "
      "G 1x2 exact in 1 / [0,0] 1 / [0,1] 2 / G 1x2 exact in 1 / [0,0] 3 / [0,1] 4 / P 后");
  // A table of one cell around a figure is no table of its own.
  EXPECT_EQ(Table("<tr><td>规章<td><table><tr><td>7</table><tr><td>文件<td>8"),
            "G 2x2 exact / [0,0] 规章 / [0,1] 7 / [1,0] 文件 / [1,1] 8");
}

TEST(HtmlTableTest, TablesSideBySideStayApart) {
  const std::string table = "<table><tr><td>a<td>b</table>";
  EXPECT_EQ(Read(table + table),
            "G 1x2 exact / [0,0] a / [0,1] b / G 1x2 exact / [0,0] a / [0,1] b");
}

TEST(HtmlTableTest, TheHeadOfTable3) {
  EXPECT_EQ(Table("<tr><td rowspan=3 colspan=3>(本列数据)<td colspan=7>申请人情况"
                  "<tr><td rowspan=2>自然人<td colspan=5>法人或其他组织<td rowspan=2>总计"
                  "<tr><td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他"
                  "<tr><td colspan=3>一、本年新收<td>1<td>2<td>3<td>4<td>5<td>6<td>21"
                  "<tr><td rowspan=3>三、办理结果<td "
                  "colspan=2>(一)予以公开<td>1<td>0<td>0<td>0<td>0<td>0<td>1"
                  "<tr><td rowspan=2>(三)不予公开<td>1.国家秘密<td>1<td>0<td>0<td>0<td>0<td>0<td>1"
                  "<tr><td>2.其他禁止<td>1<td>0<td>0<td>0<td>0<td>0<td>1"),
            "G 7x10 exact / [0,0 3x3] (本列数据) / [0,3 1x7] 申请人情况 / [1,3 2x1] 自然人 / "
            "[1,4 1x5] 法人或其他组织 / [1,9 2x1] 总计 / [2,4] 商业企业 / [2,5] 科研机构 / [2,6] "
            "社会公益组织 / "
            "[2,7] 法律服务机构 / [2,8] 其他 / [3,0 1x3] 一、本年新收 / [3,3] 1 / [3,4] 2 / [3,5] "
            "3 / [3,6] 4 / "
            "[3,7] 5 / [3,8] 6 / [3,9] 21 / [4,0 3x1] 三、办理结果 / [4,1 1x2] (一)予以公开 / "
            "[4,3] 1 / [4,4] 0 / "
            "[4,5] 0 / [4,6] 0 / [4,7] 0 / [4,8] 0 / [4,9] 1 / [5,1 2x1] (三)不予公开 / [5,2] "
            "1.国家秘密 / "
            "[5,3] 1 / [5,4] 0 / [5,5] 0 / [5,6] 0 / [5,7] 0 / [5,8] 0 / [5,9] 1 / [6,2] "
            "2.其他禁止 / [6,3] 1 / "
            "[6,4] 0 / [6,5] 0 / [6,6] 0 / [6,7] 0 / [6,8] 0 / [6,9] 1");
}

}  // namespace
}  // namespace gongkai
