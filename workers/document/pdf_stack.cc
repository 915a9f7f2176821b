#include "workers/document/pdf_stack.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "workers/document/double_byte.h"
#include "workers/document/pdf_lines.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

struct StackLine {
  PdfStack extent;
  float size = 0;
  float baseline = 0;
  bool words = false;  // Chinese, and no ordinal in front
};

bool GoesOnInLine(const PdfGlyph& last, const PdfGlyph& glyph) {
  const float gap = (glyph.box.left - last.box.right) / glyph.size;
  return std::abs(glyph.box.bottom - last.box.bottom) < 1 && gap > -0.5f && gap < 1.0f;
}

bool GoesOnBelow(const StackLine& last, const StackLine& line) {
  constexpr float kLeast = 0.8f, kMost = 1.5f;  // of the size, from line to line
  const float down = (line.baseline - last.baseline) / line.size;
  const float from_left = std::abs(line.extent.box.left - last.extent.box.left);
  const float from_middle = std::abs(line.extent.center_x() - last.extent.center_x());
  return line.words && std::abs(line.size - last.size) < 0.1f && down > kLeast && down < kMost &&
         std::min(from_left, from_middle) < 1;
}

// The line of characters that begins at `first`.
StackLine LineAt(const std::vector<PdfGlyph>& glyphs, size_t first) {
  constexpr size_t kOrdinal = 4;  // characters
  StackLine line;
  line.extent = {first, first + 1, glyphs[first].box, 1};
  line.size = glyphs[first].size;
  line.baseline = glyphs[first].box.bottom;
  std::string begin;
  bool chinese = false;
  for (size_t i = first; i < glyphs.size(); ++i) {
    if (i > first && !GoesOnInLine(glyphs[i - 1], glyphs[i])) break;
    line.extent.end = i + 1;
    line.extent.box = UnionOf(line.extent.box, glyphs[i].box);
    chinese |= IsWideChar(glyphs[i].code) && !IsNumberChar(glyphs[i].code);
    if (i < first + kOrdinal) AppendUtf8(glyphs[i].code, &begin);
  }
  line.words = chinese && !StartsWithOrdinal(begin);
  return line;
}

}  // namespace

std::vector<PdfStack> FindStacks(const std::vector<PdfGlyph>& glyphs) {
  std::vector<PdfStack> stacks;
  PdfStack stack;
  StackLine last;
  for (size_t i = 0; i < glyphs.size();) {
    StackLine line = LineAt(glyphs, i);
    i = line.extent.end;
    if (stack.lines > 0 && GoesOnBelow(last, line)) {
      stack.end = line.extent.end;
      stack.box = UnionOf(stack.box, line.extent.box);
      ++stack.lines;
    } else {
      if (stack.lines > 1) stacks.push_back(stack);
      stack = line.extent;
    }
    last = line;
  }
  if (stack.lines > 1) stacks.push_back(stack);
  return stacks;
}

}  // namespace gongkai
