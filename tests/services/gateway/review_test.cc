// Decisions, findings, revisions and agencies through a real channel.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/services/gateway/test_gateway.h"

namespace gongkai {
namespace {

constexpr char kReport[] = "agencies/11500000009275780L/reports/2019";

class ReviewTest : public testing::Test {
 protected:
  ReviewTest() { gateway_.Finish(gateway_.Submit()); }

  static v1::SetFindingDispositionRequest Decision() {
    v1::SetFindingDispositionRequest request;
    request.set_report(kReport);
    request.set_fingerprint(std::string(kFingerprint));
    request.set_disposition(v1::Finding::WAIVED);
    request.set_reason("口径不同");
    request.set_actor("张三");
    return request;
  }

  std::string Decide(const v1::SetFindingDispositionRequest& request) {
    grpc::ClientContext context;
    v1::Finding finding;
    const grpc::Status status =
        gateway_.validation().SetFindingDisposition(&context, request, &finding);
    if (!status.ok()) return Dump(status);
    return absl::StrCat(v1::Finding::Disposition_Name(finding.disposition()), " ",
                        finding.disposition_reason(), " ", finding.disposition_actor());
  }

  std::string Find(const std::string& parent, v1::Finding::Disposition disposition) {
    grpc::ClientContext context;
    v1::ListFindingsRequest request;
    request.set_parent(parent);
    request.set_disposition(disposition);
    v1::ListFindingsResponse response;
    const grpc::Status status = gateway_.validation().ListFindings(&context, request, &response);
    if (!status.ok()) return Dump(status);
    std::string found;
    for (const v1::ReportFinding& finding : response.findings()) {
      absl::StrAppend(&found, finding.report(), " ", finding.finding().rule_id(), ";");
    }
    return found;
  }

  TestGateway gateway_;
};

TEST_F(ReviewTest, ADecisionIsRecordedAndListed) {
  const std::string found = absl::StrCat(kReport, " T3.IN_EQUALS_OUT;");
  EXPECT_EQ(Find("", v1::Finding::OPEN), found);
  EXPECT_EQ(Decide(Decision()), "WAIVED 口径不同 张三");
  EXPECT_EQ(Find("", v1::Finding::OPEN), "");
  EXPECT_EQ(Find("agencies/-/reports/2019", v1::Finding::WAIVED), found);
  EXPECT_EQ(Find("agencies/-/reports/2018", v1::Finding::WAIVED), "");
  EXPECT_EQ(Find(kReport, v1::Finding::WAIVED), found);
  grpc::ClientContext context;
  v1::GetReportRequest get;
  get.set_name(kReport);
  v1::Report report;
  ASSERT_TRUE(gateway_.report_service().GetReport(&context, get, &report).ok());
  EXPECT_EQ(report.verdict(), v1::Report::PASSED);
}

TEST_F(ReviewTest, WrongDecisionsAreRefusedByName) {
  const auto with = [](auto change) {
    v1::SetFindingDispositionRequest request = Decision();
    change(request);
    return request;
  };
  EXPECT_EQ(Decide(with([](auto& r) { r.set_report("reports/1"); })),
            "INVALID_ARGUMENT INVALID_NAME field=report zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.clear_fingerprint(); })),
            "INVALID_ARGUMENT EMPTY_FINGERPRINT field=fingerprint zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.clear_disposition(); })),
            "INVALID_ARGUMENT INVALID_DISPOSITION field=disposition zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.clear_reason(); })),
            "INVALID_ARGUMENT EMPTY_REASON field=reason zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.set_reason(std::string(4000, 'x')); })),
            "INVALID_ARGUMENT TOO_LONG field=reason zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.clear_actor(); })),
            "INVALID_ARGUMENT EMPTY_ACTOR field=actor zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.set_actor("a\tb"); })),
            "INVALID_ARGUMENT CONTROL_CHARACTERS field=actor zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.set_fingerprint("0"); })),
            "NOT_FOUND FINDING_NOT_FOUND zh");
  EXPECT_EQ(Decide(with([](auto& r) { r.set_etag("0"); })), "ABORTED ETAG_MISMATCH zh");
  EXPECT_EQ(Find("agencies/x/reports/2019", v1::Finding::OPEN),
            "INVALID_ARGUMENT INVALID_NAME field=parent zh");
  EXPECT_EQ(Find("agencies/-/reports/1", v1::Finding::OPEN),
            "INVALID_ARGUMENT INVALID_NAME field=parent zh");
}

TEST_F(ReviewTest, RevisionsSayWhatTheyChanged) {
  internal::v1::ProcessReply reply = MakeReply("重庆市人民政府", "11500000009275780L", 2019, 600);
  v1::Report report;
  report.ParseFromString(reply.report());
  report.mutable_facts(0)->set_value("99");
  report.mutable_findings(0)->set_fingerprint("ffeeddccbbaa0099");
  report.SerializeToString(reply.mutable_report());
  const std::string before = gateway_.Submit("second");
  ASSERT_TRUE(
      gateway_.store.jobs()
          .Finish(before, "w", MakeReply("重庆市人民政府", "11500000009275780L", 2019, 600), "")
          .ok());
  ASSERT_TRUE(gateway_.store.jobs().Finish(gateway_.Submit("third"), "w", reply, "").ok());

  grpc::ClientContext context;
  v1::ListReportRevisionsRequest request;
  request.set_parent(kReport);
  request.set_page_size(1);
  v1::ListReportRevisionsResponse response;
  ASSERT_EQ(Dump(gateway_.report_service().ListReportRevisions(&context, request, &response)),
            "OK");
  ASSERT_EQ(response.revisions_size(), 1);
  const v1::ReportRevision& newest = response.revisions(0);
  EXPECT_EQ(newest.revision(), 3);
  ASSERT_EQ(newest.changed_facts_size(), 1);
  EXPECT_EQ(newest.changed_facts(0).indicator(), report.facts(0).indicator());
  EXPECT_NE(newest.changed_facts(0).before().value(), "99");
  EXPECT_EQ(newest.changed_facts(0).after().value(), "99");
  ASSERT_EQ(newest.added_findings_size(), 1);
  EXPECT_EQ(newest.added_findings(0).fingerprint(), "ffeeddccbbaa0099");
  ASSERT_EQ(newest.resolved_findings_size(), 1);
  EXPECT_EQ(newest.resolved_findings(0).fingerprint(), kFingerprint);
  EXPECT_NE(response.next_page_token(), "");
}

TEST_F(ReviewTest, AnAmendmentMakesAnInteractiveJob) {
  const std::string id = gateway_.Submit("with facts");
  ASSERT_TRUE(gateway_.store.jobs()
                  .Finish(id, "w", MakeReply("重庆市人民政府", "11500000009275780L", 2019, 600), "")
                  .ok());
  while (gateway_.TakeEntry().id != id) {
  }
  v1::AmendFactRequest request;
  request.set_report(kReport);
  request.set_indicator("requests.denied.reason_1");
  request.set_applicant("natural_person");
  request.set_value("12");
  request.set_reason("誊写有误");
  request.set_actor("张三");
  const auto amend = [this](const v1::AmendFactRequest& one, v1::AmendFactResponse* response) {
    grpc::ClientContext context;
    return Dump(gateway_.validation().AmendFact(&context, one, response));
  };
  v1::AmendFactResponse response;
  ASSERT_EQ(amend(request, &response), "OK");
  const QueueEntry entry = gateway_.TakeEntry();
  EXPECT_EQ("jobs/" + entry.id, response.job().name());
  EXPECT_EQ(entry.lane, Lane::kInteractive);

  v1::AmendFactRequest wrong = request;
  wrong.set_value("1/2");
  EXPECT_EQ(amend(wrong, &response), "INVALID_ARGUMENT INVALID_VALUE field=value zh");
  wrong = request;
  wrong.clear_reason();
  EXPECT_EQ(amend(wrong, &response), "INVALID_ARGUMENT EMPTY_REASON field=reason zh");
  wrong = request;
  wrong.clear_actor();
  EXPECT_EQ(amend(wrong, &response), "INVALID_ARGUMENT EMPTY_ACTOR field=actor zh");
  wrong = request;
  wrong.clear_indicator();
  EXPECT_EQ(amend(wrong, &response), "INVALID_ARGUMENT EMPTY_INDICATOR field=indicator zh");
  wrong = request;
  wrong.set_applicant("nobody");
  EXPECT_EQ(amend(wrong, &response), "NOT_FOUND FACT_NOT_FOUND zh");
}

TEST_F(ReviewTest, RevalidatesByYearAndByRules) {
  gateway_.TakeEntry();
  const auto revalidate = [this](int year, bool outdated_only) {
    grpc::ClientContext context;
    v1::RevalidateReportsRequest request;
    request.set_year(year);
    request.set_outdated_only(outdated_only);
    v1::RevalidateReportsResponse response;
    EXPECT_EQ(Dump(gateway_.validation().RevalidateReports(&context, request, &response)), "OK");
    return response.jobs_size();
  };
  EXPECT_EQ(revalidate(2018, false), 0);
  EXPECT_EQ(revalidate(2019, true), 0);  // judged by the rules that the gateway shows
  EXPECT_EQ(revalidate(2019, false), 1);
  EXPECT_EQ(gateway_.TakeEntry().lane, Lane::kBulk);
}

class AgencyServiceTest : public testing::Test {
 protected:
  std::string Create(const v1::Agency& agency, v1::Agency* created) {
    grpc::ClientContext context;
    v1::CreateAgencyRequest request;
    *request.mutable_agency() = agency;
    return Dump(gateway_.agencies().CreateAgency(&context, request, created));
  }
  std::string Update(const v1::UpdateAgencyRequest& request, v1::Agency* updated) {
    grpc::ClientContext context;
    return Dump(gateway_.agencies().UpdateAgency(&context, request, updated));
  }

  TestGateway gateway_;
};

TEST_F(AgencyServiceTest, CreatesUpdatesListsAndChecksTheParentsReportAgain) {
  v1::Agency top;
  top.set_display_name("重庆市人民政府");
  top.set_unified_social_credit_code("11500000009275780L");
  ASSERT_EQ(Create(top, &top), "OK");
  v1::Agency child;
  child.set_display_name("重庆市教育委员会");
  ASSERT_EQ(Create(child, &child), "OK");
  gateway_.Finish(gateway_.Submit());
  gateway_.TakeEntry();

  v1::UpdateAgencyRequest update;
  update.mutable_agency()->set_name(child.name());
  update.mutable_agency()->set_parent(top.name());
  ASSERT_EQ(Update(update, &child), "OK");
  EXPECT_EQ(child.parent(), top.name());
  const QueueEntry entry = gateway_.TakeEntry();
  EXPECT_EQ(entry.lane, Lane::kBulk);
  EXPECT_EQ(gateway_.store.jobs().Get(entry.id)->state(), v1::Job::QUEUED);

  grpc::ClientContext context;
  v1::ListAgenciesRequest list;
  list.set_parent(top.name());
  v1::ListAgenciesResponse response;
  ASSERT_EQ(Dump(gateway_.agencies().ListAgencies(&context, list, &response)), "OK");
  ASSERT_EQ(response.agencies_size(), 1);
  EXPECT_EQ(response.agencies(0).name(), child.name());
}

TEST_F(AgencyServiceTest, WrongFieldsAreNamed) {
  v1::Agency agency;
  v1::Agency created;
  EXPECT_EQ(Create(agency, &created), "INVALID_ARGUMENT EMPTY_NAME field=agency.display_name zh");
  agency.set_display_name("甲镇");
  agency.set_unified_social_credit_code("115000000092757800");
  EXPECT_EQ(Create(agency, &created),
            "INVALID_ARGUMENT INVALID_CREDIT_CODE field=agency.unified_social_credit_code zh");
  agency.clear_unified_social_credit_code();
  agency.set_region_code("50");
  EXPECT_EQ(Create(agency, &created),
            "INVALID_ARGUMENT INVALID_REGION_CODE field=agency.region_code zh");
  agency.clear_region_code();
  agency.set_parent("x");
  EXPECT_EQ(Create(agency, &created), "INVALID_ARGUMENT INVALID_NAME field=agency.parent zh");
  agency.set_parent("agencies/n-0123456789abcdef");
  EXPECT_EQ(Create(agency, &created), "NOT_FOUND PARENT_NOT_FOUND zh");
  agency.clear_parent();
  agency.set_name("agencies/n-0123456789abcdef");
  EXPECT_EQ(Create(agency, &created), "INVALID_ARGUMENT INVALID_NAME field=agency.name zh");
  agency.clear_name();
  ASSERT_EQ(Create(agency, &created), "OK");
  EXPECT_EQ(Create(agency, &created), "ALREADY_EXISTS AGENCY_EXISTS zh");
  v1::UpdateAgencyRequest update;
  *update.mutable_agency() = created;
  update.mutable_update_mask()->add_paths("create_time");
  EXPECT_EQ(Update(update, &created), "INVALID_ARGUMENT INVALID_UPDATE_MASK field=update_mask zh");
  update.clear_update_mask();
  update.mutable_agency()->set_parent(created.name());
  EXPECT_EQ(Update(update, &created), "FAILED_PRECONDITION AGENCY_CYCLE zh");
}

}  // namespace
}  // namespace gongkai
