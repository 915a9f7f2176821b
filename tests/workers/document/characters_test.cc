#include "workers/document/characters.h"

#include <gtest/gtest.h>

namespace gongkai {
namespace {

TEST(CharactersTest, TrimsWhiteSpaceOfEveryKindAndInvisibleCharacters) {
  EXPECT_EQ(TrimText("\u3000\u00A0 \t公 开\u200B\uFEFF\r\n"), "公 开");
  EXPECT_EQ(TrimText(" \u2003\u202F\u205F\u2028"), "");
  EXPECT_EQ(TrimText(""), "");
  EXPECT_EQ(TrimText("\x80"), "\x80");
  EXPECT_EQ(TrimText("公\xE5\x85"), "公\xE5\x85");
}

TEST(CharactersTest, KeepsCharactersWhoseBytesResembleWhiteSpace) {
  // 、 。 and “ share their first bytes with the full-width space and zero-width characters.
  for (const char* text : {"、", "。", "“", "”", "—", "…", "·", "£", "A", "﹁", "™"}) {
    EXPECT_EQ(TrimText(text), text);
    EXPECT_FALSE(HasInvisible(text)) << text;
  }
}

TEST(CharactersTest, DropsInvisibleCharacters) {
  const std::string noisy =
      "\u200B1\u200C\u200D2\u2060\uFEFF" + std::string("\0\x01\x7F", 3) + "\u00AD3\u202E4";
  EXPECT_TRUE(HasInvisible(noisy));
  std::string visible;
  AppendVisible(noisy, &visible);
  EXPECT_EQ(visible, "1234");
}

TEST(CharactersTest, RemovesReadingsInBrackets) {
  EXPECT_EQ(RemovePinyin("公(gōng)開"), "公開");
  EXPECT_EQ(RemovePinyin("規（guī）章(abc)"), "規章(abc)");
  EXPECT_EQ(RemovePinyin("8(含2018年結(jié)轉1件)"), "8(含2018年結轉1件)");
  EXPECT_EQ(RemovePinyin("(gōng"), "(gōng");
  EXPECT_EQ(RemovePinyin("裝(zhuāng)(ē)(zhuāngg)()(ō\xCC)"), "裝(zhuāngg)()(ō\xCC)");
}

TEST(TextFolderTest, KeepsTabsWithinLines) {
  TextFolder folder;
  folder.Tab();
  folder.Append("a ");
  folder.Tab();
  folder.Tab();
  folder.AppendWithTabs("b\tc\t\n\td\t");
  EXPECT_EQ(folder.text(), "a\t\tb\tc\nd");
  folder.Clear();
  folder.Append("a\tb");
  EXPECT_EQ(folder.text(), "a b");
}

TEST(TextFolderTest, FoldsLikeABrowser) {
  TextFolder folder;
  folder.Append("  a \n\t b\u00A0\u00A0");
  folder.Append("c");
  folder.Break();
  folder.Break();
  folder.Append("  d\u200B");
  folder.Append("e ");
  folder.Break();
  EXPECT_EQ(folder.text(), "a b c\nde");
  folder.Clear();
  folder.Break();
  folder.Append("x");
  EXPECT_EQ(folder.text(), "x");
}

}  // namespace
}  // namespace gongkai
