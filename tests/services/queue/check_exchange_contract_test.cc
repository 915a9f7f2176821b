// What every CheckExchange promises, held against the fake and against Redis.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "services/base/clock.h"
#include "services/queue/fake_check_exchange.h"
#include "services/queue/job_queue.h"
#include "services/queue/redis_check_exchange.h"
#include "services/redis/deadline.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai {
namespace {

class Subject {
 public:
  virtual ~Subject() = default;
  virtual CheckExchange& exchange() = 0;
  // Returns when what has a time to live of 20 ms is over.
  virtual void Pass20Milliseconds() = 0;
};

class FakeSubject : public Subject {
 public:
  CheckExchange& exchange() override { return exchange_; }
  void Pass20Milliseconds() override { clock_.Advance(absl::Milliseconds(20)); }

 private:
  FakeClock clock_;
  FakeCheckExchange exchange_{&clock_};
};

class RedisSubject : public Subject {
 public:
  CheckExchange& exchange() override { return exchange_; }
  void Pass20Milliseconds() override {
    const redis::Deadline deadline(absl::Milliseconds(25));
    while (!deadline.IsOver()) redis_.Exec({"PING"});
  }

 private:
  PrivateRedis redis_;
  redis::ConnectionPool pool_{redis_.address()};
  RedisCheckExchange exchange_{&pool_};
};

template <typename T>
std::unique_ptr<Subject> NewSubject() {
  return std::make_unique<T>();
}

class CheckExchangeContractTest : public testing::TestWithParam<std::unique_ptr<Subject> (*)()> {
 protected:
  const std::unique_ptr<Subject> subject_ = GetParam()();
  CheckExchange& exchange_ = subject_->exchange();
};

TEST_P(CheckExchangeContractTest, ThereAndBack) {
  const std::string request("\0PDF\r\n\xff", 7);
  const auto id = exchange_.PutRequest(request, absl::Minutes(1));
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(*exchange_.GetRequest(*id), request);
  EXPECT_EQ(*exchange_.GetRequest(*id), request);  // a worker may be lost with it
  EXPECT_TRUE(absl::IsNotFound(exchange_.TakeReply(*id).status()));
  ASSERT_TRUE(exchange_.PutReply(*id, request + "!", absl::Minutes(1)).ok());
  EXPECT_TRUE(absl::IsNotFound(exchange_.GetRequest(*id).status()));
  EXPECT_EQ(*exchange_.TakeReply(*id), request + "!");
  EXPECT_TRUE(absl::IsNotFound(exchange_.TakeReply(*id).status()));
}

TEST_P(CheckExchangeContractTest, EachHasItsOwnId) {
  const auto a = exchange_.PutRequest("a", absl::Minutes(1));
  const auto b = exchange_.PutRequest("b", absl::Minutes(1));
  EXPECT_NE(*a, *b);
  EXPECT_EQ(*exchange_.GetRequest(*a), "a");
  EXPECT_EQ(*exchange_.GetRequest(*b), "b");
}

TEST_P(CheckExchangeContractTest, EmptyMessagesAreMessages) {
  const auto id = exchange_.PutRequest("", absl::Minutes(1));
  EXPECT_EQ(*exchange_.GetRequest(*id), "");
  ASSERT_TRUE(exchange_.PutReply(*id, "", absl::Minutes(1)).ok());
  EXPECT_EQ(*exchange_.TakeReply(*id), "");
}

TEST_P(CheckExchangeContractTest, EverythingExpires) {
  const auto id = exchange_.PutRequest("a", absl::Milliseconds(20));
  const auto never = exchange_.PutRequest("a", absl::ZeroDuration());
  ASSERT_TRUE(never.ok()) << never.status();
  ASSERT_TRUE(exchange_.PutReply("x", "r", absl::Milliseconds(20)).ok());
  subject_->Pass20Milliseconds();
  EXPECT_TRUE(absl::IsNotFound(exchange_.GetRequest(*id).status()));
  EXPECT_TRUE(absl::IsNotFound(exchange_.GetRequest(*never).status()));
  EXPECT_TRUE(absl::IsNotFound(exchange_.TakeReply("x").status()));
}

TEST_P(CheckExchangeContractTest, DiscardRemovesBoth) {
  const auto id = exchange_.PutRequest("a", absl::Minutes(1));
  ASSERT_TRUE(exchange_.PutReply("x", "r", absl::Minutes(1)).ok());
  EXPECT_TRUE(exchange_.Discard(*id).ok());
  EXPECT_TRUE(exchange_.Discard("x").ok());
  EXPECT_TRUE(exchange_.Discard("never there").ok());
  EXPECT_TRUE(absl::IsNotFound(exchange_.GetRequest(*id).status()));
  EXPECT_TRUE(absl::IsNotFound(exchange_.TakeReply("x").status()));
}

INSTANTIATE_TEST_SUITE_P(All, CheckExchangeContractTest,
                         testing::Values(NewSubject<FakeSubject>, NewSubject<RedisSubject>),
                         [](const auto& info) {
                           return std::string(info.index == 0 ? "Fake" : "Redis");
                         });

TEST(RedisCheckExchangeTest, ErrorsOfRedisComeThrough) {
  PrivateRedis redis;
  redis::ConnectionPool pool(redis.address());
  RedisCheckExchange exchange(&pool);
  redis.Exec({"CONFIG", "SET", "maxmemory", "1"});
  EXPECT_TRUE(absl::IsResourceExhausted(exchange.PutRequest("a", absl::Minutes(1)).status()));
  EXPECT_TRUE(absl::IsResourceExhausted(exchange.PutReply("x", "r", absl::Minutes(1))));
  redis.Kill();
  EXPECT_TRUE(absl::IsUnavailable(exchange.TakeReply("x").status()));
}

}  // namespace
}  // namespace gongkai
