#include "services/gateway/agency_service.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/credit_code.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/gateway/request_checks.h"
#include "services/gateway/revalidation_queue.h"

namespace gongkai {
namespace {

constexpr size_t kMaxNameBytes = 600;
constexpr int kMaxAliases = 100;

absl::Status CheckNames(const v1::Agency& agency) {
  RETURN_IF_ERROR(CheckWords("agency.display_name", agency.display_name(), kMaxNameBytes));
  if (agency.aliases_size() > kMaxAliases) {
    return InvalidField("agency.aliases", "TOO_MANY_ALIASES",
                        absl::StrCat("agency.aliases has more than ", kMaxAliases, " names"),
                        absl::StrCat("agency.aliases 超过 ", kMaxAliases, " 个"));
  }
  for (const std::string& alias : agency.aliases()) {
    if (alias.empty()) {
      return InvalidField("agency.aliases", "EMPTY_ALIAS", "agency.aliases has an empty name",
                          "agency.aliases 中有空名称");
    }
    RETURN_IF_ERROR(CheckWords("agency.aliases", alias, kMaxNameBytes));
  }
  return absl::OkStatus();
}

absl::Status CheckRegionAndParent(const v1::Agency& agency) {
  const std::string& region = agency.region_code();
  if (!region.empty() &&
      (region.size() != 6 || region.find_first_not_of("0123456789") != std::string::npos)) {
    return InvalidField("agency.region_code", "INVALID_REGION_CODE",
                        absl::StrCat("agency.region_code \"", region, "\" is not six digits"),
                        absl::StrCat("agency.region_code “", region, "”不是六位数字"));
  }
  if (!agency.parent().empty() && !ParseAgencyName(agency.parent()).has_value()) {
    return InvalidField("agency.parent", "INVALID_NAME",
                        "agency.parent must be of the form agencies/{agency}",
                        "agency.parent 的格式应为 agencies/{agency}");
  }
  return absl::OkStatus();
}

absl::StatusOr<AgencyFields> FieldsOf(const v1::UpdateAgencyRequest& request) {
  const v1::Agency& agency = request.agency();
  AgencyFields fields;
  if (request.update_mask().paths().empty()) {
    fields.display_name = !agency.display_name().empty();
    fields.aliases = agency.aliases_size() > 0;
    fields.region_code = !agency.region_code().empty();
    fields.parent = !agency.parent().empty();
    fields.region_wide = agency.region_wide();
    return fields;
  }
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "display_name") {
      fields.display_name = true;
    } else if (path == "aliases") {
      fields.aliases = true;
    } else if (path == "region_code") {
      fields.region_code = true;
    } else if (path == "parent") {
      fields.parent = true;
    } else if (path == "region_wide") {
      fields.region_wide = true;
    } else {
      return InvalidField(
          "update_mask", "INVALID_UPDATE_MASK",
          absl::StrCat("update_mask names \"", path,
                       "\"; it may name display_name, aliases, region_code, parent, region_wide"),
          absl::StrCat("update_mask 中的“", path,
                       "”无效，可用 display_name、aliases、region_code、parent、region_wide"));
    }
  }
  return fields;
}

}  // namespace

grpc::ServerUnaryReactor* AgencyService::GetAgency(grpc::CallbackServerContext* context,
                                                   const v1::GetAgencyRequest* request,
                                                   v1::Agency* response) {
  return runner_->RunUnary(context, "AgencyService.GetAgency",
                           [this, request, response] { return Get(*request, response); });
}

absl::Status AgencyService::Get(const v1::GetAgencyRequest& request, v1::Agency* response) {
  ASSIGN_OR_RETURN(const absl::string_view id, AgencyIdInName(request.name(), "name"));
  ASSIGN_OR_RETURN(*response, agencies_->Get(id));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AgencyService::ListAgencies(grpc::CallbackServerContext* context,
                                                      const v1::ListAgenciesRequest* request,
                                                      v1::ListAgenciesResponse* response) {
  return runner_->RunUnary(context, "AgencyService.ListAgencies",
                           [this, request, response] { return List(*request, response); });
}

absl::Status AgencyService::List(const v1::ListAgenciesRequest& request,
                                 v1::ListAgenciesResponse* response) {
  ASSIGN_OR_RETURN(const absl::string_view parent, AgencyIdIn(request.parent()));
  ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  ASSIGN_OR_RETURN(AgencyPage page, agencies_->List(parent, page_size, request.page_token()));
  for (v1::Agency& agency : page.agencies) *response->add_agencies() = std::move(agency);
  response->set_next_page_token(std::move(page.next_page_token));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AgencyService::CreateAgency(grpc::CallbackServerContext* context,
                                                      const v1::CreateAgencyRequest* request,
                                                      v1::Agency* response) {
  return runner_->RunUnary(context, "AgencyService.CreateAgency", [this, request, response] {
    return Create(request->agency(), response);
  });
}

absl::Status AgencyService::Create(const v1::Agency& agency, v1::Agency* response) {
  if (agency.display_name().empty()) {
    return InvalidField("agency.display_name", "EMPTY_NAME", "agency.display_name is empty",
                        "agency.display_name 为空");
  }
  const std::string& code = agency.unified_social_credit_code();
  if (!code.empty() && !IsValidCreditCode(code)) {
    return InvalidField(
        "agency.unified_social_credit_code", "INVALID_CREDIT_CODE",
        absl::StrCat("\"", code, "\" is no 统一社会信用代码: wrong length, character or check"),
        absl::StrCat("“", code, "”不是有效的统一社会信用代码"));
  }
  RETURN_IF_ERROR(CheckNames(agency));
  RETURN_IF_ERROR(CheckRegionAndParent(agency));
  const std::string name = AgencyName(code.empty() ? AgencyIdOfName(agency.display_name()) : code);
  if (!agency.name().empty() && agency.name() != name) {
    return InvalidField("agency.name", "INVALID_NAME",
                        absl::StrCat("agency.name must be empty or ", name),
                        absl::StrCat("agency.name 应为空或 ", name));
  }
  ASSIGN_OR_RETURN(*response, agencies_->Create(agency));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AgencyService::UpdateAgency(grpc::CallbackServerContext* context,
                                                      const v1::UpdateAgencyRequest* request,
                                                      v1::Agency* response) {
  return runner_->RunUnary(context, "AgencyService.UpdateAgency",
                           [this, request, response] { return Update(*request, response); });
}

absl::Status AgencyService::Update(const v1::UpdateAgencyRequest& request, v1::Agency* response) {
  const v1::Agency& agency = request.agency();
  RETURN_IF_ERROR(AgencyIdInName(agency.name(), "agency.name").status());
  RETURN_IF_ERROR(CheckNames(agency));
  RETURN_IF_ERROR(CheckRegionAndParent(agency));
  ASSIGN_OR_RETURN(const AgencyFields fields, FieldsOf(request));
  if (fields.display_name && agency.display_name().empty()) {
    return InvalidField("agency.display_name", "EMPTY_NAME", "agency.display_name is empty",
                        "agency.display_name 为空");
  }
  ASSIGN_OR_RETURN(AgencyStore::Updated updated, agencies_->Update(agency, fields));
  EnqueueRevalidations(queue_, updated.jobs);
  *response = std::move(updated.agency);
  return absl::OkStatus();
}

}  // namespace gongkai
