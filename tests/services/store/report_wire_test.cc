#include "services/store/report_wire.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "gongkai/v1/report.pb.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

TEST(ReportWireTest, KeepsAllFieldsOfTheBasicView) {
  v1::Report expected;
  ASSERT_TRUE(expected.ParseFromString(MakeReply("甲", "", 2019, 5000).report()));
  expected.add_not_evaluated()->set_rule_id("T3.ROW_TOTAL");
  expected.add_claims()->set_text("133.6万条");
  expected.add_diagnoses()->set_message("疑似誊写有误");
  expected.add_amended_findings()->set_rule_id("T3.ROW_TOTAL");
  const std::string full = expected.SerializeAsString();
  expected.clear_sections();
  expected.clear_facts();
  expected.clear_claims();
  expected.clear_findings();
  expected.clear_not_evaluated();
  expected.clear_diagnoses();
  expected.clear_amended_findings();
  v1::Report basic;
  ASSERT_TRUE(basic.ParseFromString(*BasicFields(full)));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(basic, expected));
  EXPECT_LT(BasicFields(full)->size(), 500u);
}

TEST(ReportWireTest, KeepsFieldsOfNewerPrograms) {
  const std::string unknown("\xfa\x07\x03xyz", 6);  // field 127, three bytes
  EXPECT_EQ(*BasicFields(unknown), unknown);
}

TEST(ReportWireTest, ReportsThatAreCutOffOrBrokenAreRefused) {
  EXPECT_EQ(*BasicFields(""), "");
  const std::string report = MakeReply("甲", "", 2019, 1000).report();
  const std::string last_field_cut = report.substr(0, report.size() - 1);
  for (const std::string& broken :
       {last_field_cut, report + "\x0a", report + "\x0a\x7f" + "x", report + '\0',
        std::string("\0", 1), std::string("\x0b"), std::string("\x0c"), std::string("\x0f"),
        std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), std::string("hello")}) {
    EXPECT_EQ(BasicFields(broken).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(ReportWireTest, JoinedMessagesMerge) {
  v1::Report first;
  first.set_year(2019);
  first.set_name("of the reader");
  first.add_facts()->set_indicator("a");
  v1::Report second;
  second.set_name("of the store");
  second.set_revision(3);
  v1::Report both;
  ASSERT_TRUE(both.ParseFromString(first.SerializeAsString() + second.SerializeAsString()));
  EXPECT_EQ(both.name(), "of the store");
  EXPECT_EQ(both.year(), 2019);
  EXPECT_EQ(both.revision(), 3);
  EXPECT_EQ(both.facts_size(), 1);
}

}  // namespace
}  // namespace gongkai
