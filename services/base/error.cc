#include "services/base/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace gongkai {
namespace {

constexpr char kReason[] = "gongkai/reason";
constexpr char kChinese[] = "gongkai/zh";
constexpr char kField[] = "gongkai/field";
// A line for the field and one for the message, of each.
constexpr char kFields[] = "gongkai/fields";
constexpr char kRetryMillis[] = "gongkai/retry_ms";

std::string Payload(const absl::Status& status, const char* key) {
  const auto payload = status.GetPayload(key);
  return payload.has_value() ? std::string(*payload) : std::string();
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, absl::string_view reason,
                       absl::string_view message_en, absl::string_view message_zh) {
  absl::Status status(code, message_en);
  status.SetPayload(kReason, absl::Cord(reason));
  if (!message_zh.empty()) status.SetPayload(kChinese, absl::Cord(message_zh));
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view message_en, absl::string_view message_zh) {
  absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument, reason, message_en, message_zh);
  status.SetPayload(kField, absl::Cord(field));
  return status;
}

absl::Status InvalidFields(absl::Span<const absl::Status> errors) {
  if (errors.size() == 1) return errors.front();
  const ErrorDetail first = DetailOf(errors.front());
  const size_t more = errors.size() - 1;
  absl::Status status =
      InvalidField(first.field, first.reason,
                   absl::StrCat(errors.front().message(), " (", more,
                                more == 1 ? " more field is" : " more fields are", " wrong)"),
                   absl::StrCat(first.message_zh, "（另有 ", more, " 处错误）"));
  std::string fields;
  for (const absl::Status& error : errors) {
    absl::StrAppend(&fields, DetailOf(error).field, "\n", error.message(), "\n");
  }
  status.SetPayload(kFields, absl::Cord(fields));
  return status;
}

absl::Status UnavailableFor(absl::Duration retry_after, absl::string_view reason,
                            absl::string_view message_en, absl::string_view message_zh) {
  absl::Status status = MakeError(absl::StatusCode::kUnavailable, reason, message_en, message_zh);
  status.SetPayload(kRetryMillis, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(retry_after))));
  return status;
}

ErrorDetail DetailOf(const absl::Status& status) {
  ErrorDetail detail;
  detail.reason = Payload(status, kReason);
  detail.message_zh = Payload(status, kChinese);
  detail.field = Payload(status, kField);
  const std::vector<std::string> lines = absl::StrSplit(Payload(status, kFields), '\n');
  for (size_t i = 0; i + 1 < lines.size(); i += 2) {
    detail.fields.push_back({lines[i], lines[i + 1]});
  }
  if (int64_t millis = 0; absl::SimpleAtoi(Payload(status, kRetryMillis), &millis)) {
    detail.retry_after = absl::Milliseconds(millis);
  }
  return detail;
}

}  // namespace gongkai
