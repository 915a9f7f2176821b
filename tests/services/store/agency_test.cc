// Which agency a report goes to, tried through reports that arrive one after the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/credit_code.h"
#include "services/store/names.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

using testing::ElementsAre;

constexpr char kCodeA[] = "11500000009275780L";

// A code with a right check character made from 17 characters.
std::string MakeCode(const std::string& stem) {
  for (const char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
    if (IsValidCreditCode(stem + c)) return stem + c;
  }
  return "";
}

class AgencyTest : public testing::Test {
 protected:
  // Submits and finishes a report of a new year; returns the id of its agency.
  std::string Arrive(absl::string_view name, absl::string_view code) {
    ++year_;
    const std::string content = absl::StrCat("document ", year_);
    const auto submitted = store_.jobs().Submit({.content = content});
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    const std::string id(*ParseJobName(submitted->job.name()));
    const auto finished = store_.jobs().Finish(id, "w", MakeReply(name, code, year_), "");
    EXPECT_TRUE(finished.ok() && finished->first) << finished.status();
    const std::string report = store_.jobs().Get(id)->report();
    const auto key = ParseReportName(report);
    EXPECT_TRUE(key.has_value()) << report;
    EXPECT_TRUE(store_.reports().Get(key->agency_id, year_).ok());
    return std::string(key->agency_id);
  }

  std::vector<std::string> Query(absl::string_view sql) {
    std::vector<std::string> rows;
    const absl::Status status = store_.database().Read([&](database::Connection& connection) {
      return connection
          .Execute(sql, {},
                   [&](const database::Row& row) {
                     rows.push_back(absl::StrCat(row.Text(0), " ", row.Text(1)));
                   })
          .status();
    });
    EXPECT_TRUE(status.ok()) << status;
    return rows;
  }

  const std::string code_b_ = MakeCode("11320800014295123");
  int year_ = 1999;
  TestStore store_;
};

TEST_F(AgencyTest, TheCodeIsTheIdentity) {
  EXPECT_EQ(Arrive("重庆市人民政府", kCodeA), kCodeA);
  EXPECT_EQ(Arrive("重庆市人民政府", kCodeA), kCodeA);
  EXPECT_EQ(Arrive("重庆市政府", kCodeA), kCodeA);
  EXPECT_THAT(Query("SELECT display_name, code FROM agencies"),
              ElementsAre(absl::StrCat("重庆市人民政府 ", kCodeA)));
  EXPECT_THAT(Query("SELECT name, agency FROM agency_names ORDER BY name"),
              testing::UnorderedElementsAre(absl::StrCat("重庆市人民政府 ", kCodeA),
                                            absl::StrCat("重庆市政府 ", kCodeA)));
}

TEST_F(AgencyTest, WithoutACodeNamesAndAliasesAreFound) {
  EXPECT_EQ(Arrive("重庆市人民政府", kCodeA), kCodeA);
  EXPECT_EQ(Arrive("重庆市政府", kCodeA), kCodeA);
  EXPECT_EQ(Arrive("重庆市人民政府", ""), kCodeA);
  EXPECT_EQ(Arrive("重庆市政府", ""), kCodeA);
}

TEST_F(AgencyTest, AnUnknownNameGetsAnIdOfItsOwn) {
  EXPECT_EQ(Arrive("甲镇人民政府", ""), AgencyIdOfName("甲镇人民政府"));
  EXPECT_EQ(Arrive("甲镇人民政府", ""), AgencyIdOfName("甲镇人民政府"));
  EXPECT_EQ(Arrive("乙镇人民政府", ""), AgencyIdOfName("乙镇人民政府"));
}

TEST_F(AgencyTest, ACodeThatComesLaterKeepsTheId) {
  const std::string id = Arrive("甲镇人民政府", "");
  EXPECT_EQ(Arrive("甲镇人民政府", code_b_), id);
  EXPECT_THAT(Query("SELECT id, code FROM agencies"), ElementsAre(absl::StrCat(id, " ", code_b_)));
  EXPECT_EQ(Arrive("甲镇人民政府", ""), id);
  EXPECT_EQ(Arrive("另一个名称", code_b_), id);
  EXPECT_EQ(Arrive("另一个名称", ""), id);
}

TEST_F(AgencyTest, ACodeThatIsTakenIsNotGivenToASecondAgency) {
  EXPECT_EQ(Arrive("重庆市人民政府", kCodeA), kCodeA);
  const std::string other = Arrive("渝政府", "");
  EXPECT_NE(other, kCodeA);
  // The code counts: this is the first agency under another name, from now on ambiguous.
  EXPECT_EQ(Arrive("渝政府", kCodeA), kCodeA);
  EXPECT_EQ(Arrive("渝政府", ""), other);
}

TEST_F(AgencyTest, NamesakesWithCodesStayApart) {
  EXPECT_EQ(Arrive("城关镇人民政府", kCodeA), kCodeA);
  EXPECT_EQ(Arrive("城关镇人民政府", code_b_), code_b_);
  // Which of the two is meant cannot be known.
  EXPECT_EQ(Arrive("城关镇人民政府", ""), AgencyIdOfName("城关镇人民政府"));
  EXPECT_EQ(Arrive("城关镇人民政府", ""), AgencyIdOfName("城关镇人民政府"));
  EXPECT_EQ(Arrive("城关镇人民政府", kCodeA), kCodeA);
}

TEST_F(AgencyTest, AWrongCodeCountsAsNone) {
  for (const char* code : {"11500000009275780X", "agencies/x", "../..", "11500000009275780l"}) {
    EXPECT_EQ(Arrive("甲镇人民政府", code), AgencyIdOfName("甲镇人民政府")) << code;
  }
}

}  // namespace
}  // namespace gongkai
