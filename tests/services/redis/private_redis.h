// A redis-server for one test alone.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/redis/redis_address.h"
#include "services/redis/reply.h"

namespace gongkai {

// Runs from construction to destruction on a unix socket in a temporary folder of its own; keeps
// nothing over a restart unless told to. The server dies with the thread that (re)started it. Ends
// the test program with a message if the server cannot be started. Not thread-safe.
class PrivateRedis {
 public:
  // `arguments` go to redis-server: {"--appendonly", "yes"}.
  explicit PrivateRedis(std::vector<std::string> arguments = {});
  ~PrivateRedis();
  PrivateRedis(const PrivateRedis&) = delete;
  PrivateRedis& operator=(const PrivateRedis&) = delete;

  RedisAddress address() const;
  // For the --redis flag: "unix:PATH".
  std::string flag() const { return address().ToString(); }

  // As kill -9; returns when it is gone. Nothing happens if it does not run.
  void Kill();
  // Starts it again at the same place, after a Kill if it runs; returns when it serves.
  void Restart();
  // As kill -STOP and kill -CONT.
  void Pause();
  void Resume();

  // Loses all data.
  void Flush() { Exec({"FLUSHALL"}); }

  // Any command; an error reply ends the test program with a message.
  redis::Reply Exec(absl::Span<const absl::string_view> arguments);

 private:
  void Start();

  const std::vector<std::string> arguments_;
  std::string folder_;
  pid_t pid_ = -1;
};

}  // namespace gongkai
