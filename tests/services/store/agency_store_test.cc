#include "services/store/agency_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/store/names.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

using testing::ElementsAre;

class AgencyStoreTest : public testing::Test {
 protected:
  AgencyStore& agencies() { return store_.agencies(); }

  // Creates the agency; returns its name.
  std::string Make(const std::string& display_name, const std::string& parent = "") {
    v1::Agency agency;
    agency.set_display_name(display_name);
    agency.set_parent(parent);
    const auto created = agencies().Create(agency);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? created->name() : "";
  }

  absl::StatusOr<AgencyStore::Updated> SetParent(const std::string& name,
                                                 const std::string& parent) {
    v1::Agency agency;
    agency.set_name(name);
    agency.set_parent(parent);
    AgencyFields fields;
    fields.parent = true;
    return agencies().Update(agency, fields);
  }

  // A report of the agency arrives.
  void Arrive(absl::string_view agency_name, int year) {
    const auto submitted = store_.jobs().Submit({.content = absl::StrCat(agency_name, " ", year)});
    ASSERT_TRUE(submitted.ok()) << submitted.status();
    ASSERT_TRUE(
        store_.jobs()
            .Finish(*ParseJobName(submitted->job.name()), "w", MakeReply(agency_name, "", year), "")
            .ok());
  }

  TestStore store_;
};

TEST_F(AgencyStoreTest, CreatesAndReads) {
  v1::Agency agency;
  agency.set_display_name("重庆市人民政府");
  agency.set_unified_social_credit_code("11500000009275780L");
  agency.add_aliases("重庆市政府");
  agency.set_region_code("500000");
  agency.set_region_wide(true);
  const auto created = agencies().Create(agency);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), "agencies/11500000009275780L");
  const auto read = agencies().Get("11500000009275780L");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->DebugString(), created->DebugString());
  EXPECT_EQ(read->region_code(), "500000");
  EXPECT_TRUE(read->region_wide());
  EXPECT_THAT(read->aliases(), ElementsAre("重庆市政府"));
  EXPECT_EQ(DetailOf(agencies().Create(agency).status()).reason, "AGENCY_EXISTS");
  EXPECT_EQ(DetailOf(agencies().Get("n-0123456789abcdef").status()).reason, "AGENCY_NOT_FOUND");
}

TEST_F(AgencyStoreTest, AReportFindsTheAgencyByItsAlias) {
  const std::string name = Make("甲镇人民政府");
  v1::Agency agency;
  agency.set_name(name);
  agency.add_aliases("甲镇");
  AgencyFields fields;
  fields.aliases = true;
  ASSERT_TRUE(agencies().Update(agency, fields).ok());
  Arrive("甲镇", 2023);
  EXPECT_TRUE(store_.reports().Get(*ParseAgencyName(name), 2023).ok());
}

TEST_F(AgencyStoreTest, ListsByParentPageByPage) {
  const std::string top = Make("甲区人民政府");
  std::vector<std::string> children;
  for (const char* child : {"甲区教育局", "甲区司法局", "甲区统计局"}) {
    children.push_back(Make(child, top));
  }
  std::vector<std::string> listed;
  std::string token;
  do {
    const auto page = agencies().List(*ParseAgencyName(top), 2, token);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::Agency& agency : page->agencies) {
      listed.push_back(agency.name());
      EXPECT_EQ(agency.parent(), top);
    }
    token = page->next_page_token;
  } while (!token.empty());
  EXPECT_THAT(listed, testing::UnorderedElementsAreArray(children));
  EXPECT_EQ(agencies().List("", 10, "")->agencies.size(), 4u);
  EXPECT_EQ(DetailOf(agencies().List("", 10, "x").status()).reason, "INVALID_PAGE_TOKEN");
}

TEST_F(AgencyStoreTest, NobodyIsBelowItself) {
  const std::string top = Make("省");
  const std::string middle = Make("市", top);
  const std::string bottom = Make("县", middle);
  EXPECT_EQ(DetailOf(SetParent(top, bottom).status()).reason, "AGENCY_CYCLE");
  EXPECT_EQ(DetailOf(SetParent(top, top).status()).reason, "AGENCY_CYCLE");
  EXPECT_EQ(DetailOf(SetParent(top, "agencies/n-0123456789abcdef").status()).reason,
            "PARENT_NOT_FOUND");
  EXPECT_TRUE(SetParent(bottom, top).ok());
  EXPECT_EQ(agencies().Get(*ParseAgencyName(bottom))->parent(), top);
  EXPECT_TRUE(SetParent(bottom, "").ok());
  EXPECT_EQ(agencies().Get(*ParseAgencyName(bottom))->parent(), "");
}

TEST_F(AgencyStoreTest, AnotherParentLetsTheReportsOfBothBeCheckedAgain) {
  const std::string old_parent = Make("甲区人民政府");
  const std::string new_parent = Make("乙区人民政府");
  const std::string child = Make("某街道办事处", old_parent);
  Arrive("甲区人民政府", 2021);
  Arrive("甲区人民政府", 2023);
  Arrive("乙区人民政府", 2023);
  const auto updated = SetParent(child, new_parent);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->jobs.size(), 3u);
  for (const std::string& id : updated->jobs) {
    const auto job = store_.jobs().Get(id);
    ASSERT_TRUE(job.ok()) << job.status();
    EXPECT_EQ(job->state(), v1::Job::QUEUED);
    EXPECT_EQ(job->priority(), v1::Job::BULK);
  }
  // They wait already.
  EXPECT_EQ(SetParent(child, old_parent)->jobs.size(), 0u);
}

}  // namespace
}  // namespace gongkai
