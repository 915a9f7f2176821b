#include "workers/document/xlsx_styles.h"

#include <gtest/gtest.h>

#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

TEST(XlsxNumberTest, IsShownWithoutNoise) {
  const struct {
    const char* stored;
    const char* shown;
  } cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"7522", "7522"},
      {"-5", "-5"},
      {"5.0", "5"},
      {"0.37000000000000005", "0.37"},
      {"96171.600000000006", "96171.6"},
      {"5.5294000000000003E2", "552.94"},
      {"5.5294E+10", "55294000000"},
      {"1.0000000000000001E-5", "0.00001"},
      {"-1.5E-3", "-0.0015"},
      {"123456789012345", "123456789012345"},
      {"9.9999999999999995E-1", "1"},
      {" 12 ", "12"},
      // Too long to be written out, and no numbers.
      {"1E+300", "1E+300"},
      {"1E-300", "1E-300"},
      {"nan", "nan"},
      {"inf", "inf"},
      {"12件", "12件"},
      {"", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ShowXlsxNumber(c.stored, XlsxNumber::kPlain, false), c.shown) << c.stored;
  }
}

TEST(XlsxNumberTest, PercentAndDates) {
  EXPECT_EQ(ShowXlsxNumber("0.997", XlsxNumber::kPercent, false), "99.7%");
  EXPECT_EQ(ShowXlsxNumber("0.07", XlsxNumber::kPercent, false), "7%");
  EXPECT_EQ(ShowXlsxNumber("45322", XlsxNumber::kDate, false), "2024-01-31");
  EXPECT_EQ(ShowXlsxNumber("45322.75", XlsxNumber::kDate, false), "2024-01-31");
  EXPECT_EQ(ShowXlsxNumber("43860", XlsxNumber::kDate, true), "2024-01-31");
  EXPECT_EQ(ShowXlsxNumber("0.5", XlsxNumber::kDate, false), "12:00");
  // What a spreadsheet shows of a day that there is not; no count.
  EXPECT_EQ(ShowXlsxNumber("-3", XlsxNumber::kDate, false), "########");
  EXPECT_EQ(ShowXlsxNumber("99999999", XlsxNumber::kDate, false), "########");
}

TEST(XlsxStylesTest, NumbersAndBorders) {
  const auto part = XmlPart::Parse(
      "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"#,##0&quot;days&quot;;[Red]-0\"/>"
      "<numFmt numFmtId=\"166\" formatCode=\"0.0%\"/>"
      "<numFmt numFmtId=\"167\" formatCode=\"[$-804]0\\d_m*s\"/></numFmts>"
      "<borders><border><left/></border><border><left style=\"thin\"/></border>"
      "<border><left style=\"none\"/></border></borders>"
      "<cellXfs><xf/><xf numFmtId=\"164\" borderId=\"1\"/><xf numFmtId=\"165\" borderId=\"2\"/>"
      "<xf numFmtId=\"166\" borderId=\"9\"/><xf numFmtId=\"167\"/><xf numFmtId=\"14\"/>"
      "<xf numFmtId=\"9\"/></cellXfs></styleSheet>",
      "styles.xml", {});
  ASSERT_TRUE(part.ok()) << part.status();
  const XlsxStyles styles(part->root());
  const XlsxNumber numbers[] = {XlsxNumber::kPlain,   XlsxNumber::kDate,  XlsxNumber::kPlain,
                                XlsxNumber::kPercent, XlsxNumber::kPlain, XlsxNumber::kDate,
                                XlsxNumber::kPercent};
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(styles.NumberOf(i), numbers[i]) << i;
    EXPECT_EQ(styles.HasBorder(i), i == 1) << i;
  }
  for (const int unknown : {-1, 7, 1'000'000}) {
    EXPECT_EQ(styles.NumberOf(unknown), XlsxNumber::kPlain);
    EXPECT_FALSE(styles.HasBorder(unknown));
  }
}

}  // namespace
}  // namespace gongkai
