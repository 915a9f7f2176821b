// White space as these documents have it: ASCII, no-break and ideographic spaces, and characters
// that show nothing.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// Length in bytes of the white space or invisible character (zero width, control, byte order
// mark) at `position` of UTF-8 text; 0 if something visible stands there.
size_t SpaceAt(absl::string_view text, size_t position);

// Like SpaceAt, but only for what shows nothing and separates nothing (zero width, control).
size_t InvisibleAt(absl::string_view text, size_t position);

absl::string_view TrimSpace(absl::string_view text);

// Whether `text` holds an invisible character.
bool HasInvisible(absl::string_view text);
// `text` without them.
std::string WithoutInvisible(absl::string_view text);

}  // namespace gongkai
