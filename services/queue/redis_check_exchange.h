// The CheckExchange in Redis: two keys a check.
#pragma once

#include <string>

#include "services/queue/job_queue.h"
#include "services/redis/connection_pool.h"

namespace gongkai {

class RedisCheckExchange : public CheckExchange {
 public:
  // `pool` must outlive the exchange.
  explicit RedisCheckExchange(redis::ConnectionPool* pool, absl::string_view prefix = "gongkai:");

  absl::StatusOr<std::string> PutRequest(absl::string_view request, absl::Duration ttl) override;
  absl::StatusOr<std::string> GetRequest(absl::string_view id) override;
  absl::Status PutReply(absl::string_view id, absl::string_view reply, absl::Duration ttl) override;
  absl::StatusOr<std::string> TakeReply(absl::string_view id) override;
  absl::Status Discard(absl::string_view id) override;

 private:
  std::string RequestKey(absl::string_view id) const;
  std::string ReplyKey(absl::string_view id) const;

  redis::ConnectionPool* const pool_;
  const std::string prefix_;
};

}  // namespace gongkai
