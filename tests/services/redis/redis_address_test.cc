#include "services/redis/redis_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Dump(absl::string_view text) {
  const auto address = ParseRedisAddress(text);
  if (!address.ok()) return std::string(DetailOf(address.status()).reason);
  return absl::StrCat(address->ToString(), " user=", address->user, " password=", address->password,
                      " database=", address->database);
}

TEST(RedisAddressTest, ReadsWhatPeopleWrite) {
  const struct {
    const char* text;
    const char* expected;
  } kCases[] = {
      {"localhost:6379", "localhost:6379 user= password= database=0"},
      {"10.0.0.7:7000", "10.0.0.7:7000 user= password= database=0"},
      {"[::1]:6380", "[::1]:6380 user= password= database=0"},
      {"unix:/run/redis.sock", "unix:/run/redis.sock user= password= database=0"},
      {"unix:///run/redis.sock", "unix:/run/redis.sock user= password= database=0"},
      {"unix:redis.sock", "unix:redis.sock user= password= database=0"},
      {"redis://redis", "redis:6379 user= password= database=0"},
      {"redis://redis:1234/3", "redis:1234 user= password= database=3"},
      {"redis://redis/", "redis:6379 user= password= database=0"},
      {"redis://:secret@redis:1", "redis:1 user= password=secret database=0"},
      {"redis://app:a%40b%3A%2fc@redis:1", "redis:1 user=app password=a@b:/c database=0"},
      {"redis://:p@ss@[::1]:1", "[::1]:1 user= password=p@ss database=0"},
  };
  for (const auto& each : kCases) EXPECT_EQ(Dump(each.text), each.expected) << each.text;
}

TEST(RedisAddressTest, RefusesEverythingElse) {
  const std::string long_path(200, 'x');
  for (const std::string& text : {std::string(""),
                                  std::string("redis"),
                                  std::string("redis:"),
                                  std::string(":6379"),
                                  std::string("redis:0"),
                                  std::string("redis:65536"),
                                  std::string("redis:-1"),
                                  std::string("redis:+1"),
                                  std::string("redis: 1"),
                                  std::string("redis:x"),
                                  std::string("::1:6379"),
                                  std::string("[::1"),
                                  std::string("[::1]6379"),
                                  std::string("unix:"),
                                  std::string("unix:/") + long_path,
                                  std::string("/run/redis.sock"),
                                  std::string("re dis:1"),
                                  std::string("rediss://redis:1"),
                                  std::string("redis://"),
                                  std::string("redis://secret@redis:1"),
                                  std::string("redis://:%zz@redis:1"),
                                  std::string("redis://:%4@redis:1"),
                                  std::string("redis://redis/x"),
                                  std::string("redis://redis/-1"),
                                  std::string("http://redis:1")}) {
    EXPECT_EQ(Dump(text), "INVALID_REDIS_ADDRESS") << text;
  }
}

TEST(RedisAddressTest, ErrorsAreInBothLanguagesAndKeepThePassword) {
  const auto address = ParseRedisAddress("redis://:hush@redis:x");
  EXPECT_EQ(address.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(address.status().message()), HasSubstr("port"));
  EXPECT_THAT(DetailOf(address.status()).message_zh, HasSubstr("端口"));
  EXPECT_THAT(address.status().ToString(), Not(HasSubstr("hush")));
}

}  // namespace
}  // namespace gongkai
