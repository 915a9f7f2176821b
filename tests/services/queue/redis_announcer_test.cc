#include "services/queue/redis_announcer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/base/mutex.h"
#include "services/redis/deadline.h"
#include "tests/services/redis/private_redis.h"

namespace gongkai {
namespace {

using testing::ElementsAre;

class Heard {
 public:
  void Add(std::string what) {
    {
      MutexLock lock(mutex_);
      heard_.push_back(std::move(what));
    }
    more_.NotifyAll();
  }
  std::vector<std::string> Wait(size_t count) {
    const redis::Deadline deadline(absl::Seconds(20));
    MutexLock lock(mutex_);
    while (heard_.size() < count && !deadline.IsOver()) more_.WaitFor(mutex_, deadline.Left());
    return heard_;
  }

 private:
  Mutex mutex_;
  CondVar more_;
  std::vector<std::string> heard_ ABSL_GUARDED_BY(mutex_);
};

TEST(RedisAnnouncerTest, EveryListenerHearsAllIdsInOneMessage) {
  PrivateRedis redis;
  redis::ConnectionPool pool(redis.address());
  RedisAnnouncer announcer(&pool);
  RedisAnnouncer elsewhere(&pool, "other:");
  Heard first;
  Heard second;
  const auto listen = [&](Heard& heard) {
    return [&heard](std::vector<std::string> ids) { heard.Add(absl::StrJoin(ids, ",")); };
  };
  AnnouncementListener one(redis.address(), "gongkai:", listen(first),
                           [&] { first.Add("subscribed"); });
  AnnouncementListener two(redis.address(), "gongkai:", listen(second),
                           [&] { second.Add("subscribed"); });
  first.Wait(1);
  second.Wait(1);
  EXPECT_TRUE(announcer.Announce({}).ok());
  EXPECT_TRUE(elsewhere.Announce({"x"}).ok());
  EXPECT_TRUE(announcer.Announce({"a", "b", "c"}).ok());
  EXPECT_TRUE(announcer.Announce({"d"}).ok());
  EXPECT_THAT(first.Wait(3), ElementsAre("subscribed", "a,b,c", "d"));
  EXPECT_THAT(second.Wait(3), ElementsAre("subscribed", "a,b,c", "d"));
}

TEST(RedisAnnouncerTest, ListenersHearAgainAfterRedisWasKilled) {
  PrivateRedis redis;
  redis::ConnectionPool pool(redis.address());
  RedisAnnouncer announcer(&pool);
  Heard heard;
  AnnouncementListener listener(
      redis.address(),
      "gongkai:", [&](std::vector<std::string> ids) { heard.Add(absl::StrJoin(ids, ",")); },
      [&] { heard.Add("subscribed"); });
  heard.Wait(1);
  redis.Kill();
  EXPECT_TRUE(absl::IsUnavailable(announcer.Announce({"lost"})));
  redis.Restart();
  heard.Wait(2);
  while (!announcer.Announce({"a"}).ok()) std::this_thread::yield();
  EXPECT_THAT(heard.Wait(3), ElementsAre("subscribed", "subscribed", "a"));
}

}  // namespace
}  // namespace gongkai
