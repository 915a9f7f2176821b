// Tells what is checked and what was found, and records what people decide about it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <utility>

#include "gongkai/v1/validation_service.grpc.pb.h"
#include "services/catalog/form_codes.h"
#include "services/catalog/rule_catalog.h"
#include "services/gateway/check_call.h"
#include "services/gateway/rpc.h"
#include "services/queue/job_queue.h"
#include "services/store/review_store.h"

namespace gongkai {

// Thread-safe. What it is given must outlive it.
class ValidationService final : public v1::ValidationService::CallbackService {
 public:
  ValidationService(CallRunner* runner, ReviewStore* reviews, JobQueue* queue, RuleCatalog catalog,
                    const FormCodes* forms, const CheckParts& checks)
      : runner_(runner),
        reviews_(reviews),
        queue_(queue),
        catalog_(std::move(catalog)),
        forms_(forms),
        checks_(checks) {}

  grpc::ServerUnaryReactor* ListRules(grpc::CallbackServerContext* context,
                                      const v1::ListRulesRequest* request,
                                      v1::ListRulesResponse* response) override;
  grpc::ServerUnaryReactor* ExplainRule(grpc::CallbackServerContext* context,
                                        const v1::ExplainRuleRequest* request,
                                        v1::RuleExplanation* response) override;
  grpc::ServerUnaryReactor* ListFindings(grpc::CallbackServerContext* context,
                                         const v1::ListFindingsRequest* request,
                                         v1::ListFindingsResponse* response) override;
  grpc::ServerUnaryReactor* SetFindingDisposition(grpc::CallbackServerContext* context,
                                                  const v1::SetFindingDispositionRequest* request,
                                                  v1::Finding* response) override;
  grpc::ServerUnaryReactor* AmendFact(grpc::CallbackServerContext* context,
                                      const v1::AmendFactRequest* request,
                                      v1::AmendFactResponse* response) override;
  grpc::ServerUnaryReactor* ValidateFacts(grpc::CallbackServerContext* context,
                                          const v1::ValidateFactsRequest* request,
                                          v1::ValidateFactsResponse* response) override;
  grpc::ServerUnaryReactor* RevalidateReports(grpc::CallbackServerContext* context,
                                              const v1::RevalidateReportsRequest* request,
                                              v1::RevalidateReportsResponse* response) override;

 private:
  absl::Status List(const v1::ListRulesRequest& request, v1::ListRulesResponse* response);
  absl::Status Explain(const v1::ExplainRuleRequest& request, v1::RuleExplanation* response);
  absl::Status Find(const v1::ListFindingsRequest& request, v1::ListFindingsResponse* response);
  absl::Status Decide(const v1::SetFindingDispositionRequest& request, v1::Finding* response);
  absl::Status Amend(const v1::AmendFactRequest& request, v1::AmendFactResponse* response);
  absl::Status Revalidate(const v1::RevalidateReportsRequest& request,
                          v1::RevalidateReportsResponse* response);

  CallRunner* const runner_;
  ReviewStore* const reviews_;
  JobQueue* const queue_;
  const RuleCatalog catalog_;
  const FormCodes* const forms_;
  const CheckParts checks_;
};

}  // namespace gongkai
