#include "services/gateway/facts_request.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

v1::GivenFact Fact(const char* indicator, const char* applicant, const char* value) {
  v1::GivenFact fact;
  fact.set_indicator(indicator);
  fact.set_applicant(applicant);
  fact.set_value(value);
  return fact;
}

v1::ValidateFactsRequest Good() {
  v1::ValidateFactsRequest request;
  request.mutable_report()->set_year(2024);
  *request.mutable_report()->add_facts() = Fact("requests.received", "total", "10");
  *request.mutable_report()->add_facts() = Fact("disclosure.fees.amount", "", "0.5");
  *request.mutable_report()->add_facts() = Fact("requests.other", "total", "");
  *request.mutable_prior_year()->add_facts() = Fact("requests.received", "total", "-5");
  v1::GivenChild* child = request.add_children();
  child->set_agency_name("甲局");
  *child->mutable_report()->add_facts() = Fact("requests.received", "total", "3");
  request.add_children()->set_agency_name("乙局");
  return request;
}

absl::StatusOr<internal::v1::ProcessRequest> Make(const v1::ValidateFactsRequest& request) {
  static const FormCodes& forms = *new FormCodes(FormCodes::Read(FormFiles()).value());
  return FiguresToCheck(request, forms);
}

TEST(FactsRequestTest, FillsInWhatIsNotSaid) {
  const auto made = Make(Good());
  ASSERT_TRUE(made.ok()) << made.status();
  const internal::v1::NeighbourReport& figures = made->figures();
  EXPECT_EQ(figures.form_version(), "2021");
  EXPECT_EQ(figures.facts(0).presence(), v1::Fact::REPORTED);
  EXPECT_EQ(figures.facts(2).presence(), v1::Fact::BLANK);
  EXPECT_EQ(made->context().prior_year().year(), 2023);
  EXPECT_EQ(made->context().children(0).report().year(), 2024);
  EXPECT_FALSE(made->context().children(1).has_report());
  EXPECT_TRUE(made->content().empty());
  // The year before the new form.
  v1::ValidateFactsRequest request = Good();
  request.mutable_report()->set_year(2021);
  request.clear_children();
  EXPECT_EQ(Make(request)->context().prior_year().form_version(), "2019");
}

TEST(FactsRequestTest, FaultsNameTheirField) {
  using Spoil = std::function<void(v1::ValidateFactsRequest&)>;
  const struct {
    const char* error;
    Spoil spoil;
  } cases[] = {
      {"EMPTY_FACTS report.facts", [](auto& r) { r.clear_report(); }},
      {"INVALID_YEAR report.year", [](auto& r) { r.mutable_report()->set_year(1900); }},
      {"UNKNOWN_FORM report.form_version",
       [](auto& r) { r.mutable_report()->set_form_version("1999"); }},
      {"UNKNOWN_FORM report.form_version", [](auto& r) { r.mutable_report()->set_year(2015); }},
      {"UNKNOWN_CELL report.facts[1].indicator",
       [](auto& r) { r.mutable_report()->mutable_facts(1)->set_indicator("requests.none"); }},
      {"UNKNOWN_CELL report.facts[1].indicator",
       [](auto& r) { r.mutable_report()->mutable_facts(1)->set_applicant("total"); }},
      {"INVALID_VALUE report.facts[0].value",
       [](auto& r) { r.mutable_report()->mutable_facts(0)->set_value("1,000"); }},
      {"INVALID_VALUE report.facts[0].value",
       [](auto& r) { r.mutable_report()->mutable_facts(0)->set_value("1234567890123456789"); }},
      {"INVALID_VALUE report.facts[0].value",
       [](auto& r) { r.mutable_report()->mutable_facts(0)->set_presence(v1::Fact::DASH); }},
      {"INVALID_VALUE report.facts[2].value",
       [](auto& r) { r.mutable_report()->mutable_facts(2)->set_presence(v1::Fact::REPORTED); }},
      {"INVALID_PRESENCE report.facts[2].presence",
       [](auto& r) {
         r.mutable_report()->mutable_facts(2)->set_presence(static_cast<v1::Fact::Presence>(99));
       }},
      {"DUPLICATE_CELL report.facts[3].indicator",
       [](auto& r) { *r.mutable_report()->add_facts() = r.report().facts(0); }},
      {"WRONG_YEAR prior_year.year", [](auto& r) { r.mutable_prior_year()->set_year(2022); }},
      {"INVALID_VALUE prior_year.facts[0].value",
       [](auto& r) { r.mutable_prior_year()->mutable_facts(0)->set_value("x"); }},
      {"WRONG_YEAR children[0].report.year",
       [](auto& r) { r.mutable_children(0)->mutable_report()->set_year(2023); }},
      {"UNKNOWN_CELL children[0].report.facts[0].indicator",
       [](auto& r) {
         r.mutable_children(0)->mutable_report()->mutable_facts(0)->clear_indicator();
       }},
      {"EMPTY_NAME children[1].agency_name",
       [](auto& r) { r.mutable_children(1)->clear_agency_name(); }},
      {"CONTROL_CHARACTERS report.agency_name",
       [](auto& r) { r.mutable_report()->set_agency_name("a\x01"); }},
      {"TOO_MANY report.facts",
       [](auto& r) {
         for (int i = 0; i < 1000; ++i) r.mutable_report()->add_facts();
       }},
  };
  for (const auto& c : cases) {
    v1::ValidateFactsRequest request = Good();
    c.spoil(request);
    const absl::Status status = Make(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.error;
    const ErrorDetail detail = DetailOf(status);
    EXPECT_EQ(absl::StrCat(detail.reason, " ", detail.field), c.error);
    EXPECT_NE(detail.message_zh, "") << c.error;
  }
}

}  // namespace
}  // namespace gongkai
