#include "services/gateway/validation_service.h"

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "services/gateway/request_checks.h"
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
  for (size_t i = first; i < end; ++i) *response->add_rules() = catalog_.rules[i];
  if (end < catalog_.rules.size()) {
    response->set_next_page_token(MakePageToken(FilterOf(catalog_), absl::StrCat(end)));
  }
  response->set_rules_version(catalog_.version);
  return absl::OkStatus();
}

}  // namespace gongkai
