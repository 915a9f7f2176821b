#include "services/gateway/validation_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/decimal.h"
#include "services/base/error.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/gateway/facts_request.h"
#include "services/gateway/request_checks.h"
#include "services/gateway/revalidation_queue.h"
#include "services/store/page_token.h"

namespace gongkai {
namespace {

// What a page token is good for: these rules and no others.
std::string FilterOf(const RuleCatalog& catalog) {
  return absl::StrCat("ListRules ", catalog.version);
}

absl::StatusOr<size_t> FirstRule(absl::string_view token, const RuleCatalog& catalog) {
  if (token.empty()) return 0;
  ASSIGN_OR_RETURN(const std::string position, ParsePageToken(FilterOf(catalog), token));
  size_t first = 0;
  if (!absl::SimpleAtoi(position, &first) || first > catalog.rules.size()) {
    return InvalidPageToken();
  }
  return first;
}

constexpr size_t kMaxReasonBytes = 3000;
constexpr size_t kMaxActorBytes = 300;
constexpr size_t kMaxCodeBytes = 200;

absl::Status CheckActorAndReason(absl::string_view actor, absl::string_view reason) {
  RETURN_IF_ERROR(CheckWords("reason", reason, kMaxReasonBytes));
  RETURN_IF_ERROR(CheckWords("actor", actor, kMaxActorBytes));
  if (actor.empty()) {
    return InvalidField("actor", "EMPTY_ACTOR", "actor is empty: say who decides",
                        "actor 为空，须说明由谁处理");
  }
  return absl::OkStatus();
}

absl::Status CheckDecision(const v1::SetFindingDispositionRequest& request) {
  const std::string& print = request.fingerprint();
  if (print.empty()) {
    return InvalidField("fingerprint", "EMPTY_FINGERPRINT",
                        "fingerprint is empty; take it from Finding.fingerprint",
                        "fingerprint 为空，应取自 Finding.fingerprint");
  }
  RETURN_IF_ERROR(CheckWords("fingerprint", print, 64));
  RETURN_IF_ERROR(CheckDisposition(request.disposition()));
  if (request.disposition() == v1::Finding::DISPOSITION_UNSPECIFIED) {
    return InvalidField("disposition", "INVALID_DISPOSITION",
                        "disposition must be OPEN, CONFIRMED, WAIVED or FIXED",
                        "disposition 应为 OPEN、CONFIRMED、WAIVED 或 FIXED");
  }
  if (request.disposition() == v1::Finding::WAIVED && request.reason().empty()) {
    return InvalidField("reason", "EMPTY_REASON", "a finding is waived for a reason: give one",
                        "豁免问题须说明理由");
  }
  return CheckActorAndReason(request.actor(), request.reason());
}

absl::Status CheckAmendment(const v1::AmendFactRequest& request) {
  RETURN_IF_ERROR(CheckWords("indicator", request.indicator(), kMaxCodeBytes));
  if (request.indicator().empty()) {
    return InvalidField("indicator", "EMPTY_INDICATOR",
                        "indicator is empty; take it from Fact.indicator",
                        "indicator 为空，应取自 Fact.indicator");
  }
  RETURN_IF_ERROR(CheckWords("applicant", request.applicant(), kMaxCodeBytes));
  if (!request.value().empty() && !Decimal::Parse(request.value()).has_value()) {
    return InvalidField("value", "INVALID_VALUE",
                        "value is no exact decimal of at most 18 digits, like 216 or -5 or 0.5",
                        "value 不是不超过 18 位的十进制数，例如 216、-5、0.5");
  }
  if (request.reason().empty()) {
    return InvalidField("reason", "EMPTY_REASON", "a value is amended for a reason: give one",
                        "更正数值须说明理由");
  }
  return CheckActorAndReason(request.actor(), request.reason());
}

class ValidateFactsCall final : public CheckCall {
 public:
  ValidateFactsCall(const CheckParts& parts, const FormCodes& forms,
                    grpc::CallbackServerContext* context, const v1::ValidateFactsRequest* request,
                    v1::ValidateFactsResponse* response)
      : CheckCall(parts, context, "ValidationService.ValidateFacts"),
        forms_(forms),
        request_(request),
        response_(response) {}

 private:
  int64_t RequestBytes() const override { return static_cast<int64_t>(request_->ByteSizeLong()); }

  absl::StatusOr<internal::v1::ProcessRequest> MakeRequest() override {
    return FiguresToCheck(*request_, forms_);
  }

  absl::Status TakeReply(internal::v1::ProcessReply reply) override {
    if (response_->mutable_report()->ParseFromString(reply.report())) return absl::OkStatus();
    return absl::InternalError("check: the report in the worker's reply is malformed");
  }

  const FormCodes& forms_;
  const v1::ValidateFactsRequest* const request_;
  v1::ValidateFactsResponse* const response_;
};

}  // namespace

grpc::ServerUnaryReactor* ValidationService::ListRules(grpc::CallbackServerContext* context,
                                                       const v1::ListRulesRequest* request,
                                                       v1::ListRulesResponse* response) {
  return runner_->RunUnary(context, "ValidationService.ListRules",
                           [this, request, response] { return List(*request, response); });
}

absl::Status ValidationService::List(const v1::ListRulesRequest& request,
                                     v1::ListRulesResponse* response) {
  ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const size_t first, FirstRule(request.page_token(), catalog_));
  const size_t end = std::min(catalog_.rules.size(), first + static_cast<size_t>(page_size));
  for (size_t i = first; i < end; ++i) *response->add_rules() = catalog_.rules[i].rule();
  if (end < catalog_.rules.size()) {
    response->set_next_page_token(MakePageToken(FilterOf(catalog_), absl::StrCat(end)));
  }
  response->set_rules_version(catalog_.version);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ValidationService::ExplainRule(grpc::CallbackServerContext* context,
                                                         const v1::ExplainRuleRequest* request,
                                                         v1::RuleExplanation* response) {
  return runner_->RunUnary(context, "ValidationService.ExplainRule",
                           [this, request, response] { return Explain(*request, response); });
}

absl::Status ValidationService::Explain(const v1::ExplainRuleRequest& request,
                                        v1::RuleExplanation* response) {
  const std::string& id = request.rule_id();
  if (id.empty()) {
    return InvalidField("rule_id", "EMPTY_RULE_ID", "rule_id is empty; ListRules names the rules",
                        "rule_id 为空，可用 ListRules 查看规则编号");
  }
  RETURN_IF_ERROR(CheckWords("rule_id", id, kMaxCodeBytes));
  const v1::RuleExplanation* rule = catalog_.Find(id);
  if (rule == nullptr) {
    return MakeError(absl::StatusCode::kNotFound, "RULE_NOT_FOUND",
                     absl::StrCat("there is no rule ", id), absl::StrCat("没有规则 ", id));
  }
  *response = *rule;
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ValidationService::ListFindings(grpc::CallbackServerContext* context,
                                                          const v1::ListFindingsRequest* request,
                                                          v1::ListFindingsResponse* response) {
  return runner_->RunUnary(context, "ValidationService.ListFindings",
                           [this, request, response] { return Find(*request, response); });
}

absl::Status ValidationService::Find(const v1::ListFindingsRequest& request,
                                     v1::ListFindingsResponse* response) {
  ASSIGN_OR_RETURN(const ReportKey reports, ReportsIn(request.parent()));
  ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  RETURN_IF_ERROR(CheckSeverity(request.severity()));
  RETURN_IF_ERROR(CheckDisposition(request.disposition()));
  FindingFilter filter;
  filter.agency_id = reports.agency_id;
  filter.year = reports.year;
  filter.severity = request.severity();
  filter.rule_id = request.rule_id();
  filter.disposition = request.disposition();
  ASSIGN_OR_RETURN(FindingPage page,
                   reviews_->ListFindings(filter, page_size, request.page_token()));
  for (FindingPage::Entry& entry : page.entries) {
    v1::ReportFinding* finding = response->add_findings();
    finding->set_report(std::move(entry.report));
    finding->set_agency_name(std::move(entry.agency_name));
    *finding->mutable_finding() = std::move(entry.finding);
  }
  response->set_next_page_token(std::move(page.next_page_token));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ValidationService::SetFindingDisposition(
    grpc::CallbackServerContext* context, const v1::SetFindingDispositionRequest* request,
    v1::Finding* response) {
  return runner_->RunUnary(context, "ValidationService.SetFindingDisposition",
                           [this, request, response] { return Decide(*request, response); });
}

absl::Status ValidationService::Decide(const v1::SetFindingDispositionRequest& request,
                                       v1::Finding* response) {
  ASSIGN_OR_RETURN(const ReportKey key, ReportKeyInField(request.report(), "report"));
  RETURN_IF_ERROR(CheckDecision(request));
  DispositionChange change;
  change.agency_id = key.agency_id;
  change.year = key.year;
  change.fingerprint = request.fingerprint();
  change.decision = request.disposition();
  change.reason = request.reason();
  change.actor = request.actor();
  change.etag = request.etag();
  ASSIGN_OR_RETURN(*response, reviews_->SetDisposition(change));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ValidationService::AmendFact(grpc::CallbackServerContext* context,
                                                       const v1::AmendFactRequest* request,
                                                       v1::AmendFactResponse* response) {
  return runner_->RunUnary(context, "ValidationService.AmendFact",
                           [this, request, response] { return Amend(*request, response); });
}

absl::Status ValidationService::Amend(const v1::AmendFactRequest& request,
                                      v1::AmendFactResponse* response) {
  ASSIGN_OR_RETURN(const ReportKey key, ReportKeyInField(request.report(), "report"));
  RETURN_IF_ERROR(CheckAmendment(request));
  AmendmentChange change;
  change.agency_id = key.agency_id;
  change.year = key.year;
  change.indicator = request.indicator();
  change.applicant = request.applicant();
  change.value = request.value();
  change.reason = request.reason();
  change.actor = request.actor();
  change.etag = request.etag();
  ASSIGN_OR_RETURN(*response->mutable_job(), reviews_->Amend(change));
  const std::string id(*ParseJobName(response->job().name()));
  const QueueEntry entry{id, Lane::kInteractive, Task::kJob};
  if (const absl::Status status = queue_->Enqueue({&entry, 1}); !status.ok()) {
    LogWarning("job ", id, " is left to the reconciler: ", status.message());
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ValidationService::ValidateFacts(grpc::CallbackServerContext* context,
                                                           const v1::ValidateFactsRequest* request,
                                                           v1::ValidateFactsResponse* response) {
  return ParkedCall::Launch(
      std::make_shared<ValidateFactsCall>(checks_, *forms_, context, request, response));
}

grpc::ServerUnaryReactor* ValidationService::RevalidateReports(
    grpc::CallbackServerContext* context, const v1::RevalidateReportsRequest* request,
    v1::RevalidateReportsResponse* response) {
  return runner_->RunUnary(context, "ValidationService.RevalidateReports",
                           [this, request, response] { return Revalidate(*request, response); });
}

absl::Status ValidationService::Revalidate(const v1::RevalidateReportsRequest& request,
                                           v1::RevalidateReportsResponse* response) {
  RevalidationFilter filter;
  ASSIGN_OR_RETURN(filter.agency_id, AgencyIdIn(request.parent()));
  RETURN_IF_ERROR(CheckYear(request.year()));
  filter.year = request.year();
  if (request.outdated_only()) filter.other_than_rules_version = catalog_.version;
  ASSIGN_OR_RETURN(const std::vector<std::string> jobs, reviews_->Revalidate(filter));
  EnqueueRevalidations(queue_, jobs);
  for (const std::string& job : jobs) response->add_jobs(JobName(job));
  return absl::OkStatus();
}

}  // namespace gongkai
