// 统一社会信用代码 (GB 32100-2015).
#pragma once

#include "absl/strings/string_view.h"

namespace gongkai {

// 18 characters of the code's alphabet; the check character may be wrong.
bool LooksLikeCreditCode(absl::string_view code);

// As above, with the right check character.
bool IsValidCreditCode(absl::string_view code);

}  // namespace gongkai
