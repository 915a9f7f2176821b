#include "services/client/retry.h"

#include <gtest/gtest.h>

#include "services/base/error.h"

namespace gongkai::client {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1600000000);

TEST(BackoffTest, GrowsToItsMaximumWithAtMostHalfTakenOff) {
  Retries retries(absl::Milliseconds(100), absl::Milliseconds(400), absl::InfiniteFuture());
  for (const int millis : {100, 200, 400, 400, 400}) {
    const auto wait = retries.AfterError(absl::UnavailableError("x"), kNow);
    ASSERT_TRUE(wait.has_value());
    EXPECT_GE(*wait, absl::Milliseconds(millis) / 2);
    EXPECT_LE(*wait, absl::Milliseconds(millis));
  }
}

TEST(BackoffTest, GrantsTheTimeThatTheServerAsksFor) {
  Retries retries(absl::Milliseconds(1), absl::Milliseconds(1), absl::InfiniteFuture());
  const auto wait = retries.AfterError(UnavailableFor(absl::Seconds(7), "R", "x", ""), kNow);
  ASSERT_TRUE(wait.has_value());
  EXPECT_GE(*wait, absl::Seconds(7));
  EXPECT_LE(*wait, absl::Seconds(8.4));
}

TEST(BackoffTest, EndsBeforeTheDeadline) {
  Retries retries(absl::Seconds(1), absl::Seconds(1), kNow + absl::Seconds(5));
  EXPECT_TRUE(retries.AfterError(absl::UnavailableError("x"), kNow).has_value());
  EXPECT_FALSE(
      retries.AfterError(absl::UnavailableError("x"), kNow + absl::Seconds(4.9)).has_value());
  EXPECT_FALSE(
      retries.AfterError(UnavailableFor(absl::Seconds(6), "R", "x", ""), kNow).has_value());
}

TEST(BackoffTest, TriesAgainOnlyWhereThatCanHelp) {
  Retries retries(absl::Seconds(1), absl::Seconds(1), absl::InfiniteFuture());
  for (const absl::Status& error :
       {absl::OkStatus(), absl::InvalidArgumentError("x"), absl::NotFoundError("x"),
        absl::AlreadyExistsError("x"), absl::InternalError("x"), absl::DeadlineExceededError("x"),
        absl::ResourceExhaustedError("message larger than max")}) {
    EXPECT_FALSE(retries.AfterError(error, kNow).has_value()) << error;
  }
}

}  // namespace
}  // namespace gongkai::client
