#include "workers/cli/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gongkai/v1/report.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"

namespace gongkai {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(JsonTest, AnEmptyReportHasItsLists) {
  const std::string json = ToJson(v1::Report());
  for (const char* part : {R"("findings":[])", R"("claims":[])", R"("facts":[])", R"("year":0)",
                           R"("agencyName":"")", R"("formVersion":"")", R"("verdict":)"}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
  EXPECT_THAT(json, Not(HasSubstr("\n")));
}

TEST(JsonTest, OnlyCellsWithANumberHaveAValue) {
  v1::Fact fact;
  fact.set_indicator("requests.received");
  fact.set_presence(v1::Fact::BLANK);
  EXPECT_THAT(ToJson(fact), Not(HasSubstr("\"value\"")));
  fact.set_presence(v1::Fact::REPORTED);
  fact.set_value("0");
  EXPECT_THAT(ToJson(fact), HasSubstr(R"("presence":"REPORTED","value":"0")"));
}

TEST(JsonTest, TextThatLooksLikeAFieldStaysAsItIs) {
  v1::Report report;
  v1::Fact* fact = report.add_facts();
  fact->set_indicator(R"(x,"value":"")");
  fact->set_raw_text(R"(,"value":"",)");
  fact->set_note("行一\n行二\t\"引\"");
  report.add_findings()->add_cells()->set_indicator("total");
  v1::Report read;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ToJson(report), &read).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(report, read));
}

}  // namespace
}  // namespace gongkai
