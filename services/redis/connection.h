// One connection to Redis: commands, pipelines, subscriptions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/redis/deadline.h"
#include "services/redis/interrupt.h"
#include "services/redis/redis_address.h"
#include "services/redis/reply.h"

struct redisContext;

namespace gongkai::redis {

struct ConnectionOptions {
  absl::Duration connect_timeout = absl::Seconds(1);  // until Redis has answered a PING
  absl::Duration command_timeout = absl::Seconds(3);  // for one Command or Exchange
};

using Arguments = absl::Span<const absl::string_view>;

// For one thread at a time.
class Connection {
 public:
  // Connects, logs in, and sees that Redis serves. Once `interrupt` (may be null; must outlive the
  // connection) is triggered, every wait ends with UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<Connection>> Connect(const RedisAddress& address,
                                                             const ConnectionOptions& options,
                                                             const Interrupt* interrupt = nullptr);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // One round trip. An error reply is returned as its status. `block` is how long the command
  // itself may wait inside Redis; it is added to the command timeout.
  absl::StatusOr<Reply> Command(Arguments arguments, absl::Duration block = absl::ZeroDuration());

  // A pipeline: Append any number of commands, then Exchange sends all and returns as many replies,
  // in order. Error replies are among them: see ReplyView::status.
  void Append(Arguments arguments);
  absl::StatusOr<std::vector<Reply>> Exchange();

  // For subscriptions: Send what was appended, Receive the next message. DEADLINE_EXCEEDED when
  // there was none in time; the connection can still be used then.
  absl::Status Send();
  absl::StatusOr<Reply> Receive(absl::Duration timeout);

  // True after a lost connection, a timeout, or a reply that says this server will not do any
  // longer (READONLY, MASTERDOWN, UNBLOCKED). Only good for being thrown away.
  bool broken() const { return broken_; }
  // Broken because Redis did not answer in time.
  bool timed_out() const { return timed_out_; }
  // False when the other side has closed the idle connection.
  bool IsAlive() const;

 private:
  Connection(std::string name, const ConnectionOptions& options, const Interrupt* interrupt)
      : name_(std::move(name)), options_(options), interrupt_(interrupt) {}

  absl::Status Open(const RedisAddress& address);
  absl::Status SendBy(const Deadline& deadline);
  absl::StatusOr<Reply> ReceiveBy(const Deadline& deadline);
  // Until the socket is ready for `events`. DEADLINE_EXCEEDED, or UNAVAILABLE when interrupted.
  absl::Status WaitUntilReady(short events, const Deadline& deadline) const;
  absl::Status Lost(absl::string_view why);
  absl::Status TimedOut();
  void NoteError(const absl::Status& status);

  struct Free {
    void operator()(redisContext* context) const;
  };

  const std::string name_;  // for messages
  const ConnectionOptions options_;
  const Interrupt* const interrupt_;
  std::unique_ptr<redisContext, Free> context_;
  std::string output_;
  size_t appended_ = 0;
  bool broken_ = false;
  bool timed_out_ = false;
};

}  // namespace gongkai::redis
