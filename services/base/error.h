// Errors that a person or a program outside will see: a canonical code, a stable reason, a message
// in English and in Chinese, and the field that is wrong. Carried in absl::Status payloads, turned
// into google.rpc details by the gateway and into text by the command line.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace gongkai {

struct FieldError {
  std::string field;
  std::string message_en;
};

struct ErrorDetail {
  std::string reason;              // UPPER_SNAKE_CASE: "NOT_A_REPORT"
  std::string message_zh;          // empty: none was given
  std::string field;               // request field that is wrong ("page_token"), or empty
  std::vector<FieldError> fields;  // where several are wrong: all of them
  // When it makes sense to try again; zero: not said.
  absl::Duration retry_after = absl::ZeroDuration();
};

// The status message is `message_en`.
absl::Status MakeError(absl::StatusCode code, absl::string_view reason,
                       absl::string_view message_en, absl::string_view message_zh);

// INVALID_ARGUMENT that names the field.
absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view message_en, absl::string_view message_zh);

// Several of those as one, with the reason of the first. errors: not empty.
absl::Status InvalidFields(absl::Span<const absl::Status> errors);

// UNAVAILABLE with a time after which to try again.
absl::Status UnavailableFor(absl::Duration retry_after, absl::string_view reason,
                            absl::string_view message_en, absl::string_view message_zh);

// What the functions above put in; all empty for any other status.
ErrorDetail DetailOf(const absl::Status& status);

}  // namespace gongkai
