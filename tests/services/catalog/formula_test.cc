#include "services/catalog/formula.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace gongkai {
namespace {

using testing::ElementsAre;

internal::v1::Identity IdentityOf(const char* text) {
  internal::v1::Identity identity;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &identity));
  return identity;
}

TEST(FormulaTest, EachApplicant) {
  const internal::v1::Identity identity = IdentityOf(R"(
    quantifier: EACH_APPLICANT relation: EQUAL
    left { indicator: "requests.received" } left { indicator: "requests.carried_in" }
    right { indicator: "requests.concluded" } right { indicator: "requests.denied.*" })");
  EXPECT_EQ(FormulaOf(identity).en,
            "for each column of table 3: requests.received + requests.carried_in = "
            "requests.concluded + requests.denied.*");
  EXPECT_EQ(FormulaOf(identity).zh,
            "表三每一列：requests.received + requests.carried_in = requests.concluded + "
            "requests.denied.*");
  EXPECT_THAT(CellsOf(identity), ElementsAre("requests.received/*", "requests.carried_in/*",
                                             "requests.concluded/*", "requests.denied.*/*"));
}

TEST(FormulaTest, EachRowAndDifferences) {
  const internal::v1::Identity identity = IdentityOf(R"(
    quantifier: EACH_REQUEST_ROW relation: LESS_OR_EQUAL
    left { indicator: "*" applicant: "total" }
    left { indicator: "*" applicant: "business" negative: true }
    right { indicator: "requests.received" applicant: "total" })");
  EXPECT_EQ(FormulaOf(identity).en,
            "for each row of table 3: total - business <= requests.received/total");
  EXPECT_THAT(CellsOf(identity),
              ElementsAre("requests.*/total", "requests.*/business", "requests.received/total"));
}

TEST(FormulaTest, EachBindingAgainstNothing) {
  const internal::v1::Identity identity = IdentityOf(R"(
    quantifier: EACH_BINDING bindings: "fees" bindings: "licensing" relation: GREATER_OR_EQUAL
    left { indicator: "disclosure.{x}.items_change" negative: true })");
  EXPECT_EQ(FormulaOf(identity).en,
            "for each x of fees, licensing: -disclosure.{x}.items_change >= 0");
  EXPECT_THAT(CellsOf(identity),
              ElementsAre("disclosure.fees.items_change", "disclosure.licensing.items_change"));
}

TEST(FormulaTest, OnceForTheReport) {
  const internal::v1::Identity identity = IdentityOf(R"(
    relation: EQUAL left { indicator: "a" } right { indicator: "b" })");
  EXPECT_EQ(FormulaOf(identity).zh, "a = b");
  EXPECT_EQ(FormulaOf(identity).en, "a = b");
}

}  // namespace
}  // namespace gongkai
