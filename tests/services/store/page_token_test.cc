#include "services/store/page_token.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

TEST(PageTokenTest, GivesThePositionBack) {
  for (const std::string& position :
       {std::string(), std::string("a"), std::string("x/2019"), std::string("\0\xff", 2)}) {
    const std::string token = MakePageToken("reports", position);
    EXPECT_EQ(*ParsePageToken("reports", token), position);
    for (const char c : token) {
      EXPECT_TRUE(absl::ascii_isalnum(c) || c == '-' || c == '_') << token;
    }
  }
}

void ExpectRefused(absl::string_view filter, absl::string_view token) {
  const absl::Status status = ParsePageToken(filter, token).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << token;
  EXPECT_EQ(DetailOf(status).reason, "INVALID_PAGE_TOKEN");
  EXPECT_EQ(DetailOf(status).field, "page_token");
  EXPECT_FALSE(DetailOf(status).message_zh.empty());
}

TEST(PageTokenTest, IsGoodForItsFilterOnly) {
  const std::string token = MakePageToken("reports 2019", "x");
  ExpectRefused("reports 2020", token);
  ExpectRefused("", token);
  ExpectRefused("reports 2019x", MakePageToken("reports 2019", "xx"));
}

TEST(PageTokenTest, RefusesEveryChange) {
  const std::string token = MakePageToken("f", "position/2019");
  ExpectRefused("f", "");
  ExpectRefused("f", "no token");
  ExpectRefused("f", absl::StrCat(token, "="));
  ExpectRefused("f", absl::StrCat(token, "A"));
  ExpectRefused("f", absl::StrCat(" ", token));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    ExpectRefused("f", changed);
    ExpectRefused("f", token.substr(0, i));
  }
}

}  // namespace
}  // namespace gongkai
