#include "services/redis/connection_pool.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/redis/redis_error.h"

namespace gongkai::redis {

PooledConnection::~PooledConnection() {
  if (connection_ != nullptr) pool_->Return(std::move(connection_));
}

ConnectionPool::ConnectionPool(RedisAddress address, const Options& options)
    : address_(std::move(address)),
      options_(options),
      pause_(absl::ZeroDuration()),
      backoff_(options.first_pause, options.longest_pause) {}

absl::StatusOr<PooledConnection> ConnectionPool::Acquire() {
  {
    MutexLock lock(mutex_);
    while (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->IsAlive()) return PooledConnection(this, std::move(connection));
    }
    if (failing_) {
      if (trying_ || !pause_.IsOver()) {
        return RedisUnavailable(absl::StrCat("at ", address_.ToString(), ": cannot be reached"));
      }
      trying_ = true;
    }
  }
  auto connection = Connection::Connect(address_, options_.connection);
  MutexLock lock(mutex_);
  if (!connection.ok()) {
    NoteFailure();
    return connection.status();
  }
  if (failing_) LogInfo("Redis at ", address_.ToString(), " is there again / 已重新连接 Redis");
  failing_ = false;
  trying_ = false;
  backoff_.Reset();
  return PooledConnection(this, *std::move(connection));
}

absl::StatusOr<Reply> ConnectionPool::Command(Arguments arguments) {
  ASSIGN_OR_RETURN(const PooledConnection connection, Acquire());
  return connection->Command(arguments);
}

void ConnectionPool::Return(std::unique_ptr<Connection> connection) {
  MutexLock lock(mutex_);
  if (connection->timed_out()) {
    idle_.clear();
    NoteFailure();
  } else if (!connection->broken() && !failing_ && idle_.size() < options_.max_idle) {
    idle_.push_back(std::move(connection));
  }
}

void ConnectionPool::NoteFailure() {
  if (!failing_) {
    LogWarning("Redis at ", address_.ToString(),
               " cannot be reached; trying again / 无法连接 Redis ", address_.ToString(),
               "，将不断重试");
  }
  failing_ = true;
  trying_ = false;
  pause_ = Deadline(backoff_.Next());
}

}  // namespace gongkai::redis
