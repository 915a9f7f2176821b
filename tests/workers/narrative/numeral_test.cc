// Numbers as prose writes them.
#include "workers/narrative/numeral.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "workers/narrative/unit.h"

namespace gongkai {
namespace {

// "1336000 e3 ~": value, exponent of the last printed digit, approximate.
std::string Dump(const std::optional<Numeral>& numeral, std::u16string_view text) {
  if (!numeral) return "none";
  return absl::StrCat(numeral->value.ToString(), " e", numeral->exponent,
                      numeral->approximate ? " ~" : "", numeral->open ? " +" : "",
                      numeral->end == text.size() ? "" : " ...");
}

TEST(NumeralTest, ReadsDigits) {
  const struct {
    std::u16string_view text;
    const char* expected;
  } kCases[] = {
      {u"7522", "7522 e0"},
      {u"7,522", "7522 e0"},
      {u"1,234,567", "1234567 e0"},
      {u"7,5", "7 e0 ..."},       // a list
      {u"12,3456", "12 e0 ..."},  // no group of three
      {u"99.7", "99.7 e-1"},
      {u"133.6万", "1336000 e3"},
      {u"4.4亿", "440000000 e7"},
      {u"3千", "3000 e3"},
      {u"2百万", "2000000 e6"},
      {u"50余万", "500000 e4 ~"},
      {u"5.8万余", "58000 e3 ~"},
      {u"3000多", "3000 e0 ~"},
      {u"10万+", "100000 e4 +"},
      {u"3千米", "3 e0 ..."},
      {u"1.2.3", "none"},
      {u"1234567890123456789", "none"},
      {u"999999999999999999", "999999999999999999 e0"},
      {u"999999999999999999万", "none"},
      {u"0", "0 e0"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Dump(ReadDigits(test.text, 0), test.text), test.expected);
  }
}

TEST(NumeralTest, ReadsChineseNumerals) {
  const struct {
    std::u16string_view text;
    const char* expected;
  } kCases[] = {
      {u"三", "3 e0"},
      {u"十", "10 e1"},
      {u"十二", "12 e0"},
      {u"三十", "30 e1"},
      {u"一百零五", "105 e0"},
      {u"两千余", "2000 e3 ~"},
      {u"三十余万", "300000 e4 ~"},
      {u"百余", "100 e2 ~"},
      {u"一千二百三十四", "1234 e0"},
      {u"三万五千", "35000 e3"},
      {u"一亿二千万", "120000000 e4"},
      {u"一万亿", "1000000000000 e8"},
      {u"一千万亿", "1000000000000000 e8"},
      {u"二千万亿", "none"},
      {u"一亿万", "none"},
      {u"九千万亿亿亿亿亿亿", "none"},
      {u"九十九点五", "99.5 e-1"},
      {u"二〇一九", "none"},
      {u"十四五", "none"},
      {u"两三", "none"},
      {u"万", "none"},
      {u"千家", "none"},
      {u"一百二", "none"},
      {u"零", "none"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Dump(ReadChinese(test.text, 0), test.text), test.expected);
  }
}

TEST(UnitTest, TellsCountingWordsFromWordsThatBeginLikeThem) {
  EXPECT_EQ(ReadUnit(u"人次参加", 0).word, u"人次");
  EXPECT_EQ(ReadUnit(u"个百分点", 0).word, u"个百分点");
  EXPECT_EQ(ReadUnit(u"个专栏", 0).word, u"个");
  EXPECT_EQ(ReadUnit(u"条例", 0).word, u"");
  EXPECT_EQ(ReadUnit(u"部门", 0).word, u"");
  EXPECT_EQ(ReadUnit(u"人民政府", 0).word, u"");
  EXPECT_EQ(ReadUnit(u"年", 0).word, u"");
  EXPECT_EQ(ReadUnit(u"件", 1).word, u"");
}

}  // namespace
}  // namespace gongkai
