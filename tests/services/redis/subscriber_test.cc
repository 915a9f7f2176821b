#include "services/redis/subscriber.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/mutex.h"
#include "services/redis/deadline.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai::redis {
namespace {

using testing::ElementsAre;

// What a subscriber has heard.
class Ear {
 public:
  Subscriber::OnMessage OnMessage() {
    return [this](absl::string_view channel, absl::string_view message) {
      Note(absl::StrCat(channel, "=", message));
    };
  }
  Subscriber::OnSubscribed OnSubscribed() {
    return [this] { Note("subscribed"); };
  }

  // The first `count` notes, once there are as many.
  std::vector<std::string> Wait(size_t count) {
    const Deadline deadline(absl::Seconds(20));
    MutexLock lock(mutex_);
    while (notes_.size() < count && !deadline.IsOver()) more_.WaitFor(mutex_, deadline.Left());
    return notes_;
  }

 private:
  void Note(std::string note) {
    {
      MutexLock lock(mutex_);
      notes_.push_back(std::move(note));
    }
    more_.NotifyAll();
  }

  Mutex mutex_;
  CondVar more_;
  std::vector<std::string> notes_ ABSL_GUARDED_BY(mutex_);
};

TEST(SubscriberTest, HearsItsChannels) {
  PrivateRedis redis;
  Ear ear;
  Subscriber subscriber(redis.address(), {}, {"a", "b"}, ear.OnMessage(), ear.OnSubscribed());
  ASSERT_THAT(ear.Wait(1), ElementsAre("subscribed"));
  redis.Exec({"PUBLISH", "a", "1"});
  redis.Exec({"PUBLISH", "c", "2"});
  redis.Exec({"PUBLISH", "b", absl::string_view("3\0\r\n", 4)});
  EXPECT_THAT(ear.Wait(3), ElementsAre("subscribed", "a=1", std::string("b=3\0\r\n", 6)));
}

TEST(SubscriberTest, SubscribesAgainAfterRedisWasKilled) {
  PrivateRedis redis;
  Ear ear;
  Subscriber subscriber(redis.address(), {}, {"a"}, ear.OnMessage(), ear.OnSubscribed());
  ASSERT_THAT(ear.Wait(1), ElementsAre("subscribed"));
  redis.Restart();
  ASSERT_THAT(ear.Wait(2), ElementsAre("subscribed", "subscribed"));
  redis.Exec({"CLIENT", "KILL", "TYPE", "pubsub"});
  ASSERT_THAT(ear.Wait(3), ElementsAre("subscribed", "subscribed", "subscribed"));
  redis.Exec({"PUBLISH", "a", "1"});
  EXPECT_THAT(ear.Wait(4), ElementsAre("subscribed", "subscribed", "subscribed", "a=1"));
}

TEST(SubscriberTest, StartsBeforeRedis) {
  PrivateRedis redis;
  redis.Kill();
  Ear ear;
  Subscriber subscriber(redis.address(), {}, {"a"}, ear.OnMessage(), ear.OnSubscribed());
  redis.Restart();
  EXPECT_THAT(ear.Wait(1), ElementsAre("subscribed"));
}

TEST(SubscriberTest, StopsWhateverItWaitsFor) {
  PrivateRedis redis;
  Ear ear;
  ConnectionOptions patient;
  patient.connect_timeout = patient.command_timeout = absl::Hours(1);
  { Subscriber at_once(redis.address(), patient, {"a"}, ear.OnMessage(), nullptr); }
  {
    Subscriber idle(redis.address(), patient, {"a"}, ear.OnMessage(), ear.OnSubscribed());
    ear.Wait(1);
  }
  redis.Pause();
  { Subscriber connecting(redis.address(), patient, {"a"}, ear.OnMessage(), nullptr); }
  redis.Kill();
  { Subscriber pausing(redis.address(), patient, {"a"}, ear.OnMessage(), nullptr); }
}

}  // namespace
}  // namespace gongkai::redis
