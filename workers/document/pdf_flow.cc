#include "workers/document/pdf_flow.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "workers/document/double_byte.h"
#include "workers/document/pdf_aligned.h"

namespace gongkai {
namespace {

constexpr float kMargin = 0.12f;  // of the height, at the top and at the bottom
constexpr size_t kLongest = 200;  // bytes of a running header

// What a line looks like when its number is left out, and that number.
struct Shape {
  std::string words;  // '#' in place of the number
  int number = -1;    // the first one; -1: none
};

Shape ShapeOf(const PdfLine& line) {
  Shape shape;
  bool in_number = false;
  for (const PdfGlyph& glyph : line.glyphs) {
    if (IsPdfSpace(glyph.code)) continue;
    char32_t code = glyph.code;
    if (code >= 0xFF10 && code <= 0xFF19) code = code - 0xFF10 + '0';
    if (code >= '0' && code <= '9') {
      if (!in_number) {
        shape.words += '#';
        if (shape.number < 0) shape.number = 0;
      }
      const bool first = std::count(shape.words.begin(), shape.words.end(), '#') == 1;
      if (first && shape.number < 100'000) {
        shape.number = shape.number * 10 + static_cast<int>(code - '0');
      }
      in_number = true;
    } else {
      in_number = false;
      AppendUtf8(code, &shape.words);
    }
  }
  return shape;
}

// "#", "- # -", "第#页", "第#页共#页", "#/#", "Page#of#".
bool IsNumberShape(const std::string& words) {
  static constexpr absl::string_view kShapes[] = {
      "#",           "-#-",          "—#—",         "–#–", "－#－",    "―#―",        "·#·", "[#]",
      "第#页",       "第#页共#页",   "第#页/共#页", "#/#", "Page#of#", "共#页第#页", "~#~", "─#─",
      "第#页,共#页", "第#页，共#页", "Page#",       "•#•", "#of#",     "-#",         "#-"};
  return std::find(std::begin(kShapes), std::end(kShapes), words) != std::end(kShapes);
}

// A number that says on its own that it is a page's.
bool IsDashedShape(const std::string& words) {
  return IsNumberShape(words) && words != "#" && words != "#/#" && words != "-#" && words != "#-";
}

// What a browser prints above and below a page: "#/#/#,#:#PM..." and the address.
bool IsBrowserShape(const std::string& words) {
  return (absl::StartsWith(words, "#/#/#") && absl::StrContains(words, ":#")) ||
         absl::StartsWith(words, "file:///") || absl::StartsWith(words, "http://") ||
         absl::StartsWith(words, "https://");
}

bool IsInMargin(const PdfPageFlow& page, const Box& box) {
  return box.bottom < page.height * kMargin || box.top > page.height * (1 - kMargin);
}

// Takes page numbers in dashes out of the characters at the foot of the page, where they may stand
// on the lines of a table. They are drawn in one go.
void TakeDashedNumbers(PdfPage* page) {
  constexpr size_t kMostDrawn = 20;  // characters of such a number
  std::vector<PdfGlyph>& glyphs = page->glyphs;
  const auto goes_on = [](const PdfGlyph& last, const PdfGlyph& glyph) {
    const float gap = glyph.box.left - last.box.right;
    return std::abs(glyph.box.bottom - last.box.bottom) < 1 && std::abs(gap) < glyph.size;
  };
  size_t kept = 0;
  for (size_t i = 0; i < glyphs.size();) {
    size_t end = i + 1;
    while (end < glyphs.size() && goes_on(glyphs[end - 1], glyphs[end])) ++end;
    bool is_number = false;
    if (end - i <= kMostDrawn && glyphs[i].box.top > page->height * (1 - kMargin)) {
      PdfLine line;
      line.glyphs.assign(glyphs.begin() + static_cast<std::ptrdiff_t>(i),
                         glyphs.begin() + static_cast<std::ptrdiff_t>(end));
      is_number = IsDashedShape(ShapeOf(line).words);
    }
    for (; i < end; ++i) {
      if (!is_number) glyphs[kept++] = glyphs[i];
    }
  }
  glyphs.resize(kept);
}

// Takes out what a browser printed at the very top and foot of the page, beside which it may look
// like a row of a table.
void TakeBrowserLines(PdfPage* page) {
  constexpr float kEdge = 0.05f;  // of the page's height
  std::vector<PdfGlyph> edges;
  for (const PdfGlyph& glyph : page->glyphs) {
    if (glyph.box.bottom < page->height * kEdge || glyph.box.top > page->height * (1 - kEdge)) {
      edges.push_back(glyph);
    }
  }
  std::vector<Box> taken;
  for (const PdfLine& line : GroupLines(std::move(edges))) {
    if (IsBrowserShape(ShapeOf(line).words)) taken.push_back(line.box);
  }
  if (taken.empty()) return;
  const auto is_taken = [&taken](const PdfGlyph& glyph) {
    return std::any_of(taken.begin(), taken.end(), [&glyph](const Box& box) {
      return box.top <= glyph.center_y() && glyph.center_y() <= box.bottom;
    });
  };
  page->glyphs.erase(std::remove_if(page->glyphs.begin(), page->glyphs.end(), is_taken),
                     page->glyphs.end());
}

class FurnitureFinder {
 public:
  explicit FurnitureFinder(std::vector<PdfPageFlow>* pages) : pages_(*pages) {}

  void Drop() {
    for (const PdfPageFlow& page : pages_) {
      for (const PdfItem& item : page.items) {
        if (!item.is_table) Note(page, item.line);
      }
    }
    for (PdfPageFlow& page : pages_) {
      const auto is_furniture = [&](const PdfItem& item) {
        return !item.is_table && IsFurniture(page, item.line);
      };
      page.items.erase(std::remove_if(page.items.begin(), page.items.end(), is_furniture),
                       page.items.end());
      for (PdfItem& item : page.items) {
        if (item.is_table) DropFromTable(page, &item.table);
      }
    }
  }

 private:
  // Where on the page: lines of running headers stand at the same height on every page.
  static std::string KeyOf(const PdfPageFlow& page, const PdfLine& line, const Shape& shape) {
    const bool top = line.box.bottom < page.height / 2;
    const float from_edge = top ? line.box.top : page.height - line.box.bottom;
    return absl::StrCat(top ? "t" : "b", std::lround(from_edge / 6), shape.words);
  }

  void Note(const PdfPageFlow& page, const PdfLine& line) {
    if (!IsInMargin(page, line.box)) return;
    const Shape shape = ShapeOf(line);
    if (shape.words.size() > kLongest) return;
    if (IsNumberShape(shape.words)) ++offsets_[shape.number - page.number];
    ++seen_[KeyOf(page, line, shape)];
  }

  bool IsFurniture(const PdfPageFlow& page, const PdfLine& line) const {
    if (!IsInMargin(page, line.box)) return false;
    const Shape shape = ShapeOf(line);
    if (IsNumberShape(shape.words)) {
      if (IsDashedShape(shape.words)) return true;
      const auto found = offsets_.find(shape.number - page.number);
      return shape.number == page.number || (found != offsets_.end() && found->second >= 2);
    }
    const auto found = seen_.find(KeyOf(page, line, shape));
    const size_t pages = pages_.size();
    return pages >= 2 && found != seen_.end() && static_cast<size_t>(found->second) * 2 > pages;
  }

  // The line looks like the rest of the text above it in the cell.
  static bool GoesOnInto(const PdfLine& above, const PdfLine& line, const PdfRoom& cell) {
    const float from_left = std::abs(line.box.left - above.box.left);
    const float from_middle =
        std::abs(line.box.left + line.box.right - above.box.left - above.box.right) / 2;
    return WasBrokenByWidth(above, line, cell) && std::min(from_left, from_middle) < 1 &&
           std::abs(line.size - above.size) < 0.1f;
  }

  // A page number printed over the last row of a table that reaches into the margin.
  void DropFromTable(const PdfPageFlow& page, PdfTable* table) const {
    for (PdfCell& cell : table->cells) {
      const auto is_number = [&](const PdfLine& line) {
        if (!IsInMargin(page, line.box)) return false;
        const Shape shape = ShapeOf(line);
        if (IsDashedShape(shape.words)) return true;
        if (shape.words != "#" || shape.number != page.number) return false;
        if (line.box.top < page.height / 2) return false;
        if (cell.lines.size() < 2 || &line != &cell.lines.back()) return false;
        return !GoesOnInto(cell.lines[cell.lines.size() - 2], line, cell.room());
      };
      const auto kept = std::remove_if(cell.lines.begin(), cell.lines.end(), is_number);
      if (kept == cell.lines.end()) continue;
      cell.lines.erase(kept, cell.lines.end());
      cell.text = CellTextOf(cell.lines, cell.room());
    }
  }

  std::vector<PdfPageFlow>& pages_;
  std::map<int, int> offsets_;       // printed number minus the page's: how often
  std::map<std::string, int> seen_;  // by KeyOf()
};

const PdfTable* LastTable(const PdfPageFlow* page) {
  if (page == nullptr) return nullptr;
  for (auto item = page->items.rbegin(); item != page->items.rend(); ++item) {
    if (item->is_table) return &item->table;
  }
  return nullptr;
}

}  // namespace

PdfPageFlow ReadFlow(PdfPage page, const PdfPageFlow* before) {
  PdfPageFlow flow;
  flow.number = page.number;
  flow.width = page.width;
  flow.height = page.height;
  TakeBrowserLines(&page);
  TakeDashedNumbers(&page);
  const auto add = [&](std::vector<PdfTable> tables) {
    for (PdfTable& table : tables) {
      for (PdfCell& cell : table.cells) {
        cell.page = page.number - (cell.row < table.head_rows_before ? 1 : 0);
      }
      PdfItem& item = flow.items.emplace_back();
      item.is_table = true;
      item.table = std::move(table);
    }
  };
  add(TakeRuledTables(&page));
  add(TakeAlignedTables(LastTable(before), &page));
  for (PdfLine& line : GroupLines(std::move(page.glyphs))) {
    flow.items.emplace_back().line = std::move(line);
  }
  std::stable_sort(flow.items.begin(), flow.items.end(),
                   [](const PdfItem& a, const PdfItem& b) { return a.box().top < b.box().top; });
  return flow;
}

void DropFurniture(std::vector<PdfPageFlow>* pages) { FurnitureFinder(pages).Drop(); }

}  // namespace gongkai
