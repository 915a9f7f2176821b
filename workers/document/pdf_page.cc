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

void ResolveSoftHyphens(std::vector<PdfGlyph>* glyphs) {
  size_t kept = 0;
  for (size_t i = 0; i < glyphs->size(); ++i) {
    PdfGlyph glyph = (*glyphs)[i];
    if (glyph.code == kSoftHyphen) {
      const PdfGlyph* const next = i + 1 < glyphs->size() ? &(*glyphs)[i + 1] : nullptr;
      if (next != nullptr && std::abs(next->box.bottom - glyph.box.bottom) < 1 &&
          next->box.left < glyph.center_x() && next->center_x() > glyph.box.left) {
        continue;
      }
      glyph.code = '-';
    }
    (*glyphs)[kept++] = glyph;
  }
  glyphs->resize(kept);
}

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

void DropWatermarks(std::vector<PdfGlyph>* glyphs) {
  constexpr float kLarge = 2.8f;      // of the usual size
  constexpr float kLeast = 24.0f;     // points
  constexpr size_t kMostTexts = 100;  // of that size on one page
  if (glyphs->empty()) return;
  std::vector<float> sizes;
  sizes.reserve(glyphs->size());
  for (const PdfGlyph& glyph : *glyphs) sizes.push_back(glyph.size);
  const auto usual = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 4);
  std::nth_element(sizes.begin(), usual, sizes.end());
  const float large = std::max(kLeast, kLarge * *usual);
  size_t kept = 0;
  size_t texts = 0;
  for (size_t i = 0; i < glyphs->size();) {
    if ((*glyphs)[i].size < large || texts == kMostTexts) {
      (*glyphs)[kept++] = (*glyphs)[i++];
      continue;
    }
    ++texts;
    Box box = (*glyphs)[i].box;
    size_t end = i + 1;
    for (; end < glyphs->size() && (*glyphs)[end].size >= large; ++end) {
      const Box& next = (*glyphs)[end].box;
      if (next.top >= box.bottom || next.bottom <= box.top) break;
      box = {std::min(box.left, next.left), std::min(box.top, next.top),
             std::max(box.right, next.right), std::max(box.bottom, next.bottom)};
    }
    const auto lies_in = [&box, large](const PdfGlyph& glyph) {
      return glyph.size < large && box.left < glyph.center_x() && glyph.center_x() < box.right &&
             box.top < glyph.center_y() && glyph.center_y() < box.bottom;
    };
    const auto at = [glyphs](size_t k) { return glyphs->begin() + static_cast<std::ptrdiff_t>(k); };
    const bool over =
        std::any_of(at(0), at(kept), lies_in) || std::any_of(at(end), glyphs->end(), lies_in);
    for (; i < end; ++i) {
      if (!over) (*glyphs)[kept++] = (*glyphs)[i];
    }
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
