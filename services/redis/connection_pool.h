// Connections to one Redis, shared by many threads.
#pragma once

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "services/base/backoff.h"
#include "services/base/mutex.h"
#include "services/redis/connection.h"

namespace gongkai::redis {

class ConnectionPool;

// A connection for its holder alone; goes back to the pool when dropped. Move-only.
class PooledConnection {
 public:
  PooledConnection(ConnectionPool* pool, std::unique_ptr<Connection> connection)
      : pool_(pool), connection_(std::move(connection)) {}
  PooledConnection(PooledConnection&&) = default;
  PooledConnection& operator=(PooledConnection&&) = delete;
  ~PooledConnection();

  Connection* operator->() const { return connection_.get(); }
  Connection& operator*() const { return *connection_; }

 private:
  ConnectionPool* pool_;
  std::unique_ptr<Connection> connection_;
};

// Connects when a connection is first needed; throws broken ones away. While Redis cannot be
// reached or does not answer, one caller at a time tries again, with growing jittered pauses; all
// others get UNAVAILABLE at once. Thread-safe. Must outlive the connections that it gave out.
class ConnectionPool {
 public:
  struct Options {
    ConnectionOptions connection;
    size_t max_idle = 32;  // kept open for the next caller
    absl::Duration first_pause = absl::Milliseconds(50);
    absl::Duration longest_pause = absl::Seconds(2);
  };

  explicit ConnectionPool(RedisAddress address) : ConnectionPool(std::move(address), Options()) {}
  ConnectionPool(RedisAddress address, const Options& options);

  absl::StatusOr<PooledConnection> Acquire();

  // One command on some connection.
  absl::StatusOr<Reply> Command(Arguments arguments);

  const RedisAddress& address() const { return address_; }

 private:
  friend class PooledConnection;
  void Return(std::unique_ptr<Connection> connection);
  void NoteFailure() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const RedisAddress address_;
  const Options options_;

  Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
  bool failing_ ABSL_GUARDED_BY(mutex_) = false;
  bool trying_ ABSL_GUARDED_BY(mutex_) = false;  // somebody tries again just now
  Deadline pause_ ABSL_GUARDED_BY(mutex_);       // while failing_: nobody tries before
  Backoff backoff_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace gongkai::redis
