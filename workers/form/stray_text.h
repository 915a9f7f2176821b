// Texts in a flattened table that are neither label nor figure.
#pragma once

#include "absl/strings/string_view.h"

namespace gongkai {

// Words in brackets, or the end of such words.
bool IsNote(absl::string_view text);

// Words that are written where a number should stand, and are no part of a label.
bool StandsForANumber(absl::string_view text);

}  // namespace gongkai
