// UTF-8 that may be broken.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// A character, or one byte that belongs to none.
struct Utf8Character {
  uint32_t code = 0;
  int bytes = 1;
  bool valid = false;
};

// The first character of `text`, which is not empty.
Utf8Character FirstUtf8Character(absl::string_view text);

// `text` with U+FFFD in place of every byte that is no UTF-8: what a protobuf string can hold.
std::string RepairUtf8(absl::string_view text);

}  // namespace gongkai
