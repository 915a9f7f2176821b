// Digests and random identifiers.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// SHA-256 as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

// `bytes` random bytes from the system as lower-case hexadecimal digits (2 * bytes of them).
std::string RandomHex(int bytes);

}  // namespace gongkai
