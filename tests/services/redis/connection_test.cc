#include "services/redis/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/redis/redis_error.h"
#include "tests/services/redis/fake_redis_server.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai::redis {
namespace {

using testing::HasSubstr;

std::unique_ptr<Connection> MustConnect(const RedisAddress& address,
                                        const ConnectionOptions& options = {}) {
  auto connection = Connection::Connect(address, options);
  EXPECT_TRUE(connection.ok()) << connection.status();
  return connection.ok() ? *std::move(connection) : nullptr;
}

TEST(RedisErrorTest, EveryErrorReplyHasItsCode) {
  const struct {
    const char* text;
    absl::StatusCode code;
    const char* word;
  } kCases[] = {
      {"LOADING Redis is loading the dataset", absl::StatusCode::kUnavailable, "LOADING"},
      {"READONLY You can't write", absl::StatusCode::kUnavailable, "READONLY"},
      {"UNBLOCKED the stream key no longer exists", absl::StatusCode::kUnavailable, "UNBLOCKED"},
      {"NOGROUP No such key", absl::StatusCode::kUnavailable, "NOGROUP"},
      {"NOSCRIPT No matching script", absl::StatusCode::kUnavailable, "NOSCRIPT"},
      {"MASTERDOWN Link with MASTER is down", absl::StatusCode::kUnavailable, "MASTERDOWN"},
      {"CLUSTERDOWN The cluster is down", absl::StatusCode::kUnavailable, "CLUSTERDOWN"},
      {"TRYAGAIN Multiple keys", absl::StatusCode::kUnavailable, "TRYAGAIN"},
      {"BUSY Redis is busy", absl::StatusCode::kUnavailable, "BUSY"},
      {"MISCONF Errors writing to the AOF", absl::StatusCode::kUnavailable, "MISCONF"},
      {"NOREPLICAS Not enough", absl::StatusCode::kUnavailable, "NOREPLICAS"},
      {"ERR max number of clients reached", absl::StatusCode::kUnavailable, "ERR"},
      {"OOM command not allowed", absl::StatusCode::kResourceExhausted, "OOM"},
      {"WRONGTYPE Operation against", absl::StatusCode::kFailedPrecondition, "WRONGTYPE"},
      {"NOPERM this user", absl::StatusCode::kFailedPrecondition, "NOPERM"},
      {"NOAUTH Authentication required.", absl::StatusCode::kFailedPrecondition, "NOAUTH"},
      {"WRONGPASS invalid", absl::StatusCode::kFailedPrecondition, "WRONGPASS"},
      {"ERR syntax error", absl::StatusCode::kInternal, "ERR"},
      {"BUSYGROUP Consumer Group name already exists", absl::StatusCode::kInternal, "BUSYGROUP"},
      {"", absl::StatusCode::kInternal, ""},
  };
  for (const auto& each : kCases) {
    const absl::Status status = StatusOfErrorReply(each.text);
    EXPECT_EQ(status.code(), each.code) << each.text;
    EXPECT_EQ(ErrorWord(status), each.word);
    EXPECT_NE(DetailOf(status).message_zh, "") << each.text;
  }
  EXPECT_EQ(ErrorWord(absl::OkStatus()), "");
}

TEST(ConnectionTest, CommandsAndPipelines) {
  PrivateRedis redis;
  const auto connection = MustConnect(redis.address());
  const std::string binary("a\r\n\0b", 5);
  EXPECT_EQ(*connection->Command({"SET", "k", binary})->String(), "OK");
  EXPECT_EQ(*connection->Command({"GET", "k"})->String(), binary);
  EXPECT_TRUE(connection->Command({"GET", "none"})->IsNil());

  for (int i = 0; i < 1000; ++i) connection->Append({"INCR", "n"});
  connection->Append({"LPUSH", "n", "x"});
  connection->Append({"GET", "n"});
  const auto replies = connection->Exchange();
  ASSERT_TRUE(replies.ok()) << replies.status();
  ASSERT_EQ(replies->size(), 1002u);
  EXPECT_EQ(*(*replies)[999].Integer(), 1000);
  EXPECT_EQ((*replies)[1000].status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(*(*replies)[1001].String(), "1000");
  EXPECT_EQ(connection->Exchange()->size(), 0u);
  EXPECT_FALSE(connection->broken());
}

TEST(ConnectionTest, LargeValuesGoThereAndBack) {
  PrivateRedis redis;
  const auto connection = MustConnect(redis.address());
  const std::string large(8 << 20, 'x');
  ASSERT_TRUE(connection->Command({"SET", "k", large}).ok());
  EXPECT_TRUE(*connection->Command({"GET", "k"})->String() == large);
}

TEST(ConnectionTest, ReadingAReplyAsSomethingElseIsAnError) {
  PrivateRedis redis;
  const auto connection = MustConnect(redis.address());
  redis.Exec({"RPUSH", "list", "a", "b"});
  const auto list = connection->Command({"LRANGE", "list", "0", "-1"});
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->size(), 2u);
  EXPECT_EQ(*(*list)[1].String(), "b");
  EXPECT_EQ(list->String().status(),
            absl::InternalError("Redis answered an array where a string was expected"));
  EXPECT_EQ((*list)[0].Integer().status(),
            absl::InternalError("Redis answered a string where an integer was expected"));
  EXPECT_EQ((*list)[0][7][1].Integer().status(),
            absl::InternalError("Redis answered nothing where an integer was expected"));
  EXPECT_EQ((*list)[0].ExpectArray(),
            absl::InternalError("Redis answered a string where an array was expected"));
  EXPECT_EQ((*list)[2].size(), 0u);
  EXPECT_EQ(Reply().String().status(),
            absl::InternalError("Redis answered nothing where a string was expected"));
}

TEST(ConnectionTest, LogsInAndSelects) {
  PrivateRedis redis({"--requirepass", "hush"});
  RedisAddress address = redis.address();
  EXPECT_EQ(Connection::Connect(address, {}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  address.password = "wrong";
  const absl::Status wrong = Connection::Connect(address, {}).status();
  EXPECT_EQ(ErrorWord(wrong), "WRONGPASS");
  address.password = "hush";
  address.database = 3;
  const auto connection = MustConnect(address);
  EXPECT_THAT(std::string(*connection->Command({"CLIENT", "INFO"})->String()), HasSubstr("db=3"));
  address.user = "default";
  EXPECT_NE(MustConnect(address), nullptr);
}

TEST(ConnectionTest, NobodyThereIsUnavailable) {
  RedisAddress address;
  address.unix_path = "/nonexistent/redis.sock";
  const absl::Status no_socket = Connection::Connect(address, {}).status();
  EXPECT_TRUE(absl::IsUnavailable(no_socket));
  EXPECT_THAT(std::string(no_socket.message()), HasSubstr("unix:/nonexistent/redis.sock"));
  EXPECT_THAT(DetailOf(no_socket).message_zh, HasSubstr("Redis"));

  RedisAddress closed;
  closed.host = "127.0.0.1";
  closed.port = 1;
  EXPECT_TRUE(absl::IsUnavailable(Connection::Connect(closed, {}).status()));
  closed.host = "no-such-host.invalid";
  EXPECT_TRUE(absl::IsUnavailable(Connection::Connect(closed, {}).status()));
}

TEST(ConnectionTest, OddAnswersBreakTheConnectionOnly) {
  for (const char* answer :
       {"", "$5\r\nab", "*2\r\n$1\r\na\r\n", "%1\r\n", "garbage\r\n", "$-7\r\n", "*-9\r\n",
        "*99999999999\r\n", ":x\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"}) {
    FakeRedisServer server(answer);
    ConnectionOptions options;
    options.command_timeout = absl::Milliseconds(50);
    const auto connection = MustConnect(server.address(), options);
    ASSERT_NE(connection, nullptr);
    const auto reply = connection->Command({"GET", "k"});
    EXPECT_FALSE(reply.ok()) << answer;
    EXPECT_TRUE(absl::IsUnavailable(reply.status())) << answer << " " << reply.status();
    EXPECT_TRUE(connection->broken());
    EXPECT_FALSE(connection->IsAlive());
    EXPECT_TRUE(absl::IsUnavailable(connection->Command({"PING"}).status()));
  }
}

TEST(ConnectionTest, KilledServerBreaksIt) {
  PrivateRedis redis;
  const auto connection = MustConnect(redis.address());
  EXPECT_TRUE(connection->IsAlive());
  redis.Kill();
  EXPECT_FALSE(connection->IsAlive());
  EXPECT_TRUE(absl::IsUnavailable(connection->Command({"PING"}).status()));
  EXPECT_TRUE(connection->broken());
  EXPECT_FALSE(connection->timed_out());
}

TEST(ConnectionTest, StoppedServerTimesOut) {
  PrivateRedis redis;
  ConnectionOptions options;
  options.connect_timeout = options.command_timeout = absl::Milliseconds(30);
  const auto connection = MustConnect(redis.address());
  const auto impatient = MustConnect(redis.address(), options);
  redis.Pause();
  EXPECT_TRUE(absl::IsUnavailable(impatient->Command({"PING"}).status()));
  EXPECT_TRUE(impatient->timed_out());
  EXPECT_TRUE(absl::IsUnavailable(Connection::Connect(redis.address(), options).status()));
  redis.Resume();
  EXPECT_TRUE(connection->Command({"PING"}).ok());
}

TEST(ConnectionTest, ReplicasAreThrownAway) {
  PrivateRedis redis;
  const auto connection = MustConnect(redis.address());
  redis.Exec({"REPLICAOF", "127.0.0.1", "1"});
  const auto set = connection->Command({"SET", "k", "v"});
  EXPECT_TRUE(absl::IsUnavailable(set.status())) << set.status();
  EXPECT_TRUE(connection->broken());
}

TEST(ConnectionTest, InterruptEndsAWait) {
  PrivateRedis redis;
  Interrupt interrupt;
  auto connection = Connection::Connect(redis.address(), {}, &interrupt);
  ASSERT_TRUE(connection.ok());
  EXPECT_FALSE(interrupt.WaitFor(absl::ZeroDuration()));
  std::thread waker([&] { interrupt.Trigger(); });
  const auto reply = (*connection)->Command({"BLPOP", "list", "0"}, absl::InfiniteDuration());
  EXPECT_THAT(std::string(reply.status().message()), HasSubstr("interrupted"));
  waker.join();
  EXPECT_TRUE(interrupt.WaitFor(absl::InfiniteDuration()));
}

}  // namespace
}  // namespace gongkai::redis
