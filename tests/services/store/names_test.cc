#include "services/store/names.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace gongkai {
namespace {

constexpr char kCode[] = "11500000009275780L";
const char kId[] = "018bcfe56800a1b2c3d4e5f6";

std::string Sha() { return std::string(64, 'a'); }

TEST(NamesTest, NamesAreParsedBack) {
  EXPECT_EQ(ParseJobName(JobName(kId)), absl::string_view(kId));
  EXPECT_EQ(ParseDocumentName(DocumentName(Sha())), absl::string_view(Sha()));
  for (const std::string& id : {std::string(kCode), AgencyIdOfName("某市人民政府")}) {
    EXPECT_EQ(ParseAgencyName(AgencyName(id)), absl::string_view(id));
    const std::string name = ReportName(id, 2019);
    const auto key = ParseReportName(name);
    ASSERT_TRUE(key.has_value()) << name;
    EXPECT_EQ(key->agency_id, id);
    EXPECT_EQ(key->year, 2019);
  }
}

TEST(NamesTest, RefusesWhatIsNoJobName) {
  for (const char* name :
       {"", "jobs", "jobs/", "jobs/x", "018bcfe56800a1b2c3d4e5f6", "jobs/018bcfe56800a1b2c3d4e5f",
        "jobs/018bcfe56800a1b2c3d4e5f67", "jobs/018BCFE56800A1B2C3D4E5F6",
        "jobs/018bcfe56800a1b2c3d4e5f6/", "/jobs/018bcfe56800a1b2c3d4e5f6",
        "Jobs/018bcfe56800a1b2c3d4e5f6", "jobs/018bcfe56800a1b2c3d4e5fg",
        "jobs/018bcfe56800a1b2c3d4e5f ", "agencies/018bcfe56800a1b2c3d4e5f6"}) {
    EXPECT_FALSE(ParseJobName(name).has_value()) << name;
  }
}

TEST(NamesTest, RefusesWhatIsNoDocumentName) {
  for (const std::string& name :
       {std::string("documents/"), DocumentName(Sha().substr(1)), DocumentName(Sha() + "a"),
        DocumentName(std::string(64, 'A')), DocumentName(std::string(64, '\0')), Sha()}) {
    EXPECT_FALSE(ParseDocumentName(name).has_value()) << name;
  }
}

TEST(NamesTest, RefusesWhatIsNoAgencyOrReportName) {
  for (const char* name :
       {"agencies/", "agencies/-", "agencies/x", "agencies/n-", "agencies/n-0123456789abcde",
        "agencies/n-0123456789ABCDEF", "agencies/N-0123456789abcdef", "agencies/11500000009275780I",
        "agencies/11500000009275780", "agencies/11500000009275780LL", "agencies/11500000009275780l",
        "agencies/11500000009275780L/", "agencies/重庆市人民政府", "agencies/' OR 1=1 --       "}) {
    EXPECT_FALSE(ParseAgencyName(name).has_value()) << name;
    EXPECT_FALSE(ParseReportName(absl::StrCat(name, "/reports/2019")).has_value()) << name;
  }
  const std::string agency = AgencyName(kCode);
  for (const char* rest :
       {"", "/", "/reports", "/reports/", "/reports/19", "/reports/02019", "/reports/+019",
        "/reports/ 019", "/reports/201 ", "/reports/1948", "/reports/2201", "/reports/2019/",
        "/reports/2019x", "/reports/-", "/reports/２０１９", "//reports/2019", "/report/2019",
        "/reports/2019/reports/2020", "/Reports/2019"}) {
    EXPECT_FALSE(ParseReportName(absl::StrCat(agency, rest)).has_value()) << rest;
  }
}

TEST(NamesTest, AgencyIdsOfNamesDependOnTheNameAlone) {
  EXPECT_EQ(AgencyIdOfName("甲"), AgencyIdOfName("甲"));
  EXPECT_NE(AgencyIdOfName("甲"), AgencyIdOfName("乙"));
}

}  // namespace
}  // namespace gongkai
