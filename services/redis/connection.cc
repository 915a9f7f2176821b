#include "services/redis/connection.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "services/redis/redis_error.h"

namespace gongkai::redis {

void Connection::Free::operator()(redisContext* context) const { redisFree(context); }

Connection::~Connection() = default;

absl::StatusOr<std::unique_ptr<Connection>> Connection::Connect(const RedisAddress& address,
                                                                const ConnectionOptions& options,
                                                                const Interrupt* interrupt) {
  std::unique_ptr<Connection> connection(
      new Connection(absl::StrCat("at ", address.ToString(), ": "), options, interrupt));
  RETURN_IF_ERROR(connection->Open(address));
  return connection;
}

absl::Status Connection::Open(const RedisAddress& address) {
  const Deadline deadline(options_.connect_timeout);
  context_.reset(address.unix_path.empty()
                     ? redisConnectNonBlock(address.host.c_str(), address.port)
                     : redisConnectUnixNonBlock(address.unix_path.c_str()));
  if (context_ == nullptr) return Lost("out of memory");
  if (context_->err != 0) return Lost(absl::StrCat("cannot connect: ", context_->errstr));
  fcntl(context_->fd, F_SETFD, FD_CLOEXEC);
  if (absl::Status ready = WaitUntilReady(POLLOUT, deadline); !ready.ok()) {
    return absl::IsDeadlineExceeded(ready) ? TimedOut() : ready;
  }
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(context_->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error != 0) return Lost(absl::StrCat("cannot connect: ", strerror(error)));
  if (address.unix_path.empty()) {
    const int on = 1;
    setsockopt(context_->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    redisEnableKeepAlive(context_.get());
  }

  size_t expected = 1;
  if (!address.password.empty()) {
    if (address.user.empty()) {
      Append({"AUTH", address.password});
    } else {
      Append({"AUTH", address.user, address.password});
    }
    ++expected;
  }
  if (address.database != 0) {
    Append({"SELECT", absl::StrCat(address.database)});
    ++expected;
  }
  Append({"PING"});
  appended_ = 0;
  RETURN_IF_ERROR(SendBy(deadline));
  for (size_t i = 0; i < expected; ++i) {
    ASSIGN_OR_RETURN(const Reply reply, ReceiveBy(deadline));
    RETURN_IF_ERROR(reply.status());
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> Connection::Command(Arguments arguments, absl::Duration block) {
  const Deadline deadline(options_.command_timeout + block);
  Append(arguments);
  appended_ = 0;
  RETURN_IF_ERROR(SendBy(deadline));
  ASSIGN_OR_RETURN(Reply reply, ReceiveBy(deadline));
  if (absl::Status status = reply.status(); !status.ok()) {
    NoteError(status);
    return status;
  }
  return reply;
}

void Connection::Append(Arguments arguments) {
  absl::StrAppend(&output_, "*", arguments.size(), "\r\n");
  for (const absl::string_view argument : arguments) {
    absl::StrAppend(&output_, "$", argument.size(), "\r\n", argument, "\r\n");
  }
  ++appended_;
}

absl::StatusOr<std::vector<Reply>> Connection::Exchange() {
  const Deadline deadline(options_.command_timeout);
  std::vector<Reply> replies(appended_);
  appended_ = 0;
  RETURN_IF_ERROR(SendBy(deadline));
  for (Reply& reply : replies) {
    ASSIGN_OR_RETURN(reply, ReceiveBy(deadline));
    if (absl::Status status = reply.status(); !status.ok()) NoteError(status);
  }
  return replies;
}

absl::Status Connection::Send() {
  appended_ = 0;
  return SendBy(Deadline(options_.command_timeout));
}

absl::StatusOr<Reply> Connection::Receive(absl::Duration timeout) {
  const Deadline deadline(timeout);
  auto reply = ReceiveBy(deadline);
  if (!reply.ok() && timed_out_) {
    broken_ = timed_out_ = false;
    return absl::DeadlineExceededError("no message from Redis in time");
  }
  return reply;
}

bool Connection::IsAlive() const {
  if (broken_) return false;
  char byte;
  // Nothing may be there to read: Redis says nothing unasked unless it closes.
  return recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
         (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

absl::Status Connection::SendBy(const Deadline& deadline) {
  const std::string output = std::move(output_);
  output_.clear();
  if (broken_) return Lost("the connection is broken");
  size_t sent = 0;
  while (sent < output.size()) {
    const ssize_t n = send(context_->fd, output.data() + sent, output.size() - sent, MSG_NOSIGNAL);
    if (n >= 0) {
      sent += static_cast<size_t>(n);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (absl::Status ready = WaitUntilReady(POLLOUT, deadline); !ready.ok()) {
        broken_ = true;
        return absl::IsDeadlineExceeded(ready) ? TimedOut() : ready;
      }
    } else if (errno != EINTR) {
      return Lost(absl::StrCat("connection lost: ", strerror(errno)));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> Connection::ReceiveBy(const Deadline& deadline) {
  if (broken_) return Lost("the connection is broken");
  char buffer[16 * 1024];
  while (true) {
    void* reply = nullptr;
    if (redisReaderGetReply(context_->reader, &reply) != REDIS_OK) {
      return Lost(absl::StrCat("answer not understood: ", context_->reader->errstr));
    }
    if (reply != nullptr) return Reply(static_cast<redisReply*>(reply));
    const ssize_t n = recv(context_->fd, buffer, sizeof(buffer), 0);
    if (n > 0) {
      if (redisReaderFeed(context_->reader, buffer, static_cast<size_t>(n)) != REDIS_OK) {
        return Lost("out of memory");
      }
    } else if (n == 0) {
      return Lost("connection closed by Redis");
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (absl::Status ready = WaitUntilReady(POLLIN, deadline); !ready.ok()) {
        broken_ = true;
        return absl::IsDeadlineExceeded(ready) ? TimedOut() : ready;
      }
    } else if (errno != EINTR) {
      return Lost(absl::StrCat("connection lost: ", strerror(errno)));
    }
  }
}

absl::Status Connection::WaitUntilReady(short events, const Deadline& deadline) const {
  while (true) {
    pollfd waits[2] = {{context_->fd, events, 0},
                       {interrupt_ == nullptr ? -1 : interrupt_->fd(), POLLIN, 0}};
    const int ready = poll(waits, 2, deadline.PollMillis());
    if (ready > 0) {
      if (waits[1].revents != 0) return RedisUnavailable(absl::StrCat(name_, "interrupted"));
      return absl::OkStatus();
    }
    if (ready == 0 && deadline.IsOver()) return absl::DeadlineExceededError("");
    if (ready < 0 && errno != EINTR) {
      return RedisUnavailable(absl::StrCat(name_, strerror(errno)));
    }
  }
}

absl::Status Connection::Lost(absl::string_view why) {
  broken_ = true;
  return RedisUnavailable(absl::StrCat(name_, why));
}

absl::Status Connection::TimedOut() {
  timed_out_ = true;
  return Lost("no answer in time");
}

void Connection::NoteError(const absl::Status& status) {
  const std::string word = ErrorWord(status);
  if (word == "READONLY" || word == "MASTERDOWN" || word == "UNBLOCKED") broken_ = true;
}

}  // namespace gongkai::redis
