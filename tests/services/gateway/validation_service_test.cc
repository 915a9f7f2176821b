#include "services/gateway/validation_service.h"

#include <gtest/gtest.h>

#include <string>

#include "services/store/page_token.h"
#include "tests/services/gateway/test_gateway.h"

namespace gongkai {
namespace {

std::string ListDump(TestGateway& gateway, int page_size, const std::string& token,
                     v1::ListRulesResponse* response) {
  grpc::ClientContext context;
  v1::ListRulesRequest request;
  request.set_page_size(page_size);
  request.set_page_token(token);
  return Dump(gateway.validation().ListRules(&context, request, response));
}

TEST(ListRulesTest, PagesInTheOrderOfTheFiles) {
  TestGateway gateway;
  std::string ids;
  std::string token;
  do {
    v1::ListRulesResponse page;
    ASSERT_EQ(ListDump(gateway, 2, token, &page), "OK");
    EXPECT_EQ(page.rules_version(), "0123456789ab");
    for (const v1::Rule& rule : page.rules()) ids += rule.rule_id() + " ";
    ids += "|";
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(ids, "A.ONE A.TWO |B.ONE B.TWO |B.THREE |");
  v1::ListRulesResponse all;
  ASSERT_EQ(ListDump(gateway, 0, "", &all), "OK");
  EXPECT_EQ(all.rules_size(), 5);
  EXPECT_EQ(all.next_page_token(), "");
}

std::string ExplainDump(TestGateway& gateway, const std::string& id, v1::RuleExplanation* rule) {
  grpc::ClientContext context;
  v1::ExplainRuleRequest request;
  request.set_rule_id(id);
  return Dump(gateway.validation().ExplainRule(&context, request, rule));
}

TEST(ExplainRuleTest, ARuleIsFoundByItsId) {
  TestGateway gateway;
  v1::RuleExplanation rule;
  ASSERT_EQ(ExplainDump(gateway, "B.TWO", &rule), "OK");
  EXPECT_EQ(rule.rule().rule_id(), "B.TWO");
  EXPECT_EQ(ExplainDump(gateway, "B.FOUR", &rule), "NOT_FOUND RULE_NOT_FOUND zh");
  EXPECT_EQ(ExplainDump(gateway, "", &rule), "INVALID_ARGUMENT EMPTY_RULE_ID field=rule_id zh");
}

TEST(ListRulesTest, BadFieldsAreNamed) {
  TestGateway gateway;
  v1::ListRulesResponse response;
  EXPECT_EQ(ListDump(gateway, -1, "", &response),
            "INVALID_ARGUMENT INVALID_PAGE_SIZE field=page_size zh");
  const std::string tokens[] = {"!", "x", MakePageToken("ListRules of other rules", "2"),
                                MakePageToken("ListRules 0123456789ab", "6"),
                                MakePageToken("ListRules 0123456789ab", "-1")};
  for (const std::string& token : tokens) {
    EXPECT_EQ(ListDump(gateway, 0, token, &response),
              "INVALID_ARGUMENT INVALID_PAGE_TOKEN field=page_token zh")
        << token;
  }
}

}  // namespace
}  // namespace gongkai
