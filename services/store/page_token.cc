#include "services/store/page_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

constexpr size_t kChecksumLength = 12;

std::string Checksum(absl::string_view filter, absl::string_view position) {
  return Sha256Hex(absl::StrCat(filter.size(), ":", filter, position)).substr(0, kChecksumLength);
}

}  // namespace

std::string MakePageToken(absl::string_view filter, absl::string_view position) {
  return absl::WebSafeBase64Escape(absl::StrCat(Checksum(filter, position), position));
}

absl::StatusOr<std::string> ParsePageToken(absl::string_view filter, absl::string_view token) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text) || text.size() < kChecksumLength) {
    return InvalidPageToken();
  }
  std::string position = text.substr(kChecksumLength);
  // Comparing whole tokens also refuses other spellings of the same bytes.
  if (MakePageToken(filter, position) != token) return InvalidPageToken();
  return position;
}

absl::Status InvalidPageToken() {
  return InvalidField("page_token", "INVALID_PAGE_TOKEN",
                      "page_token is not the next_page_token of a call with the same filter",
                      "page_token 无效：应为相同筛选条件的上一页返回的 next_page_token");
}

}  // namespace gongkai
