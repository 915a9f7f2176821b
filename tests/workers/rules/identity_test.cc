#include "workers/rules/identity.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gongkai {
namespace {

using internal::v1::CellSpec;
using internal::v1::Identity;

Decimal D(const char* text) { return Decimal::Parse(text).value(); }

TEST(SumTest, AddsExactly) {
  const struct {
    std::vector<const char*> terms;
    const char* sum;
  } cases[] = {
      {{}, "0"},
      {{"1", "2", "3"}, "6"},
      {{"0.1", "0.2"}, "0.3"},
      {{"0.5", "0.5"}, "1"},
      {{"-5", "2"}, "-3"},
      {{"-0.25", "0"}, "-0.25"},
      {{"0.05", "10"}, "10.05"},
      {{"999999999999999999", "1"}, "1000000000000000000"},
      {{"999999999999999999", "999999999999999999", "0.5"}, "1999999999999999998.5"},
  };
  for (const auto& c : cases) {
    Sum sum;
    for (const char* term : c.terms) sum.Add(D(term), false);
    EXPECT_EQ(sum.ToString(), c.sum);
  }
}

TEST(SumTest, HoldsAHundredOfTheLargestTermsAtTheFinestScale) {
  Sum sum;
  sum.Add(D("0.000000000000000001"), false);
  for (int i = 0; i < 99; ++i) sum.Add(D("999999999999999999"), false);
  EXPECT_EQ(sum.ToString(), "98999999999999999901.000000000000000001");
  EXPECT_EQ(Sum::Difference(Sum(), sum).ToString(), "-98999999999999999901.000000000000000001");
}

Side SideOf(const std::vector<const char*>& terms, CellSpec::Kind kind = CellSpec::COUNT) {
  Side side;
  for (const char* term : terms) {
    Fact fact;
    fact.presence = *term == '?' ? Presence::kBlank : Presence::kReported;
    if (*term != '?') fact.value = D(term);
    side.Add(fact, kind, 0, false);
  }
  return side;
}

TEST(JudgeTest, KnowsWhatAMissingOperandCanStillMend) {
  const auto equal = Identity::EQUAL;
  const auto at_most = Identity::LESS_OR_EQUAL;
  const auto at_least = Identity::GREATER_OR_EQUAL;
  const struct {
    std::vector<const char*> left;
    Identity::Relation relation;
    std::vector<const char*> right;
    Outcome outcome;
  } cases[] = {
      {{"1", "2"}, equal, {"3"}, Outcome::kHolds},
      {{"1", "2"}, equal, {"4"}, Outcome::kBroken},
      {{"5", "?"}, equal, {"4"}, Outcome::kBroken},   // a part greater than the whole
      {{"4", "?"}, equal, {"4"}, Outcome::kUnknown},  // the part may be 0
      {{"3", "?"}, equal, {"4"}, Outcome::kUnknown},
      {{"3", "2"}, equal, {"?"}, Outcome::kUnknown},
      {{"3", "?"}, equal, {"2", "?"}, Outcome::kUnknown},
      {{"1"}, equal, {"2", "?"}, Outcome::kBroken},
      {{"2"}, at_most, {"2"}, Outcome::kHolds},
      {{"3"}, at_most, {"2"}, Outcome::kBroken},
      {{"3"}, at_most, {"2", "?"}, Outcome::kUnknown},
      {{"3", "?"}, at_most, {"2"}, Outcome::kBroken},
      {{"1", "?"}, at_most, {"2"}, Outcome::kUnknown},
      {{"0"}, at_least, {}, Outcome::kHolds},
      {{"-1"}, at_least, {}, Outcome::kBroken},
      {{"-1", "?"}, at_least, {}, Outcome::kUnknown},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Judge(SideOf(c.left), c.relation, SideOf(c.right)), c.outcome)
        << SideOf(c.left).ToString() << " and " << SideOf(c.right).ToString();
  }
}

TEST(JudgeTest, AChangeMayBeNegativeAndMendsAnything) {
  EXPECT_EQ(Judge(SideOf({"5", "?"}, CellSpec::SIGNED), Identity::EQUAL, SideOf({"4"})),
            Outcome::kUnknown);
}

}  // namespace
}  // namespace gongkai
