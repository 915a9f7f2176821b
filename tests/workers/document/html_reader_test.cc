#include <gtest/gtest.h>

#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

TEST(HtmlReaderTest, Blocks) {
  const struct {
    const char* name;
    const char* html;
    const char* blocks;
  } cases[] = {
      {"headings and paragraphs", "<h1>报告</h1><p>一</p><h6>二</h6>", "H 报告 / P 一 / H 二"},
      {"white space folds", "<p>  收到\n\t 申请&nbsp;&nbsp;7 件&#12288;</p>", "P 收到 申请 7 件"},
      {"inline elements join", "<p><b>公</b><span>开</span><i> 7</i>件</p>", "P 公开 7件"},
      {"one element a character",
       "<p><font>公</font><font>开</font><span>7</span><span>5</span></p>", "P 公开75"},
      {"line breaks", "<p>一<br>二<br/><br/> 三</p>", "P 一\\n二\\n三"},
      {"loose text", "<body>一<div>二<span>三</span><p>四</p>五</div>六",
       "P 一 / P 二三 / P 四 / P 五 / P 六"},
      {"lists", "<ul><li>一<li>二</ul>", "P 一 / P 二"},
      {"markup in a heading", "<h2><span>一、</span><div>总体</div></h2>", "H 一、 / H 总体"},
      {"unclosed tags", "<div><p>一<p>二<b>三</div>四", "P 一 / P 二三 / P 四"},
      {"wrong nesting", "<p><b>一<i>二</b>三</i></p>", "P 一二三"},
      {"end tags of nothing", "</div></td>一</p></table>二", "P 一 / P 二"},
      {"entities", "<p>&lt;5&gt; &amp; &#20844;&#x5F00; &copy; &nosuch;</p>",
       "P <5> & 公开 © &nosuch;"},
      {"zero width", "<p>公\u200B&#8203;开&zwnj;&#xFEFF;&shy;</p>", "P 公开"},
      {"not seen",
       "<p>一</p><script>x</script><style>y</style><noscript>z</noscript><template>t</template>"
       "<select><option>o</select><textarea>a</textarea><!-- c --><svg><text>s</text></svg>"
       "<iframe>i</iframe><p>二</p>",
       "P 一 / P 二"},
      {"hidden",
       "<p hidden>x</p><div style='color:red; DISPLAY : none'>x</div>"
       "<span style=\"visibility:hidden\">x</span><p style='display:block'>一</p>",
       "P 一"},
      {"pinyin", "<p><ruby>公<rp>(</rp><rt>gōng</rt><rp>)</rp>开</ruby></p>", "P 公开"},
      {"word",
       "<html xmlns:o='urn:x'><!--[if gte mso 9]><xml><o:p>x</o:p></xml><![endif]-->"
       "<body><p class=MsoNormal><span lang=EN-US>201<o:p></o:p></span>9年<o:p>&nbsp;</o:p></p>"
       "<p><![if !supportLists]>一、<![endif]>总体</p><xml><w:z>x</w:z></xml>",
       "P 2019年 / P 一、总体"},
      {"pre", "<pre>规章 |\n7 |\n8 |\n<b>正</b>文</pre><p>后</p>",
       "G 3x1 sequence / [0,0] 规章 / [1,0] 7 / [2,0] 8 / P 正文 / P 后"},
      {"form and links", "<form>搜索<input value=x><a href=#>首页</a>|<a>公开</a></form>",
       "P 搜索首页|公开"},
      {"details", "<body><details><summary>一</summary>二</details>", "P 一 / P 二"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Read(c.html), c.blocks) << c.name;
  }
}

TEST(HtmlReaderTest, Title) {
  EXPECT_EQ(ReadDocument("<title> 某市\n2023&nbsp;年报 </title><p>x")->html_title,
            "某市 2023 年报");
  EXPECT_EQ(ReadDocument("<html><head></head><body><svg><title>s</title></svg><p>x")->html_title,
            "");
  // What is stated for machines stands in front.
  EXPECT_EQ(ReadDocument("<meta name=articletitle content='2023年 年报'>"
                         "<meta name=ContentSource content=某局><title>某市</title><p>x")
                ->html_title,
            "2023年 年报_某局_某市");
  EXPECT_EQ(
      ReadDocument("<meta name=ArticleTitle content=年报><title>年报-某市</title><p>x")->html_title,
      "年报-某市");
  EXPECT_EQ(ReadDocument("标题")->html_title, "");
}

TEST(HtmlReaderTest, PlacesAreRangesOfTheDecodedSource) {
  const std::string html =
      "<html><body><p> 公<b>开</b> </p><table><tr><td> 规章 </td><td><b>7</b><tr><td></td>"
      "<td>x</table>尾&amp;</body>";
  for (const std::string& bytes : {html, "\xEF\xBB\xBF" + html, Encode(html, "GB18030")}) {
    const auto document = ReadDocument(bytes);
    ASSERT_TRUE(document.ok());
    std::vector<std::string> sources;
    for (const Block& block : document->blocks) {
      sources.push_back(html.substr(block.place.begin, block.place.end - block.place.begin));
      for (const Cell& cell : block.grid.cells) {
        sources.push_back(html.substr(cell.place.begin, cell.place.end - cell.place.begin));
      }
    }
    EXPECT_EQ(
        absl::StrJoin(sources, ";"),
        " 公<b>开;<tr><td> 规章 </td><td><b>7</b><tr><td></td><td>x; 规章 ;<b>7</b>;;x;尾&amp;");
  }
}

// Gumbo made a single byte of it, which is no UTF-8: no report could be sent with it.
TEST(HtmlReaderTest, ReferencesPastTheEndOfUnicodeAreNoCharacters) {
  const std::string unknown = "\xEF\xBF\xBD";
  EXPECT_EQ(Read("<p>公&#55555555555;开<p>&#x1234567890;"), "P 公" + unknown + "开 / P " + unknown);
  EXPECT_EQ(Read("<pre>&#55555555555<n>&#1f"), "P " + unknown + "f");
  EXPECT_EQ(Read("<p>&#00000000000020844;开&#x516C;"), "P 公开公");
}

TEST(HtmlReaderTest, TextOutlivesTheSource) {
  auto html = std::make_unique<std::string>("<p>公开</p><table><tr><td>规章<td>7</table>");
  const auto document = ReadDocument(*html);
  html.reset();
  EXPECT_EQ(DebugDump(*document), "P 公开\nG 1x2 exact\n  [0,0] 规章\n  [0,1] 7\n");
}

}  // namespace
}  // namespace gongkai
