#include "workers/pipeline/amendments.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "workers/pipeline/pipeline.h"

namespace gongkai {
namespace {

std::string Sample() {
  std::stringstream text;
  text << std::ifstream(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.txt").rdbuf();
  return text.str();
}

v1::Report Process(const internal::v1::ReportContext& context) {
  static const auto& pipeline = *new absl::StatusOr<Pipeline>(Pipeline::Create());
  ProcessOptions options;
  options.context = &context;
  auto report = pipeline->Process(Sample(), options);
  EXPECT_TRUE(report.ok()) << report.status();
  return *std::move(report);
}

void Amend(const std::string& indicator, const std::string& applicant, const std::string& value,
           internal::v1::ReportContext* context) {
  internal::v1::Amendment* amendment = context->add_amendments();
  amendment->set_indicator(indicator);
  amendment->set_applicant(applicant);
  amendment->set_value(value);
  amendment->set_reason("誊写有误");
  amendment->set_actor("张三");
  amendment->set_update_time_micros(1'700'000'000'000'000);
}

TEST(AmendmentsTest, StandBesidePrintedValuesAndAreJudgedApart) {
  internal::v1::ReportContext context;
  Amend("disputes.review.upheld", "", "999", &context);
  const v1::Report report = Process(context);
  EXPECT_EQ(report.verdict(), v1::Report::PASSED);
  EXPECT_TRUE(report.findings().empty());
  EXPECT_EQ(report.amended_verdict(), v1::Report::FAILED);
  ASSERT_EQ(report.amended_findings_size(), 1);
  EXPECT_EQ(report.amended_findings(0).rule_id(), "T4.GROUP_TOTAL");
  int amended = 0;
  for (const v1::Fact& fact : report.facts()) {
    if (!fact.has_amendment()) continue;
    ++amended;
    EXPECT_EQ(fact.indicator(), "disputes.review.upheld");
    EXPECT_NE(fact.value(), "999");
    EXPECT_EQ(fact.amendment().value(), "999");
    EXPECT_EQ(fact.amendment().reason(), "誊写有误");
    EXPECT_EQ(fact.amendment().actor(), "张三");
    EXPECT_EQ(fact.amendment().update_time().seconds(), 1'700'000'000);
  }
  EXPECT_EQ(amended, 1);
}

TEST(AmendmentsTest, WhatTheFormDoesNotHaveIsPassedOver) {
  internal::v1::ReportContext context;
  Amend("requests.other.rest", "total", "1", &context);
  Amend("requests.granted", "total", "many", &context);
  const v1::Report report = Process(context);
  EXPECT_TRUE(report.amended_findings().empty());
  EXPECT_EQ(report.amended_verdict(), v1::Report::PASSED);
  for (const v1::Fact& fact : report.facts()) EXPECT_FALSE(fact.has_amendment());
}

TEST(AmendmentsTest, WithoutAnyNothingIsSaid) {
  const v1::Report report = Process(internal::v1::ReportContext());
  EXPECT_EQ(report.amended_verdict(), v1::Report::VERDICT_UNSPECIFIED);
}

}  // namespace
}  // namespace gongkai
