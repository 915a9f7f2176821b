#include "workers/document/html_folding.h"

#include <gtest/gtest.h>

#include <string>

#include "workers/document/document.h"
#include "workers/document/reader.h"

namespace gongkai {
namespace {

std::string Unfolded(const FoldedPage& page, absl::string_view parsed, size_t begin) {
  std::string text;
  page.Unfold(parsed, begin,
              [&](absl::string_view piece) { text.append(piece.data(), piece.size()); });
  return text;
}

// All text of a page, one block a line, cells apart by '|'.
std::string TextOf(absl::string_view html) {
  const absl::StatusOr<Document> document = ReadDocument(html);
  if (!document.ok()) return document.status().ToString();
  std::string text;
  for (const Block& block : document->blocks) {
    text.append(block.text.data(), block.text.size());
    for (const Cell& cell : block.grid.cells) {
      text.append(cell.text.data(), cell.text.size());
      text += '|';
    }
    text += '\n';
  }
  return text;
}

TEST(FoldedPageTest, ARunEndsBehindItsLastCharacterOutsideAscii) {
  const std::string source = "<td>收到1,295件</td><td>12</td><p>办结率99.7%";
  const FoldedPage page(source);
  EXPECT_EQ(page.text(),
            "<td>\xEF\xA3\xBF</td><td>12</td><p>\xEF\xA3\xBF"
            "99.7%");
  EXPECT_EQ(Unfolded(page, page.text(), 0), source);
}

TEST(FoldedPageTest, EveryOffsetLeadsBackToItsCharacter) {
  std::string source;
  for (int i = 0; i < 40; ++i) source += "<p>第" + std::to_string(i) + "项</p><b>x</b>";
  const FoldedPage page(source);
  const auto check = [&](size_t folded) {
    const uint32_t at = page.SourceOffset(folded);
    const bool in_run = static_cast<unsigned char>(page.text()[folded]) >= 0x80;
    if (in_run) {
      EXPECT_EQ(source.substr(at, 3), "第") << folded;
    } else {
      EXPECT_EQ(source[at], page.text()[folded]) << folded;
    }
  };
  for (size_t i = 0; i < page.text().size(); ++i) check(i);
  for (size_t i = page.text().size(); i-- > 0;) check(i);
  for (size_t i = 0; i < page.text().size(); ++i) check(i * 197 % page.text().size());
  EXPECT_EQ(page.SourceOffset(page.text().size()), source.size());
}

TEST(FoldedPageTest, APageWhoseReferencesMayLookLikeARunIsLeftAsItIs) {
  for (const std::string reference : {"&#xF8FF;", "&#XF8ff;", "&#063743;"}) {
    const std::string source = "<p>公开" + reference + "12件</p>";
    EXPECT_EQ(FoldedPage(source).text(), source);
    EXPECT_EQ(TextOf(source),
              "公开\xEF\xA3\xBF"
              "12件\n");
  }
}

TEST(FoldedPageTest, TheCharacterItselfIsTextLikeAnyOther) {
  EXPECT_EQ(TextOf("<p>a\xEF\xA3\xBF 1 \xEF\xA3\xBF\xEF\xA3\xBF b</p>"),
            "a\xEF\xA3\xBF 1 \xEF\xA3\xBF\xEF\xA3\xBF b\n");
}

// Text around a tag that the parser drops is one text to it; what stands in the tag is not of it.
TEST(FoldedPageTest, TextInDroppedTagsDoesNotMoveIntoTheText) {
  EXPECT_EQ(TextOf("<p>收到12件</nobr 说明=\"另有99件\">，办结8件</p>"), "收到12件，办结8件\n");
  EXPECT_EQ(TextOf("<table><tr><td>甲</x 乙>丙</td><td>5</td></tr><tr><td>丁</td><td>6</td></tr>"
                   "</table>"),
            "甲丙|5|丁|6|\n");
}

TEST(FoldedPageTest, ReferencesWithinTextKeepTheirPlace) {
  EXPECT_EQ(TextOf("<p>收&amp;到&#20013;12件&nbsp;&nbsp;完</p>"), "收&到中12件 完\n");
}

}  // namespace
}  // namespace gongkai
