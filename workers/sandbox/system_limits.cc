#include "workers/sandbox/system_limits.h"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace gongkai {

absl::Status SystemFailure(absl::string_view what, int error) {
  return absl::UnavailableError(absl::StrCat(what, ": ", strerror(error)));
}

absl::Status SetLimit(int resource, absl::string_view name, int64_t value) {
  const rlimit limit = {static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
  if (setrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0) {
    return SystemFailure(absl::StrCat("setrlimit ", name), errno);
  }
  return absl::OkStatus();
}

}  // namespace gongkai
