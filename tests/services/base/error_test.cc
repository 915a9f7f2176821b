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

TEST(ErrorTest, SeveralFieldsAreOneError) {
  const absl::Status first = InvalidField("facts[0].value", "INVALID_VALUE", "no number", "非数字");
  const absl::Status second = InvalidField("facts[3].value", "UNKNOWN_CELL", "no cell", "无此格");
  EXPECT_EQ(InvalidFields({first}), first);
  const absl::Status both = InvalidFields({first, second});
  EXPECT_EQ(both.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(both.message(), "no number (1 more field is wrong)");
  const ErrorDetail detail = DetailOf(both);
  EXPECT_EQ(detail.reason, "INVALID_VALUE");
  EXPECT_EQ(detail.field, "facts[0].value");
  EXPECT_EQ(detail.message_zh, "非数字（另有 1 处错误）");
  ASSERT_EQ(detail.fields.size(), 2);
  EXPECT_EQ(detail.fields[0].field, "facts[0].value");
  EXPECT_EQ(detail.fields[1].field, "facts[3].value");
  EXPECT_EQ(detail.fields[1].message_en, "no cell");
}

}  // namespace
}  // namespace gongkai
