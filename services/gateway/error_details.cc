#include "services/gateway/error_details.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/base/log.h"

namespace gongkai {
namespace {

// Trailers beyond a few KiB are refused on the way.
constexpr size_t kMaxMessageBytes = 1024;
constexpr absl::Duration kDefaultRetry = absl::Seconds(1);

struct GeneralMessage {
  const char* en;
  const char* zh;
};

// What clients are told of a status that was not made for them; null where the code speaks of the
// client's own mistake.
const GeneralMessage* GeneralMessageOf(absl::StatusCode code) {
  static constexpr GeneralMessage kUnavailable = {
      "the service is temporarily unavailable; nothing was changed",
      "服务暂时不可用，未作任何更改"};
  static constexpr GeneralMessage kExhausted = {"the service is overloaded", "服务负载过高"};
  static constexpr GeneralMessage kInternal = {"internal error", "服务器内部错误"};
  switch (code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
      return &kUnavailable;
    case absl::StatusCode::kResourceExhausted:
      return &kExhausted;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return &kInternal;
    default:
      return nullptr;
  }
}

std::string Shortened(absl::string_view text) {
  if (text.size() <= kMaxMessageBytes) return std::string(text);
  size_t end = kMaxMessageBytes;
  // Not in the middle of a UTF-8 character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view method) {
  if (status.ok()) return grpc::Status::OK;
  ErrorDetail detail = DetailOf(status);
  std::string message = Shortened(status.message());
  if (detail.reason.empty()) {
    detail.reason = absl::StatusCodeToString(status.code());
    if (const GeneralMessage* general = GeneralMessageOf(status.code()); general != nullptr) {
      const std::string reference = RandomHex(4);
      LogError(method, " [", reference, "]: ", status.ToString());
      message = absl::StrCat(general->en, " (reference ", reference, ")");
      detail.message_zh = absl::StrCat(general->zh, "（编号 ", reference, "）");
    }
  }
  if (detail.retry_after == absl::ZeroDuration() &&
      (absl::IsUnavailable(status) || absl::IsResourceExhausted(status))) {
    detail.retry_after = kDefaultRetry;
  }

  google::rpc::Status rpc;
  rpc.set_code(static_cast<int>(status.code()));
  rpc.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(detail.reason);
  info.set_domain(kErrorDomain);
  rpc.add_details()->PackFrom(info);
  if (!detail.field.empty()) {
    google::rpc::BadRequest bad_request;
    const auto add = [&](const std::string& field, const std::string& description) {
      auto* violation = bad_request.add_field_violations();
      violation->set_field(field);
      violation->set_description(description);
    };
    if (detail.fields.empty()) add(detail.field, message);
    for (const FieldError& error : detail.fields) add(error.field, error.message_en);
    rpc.add_details()->PackFrom(bad_request);
  }
  if (detail.retry_after > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    const int64_t nanos = absl::ToInt64Nanoseconds(detail.retry_after);
    retry.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
    retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
    rpc.add_details()->PackFrom(retry);
  }
  if (!detail.message_zh.empty()) {
    google::rpc::LocalizedMessage localized;
    localized.set_locale("zh-CN");
    localized.set_message(Shortened(detail.message_zh));
    rpc.add_details()->PackFrom(localized);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message,
                      rpc.SerializeAsString());
}

}  // namespace gongkai
