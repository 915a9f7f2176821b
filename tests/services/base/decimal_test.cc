#include "services/base/decimal.h"

#include <gtest/gtest.h>

namespace gongkai {
namespace {

TEST(DecimalTest, PrintsWhatItParsesInLowestTerms) {
  const struct {
    const char* text;
    const char* printed;
  } cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"007", "7"},
      {"552.94", "552.94"},
      {"0.370", "0.37"},
      {"-0.05", "-0.05"},
      {"1.000", "1"},
      {"+19", "19"},
      {"96171.6", "96171.6"},
      {"999999999999999999", "999999999999999999"},
  };
  for (const auto& c : cases) {
    const auto decimal = Decimal::Parse(c.text);
    ASSERT_TRUE(decimal.has_value()) << c.text;
    EXPECT_EQ(decimal->ToString(), c.printed) << c.text;
  }
}

TEST(DecimalTest, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1.2.3", "1e5", " 1", "１", "--1",
                           "1000000000000000000", "0.0000000000000000001"}) {
    EXPECT_FALSE(Decimal::Parse(text).has_value()) << text;
  }
}

TEST(DecimalTest, ShiftsExactlyBetweenUnits) {
  EXPECT_EQ(Decimal::Parse("552.94")->Shifted(8)->ToString(), "55294000000");
  EXPECT_EQ(Decimal::Parse("96171.6")->Shifted(4)->ToString(), "961716000");
  EXPECT_EQ(Decimal::Parse("0.37")->Shifted(4)->ToString(), "3700");
  EXPECT_EQ(Decimal::Parse("0.123456")->Shifted(4)->ToString(), "1234.56");
  EXPECT_FALSE(Decimal::Parse("99999999999999999")->Shifted(8).has_value());
}

TEST(DecimalTest, AddsAndComparesAcrossScales) {
  EXPECT_EQ(Decimal::Add(*Decimal::Parse("0.1"), *Decimal::Parse("0.2")), *Decimal::Parse("0.3"));
  EXPECT_EQ(Decimal::Subtract(Decimal(3), *Decimal::Parse("3.5"))->ToString(), "-0.5");
  EXPECT_LT(*Decimal::Parse("0.9"), Decimal(1));
  EXPECT_GT(Decimal(-1), *Decimal::Parse("-1.01"));
  EXPECT_FALSE(Decimal::Add(Decimal(999999999999999999), Decimal(1)).has_value());
}

}  // namespace
}  // namespace gongkai
