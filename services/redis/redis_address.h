// Where a Redis server is and how to log in. services/redis is the only layer that includes
// hiredis; it knows commands and replies, and nothing of what we keep in Redis.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace gongkai {

struct RedisAddress {
  std::string unix_path;  // empty: TCP
  std::string host;
  int port = 6379;
  std::string user;  // empty: Redis' default user
  std::string password;
  int database = 0;

  // "host:port" or "unix:PATH"; never the password.
  std::string ToString() const;
};

// Reads "host:port", "[::1]:port", "unix:PATH" and
// "redis://[[user]:password@]host[:port][/database]" (user and password percent-encoded).
// INVALID_ARGUMENT with reason INVALID_REDIS_ADDRESS, never with the password in its text.
absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view text);

}  // namespace gongkai
