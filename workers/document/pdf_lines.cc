#include "workers/document/pdf_lines.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/string_view.h"
#include "workers/document/double_byte.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr float kSameLine = 0.4f;    // of the size: how far baselines of one line may differ
constexpr float kWordGap = 0.28f;    // of the size, beside Latin letters and digits
constexpr float kWideGap = 0.9f;     // of the size, between Chinese characters
constexpr float kOtherSize = 1.25f;  // how many times larger: of another text
constexpr float kNumberGap = 1.2f;   // of the size: wider than between spaced digits

void FinishLine(std::vector<PdfGlyph> glyphs, std::vector<PdfLine>* lines) {
  std::stable_sort(glyphs.begin(), glyphs.end(), [](const PdfGlyph& a, const PdfGlyph& b) {
    return a.center_x() < b.center_x();
  });
  PdfLine line;
  const auto add_blank = [&line](const PdfGlyph& glyph) {
    line.blanks += glyph.box.right - glyph.box.left;
  };
  while (!glyphs.empty() && IsPdfSpace(glyphs.back().code)) {
    add_blank(glyphs.back());
    glyphs.pop_back();
  }
  size_t first = 0;
  while (first < glyphs.size() && IsPdfSpace(glyphs[first].code)) add_blank(glyphs[first++]);
  glyphs.erase(glyphs.begin(), glyphs.begin() + static_cast<std::ptrdiff_t>(first));
  if (glyphs.empty()) return;
  line.box = glyphs.front().box;
  for (const PdfGlyph& glyph : glyphs) {
    line.box = UnionOf(line.box, glyph.box);
    line.size = std::max(line.size, glyph.size);
  }
  line.glyphs = std::move(glyphs);
  lines->push_back(std::move(line));
}

// How much of the cell's width the line leaves free.
float FreeWidth(const PdfLine& line, const PdfRoom& cell) {
  const float padding = std::clamp(line.box.left - cell.left, 0.0f, cell.padding);
  return (cell.right - cell.left) - (line.box.right - line.box.left) - line.blanks - 2 * padding;
}

// Digits of other sizes, or printed over each other, are of two numbers.
bool IsOfAnother(const PdfGlyph& last, const PdfGlyph& glyph) {
  constexpr float kOver = 0.4f;  // of the width
  const float width = std::min(last.box.right - last.box.left, glyph.box.right - glyph.box.left);
  return std::max(last.size, glyph.size) > kOtherSize * std::min(last.size, glyph.size) ||
         last.box.right - glyph.box.left > kOver * width;
}

}  // namespace

Box UnionOf(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

bool IsPdfSpace(char32_t code) {
  return code == ' ' || (code >= 9 && code <= 13) || code == 0xA0 || code == 0x3000 ||
         (code >= 0x2000 && code <= 0x200F) || code == 0x202F || code == 0x205F || code == 0xFEFF;
}

bool IsWideChar(char32_t code) {
  return (code >= 0x2E80 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFE30 && code <= 0xFE4F) || (code >= 0xFF00 && code <= 0xFFE6) ||
         (code >= 0x20000 && code <= 0x3FFFF) || (code >= 0x2010 && code <= 0x2027);
}

std::vector<PdfLine> GroupLines(std::vector<PdfGlyph> glyphs) {
  std::vector<PdfLine> lines;
  // Baselines lie at the same height above the bottom of the boxes in proportion to the size.
  const auto baseline = [](const PdfGlyph& glyph) { return glyph.box.bottom - 0.14f * glyph.size; };
  std::stable_sort(glyphs.begin(), glyphs.end(),
                   [&](const PdfGlyph& a, const PdfGlyph& b) { return baseline(a) < baseline(b); });
  for (size_t i = 0; i < glyphs.size();) {
    size_t end = i + 1;
    float at = baseline(glyphs[i]);
    float size = glyphs[i].size;
    while (end < glyphs.size() &&
           baseline(glyphs[end]) - at <= kSameLine * std::min(size, glyphs[end].size)) {
      size = std::max(size, glyphs[end].size);
      ++end;
    }
    FinishLine({glyphs.begin() + static_cast<std::ptrdiff_t>(i),
                glyphs.begin() + static_cast<std::ptrdiff_t>(end)},
               &lines);
    i = end;
  }
  return lines;
}

std::vector<PdfLine> SplitAtGaps(const PdfLine& line, float em) {
  std::vector<PdfLine> parts;
  std::vector<PdfGlyph> part;
  float reach = line.box.left;
  for (const PdfGlyph& glyph : line.glyphs) {
    if (IsPdfSpace(glyph.code)) continue;
    if (!part.empty() && glyph.box.left - reach >= em * std::max(glyph.size, part.back().size)) {
      FinishLine(std::move(part), &parts);
      part.clear();
    }
    part.push_back(glyph);
    reach = std::max(reach, glyph.box.right);
  }
  if (!part.empty()) FinishLine(std::move(part), &parts);
  return parts;
}

std::string TextOf(const PdfLine& line) {
  std::string text;
  const PdfGlyph* last = nullptr;
  bool space = false;
  for (const PdfGlyph& glyph : line.glyphs) {
    if (IsPdfSpace(glyph.code)) {
      space = true;
      continue;
    }
    if (last != nullptr) {
      const float gap = glyph.box.left - last->box.right;
      const bool wide = IsWideChar(glyph.code) && IsWideChar(last->code);
      const float size = std::max(glyph.size, last->size);
      if (space || gap > (wide ? kWideGap : kWordGap) * size) text.push_back(' ');
    }
    AppendUtf8(glyph.code, &text);
    last = &glyph;
    space = false;
  }
  return text;
}

bool WasBrokenByWidth(const PdfLine& line, const PdfLine& next, const PdfRoom& cell) {
  const PdfGlyph& moved = next.glyphs.front();
  return FreeWidth(line, cell) < (moved.box.right - moved.box.left) * 1.05f;
}

bool IsTornNumber(const PdfLine& line, const PdfLine& next, const PdfRoom& cell) {
  constexpr float kLeastPitch = 0.7f, kPitch = 2.0f;  // of the size, from line to line of one text
  constexpr float kBlank = 0.3f;  // of the size: the space between them, had they one line
  const float size = std::max(line.size, next.size);
  const float down = next.box.bottom - line.box.bottom;
  if (down < kLeastPitch * size || down > kPitch * size) return false;
  if (size > kOtherSize * std::min(line.size, next.size)) return false;
  const char32_t last = line.glyphs.back().code;
  const char32_t first = next.glyphs.front().code;
  const auto is_inner = [](char32_t code) {
    return code == ',' || code == '.' || code == U'，' || code == U'．';
  };
  const bool is_rest = is_inner(first) || (first == '0' && next.glyphs.size() > 1);
  return is_inner(last) || is_rest || WasBrokenByWidth(line, next, cell) ||
         FreeWidth(line, cell) < next.box.right - next.box.left + kBlank * line.size;
}

namespace {

// The numbers of a line of them.
std::vector<PdfLine> NumbersOf(const PdfLine& line) {
  std::vector<PdfLine> numbers;
  for (PdfLine& part : SplitAtGaps(line, kNumberGap)) {
    std::vector<PdfGlyph> number;
    for (const PdfGlyph& glyph : part.glyphs) {
      if (!number.empty() && IsOfAnother(number.back(), glyph)) {
        FinishLine(std::move(number), &numbers);
        number.clear();
      }
      number.push_back(glyph);
    }
    if (!number.empty()) FinishLine(std::move(number), &numbers);
  }
  return numbers;
}

}  // namespace

std::string CellTextOf(const std::vector<PdfLine>& lines, const PdfRoom& cell) {
  std::string text;
  const PdfLine* last = nullptr;
  for (const PdfLine& line : lines) {
    if (last != nullptr) {
      const char32_t before = last->glyphs.back().code;
      const char32_t after = line.glyphs.front().code;
      if (IsNumberChar(before) && IsNumberChar(after)) {
        if (!IsTornNumber(*last, line, cell)) text.push_back('\n');
      } else if (!IsWideChar(before) && !IsWideChar(after) &&
                 !WasBrokenByWidth(*last, line, cell)) {
        text.push_back(' ');
      }
    }
    if (IsNumberLine(line)) {
      const std::vector<PdfLine> numbers = NumbersOf(line);
      for (size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) text.push_back('\n');
        text += TextOf(numbers[i]);
      }
    } else {
      text += TextOf(line);
    }
    last = &line;
  }
  return text;
}

}  // namespace gongkai
