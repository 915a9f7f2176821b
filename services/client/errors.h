// What the gateway answers, as errors of services/base/error.h.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace gongkai::client {

// Same code and message, with what google.rpc details say. Errors without details, which come from
// the connection, name `server`.
absl::Status FromGrpcStatus(const grpc::Status& status, absl::string_view server);

// UNAVAILABLE, SERVER_UNREACHABLE.
absl::Status Unreachable(absl::string_view server, absl::string_view why);

}  // namespace gongkai::client
