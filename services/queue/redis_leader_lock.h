// The LeaderLock as a key in Redis that expires.
#pragma once

#include <string>

#include "services/queue/reconciler.h"
#include "services/redis/connection_pool.h"

namespace gongkai {

class RedisLeaderLock : public LeaderLock {
 public:
  // `pool` must outlive the lock. `name` tells what is led. Who has not called Hold for `ttl` leads
  // no longer.
  RedisLeaderLock(redis::ConnectionPool* pool, absl::string_view name = "reconciler",
                  absl::string_view prefix = "gongkai:", absl::Duration ttl = absl::Seconds(10));

  absl::StatusOr<bool> Hold() override;
  void Release() override;

 private:
  // True if the key holds our token.
  absl::StatusOr<bool> IsOurs(redis::Connection& connection) const;

  redis::ConnectionPool* const pool_;
  const std::string key_;
  const std::string ttl_millis_;
  const std::string token_;
};

}  // namespace gongkai
