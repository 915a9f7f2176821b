#include "workers/form/cell_value.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai {
namespace {

using internal::v1::CellSpec;

// "8 {note}", "BLANK", "?" for unreadable; "~" in front: with a doubt.
std::string Read(absl::string_view text, CellSpec::Kind kind = CellSpec::COUNT, int exponent = 0) {
  const CellValue cell = ParseCell(text, kind, exponent);
  std::string result = cell.confidence < 1 && cell.presence == Presence::kReported ? "~" : "";
  EXPECT_EQ(cell.doubt.empty(), cell.confidence == 1.0f) << text;
  switch (cell.presence) {
    case Presence::kReported:
      result += cell.value.ToString();
      break;
    case Presence::kBlank:
      result += "BLANK";
      break;
    case Presence::kDash:
      result += "DASH";
      break;
    case Presence::kNotApplicable:
      result += "NA";
      break;
    case Presence::kMissing:
      result += "MISSING";
      break;
    case Presence::kUnreadable:
      result += "?";
      break;
  }
  if (!cell.note.empty()) result += " {" + cell.note + "}";
  return result;
}

struct Case {
  const char* text;
  const char* expected;
};

TEST(CellValueTest, Counts) {
  const Case cases[] = {
      {"0", "0"},
      {"０", "0"},
      {"7522", "7522"},
      {"９９６０７４２", "9960742"},
      {"9,960,742", "9960742"},
      {"9，960，742", "9960742"},
      {" 12 ", "12"},
      {"　12\n", "12"},
      {"\u00a05\u00a0", "5"},
      {"1 510", "~1510"},
      {"55\n123", "?"},  // two numbers, one below the other
      {"55\n（含自然失效29件）", "55 {含自然失效29件}"},
      {"12件", "12"},
      {"3 项", "3"},
      {"", "BLANK"},
      {" ", "BLANK"},
      {"\u00a0", "BLANK"},
      {"　　", "BLANK"},
      {"\u200b", "BLANK"},
      {"/", "DASH"},
      {"-", "DASH"},
      {"—", "DASH"},
      {"--", "DASH"},
      {"——", "DASH"},
      {"／", "DASH"},
      {"\\", "DASH"},
      {"无", "NA"},
      {"無", "NA"},
      {"不适用", "NA"},
      {"不適用", "NA"},
      {"8(含2018年 \n结转1件)", "8 {含2018年结转1件}"},
      {"22（其中修订16件）", "22 {其中修订16件}"},
      {"55（含自然失效29件）", "55 {含自然失效29件}"},
      {"8含2018年结转1件", "8 {含2018年结转1件}"},
      {"711項", "711"},
      {"無(wú)", "NA"},
      {"15(含2018年結(jié)轉8件)", "15 {含2018年結轉8件}"},
      {"-5", "-5"},
      {"2.5", "2.5"},  // to judge a count is a rule's business
      {"1.3万", "13000"},
      {"约50", "?"},
      {"12345678901234567890", "?"},
      {"0 0", "?"},
      {"12a", "?"},
      {"增", "?"},
      {"减3", "?"},
      {"见附件", "?"},
      {"1,51", "?"},
      {"3元", "?"},
      {"1.2.3", "?"},
      {"五", "?"},
      {"\xff\xfe", "?"},
  };
  for (const Case& c : cases) EXPECT_EQ(Read(c.text), c.expected) << c.text;
}

TEST(CellValueTest, Changes) {
  const Case cases[] = {
      {"-5", "-5"},     {"－5", "-5"},  {"—5", "-5"},       {"减3", "-3"},  {"減3", "-3"},
      {"减少3", "-3"},  {"增10", "10"}, {"增加5", "5"},     {"+19", "19"},  {"＋19", "19"},
      {"0", "0"},       {"0/0", "0"},   {"+(0) -(0)", "0"}, {"+0/-0", "0"}, {"+3/-2", "~1"},
      {"增3减2", "~1"}, {"3/2", "?"},   {"增", "?"},        {"减", "?"},    {"-", "DASH"},
      {"/", "DASH"},    {"", "BLANK"},  {"增加5项", "5"},
  };
  for (const Case& c : cases) EXPECT_EQ(Read(c.text, CellSpec::SIGNED), c.expected) << c.text;
}

TEST(CellValueTest, AmountsInYuan) {
  const Case in_yuan[] = {
      {"552.94亿元", "55294000000"},
      {"0.37万元", "3700"},
      {"3405820元", "3405820"},
      {"251000元", "251000"},
      {"152790", "152790"},
      {"￥3,405,820.50元", "3405820.5"},
      {"976.81万元", "9768100"},
      {"0", "0"},
      {"12件", "?"},
      {"380 元", "380"},
      {"人民币500元整", "500"},
      {"96171.6（万元）", "961716000"},
  };
  for (const Case& c : in_yuan) EXPECT_EQ(Read(c.text, CellSpec::AMOUNT), c.expected) << c.text;
  const Case in_ten_thousand[] = {
      {"96171.6", "961716000"}, {"380元", "380"},       {"0.01", "100"}, {"0", "0"}, {"/", "DASH"},
      {"12万元", "120000"},     {"１２．５", "125000"},
  };
  for (const Case& c : in_ten_thousand) {
    EXPECT_EQ(Read(c.text, CellSpec::AMOUNT, 4), c.expected) << c.text;
  }
}

TEST(CellValueTest, ValuesAreToldFromLabels) {
  for (const char* value : {"", "0", "12", "-5", "减3", "增", "/", "—", "无", "0.37万元", "0/0",
                            "8(含2018年结转1件)", "９", "2.5"}) {
    EXPECT_TRUE(LooksLikeValue(value)) << value;
  }
  for (const char* label : {"规章", "1.属于国家秘密", "3、其他", "本年增/减", "商业企业",
                            "增减情况", "无法提供", "）", "-8）"}) {
    EXPECT_FALSE(LooksLikeValue(label)) << label;
  }
}

TEST(CellValueTest, UnitsOfHeaders) {
  EXPECT_EQ(UnitExponentIn("本年收费金额（单位：万元）"), 4);
  EXPECT_EQ(UnitExponentIn("本年收费金额（单位：元）"), 0);
  EXPECT_EQ(UnitExponentIn("采购总金额（亿元）"), 8);
  EXPECT_EQ(UnitExponentIn("本年收费金额（单位：万 元）"), 4);
  EXPECT_EQ(UnitExponentIn("本年收費金額（單位：萬元）"), 4);
  EXPECT_EQ(UnitExponentIn("采购总金额"), -1);
}

}  // namespace
}  // namespace gongkai
