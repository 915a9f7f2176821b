#include "services/queue/redis_check_exchange.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

// Redis refuses a time to live of nothing.
std::string Millis(absl::Duration ttl) {
  return absl::StrCat(std::max<int64_t>(1, absl::ToInt64Milliseconds(ttl)));
}

absl::StatusOr<std::string> ValueOf(const absl::StatusOr<redis::Reply>& reply,
                                    absl::string_view what, absl::string_view id) {
  RETURN_IF_ERROR(reply.status());
  if (reply->IsNil()) return absl::NotFoundError(absl::StrCat("no ", what, " of check ", id));
  ASSIGN_OR_RETURN(const absl::string_view value, reply->String());
  return std::string(value);
}

}  // namespace

RedisCheckExchange::RedisCheckExchange(redis::ConnectionPool* pool, absl::string_view prefix)
    : pool_(pool), prefix_(prefix) {}

std::string RedisCheckExchange::RequestKey(absl::string_view id) const {
  return absl::StrCat(prefix_, "check:request:", id);
}

std::string RedisCheckExchange::ReplyKey(absl::string_view id) const {
  return absl::StrCat(prefix_, "check:reply:", id);
}

absl::StatusOr<std::string> RedisCheckExchange::PutRequest(absl::string_view request,
                                                           absl::Duration ttl) {
  std::string id = RandomHex(16);
  RETURN_IF_ERROR(pool_->Command({"SET", RequestKey(id), request, "PX", Millis(ttl)}).status());
  return id;
}

absl::StatusOr<std::string> RedisCheckExchange::GetRequest(absl::string_view id) {
  return ValueOf(pool_->Command({"GET", RequestKey(id)}), "request", id);
}

absl::Status RedisCheckExchange::PutReply(absl::string_view id, absl::string_view reply,
                                          absl::Duration ttl) {
  ASSIGN_OR_RETURN(const redis::PooledConnection connection, pool_->Acquire());
  // The request goes first: its memory may be what the reply needs.
  connection->Append({"UNLINK", RequestKey(id)});
  connection->Append({"SET", ReplyKey(id), reply, "PX", Millis(ttl)});
  ASSIGN_OR_RETURN(const std::vector<redis::Reply> replies, connection->Exchange());
  for (const redis::Reply& each : replies) RETURN_IF_ERROR(each.status());
  return absl::OkStatus();
}

absl::StatusOr<std::string> RedisCheckExchange::TakeReply(absl::string_view id) {
  return ValueOf(pool_->Command({"GETDEL", ReplyKey(id)}), "reply", id);
}

absl::Status RedisCheckExchange::Discard(absl::string_view id) {
  return pool_->Command({"UNLINK", RequestKey(id), ReplyKey(id)}).status();
}

}  // namespace gongkai
