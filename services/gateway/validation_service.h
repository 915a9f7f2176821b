// Tells what is checked.
#pragma once

#include <grpcpp/grpcpp.h>

#include <utility>

#include "gongkai/v1/validation_service.grpc.pb.h"
#include "services/gateway/rpc.h"
#include "services/gateway/rule_catalog.h"

namespace gongkai {

// Thread-safe. `runner` must outlive it.
class ValidationService final : public v1::ValidationService::CallbackService {
 public:
  ValidationService(CallRunner* runner, RuleCatalog catalog)
      : runner_(runner), catalog_(std::move(catalog)) {}

  grpc::ServerUnaryReactor* ListRules(grpc::CallbackServerContext* context,
                                      const v1::ListRulesRequest* request,
                                      v1::ListRulesResponse* response) override;

 private:
  absl::Status List(const v1::ListRulesRequest& request, v1::ListRulesResponse* response);

  CallRunner* const runner_;
  const RuleCatalog catalog_;
};

}  // namespace gongkai
