// What goes to standard error.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gongkai/v1/job.pb.h"

namespace gongkai {

// What a job or a reader says of a document, as a status.
absl::Status StatusOf(const v1::JobError& error);

// The text for an error: what it is about, the reason in Chinese and in English, and, for reasons
// where there is one, the way out. Ends with a line end.
std::string ErrorText(absl::string_view subject, const absl::Status& status);

// ErrorText() to standard error.
void PrintError(absl::string_view subject, const absl::Status& status);

}  // namespace gongkai
