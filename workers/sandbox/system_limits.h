// What both sides of a confined program do with the system's limits and errors.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// UNAVAILABLE "<what>: <the system's words for this errno>".
absl::Status SystemFailure(absl::string_view what, int error);

// Sets the soft and the hard limit of RLIMIT_<name>, for this process and all it starts.
absl::Status SetLimit(int resource, absl::string_view name, int64_t value);

}  // namespace gongkai
