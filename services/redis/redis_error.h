// What goes wrong with Redis, as absl::Status.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace gongkai::redis {

// The status of an error reply such as "OOM command not allowed ...":
//   UNAVAILABLE          try again: LOADING, READONLY, UNBLOCKED, NOGROUP, NOSCRIPT, MASTERDOWN,
//                        CLUSTERDOWN, TRYAGAIN, BUSY, NOREPLICAS, too many clients; and MISCONF
//                        (Redis cannot write its file), which is also logged as an error
//   RESOURCE_EXHAUSTED   OOM
//   FAILED_PRECONDITION  WRONGTYPE, NOPERM, NOAUTH, WRONGPASS: somebody must change something
//   INTERNAL             everything else: our command is wrong
absl::Status StatusOfErrorReply(absl::string_view text);

// UNAVAILABLE: no connection, connection lost or no answer in time.
absl::Status RedisUnavailable(absl::string_view message);

// First word of the error reply that the status was made of ("NOGROUP"); empty for others.
std::string ErrorWord(const absl::Status& status);

}  // namespace gongkai::redis
