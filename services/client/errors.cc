#include "services/client/errors.h"

#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/base/error.h"

namespace gongkai::client {
namespace {

// The details of `from` added to `to`.
void AddDetails(const absl::Status& from, absl::Status* to) {
  from.ForEachPayload(
      [to](absl::string_view type, const absl::Cord& payload) { to->SetPayload(type, payload); });
}

// Nothing if `status` has no details of google.rpc.
bool ParseDetails(const grpc::Status& status, ErrorDetail* detail) {
  google::rpc::Status rpc;
  if (status.error_details().empty() || !rpc.ParseFromString(status.error_details())) return false;
  for (const google::protobuf::Any& any : rpc.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    google::rpc::LocalizedMessage localized;
    if (any.UnpackTo(&info)) {
      detail->reason = info.reason();
    } else if (any.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        detail->fields.push_back({violation.field(), violation.description()});
      }
    } else if (any.UnpackTo(&retry)) {
      detail->retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                            absl::Nanoseconds(retry.retry_delay().nanos());
    } else if (any.UnpackTo(&localized)) {
      if (absl::StartsWith(localized.locale(), "zh")) detail->message_zh = localized.message();
    }
  }
  return !detail->reason.empty();
}

}  // namespace

absl::Status Unreachable(absl::string_view server, absl::string_view why) {
  return MakeError(absl::StatusCode::kUnavailable, "SERVER_UNREACHABLE",
                   absl::StrCat("cannot reach the gateway at ", server, ": ", why),
                   absl::StrCat("无法连接服务器 ", server, "（", why, "）"));
}

absl::Status FromGrpcStatus(const grpc::Status& status, absl::string_view server) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  ErrorDetail detail;
  if (!ParseDetails(status, &detail)) {
    switch (code) {
      case absl::StatusCode::kUnavailable:
        return Unreachable(server, status.error_message());
      case absl::StatusCode::kDeadlineExceeded:
        return MakeError(code, "SERVER_TIMEOUT",
                         absl::StrCat("the gateway at ", server, " did not answer in time"),
                         absl::StrCat("服务器 ", server, " 未在限定时间内答复"));
      case absl::StatusCode::kUnimplemented:
        return MakeError(code, "NOT_OFFERED",
                         absl::StrCat("the server at ", server, " does not offer this call"),
                         absl::StrCat("服务器 ", server, " 不提供此功能"));
      default:
        return absl::Status(code, absl::StrCat(server, ": ", status.error_message()));
    }
  }
  absl::Status result(code, status.error_message());
  std::vector<absl::Status> fields;
  for (const FieldError& error : detail.fields) {
    fields.push_back(InvalidField(error.field, detail.reason, error.message_en, ""));
  }
  if (!fields.empty()) AddDetails(InvalidFields(fields), &result);
  if (detail.retry_after > absl::ZeroDuration()) {
    AddDetails(UnavailableFor(detail.retry_after, detail.reason, "", ""), &result);
  }
  AddDetails(MakeError(code, detail.reason, "", detail.message_zh), &result);
  return result;
}

}  // namespace gongkai::client
