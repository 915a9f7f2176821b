// From absl::Status to what a client of the API sees.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// The domain of every ErrorInfo.
inline constexpr char kErrorDomain[] = "gongkai";

// The same code, with a google.rpc.Status in the details: ErrorInfo (the reason of `status`, or
// the name of its code), BadRequest for a field, RetryInfo wherever trying again later makes sense
// (always for UNAVAILABLE and RESOURCE_EXHAUSTED), LocalizedMessage zh-CN.
//
// A status without a reason was made for us and not for clients: where its code means that we are
// at fault, it is logged with `method` and a reference, and the client gets a general message with
// that reference.
grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view method);

}  // namespace gongkai
