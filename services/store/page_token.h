// Page tokens of list calls: opaque to clients, good only for the filter they were made with.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// `filter` names the call and everything in the request that chooses or orders results, page_size
// excluded; `position` says where the next page begins. The token is URL-safe text.
std::string MakePageToken(absl::string_view filter, absl::string_view position);

// The position. INVALID_ARGUMENT with reason INVALID_PAGE_TOKEN and field page_token for a token
// that was not made by MakePageToken with this filter. No protection against forgery: check the
// position like any input.
absl::StatusOr<std::string> ParsePageToken(absl::string_view filter, absl::string_view token);

// What ParsePageToken returns; for callers that find the position unusable.
absl::Status InvalidPageToken();

}  // namespace gongkai
