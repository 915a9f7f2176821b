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
