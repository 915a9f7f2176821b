#include "services/base/credit_code.h"

#include <gtest/gtest.h>

namespace gongkai {
namespace {

TEST(CreditCodeTest, ChecksTheLastCharacter) {
  EXPECT_TRUE(IsValidCreditCode("11500000009275780L"));
  EXPECT_FALSE(IsValidCreditCode("11500000009275780K"));
  EXPECT_FALSE(IsValidCreditCode("11500000009275708L"));  // two digits changed places
  EXPECT_FALSE(IsValidCreditCode("11500000009275780"));
  EXPECT_FALSE(IsValidCreditCode("11500000009275780LL"));
  EXPECT_FALSE(IsValidCreditCode("11500000009275780l"));
  EXPECT_FALSE(IsValidCreditCode(""));
  EXPECT_FALSE(IsValidCreditCode("1150000000927578IL"));  // I is not in the alphabet
}

TEST(CreditCodeTest, LooksAreNotTheCheckCharacter) {
  EXPECT_TRUE(LooksLikeCreditCode("11500000009275780K"));
  EXPECT_FALSE(LooksLikeCreditCode("GKAB12345678901234"));  // no administrative division
  EXPECT_FALSE(LooksLikeCreditCode("11500000009275780L/2020"));
}

}  // namespace
}  // namespace gongkai
