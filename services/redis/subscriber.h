// Messages of Redis channels.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/redis/connection.h"
#include "services/redis/interrupt.h"
#include "services/redis/redis_address.h"

namespace gongkai::redis {

// Listens from construction to destruction, on a connection and a thread of its own; reconnects for
// ever, with growing jittered pauses. Messages sent while there is no connection are lost.
class Subscriber {
 public:
  // Both run on the subscriber's thread, one at a time.
  using OnMessage = std::function<void(absl::string_view channel, absl::string_view message)>;
  // After each successful (re)subscription to all channels: what was sent before may be lost.
  using OnSubscribed = std::function<void()>;

  Subscriber(RedisAddress address, const ConnectionOptions& options,
             std::vector<std::string> channels, OnMessage on_message, OnSubscribed on_subscribed);
  // Returns when no callback runs any more, within milliseconds.
  ~Subscriber();
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

 private:
  void Run();
  // One connection's life; never returns OK. Sets `subscribed` once it has subscribed.
  absl::Status Listen(bool& subscribed);

  const RedisAddress address_;
  const ConnectionOptions options_;
  const std::vector<std::string> channels_;
  const OnMessage on_message_;
  const OnSubscribed on_subscribed_;
  Interrupt stop_;
  std::thread thread_;
};

}  // namespace gongkai::redis
