#include <cstdint>
#include <utility>

#include "tests/fuzz/fuzz.h"

namespace gongkai {
namespace {

void CheckPlace(const Place& place) {
  FUZZ_CHECK(place.begin <= place.end);
  FUZZ_CHECK(place.page >= 0);
}

void CheckText(absl::string_view text) {
  CheckUtf8(text);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // White space, or what is seen.
    FUZZ_CHECK(byte >= 0x20 || (c >= '\t' && c <= '\r'));
    FUZZ_CHECK(byte != 0x7f);
  }
  if (text.empty()) return;
  for (const char end : {text.front(), text.back()})
    FUZZ_CHECK(end != ' ' && !(end >= '\t' && end <= '\r'));
}

void CheckGrid(const Grid& grid, size_t block) {
  FUZZ_CHECK(grid.parent_block >= -1 && grid.parent_block != static_cast<int>(block));
  std::pair<int, int> last = {-1, -1};
  for (const Cell& cell : grid.cells) {
    FUZZ_CHECK(cell.row_span >= 1 && cell.column_span >= 1);
    FUZZ_CHECK(cell.row + cell.row_span <= grid.rows);
    FUZZ_CHECK(cell.column + cell.column_span <= grid.columns);
    const std::pair<int, int> position = {cell.row, cell.column};
    FUZZ_CHECK(last < position);
    last = position;
    CheckText(cell.text);
    CheckPlace(cell.place);
  }
}

// Bytes of the character that begins at text[at], 0 if none does.
size_t Utf8Length(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool outside = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return overlong || outside ? 0 : length;
}

}  // namespace

void CheckUtf8(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = Utf8Length(text, at);
    FUZZ_CHECK(length > 0);
    at += length;
  }
}

void CheckDocument(const Document& document) {
  for (size_t i = 0; i < document.blocks.size(); ++i) {
    const Block& block = document.blocks[i];
    CheckPlace(block.place);
    if (block.kind == Block::Kind::kGrid) {
      CheckGrid(block.grid, i);
    } else {
      FUZZ_CHECK(!block.text.empty());
      CheckText(block.text);
    }
  }
}

}  // namespace gongkai
