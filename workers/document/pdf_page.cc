#include "workers/document/pdf_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace gongkai {
namespace {

using Turn = PdfGlyph::Turn;

// One quarter turn to the left: what ran downwards now runs to the right.
Box TurnLeft(const Box& box, float width) {
  return {box.top, width - box.right, box.bottom, width - box.left};
}

void TurnPageLeft(PdfPage* page) {
  for (PdfGlyph& glyph : page->glyphs) {
    glyph.box = TurnLeft(glyph.box, page->width);
    glyph.turn = static_cast<Turn>((static_cast<int>(glyph.turn) + 3) % 4);
  }
  std::swap(page->horizontal, page->vertical);
  for (PdfRule& rule : page->horizontal) rule.at = page->width - rule.at;
  for (PdfRule& rule : page->vertical) {
    std::swap(rule.from, rule.to);
    rule.from = page->width - rule.from;
    rule.to = page->width - rule.to;
  }
  std::swap(page->width, page->height);
}

}  // namespace

void DropDoubled(std::vector<PdfGlyph>* glyphs) {
  constexpr float kCell = 1.5f;
  absl::flat_hash_map<uint64_t, uint32_t> seen;
  seen.reserve(glyphs->size());
  size_t kept = 0;
  for (const PdfGlyph& glyph : *glyphs) {
    const float near = std::max(0.5f, 0.15f * glyph.size);
    const auto cell_x = static_cast<int64_t>(std::floor(glyph.box.left / kCell));
    const auto cell_y = static_cast<int64_t>(std::floor(glyph.box.bottom / kCell));
    const auto key_of = [&](int64_t x, int64_t y) {
      return (uint64_t{glyph.code} << 40) ^ (static_cast<uint64_t>(x & 0xFFFFF) << 20) ^
             static_cast<uint64_t>(y & 0xFFFFF);
    };
    const auto reach = static_cast<int64_t>(std::min(near / kCell, 2.0f)) + 1;
    bool doubled = false;
    for (int64_t y = cell_y - reach; y <= cell_y + reach && !doubled; ++y) {
      for (int64_t x = cell_x - reach; x <= cell_x + reach && !doubled; ++x) {
        const auto found = seen.find(key_of(x, y));
        if (found == seen.end()) continue;
        const PdfGlyph& other = (*glyphs)[found->second];
        doubled = other.code == glyph.code && std::abs(other.box.left - glyph.box.left) < near &&
                  std::abs(other.box.bottom - glyph.box.bottom) < near &&
                  std::abs(other.size - glyph.size) < near;
      }
    }
    if (doubled) continue;
    seen[key_of(cell_x, cell_y)] = static_cast<uint32_t>(kept);
    (*glyphs)[kept++] = glyph;
  }
  glyphs->resize(kept);
}

void TurnUpright(PdfPage* page) {
  std::array<size_t, 4> count = {0, 0, 0, 0};
  for (const PdfGlyph& glyph : page->glyphs) ++count[static_cast<size_t>(glyph.turn)];
  const auto most = std::max_element(count.begin(), count.end()) - count.begin();
  for (auto turns = most; turns > 0; --turns) TurnPageLeft(page);
}

}  // namespace gongkai
