#include "services/queue/fake_check_exchange.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/status_macros.h"

namespace gongkai {

absl::StatusOr<std::string> FakeCheckExchange::Find(const Values& values,
                                                    absl::string_view id) const {
  const auto found = values.find(std::string(id));
  if (found == values.end() || found->second.expires <= clock_->Now()) {
    return absl::NotFoundError(absl::StrCat("nothing of check ", id));
  }
  return found->second.bytes;
}

absl::StatusOr<std::string> FakeCheckExchange::PutRequest(absl::string_view request,
                                                          absl::Duration ttl) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(error_);
  std::string id = RandomHex(16);
  requests_[id] = {std::string(request), clock_->Now() + ttl};
  return id;
}

absl::StatusOr<std::string> FakeCheckExchange::GetRequest(absl::string_view id) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(error_);
  return Find(requests_, id);
}

absl::Status FakeCheckExchange::PutReply(absl::string_view id, absl::string_view reply,
                                         absl::Duration ttl) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(error_);
  requests_.erase(std::string(id));
  replies_[std::string(id)] = {std::string(reply), clock_->Now() + ttl};
  return absl::OkStatus();
}

absl::StatusOr<std::string> FakeCheckExchange::TakeReply(absl::string_view id) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(error_);
  ASSIGN_OR_RETURN(std::string reply, Find(replies_, id));
  replies_.erase(std::string(id));
  return reply;
}

absl::Status FakeCheckExchange::Discard(absl::string_view id) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(error_);
  requests_.erase(std::string(id));
  replies_.erase(std::string(id));
  return absl::OkStatus();
}

void FakeCheckExchange::SetError(absl::Status error) {
  MutexLock lock(mutex_);
  error_ = std::move(error);
}

}  // namespace gongkai
