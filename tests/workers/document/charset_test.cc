#include "workers/document/charset.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

using namespace std::string_literals;

constexpr absl::string_view kText = "重庆市政府信息公开,收到申请7522件。";

struct Case {
  const char* name;
  std::string bytes;
  const char* declared;
  const char* charset;
};

TEST(CharsetTest, FindsTheCharsetWhateverIsDeclared) {
  const std::string utf8(kText);
  const Case cases[] = {
      {"utf-8", utf8, "", "utf-8"},
      {"utf-8 with mark", "\xEF\xBB\xBF" + utf8, "", "utf-8"},
      {"utf-8 with mark, wrong declaration", "\xEF\xBB\xBF" + utf8, "gb2312", "utf-8"},
      {"utf-8, wrong declaration", utf8, "gb2312", "utf-8"},
      {"utf-8, declared utf-16", utf8, "utf-16", "utf-8"},
      {"gb18030 undeclared", Encode(kText, "GB18030"), "", "gb18030"},
      {"gb18030, declared gb2312", Encode(kText, "GB18030"), "gb2312", "gb18030"},
      {"gb18030, wrong declaration", Encode(kText, "GB18030"), "utf-8", "gb18030"},
      {"gb18030, declared latin", Encode(kText, "GB18030"), "iso-8859-1", "gb18030"},
      {"big5", Encode("重慶市政府,申請7522件。", "BIG5"), "Big5", "big5"},
      {"utf-16le with mark", "\xFF\xFE" + Encode(kText, "UTF-16LE"), "", "utf-16le"},
      {"utf-16be with mark", "\xFE\xFF" + Encode(kText, "UTF-16BE"), "", "utf-16be"},
      {"utf-16le without mark", Encode(kText, "UTF-16LE"), "", "utf-16le"},
      {"utf-16be without mark", Encode(kText, "UTF-16BE"), "gbk", "utf-16be"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const DecodedText decoded = DecodeText(c.bytes, c.declared);
    EXPECT_EQ(decoded.charset(), c.charset);
    EXPECT_EQ(decoded.text(), c.charset == "big5"s ? "重慶市政府,申請7522件。" : kText);
    EXPECT_EQ(decoded.errors, 0u);
    EXPECT_FALSE(IsGarbage(decoded));
  }
}

// A server took UTF-8 for a Western charset and encoded every byte of it once more.
TEST(CharsetTest, PutsRightWhatWasEncodedTwice) {
  const auto twice = [](absl::string_view bytes) {  // each byte taken for a Latin-1 character
    std::string out;
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x80) {
        out += c;
      } else {
        out += {static_cast<char>(0xC0 | byte >> 6), static_cast<char>(0x80 | (byte & 0x3F))};
      }
    }
    return out;
  };
  std::string text;
  for (int i = 0; i < 20; ++i) absl::StrAppend(&text, kText);
  EXPECT_EQ(DecodeText(twice(text), "utf-8").text(), text);
  EXPECT_EQ(DecodeText(twice(text), "").charset(), "utf-8");
  EXPECT_EQ(DecodeText(twice(Encode(text, "GB18030")), "gb2312").text(), text);
  // Western text, and a character that no byte can have become.
  const std::string western = twice(std::string(100, '\xE9')) + "公开";
  EXPECT_EQ(DecodeText(western, "").text(), western);
  const std::string mixed = twice(text) + "公";
  EXPECT_EQ(DecodeText(mixed, "").text(), mixed);
}

TEST(CharsetTest, Utf8IsNotCopied) {
  const std::string bytes = "\xEF\xBB\xBF公开";
  EXPECT_EQ(DecodeText(bytes, "").text().data(), bytes.data() + 3);
}

TEST(CharsetTest, CharactersBeyondGbk) {
  // Four-byte codes: a rare name character of plane 2, a Tibetan letter, a letter with an accent.
  for (const char* text : {"𠮷镇公开", "ཀ公开", "é公开", "€公开", "㐀公开"}) {
    const DecodedText decoded = DecodeText(Encode(text, "GB18030"), "");
    EXPECT_EQ(decoded.text(), text);
    EXPECT_EQ(decoded.charset(), "gb18030");
  }
  const DecodedText wide = DecodeText("\xFF\xFE" + Encode("𠮷", "UTF-16LE"), "");
  EXPECT_EQ(wide.text(), "𠮷");
}

TEST(CharsetTest, ShortGbkThatIsAlsoUtf8InFormIsGbk) {
  // Two bytes that UTF-8 has as one letter with an accent.
  EXPECT_EQ(DecodeText("\xC4\xA3\xC5\xA1", "").text(), "模拧");
  EXPECT_EQ(DecodeText("\xC4\xA3\xC5\xA1", "utf-8").charset(), "utf-8");
}

TEST(CharsetTest, TornUtf8StaysUtf8) {
  const std::string text(kText);
  for (const size_t cut : {1, 2}) {
    const DecodedText decoded = DecodeText(text.substr(0, text.size() - cut), "gb2312");
    EXPECT_EQ(decoded.charset(), "utf-8");
    EXPECT_EQ(decoded.errors, 1u);
    EXPECT_EQ(decoded.text(), text.substr(0, text.size() - 3) + "\uFFFD");
  }
  // A cut in the middle, as a broken transfer leaves it.
  const DecodedText decoded = DecodeText(text.substr(0, 7) + text.substr(8), "");
  EXPECT_EQ(decoded.charset(), "utf-8");
  EXPECT_EQ(decoded.errors, 1u);
}

TEST(CharsetTest, BrokenGbKeepsTheMarkupAroundIt) {
  const std::string good = Encode("政府信息公开工作年度报告", "GB18030");
  const DecodedText decoded = DecodeText(good + "\xFF<td>\x81</td>" + good, "gb2312");
  EXPECT_EQ(decoded.charset(), "gb18030");
  EXPECT_EQ(decoded.errors, 2u);
  EXPECT_EQ(decoded.text(),
            "政府信息公开工作年度报告\uFFFD<td>\uFFFD</td>政府信息公开工作年度报告");
}

TEST(CharsetTest, RejectsFormsThatUtf8Forbids) {
  // Overlong, surrogate, above U+10FFFF.
  for (const char* bytes : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
    const std::string text = "公开公开公开公开公开公开公开公开公开公开公开公开"s + bytes;
    EXPECT_GT(DecodeText("\xEF\xBB\xBF" + text, "").errors, 0u);
  }
}

TEST(CharsetTest, StrayZeroBytesAreNoUtf16) {
  for (const absl::string_view bytes :
       {absl::string_view("abcdefgh\0ij", 11), absl::string_view("<p>report</p>\0\0", 15),
        absl::string_view("公开\0公开", 13), absl::string_view("a\0", 2).substr(0, 1)}) {
    EXPECT_FALSE(IsUtf16(bytes)) << bytes;
  }
  EXPECT_TRUE(IsUtf16(Encode("<p>report</p>", "UTF-16LE")));
  EXPECT_TRUE(IsUtf16(Encode("一、开展情况\n收到1件", "UTF-16BE")));
}

TEST(CharsetTest, OddUtf16IsRepaired) {
  const std::string wide = "\xFF\xFE" + Encode("公开1", "UTF-16LE");
  EXPECT_EQ(DecodeText(wide + "x", "").text(), "公开1\uFFFD");
  EXPECT_EQ(DecodeText("\xFF\xFE"s + std::string("\x00\xD8\x41\x00", 4), "").text(), "\uFFFDA");
}

TEST(CharsetTest, BinaryIsGarbage) {
  std::string bytes;
  uint32_t random = 1;
  for (int i = 0; i < 5000; ++i) {
    random = random * 1664525 + 1013904223;
    bytes += static_cast<char>(random >> 24);
  }
  EXPECT_TRUE(IsGarbage(DecodeText(bytes, "")));
  EXPECT_TRUE(IsGarbage(DecodeText(std::string(100, '\x01'), "")));
  EXPECT_FALSE(IsGarbage(DecodeText(kText, "")));
}

TEST(CharsetTest, DocumentsNameTheirCharset) {
  const std::string page = "<html><meta charset=\"gb2312\"><p>公开</p></html>";
  EXPECT_EQ(ReadDocument(page)->charset, "utf-8");
  EXPECT_EQ(ReadDocument(Encode(page, "GB18030"))->charset, "gb18030");
  EXPECT_EQ(ReadDocument("\xFF\xFE" + Encode(page, "UTF-16LE"))->charset, "utf-16le");
  EXPECT_EQ(Read(Encode(page, "GB18030")), "P 公开");
  EXPECT_EQ(Read("\xFF\xFE" + Encode(page, "UTF-16LE")), "P 公开");
  EXPECT_EQ(Read(Encode("<html><meta http-equiv=Content-Type content='text/html; charset=big5'>"
                        "<p>政府信息公開</p>",
                        "BIG5")),
            "P 政府信息公開");
}

}  // namespace
}  // namespace gongkai
