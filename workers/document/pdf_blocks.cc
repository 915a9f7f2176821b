#include "workers/document/pdf_blocks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr float kSameLine = 0.3f;        // of the size: how far baselines of one line may differ
constexpr float kGapInRun = 0.8f;        // of the size, between characters drawn in one go
constexpr float kGapAcrossRuns = 0.35f;  // of the size, between others
constexpr float kGapOfChinese = 0.2f;    // the same between two Chinese characters
constexpr float kGapOfSingle = 0.45f;    // the same where every character is drawn alone: a blank
constexpr float kPitch = 1.9f;           // of the size, from line to line of one text

constexpr float kTouch = 0.02f;          // of the size
constexpr float kTouchOfSingle = 0.15f;  // the same, where every character is drawn alone

float SizeOf(const PdfGlyph& a, const PdfGlyph& b) { return std::max(a.size, b.size); }

// The page draws its characters one by one. Where it draws whole numbers in one go, others are of
// cells side by side unless they touch.
bool DrawsSingly(const std::vector<PdfGlyph>& glyphs) {
  constexpr float kNear = 0.3f;  // of the size
  constexpr size_t kMany = 3;
  size_t together = 0, apart = 0;
  for (size_t i = 1; i < glyphs.size(); ++i) {
    const PdfGlyph& last = glyphs[i - 1];
    const PdfGlyph& glyph = glyphs[i];
    if (!IsNumberChar(last.code) || !IsNumberChar(glyph.code) ||
        std::abs(glyph.box.left - last.box.right) > kNear * glyph.size) {
      continue;
    }
    ++(glyph.run == last.run ? together : apart);
  }
  return together * kMany < apart;
}

// The next character drawn stands behind the last one, as in a word. `space`: between them a space
// was drawn from one to the other.
bool GoesOn(const PdfGlyph& last, const PdfGlyph& glyph, bool space, bool singly) {
  const float size = SizeOf(last, glyph);
  if (std::abs(glyph.box.bottom - last.box.bottom) > kSameLine * size) return false;
  const float gap = glyph.box.left - last.box.right;
  if (glyph.run != last.run) {
    if (space) return true;
    // Numbers of cells side by side may nearly touch.
    if (IsNumberChar(last.code) && IsNumberChar(glyph.code))
      return std::abs(gap) < (singly ? kTouchOfSingle : kTouch) * size;
  }
  const bool chinese = IsWideChar(last.code) && IsWideChar(glyph.code);
  const float across = singly ? kGapOfSingle : chinese ? kGapOfChinese : kGapAcrossRuns;
  const float most = glyph.run == last.run ? kGapInRun : across;
  return gap > -0.5f * size && gap < most * size;
}

// 2021-03-17: numbers, but none of a table.
bool IsDate(const PdfLine& line) {
  const auto dashes = std::count_if(line.glyphs.begin() + 1, line.glyphs.end(),
                                    [](const PdfGlyph& glyph) { return glyph.code == '-'; });
  return dashes == 2;
}

bool CrossesLine(const PdfPage& page, const PdfLine& above, const PdfLine& below) {
  const float x = (below.box.left + below.box.right) / 2;
  return std::any_of(page.horizontal.begin(), page.horizontal.end(), [&](const PdfRule& rule) {
    return rule.from <= x && x <= rule.to && rule.at > above.box.bottom - 0.3f * above.size &&
           rule.at < below.box.top + 0.3f * below.size;
  });
}

bool HasOpenBracket(const PdfBlock& block) {
  int open = 0;
  for (const PdfLine& line : block.lines) {
    for (const PdfGlyph& glyph : line.glyphs) {
      open += glyph.code == '(' || glyph.code == U'（';
      open -= glyph.code == ')' || glyph.code == U'）';
    }
  }
  return open > 0;
}

// The line drawn next stands below, as in a text of several lines.
bool GoesOnBelow(const PdfPage& page, const PdfBlock& block, const PdfBlock& next) {
  const PdfLine& last = block.lines.back();
  const PdfLine& line = next.lines.front();
  const float size = std::max(last.size, line.size);
  const float pitch = line.box.bottom - last.box.bottom;
  if (pitch < 0.5f * size || pitch > kPitch * size) return false;
  if (std::abs(line.size - last.size) > 0.15f * size) return false;
  const float shared =
      std::min(block.box.right, line.box.right) - std::max(block.box.left, line.box.left);
  const float narrower = std::min(block.box.right - block.box.left, line.box.right - line.box.left);
  if (shared < 0.5f * narrower) return false;
  if (next.is_value || StartsWithOrdinal(TextOf(line))) return false;
  if (block.is_value) {
    const char32_t first = line.glyphs.front().code;
    if (first != '(' && first != U'（' && !HasOpenBracket(block)) return false;
  }
  return !CrossesLine(page, last, line);
}

bool StandsIn(const Box& box, const PdfBlock& other) {
  constexpr float kEdge = 0.25f;  // of the size: texts may touch
  const float edge = kEdge * other.size;
  return box.left < other.box.right - edge && other.box.left + edge < box.right &&
         box.top < other.box.bottom - edge && other.box.top + edge < box.bottom;
}

// No text stands in the box of another, though beside one of its lines there may be room: lines
// that a text beside them shows to be of several cells become blocks of their own.
void SplitAroundOthers(std::vector<PdfBlock>* blocks) {
  std::vector<size_t> order(blocks->size());  // from top to bottom
  std::iota(order.begin(), order.end(), size_t{0});
  float highest = 0;
  for (const PdfBlock& block : *blocks) {
    highest = std::max(highest, block.box.bottom - block.box.top);
  }
  const auto is_higher = [blocks](size_t a, size_t b) {
    return (*blocks)[a].box.top < (*blocks)[b].box.top;
  };
  std::sort(order.begin(), order.end(), is_higher);
  constexpr size_t kMostLooks = 2'000'000;  // of one page
  size_t looks = 0;
  const auto holds_other = [&](const PdfBlock& block) {
    const auto first =
        std::lower_bound(order.begin(), order.end(), block.box.top - highest,
                         [blocks](size_t i, float top) { return (*blocks)[i].box.top < top; });
    for (auto other = first; other != order.end(); ++other) {
      const PdfBlock& one = (*blocks)[*other];
      if (one.box.top >= block.box.bottom || ++looks > kMostLooks) return false;
      if (&one == &block || !StandsIn(block.box, one)) continue;
      // A text too wide for its cell may stand in the next one.
      if (std::none_of(block.lines.begin(), block.lines.end(),
                       [&one](const PdfLine& line) { return StandsIn(line.box, one); })) {
        return true;
      }
    }
    return false;
  };
  std::vector<PdfBlock> split;
  split.reserve(blocks->size());
  std::vector<bool> splits(blocks->size());
  bool any = false;
  for (size_t i = 0; i < blocks->size(); ++i) {
    splits[i] = (*blocks)[i].lines.size() > 1 && holds_other((*blocks)[i]);
    any |= splits[i];
  }
  if (!any) return;
  for (size_t i = 0; i < blocks->size(); ++i) {
    PdfBlock& block = (*blocks)[i];
    if (!splits[i]) {
      split.push_back(std::move(block));
      continue;
    }
    for (size_t k = 0; k < block.lines.size(); ++k) {
      PdfBlock& one = split.emplace_back();
      one.box = block.lines[k].box;
      one.size = block.lines[k].size;
      one.lines.push_back(std::move(block.lines[k]));
      one.is_value = IsValue(one.lines) && !IsDate(one.lines[0]);
      one.glyphs.push_back(block.glyphs[k]);
    }
  }
  *blocks = std::move(split);
}

}  // namespace

std::vector<PdfBlock> FindBlocks(const PdfPage& page) {
  const std::vector<PdfGlyph>& glyphs = page.glyphs;
  std::vector<PdfBlock> blocks;
  // The blank before the text at `first` was drawn with it, and nothing before it.
  const auto begins_with = [&glyphs](size_t blank, size_t first) {
    if (glyphs[blank].run != glyphs[first].run) return false;
    size_t i = blank;
    while (i > 0 && glyphs[i - 1].run == glyphs[blank].run) {
      if (!IsPdfSpace(glyphs[--i].code)) return false;
    }
    return true;
  };
  const auto add = [&](size_t first, size_t end) {
    std::vector<PdfLine> lines = GroupLines({glyphs.begin() + static_cast<std::ptrdiff_t>(first),
                                             glyphs.begin() + static_cast<std::ptrdiff_t>(end)});
    if (lines.size() != 1) return;
    PdfBlock block;
    block.box = lines[0].box;
    // Blanks in front of a text move it in its cell.
    for (size_t i = first; i-- > 0 && IsPdfSpace(glyphs[i].code) && begins_with(i, first);) {
      block.box.left = std::min(block.box.left, glyphs[i].box.left);
    }
    block.size = lines[0].size;
    block.is_value = IsValue(lines) && !IsDate(lines[0]);
    block.lines = std::move(lines);
    block.glyphs.emplace_back(first, end);
    if (blocks.empty() || !GoesOnBelow(page, blocks.back(), block)) {
      blocks.push_back(std::move(block));
      return;
    }
    PdfBlock& above = blocks.back();
    above.box = UnionOf(above.box, block.box);
    above.lines.push_back(std::move(block.lines[0]));
    above.glyphs.emplace_back(first, end);
  };
  const bool singly = DrawsSingly(glyphs);
  size_t first = 0;
  size_t end = 0;      // behind the last character of the word that is no space
  bool touch = false;  // the characters from that on stand side by side
  for (size_t i = 0; i < glyphs.size(); ++i) {
    const PdfGlyph& glyph = glyphs[i];
    if (i > 0) {
      const float gap = std::abs(glyph.box.left - glyphs[i - 1].box.right);
      touch = (touch || end == i) && gap < kTouch * glyph.size;
    }
    if (IsPdfSpace(glyph.code)) continue;
    if (end > first && !GoesOn(glyphs[end - 1], glyph, touch && end < i, singly)) {
      add(first, end);
      first = i;
    } else if (end == first) {
      first = i;
    }
    end = i + 1;
  }
  if (end > first) add(first, end);
  SplitAroundOthers(&blocks);
  return blocks;
}

}  // namespace gongkai
