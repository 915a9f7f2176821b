// A server that answers with given bytes, to see what becomes of odd and hostile answers.
#pragma once

#include <string>
#include <thread>

#include "absl/strings/string_view.h"
#include "services/redis/redis_address.h"

namespace gongkai {

// Takes one connection on a TCP port of the system's choice, answers the first PING with +PONG, the
// next bytes that arrive with `answer`, and closes. An empty answer: says nothing more until the
// client has closed.
class FakeRedisServer {
 public:
  explicit FakeRedisServer(absl::string_view answer);
  ~FakeRedisServer();

  RedisAddress address() const;

 private:
  void Serve();

  const std::string answer_;
  int socket_ = -1;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace gongkai
