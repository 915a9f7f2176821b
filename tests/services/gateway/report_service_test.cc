#include "services/gateway/report_service.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/services/gateway/test_gateway.h"

namespace gongkai {
namespace {

constexpr char kName[] = "agencies/11500000009275780L/reports/2019";

std::string GetDump(TestGateway& gateway, const std::string& name, int view, v1::Report* report) {
  grpc::ClientContext context;
  v1::GetReportRequest request;
  request.set_name(name);
  request.set_view(static_cast<v1::ReportView>(view));
  return Dump(gateway.report_service().GetReport(&context, request, report));
}

TEST(GetReportTest, ServesTheStoredBytes) {
  TestGateway gateway;
  const std::string id = gateway.Submit();
  ASSERT_TRUE(gateway.store.jobs()
                  .Finish(id, "worker",
                          MakeReply("重庆市人民政府", "11500000009275780L", 2019, 200'000), "")
                  .ok());
  const absl::StatusOr<std::string> stored =
      gateway.store.reports().Get("11500000009275780L", 2019);
  ASSERT_TRUE(stored.ok()) << stored.status();
  v1::Report want;
  ASSERT_TRUE(want.ParseFromString(*stored));
  for (const int view : {v1::REPORT_VIEW_UNSPECIFIED, v1::REPORT_VIEW_FULL}) {
    v1::Report report;
    ASSERT_EQ(GetDump(gateway, kName, view, &report), "OK");
    EXPECT_EQ(report.SerializeAsString(), want.SerializeAsString());
    EXPECT_EQ(report.name(), kName);
    EXPECT_GT(report.ByteSizeLong(), 150'000u);
  }
  v1::Report basic;
  ASSERT_EQ(GetDump(gateway, kName, v1::REPORT_VIEW_BASIC, &basic), "OK");
  EXPECT_EQ(basic.name(), kName);
  EXPECT_EQ(basic.facts_size() + basic.sections_size() + basic.findings_size(), 0);
  EXPECT_LT(basic.ByteSizeLong(), 10'000u);
}

TEST(GetReportTest, RefusesWhatIsNoNameAndFindsWhatIsNotThere) {
  TestGateway gateway;
  const std::string bad_name = "INVALID_ARGUMENT INVALID_NAME field=name zh";
  const std::string cases[] = {"",
                               "agencies/11500000009275780L",
                               "agencies//reports/2019",
                               "agencies/11500000009275780L/reports/",
                               "agencies/11500000009275780L/reports/20190",
                               "agencies/11500000009275780L/reports/MMXIX",
                               "agencies/-/reports/2019",
                               "agencies/x/reports/2019"};
  v1::Report report;
  for (const std::string& name : cases) {
    EXPECT_EQ(GetDump(gateway, name, 0, &report), bad_name) << name;
  }
  EXPECT_EQ(GetDump(gateway, kName, 7, &report), "INVALID_ARGUMENT INVALID_VIEW field=view zh");
  for (const int view : {0, 1, 2}) {
    EXPECT_EQ(GetDump(gateway, kName, view, &report), "NOT_FOUND REPORT_NOT_FOUND zh");
  }
}

TEST(ListReportsTest, FiltersAndPages) {
  TestGateway gateway;
  for (int year = 2019; year < 2024; ++year) {
    gateway.Finish(gateway.Submit(std::to_string(year)), year);
  }
  const auto list = [&gateway](v1::ListReportsRequest request) {
    std::string years;
    do {
      grpc::ClientContext context;
      v1::ListReportsResponse page;
      const std::string status =
          Dump(gateway.report_service().ListReports(&context, request, &page));
      if (status != "OK") return status;
      for (const v1::Report& report : page.reports()) {
        EXPECT_EQ(report.facts_size(), 0);
        years += std::to_string(report.year()) + " ";
      }
      years += "|";
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return years;
  };
  v1::ListReportsRequest request;
  EXPECT_EQ(list(request), "2019 2020 2021 2022 2023 |");
  request.set_page_size(2);
  EXPECT_EQ(list(request), "2019 2020 |2021 2022 |2023 |");
  request.set_parent("agencies/-");
  request.set_year(2021);
  EXPECT_EQ(list(request), "2021 |");
  request.set_parent("agencies/11500000009275780L");
  EXPECT_EQ(list(request), "2021 |");
  request.set_parent("agencies/n-0123456789abcdef");
  EXPECT_EQ(list(request), "|");
}

TEST(ListReportsTest, BadFieldsAreNamed) {
  TestGateway gateway;
  struct Case {
    const char* parent;
    int page_size;
    const char* page_token;
    int year;
    int verdict;
    const char* want;
  };
  const Case cases[] = {
      {"reports/2019", 0, "", 0, 0, "INVALID_ARGUMENT INVALID_NAME field=parent zh"},
      {"agencies/", 0, "", 0, 0, "INVALID_ARGUMENT INVALID_NAME field=parent zh"},
      {"", -5, "", 0, 0, "INVALID_ARGUMENT INVALID_PAGE_SIZE field=page_size zh"},
      {"", 0, "!", 0, 0, "INVALID_ARGUMENT INVALID_PAGE_TOKEN field=page_token zh"},
      {"", 0, "", 1900, 0, "INVALID_ARGUMENT INVALID_YEAR field=year zh"},
      {"", 0, "", 0, 9, "INVALID_ARGUMENT INVALID_VERDICT field=verdict zh"},
      {"", 5000, "", 1999, v1::Report::FAILED, "OK"},
  };
  for (const Case& c : cases) {
    grpc::ClientContext context;
    v1::ListReportsRequest request;
    request.set_parent(c.parent);
    request.set_page_size(c.page_size);
    request.set_page_token(c.page_token);
    request.set_year(c.year);
    request.set_verdict(static_cast<v1::Report::Verdict>(c.verdict));
    v1::ListReportsResponse response;
    EXPECT_EQ(Dump(gateway.report_service().ListReports(&context, request, &response)), c.want);
  }
}

}  // namespace
}  // namespace gongkai
