#include "services/base/utf8.h"

#include <cstddef>

namespace gongkai {

Utf8Character FirstUtf8Character(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const int bytes = lead >= 0xF0 && lead < 0xF5   ? 4
                    : lead >= 0xE0 && lead < 0xF0 ? 3
                    : lead >= 0xC2 && lead < 0xE0 ? 2
                                                  : 0;
  if (bytes == 0 || text.size() < static_cast<size_t>(bytes)) return {};
  uint32_t code = lead & (0xFF >> (bytes + 1));
  for (int i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  return {code, bytes, true};
}

std::string RepairUtf8(absl::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character character = FirstUtf8Character(text);
    if (character.valid) {
      result.append(text.data(), character.bytes);
    } else {
      result.append("\xEF\xBF\xBD");
    }
    text.remove_prefix(character.bytes);
  }
  return result;
}

}  // namespace gongkai
