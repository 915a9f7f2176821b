#include "services/redis/subscriber.h"

#include <utility>

#include "services/base/backoff.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/redis/redis_error.h"

namespace gongkai::redis {
namespace {

// Silence after which we ask whether the other side is still there.
constexpr absl::Duration kPingAfter = absl::Seconds(10);

}  // namespace

Subscriber::Subscriber(RedisAddress address, const ConnectionOptions& options,
                       std::vector<std::string> channels, OnMessage on_message,
                       OnSubscribed on_subscribed)
    : address_(std::move(address)),
      options_(options),
      channels_(std::move(channels)),
      on_message_(std::move(on_message)),
      on_subscribed_(std::move(on_subscribed)),
      thread_([this] { Run(); }) {}

Subscriber::~Subscriber() {
  stop_.Trigger();
  thread_.join();
}

void Subscriber::Run() {
  Backoff backoff;
  bool warned = false;
  while (!stop_.WaitFor(absl::ZeroDuration())) {
    bool subscribed = false;
    const absl::Status status = Listen(subscribed);
    if (subscribed) {
      backoff.Reset();
      warned = false;
    }
    const absl::Duration pause = backoff.Next();
    if (stop_.WaitFor(absl::ZeroDuration())) break;
    if (!warned) LogWarning("not subscribed, trying again: ", status.message());
    warned = true;
    stop_.WaitFor(pause);
  }
}

absl::Status Subscriber::Listen(bool& subscribed) {
  ASSIGN_OR_RETURN(const auto connection, Connection::Connect(address_, options_, &stop_));
  std::vector<absl::string_view> subscribe = {"SUBSCRIBE"};
  subscribe.insert(subscribe.end(), channels_.begin(), channels_.end());
  connection->Append(subscribe);
  RETURN_IF_ERROR(connection->Send());
  size_t confirmed = 0;
  bool answer_due = true;
  while (true) {
    auto reply = connection->Receive(answer_due ? options_.command_timeout : kPingAfter);
    if (absl::IsDeadlineExceeded(reply.status())) {
      if (answer_due) return RedisUnavailable("no answer in time");
      connection->Append({"PING"});
      RETURN_IF_ERROR(connection->Send());
      answer_due = true;
      continue;
    }
    RETURN_IF_ERROR(reply.status());
    ASSIGN_OR_RETURN(const absl::string_view kind, (*reply)[0].String());
    if (kind == "subscribe") {
      if (++confirmed < channels_.size()) continue;
      subscribed = true;
      answer_due = false;
      if (on_subscribed_) on_subscribed_();
    } else if (kind == "message") {
      answer_due = answer_due && !subscribed;
      ASSIGN_OR_RETURN(const absl::string_view channel, (*reply)[1].String());
      ASSIGN_OR_RETURN(const absl::string_view message, (*reply)[2].String());
      on_message_(channel, message);
    } else {
      answer_due = false;
    }
    if (stop_.WaitFor(absl::ZeroDuration())) return RedisUnavailable("stopped");
  }
}

}  // namespace gongkai::redis
