#include "services/queue/redis_leader_lock.h"

#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/status_macros.h"

namespace gongkai {

RedisLeaderLock::RedisLeaderLock(redis::ConnectionPool* pool, absl::string_view name,
                                 absl::string_view prefix, absl::Duration ttl)
    : pool_(pool),
      key_(absl::StrCat(prefix, "leader:", name)),
      ttl_millis_(absl::StrCat(absl::ToInt64Milliseconds(ttl))),
      token_(RandomHex(16)) {}

absl::StatusOr<bool> RedisLeaderLock::Hold() {
  ASSIGN_OR_RETURN(const redis::PooledConnection connection, pool_->Acquire());
  ASSIGN_OR_RETURN(const redis::Reply taken,
                   connection->Command({"SET", key_, token_, "NX", "PX", ttl_millis_}));
  if (!taken.IsNil()) return true;
  ASSIGN_OR_RETURN(const bool ours, IsOurs(*connection));
  if (!ours) return false;
  RETURN_IF_ERROR(connection->Command({"PEXPIRE", key_, ttl_millis_}).status());
  return true;
}

void RedisLeaderLock::Release() {
  auto connection = pool_->Acquire();
  if (!connection.ok()) return;  // it expires
  const auto ours = IsOurs(**connection);
  if (ours.ok() && *ours) (**connection).Command({"DEL", key_}).IgnoreError();
}

absl::StatusOr<bool> RedisLeaderLock::IsOurs(redis::Connection& connection) const {
  ASSIGN_OR_RETURN(const redis::Reply holder, connection.Command({"GET", key_}));
  if (holder.IsNil()) return false;
  ASSIGN_OR_RETURN(const absl::string_view token, holder.String());
  return token == token_;
}

}  // namespace gongkai
