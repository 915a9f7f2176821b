#include "workers/document/pdf_page.h"

#include <algorithm>
#include <array>
#include <utility>

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

void TurnUpright(PdfPage* page) {
  std::array<size_t, 4> count = {0, 0, 0, 0};
  for (const PdfGlyph& glyph : page->glyphs) ++count[static_cast<size_t>(glyph.turn)];
  const auto most = std::max_element(count.begin(), count.end()) - count.begin();
  for (auto turns = most; turns > 0; --turns) TurnPageLeft(page);
}

}  // namespace gongkai
