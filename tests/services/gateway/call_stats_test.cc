#include "services/gateway/call_stats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gongkai {
namespace {

TEST(CallStatsTest, CountsByMethodAndCode) {
  CallStats stats;
  stats.Record("A.Get", absl::StatusCode::kOk, absl::Milliseconds(1));
  stats.Record("A.Get", absl::StatusCode::kOk, absl::Milliseconds(2));
  stats.Record("A.Get", absl::StatusCode::kNotFound, absl::Milliseconds(6));
  stats.Record("A.Put", absl::StatusCode::kUnavailable, absl::Seconds(2));
  EXPECT_THAT(stats.Summary(),
              testing::ElementsAre("A.Get: OK 2, NOT_FOUND 1; mean 3ms, longest 6ms",
                                   "A.Put: UNAVAILABLE 1; mean 2s, longest 2s"));
  EXPECT_EQ(stats.Of("A.Get").calls.at(absl::StatusCode::kOk), 2);
  EXPECT_TRUE(stats.Of("A.Drop").calls.empty());
}

TEST(CallStatsTest, NothingCalledIsNoLine) { EXPECT_TRUE(CallStats().Summary().empty()); }

}  // namespace
}  // namespace gongkai
