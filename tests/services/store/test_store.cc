#include "tests/services/store/test_store.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/log.h"

namespace gongkai {
namespace {

void AbortUnlessOk(const absl::Status& status) {
  if (status.ok()) return;
  LogError("test store: ", status.ToString());
  std::abort();
}

}  // namespace

std::string NewTemporaryFolder() {
  std::string folder = (std::filesystem::temp_directory_path() / "gongkai-test-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) std::abort();
  return folder;
}

TestStore::TestStore(const Clock& clock) : folder_(NewTemporaryFolder()) {
  auto database = database::OpenDatabase(url());
  AbortUnlessOk(database.status());
  database_ = *std::move(database);
  AbortUnlessOk(MigrateStore(*database_));
  jobs_ = NewSqlJobStore(database_.get(), &clock);
  reports_ = NewSqlReportStore(database_.get());
  reviews_ = NewSqlReviewStore(database_.get(), &clock);
  agencies_ = NewSqlAgencyStore(database_.get(), &clock);
}

TestStore::~TestStore() {
  jobs_.reset();
  reports_.reset();
  reviews_.reset();
  agencies_.reset();
  database_.reset();
  std::filesystem::remove_all(folder_);
}

std::string TestStore::url() const { return absl::StrCat("sqlite:", folder_, "/gongkai.db"); }

internal::v1::ProcessReply MakeReply(absl::string_view agency_name, absl::string_view code,
                                     int year, size_t size) {
  v1::Report report;
  report.set_year(year);
  report.set_agency_name(std::string(agency_name));
  report.set_form_version("2021");
  report.set_verdict(v1::Report::PASSED_WITH_WARNINGS);
  report.set_source_format("text");
  report.set_rules_version("0123456789ab");
  report.set_forms_version("ba9876543210");
  report.mutable_metadata()->set_title(
      absl::StrCat(agency_name, year, "年政府信息公开工作年度报告"));
  report.mutable_metadata()->set_published_date(absl::StrCat(year + 1, "-01-20"));
  report.mutable_metadata()->set_unified_social_credit_code(std::string(code));
  v1::Section* section = report.add_sections();
  section->set_number(1);
  section->set_heading("一、总体情况");
  v1::Finding* finding = report.add_findings();
  finding->set_rule_id("T3.IN_EQUALS_OUT");
  finding->set_severity(v1::Finding::WARNING);
  finding->set_fingerprint(std::string(kFingerprint));
  finding->set_disposition(v1::Finding::OPEN);
  while (report.ByteSizeLong() < size) {
    v1::Fact* fact = report.add_facts();
    fact->set_indicator(absl::StrCat("requests.denied.reason_", report.facts_size()));
    fact->set_applicant("natural_person");
    fact->set_presence(v1::Fact::REPORTED);
    fact->set_value(absl::StrCat(report.facts_size()));
    fact->set_unit("件");
    fact->mutable_provenance()->set_begin(1000 + report.facts_size());
    fact->mutable_provenance()->set_end(1004 + report.facts_size());
    fact->set_confidence(1);
  }

  internal::v1::ProcessReply reply;
  report.SerializeToString(reply.mutable_report());
  internal::v1::ReportSummary& summary = *reply.mutable_summary();
  summary.set_year(report.year());
  summary.set_agency_name(report.agency_name());
  summary.set_unified_social_credit_code(std::string(code));
  summary.set_verdict(report.verdict());
  summary.set_form_version(report.form_version());
  summary.set_title(report.metadata().title());
  summary.set_published_date(report.metadata().published_date());
  summary.set_warning_count(1);
  summary.set_rules_version(report.rules_version());
  summary.set_forms_version(report.forms_version());
  return reply;
}

internal::v1::ProcessReply MakeErrorReply(absl::string_view reason) {
  internal::v1::ProcessReply reply;
  reply.mutable_error()->set_reason(std::string(reason));
  reply.mutable_error()->set_message("文件无法读取");
  reply.mutable_error()->set_message_en("The file cannot be read");
  return reply;
}

}  // namespace gongkai
