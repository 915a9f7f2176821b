#include "services/base/error.h"

#include <gtest/gtest.h>

namespace gongkai {
namespace {

TEST(ErrorTest, CarriesReasonLanguageFieldAndRetry) {
  const absl::Status field =
      InvalidField("page_token", "INVALID_PAGE_TOKEN", "bad token", "令牌无效");
  EXPECT_EQ(field.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(field).field, "page_token");
  EXPECT_EQ(DetailOf(field).reason, "INVALID_PAGE_TOKEN");
  EXPECT_EQ(DetailOf(field).message_zh, "令牌无效");
  const absl::Status later = UnavailableFor(absl::Milliseconds(1500), "BUSY", "busy", "繁忙");
  EXPECT_EQ(DetailOf(later).retry_after, absl::Milliseconds(1500));
  EXPECT_EQ(DetailOf(absl::InternalError("x")).reason, "");
}

}  // namespace
}  // namespace gongkai
