#include "workers/document/pdf_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "workers/document/pdf_cell_text.h"
#include "workers/document/pdf_rules.h"

namespace gongkai {
namespace {

constexpr float kLeastColumn = 5.0f;  // points; nothing is printed in less
constexpr float kLeastRow = 4.0f;
constexpr int kMostSlots = 100'000;  // rows times columns; more is a drawing
constexpr int kMostRounds = 12;      // of adding lines that were not drawn

class TableBuilder {
 public:
  TableBuilder(std::vector<PdfRule> horizontal, std::vector<PdfRule> vertical)
      : horizontal_(std::move(horizontal)), vertical_(std::move(vertical)) {}

  PdfTable Build(std::vector<PdfGlyph>* glyphs) {
    table_.xs = Bounds(vertical_, horizontal_, kLeastColumn);
    table_.ys = Bounds(horizontal_, vertical_, LeastRow(*glyphs));
    AddLowFoot();
    if (table_.rows() < 1 || table_.columns() < 1 ||
        table_.rows() * table_.columns() > kMostSlots) {
      return PdfTable();
    }
    const std::vector<PdfGlyph> taken = TakeInside(table_.box(), glyphs);
    DropEmptyMargin(taken);
    FindRegions();
    CutIntoCells();
    FillCells(taken, &table_);
    return std::move(table_);
  }

 private:
  // No row is much lower than the text of the table: lines nearer to each other are one.
  float LeastRow(const std::vector<PdfGlyph>& glyphs) const {
    constexpr float kShare = 0.55f;  // of the size
    constexpr float kMost = 8.0f;    // points
    if (horizontal_.empty() || table_.columns() < 1) return kLeastRow;
    Box box = {table_.xs.front(), horizontal_.front().at, table_.xs.back(), 0};
    for (const PdfRule& rule : horizontal_) {
      box.top = std::min(box.top, rule.at);
      box.bottom = std::max(box.bottom, rule.at);
    }
    std::vector<float> sizes;
    for (const PdfGlyph& glyph : glyphs) {
      if (IsInside(glyph, box)) sizes.push_back(glyph.size);
    }
    if (sizes.empty()) return kLeastRow;
    const auto low = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 4);
    std::nth_element(sizes.begin(), low, sizes.end());
    return std::clamp(kShare * *low, kLeastRow, kMost);
  }

  // Where the lines stand; the ends of the lines across are the outer bounds.
  static std::vector<float> Bounds(const std::vector<PdfRule>& rules,
                                   const std::vector<PdfRule>& across, float least) {
    std::vector<float> bounds;
    bounds.reserve(rules.size() + 2 * across.size());
    for (const PdfRule& rule : rules) bounds.push_back(rule.at);
    for (const PdfRule& rule : across) {
      bounds.push_back(rule.from);
      bounds.push_back(rule.to);
    }
    std::sort(bounds.begin(), bounds.end());
    std::vector<float> known;
    known.reserve(rules.size());
    for (const PdfRule& rule : rules) known.push_back(rule.at);
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    if (bounds.empty()) return known;
    if (known.empty()) known = {bounds.front(), bounds.back()};
    if (known.front() - bounds.front() > least) known.insert(known.begin(), bounds.front());
    if (bounds.back() - known.back() > least) known.push_back(bounds.back());
    std::vector<float> result;
    for (const float at : known) {
      if (result.empty() || at - result.back() > least) result.push_back(at);
    }
    return result;
  }

  // The lines between columns go on over a last row that is lower than text: it is blank.
  void AddLowFoot() {
    constexpr float kEdge = 0.8f;
    constexpr int kLeastColumns = 3;
    if (table_.ys.empty() || table_.xs.empty()) return;
    float foot = table_.ys.back();
    for (const PdfRule& rule : horizontal_) foot = std::max(foot, rule.at);
    if (foot - table_.ys.back() <= kEdge) return;
    int crossing = 0;
    for (const PdfRule& rule : vertical_) {
      crossing += rule.to > foot - kEdge && rule.from < table_.ys.back() + kEdge &&
                  rule.at > table_.xs.front() + kLeastColumn &&
                  rule.at < table_.xs.back() - kLeastColumn;
    }
    if (crossing >= kLeastColumns) table_.ys.push_back(foot);
  }

  // An outer column without a line of its own and without text is only the overhang of others.
  void DropEmptyMargin(const std::vector<PdfGlyph>& glyphs) {
    const auto is_ruled = [this](float at) {
      return std::any_of(vertical_.begin(), vertical_.end(), [at](const PdfRule& rule) {
        return std::abs(rule.at - at) < kLeastColumn;
      });
    };
    const auto holds_text = [&glyphs](float from, float to) {
      return std::any_of(glyphs.begin(), glyphs.end(), [&](const PdfGlyph& glyph) {
        return !IsPdfSpace(glyph.code) && glyph.center_x() > from && glyph.center_x() < to;
      });
    };
    std::vector<float>& xs = table_.xs;
    if (xs.size() > 2 && !is_ruled(xs[0]) && !holds_text(xs[0], xs[1])) xs.erase(xs.begin());
    if (xs.size() > 2 && !is_ruled(xs.back()) && !holds_text(xs[xs.size() - 2], xs.back())) {
      xs.pop_back();
    }
  }

  // The lines at each of the bounds: every line at the nearest.
  static std::vector<std::vector<PdfRule>> ByBound(const std::vector<PdfRule>& rules,
                                                   const std::vector<float>& bounds) {
    constexpr float kMostApart = 8.0f;  // points
    std::vector<std::vector<PdfRule>> by_bound(bounds.size());
    for (const PdfRule& rule : rules) {
      auto at = std::lower_bound(bounds.begin(), bounds.end(), rule.at);
      if (at == bounds.end() || (at != bounds.begin() && rule.at - *(at - 1) < *at - rule.at)) --at;
      if (std::abs(*at - rule.at) <= kMostApart) by_bound[at - bounds.begin()].push_back(rule);
    }
    return by_bound;
  }

  // More than half of the way is drawn.
  static bool IsDrawn(const std::vector<PdfRule>& rules, float from, float to) {
    float drawn = 0;
    for (const PdfRule& rule : rules) {
      drawn += std::max(0.0f, std::min(rule.to, to) - std::max(rule.from, from));
    }
    return drawn > (to - from) / 2;
  }

  static float DrawnOf(const std::vector<PdfRule>& rules) {
    float drawn = 0;
    for (const PdfRule& rule : rules) drawn += rule.to - rule.from;
    return drawn;
  }

  int Find(int slot) {
    while (parent_[slot] != slot) slot = parent_[slot] = parent_[parent_[slot]];
    return slot;
  }

  // Slots of the lattice that no line parts are one region.
  void FindRegions() {
    const int rows = table_.rows();
    const int columns = table_.columns();
    parent_.resize(static_cast<size_t>(rows) * static_cast<size_t>(columns));
    std::iota(parent_.begin(), parent_.end(), 0);
    at_x_ = ByBound(vertical_, table_.xs);
    at_y_ = ByBound(horizontal_, table_.ys);
    table_.open_top = DrawnOf(at_y_.front()) < kLeastColumn;
    table_.open_foot = DrawnOf(at_y_.back()) < kLeastColumn;
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        const int slot = r * columns + c;
        if (c > 0 && !IsDrawn(at_x_[c], table_.ys[r], table_.ys[r + 1])) {
          parent_[Find(slot)] = Find(slot - 1);
        }
        if (r > 0 && !IsDrawn(at_y_[r], table_.xs[c], table_.xs[c + 1])) {
          parent_[Find(slot)] = Find(slot - columns);
        }
      }
    }
  }

  // A region that is no rectangle, since a part of a line is missing, becomes several cells, none
  // of them across a line that is drawn.
  void CutIntoCells() {
    const int rows = table_.rows();
    const int columns = table_.columns();
    cell_of_.assign(parent_.size(), -1);
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        if (cell_of_[r * columns + c] >= 0) continue;
        const int region = Find(r * columns + c);
        const auto is_free = [&](int row, int column) {
          const int slot = row * columns + column;
          return cell_of_[slot] < 0 && Find(slot) == region;
        };
        int right = c + 1;
        while (right < columns && is_free(r, right) &&
               !IsDrawn(at_x_[right], table_.ys[r], table_.ys[r + 1])) {
          ++right;
        }
        int bottom = r + 1;
        for (; bottom < rows; ++bottom) {
          bool whole = !IsDrawn(at_y_[bottom], table_.xs[c], table_.xs[right]);
          for (int k = c; k < right && whole; ++k) whole = is_free(bottom, k);
          if (!whole) break;
        }
        PdfCell cell;
        cell.row = r;
        cell.column = c;
        cell.row_span = bottom - r;
        cell.column_span = right - c;
        cell.box = {table_.xs[c], table_.ys[r], table_.xs[right], table_.ys[bottom]};
        cell.open = right == columns && !IsDrawn(at_x_.back(), cell.box.top, cell.box.bottom);
        for (int row = r; row < bottom; ++row) {
          for (int k = c; k < right; ++k) {
            cell_of_[row * columns + k] = static_cast<int>(table_.cells.size());
          }
        }
        table_.cells.push_back(std::move(cell));
      }
    }
  }

  const std::vector<PdfRule> horizontal_;
  const std::vector<PdfRule> vertical_;
  PdfTable table_;
  std::vector<std::vector<PdfRule>> at_x_, at_y_;  // the lines at each of the bounds
  std::vector<int> parent_;                        // by slot of the lattice
  std::vector<int> cell_of_;                       // by slot
};

// Blank rows at the top of a page, which can only be the end of a table on the page before.
bool IsBlankEnd(const PdfTable& table, const PdfPage& page) {
  constexpr float kTop = 0.2f;  // of the height of the page
  constexpr int kLeastColumns = 3;
  const Box& box = table.box();
  return table.columns() >= kLeastColumns && box.top < kTop * page.height && IsBlank(table);
}

// Rows of one cell each, of which some hold whole rows of a table: frames that touch.
bool AreFrames(const PdfTable& table) {
  constexpr float kApart = 1.0f;        // of the size
  constexpr std::ptrdiff_t kLeast = 3;  // lines of texts set apart
  int last = -1;
  for (const PdfCell& cell : table.cells) {
    if (cell.text.empty()) continue;
    if (cell.row == last) return false;
    last = cell.row;
  }
  return std::any_of(table.cells.begin(), table.cells.end(), [](const PdfCell& cell) {
    return std::count_if(cell.lines.begin(), cell.lines.end(), [](const PdfLine& line) {
             return SplitAtGaps(line, kApart).size() > 1;
           }) >= kLeast;
  });
}

// A table of one cell is a frame, unless it is as high as a few lines and the last on its page:
// then it may be the head of a table that goes on on the next.
bool IsTable(const PdfTable& table, const PdfPage& page) {
  if (table.cells.size() == 1) {
    constexpr float kHighest = 50.0f;  // points
    constexpr float kMargin = 0.9f;    // of the height of the page: below, page numbers stand
    const Box& box = table.cells[0].box;
    return !table.cells[0].text.empty() && box.bottom - box.top < kHighest &&
           box.top > page.height / 2 &&
           std::none_of(page.glyphs.begin(), page.glyphs.end(), [&](const PdfGlyph& glyph) {
             return glyph.center_y() > box.bottom && glyph.center_y() < page.height * kMargin;
           });
  }
  if (IsBlankEnd(table, page)) return true;
  if (AreFrames(table)) return false;
  const PdfCell* only = nullptr;
  for (const PdfCell& cell : table.cells) {
    if (cell.text.empty()) continue;
    if (only != nullptr) return true;
    only = &cell;
  }
  // Cells around one text are a frame too.
  constexpr size_t kMostLines = 3;
  return only != nullptr && only->lines.size() <= kMostLines;
}

// In the order in which they were drawn.
void GiveBack(PdfTable* table, std::vector<PdfGlyph>* glyphs) {
  const auto is_earlier = [](const PdfGlyph& a, const PdfGlyph& b) { return a.run < b.run; };
  const auto kept = static_cast<std::ptrdiff_t>(glyphs->size());
  for (PdfCell& cell : table->cells) {
    for (PdfLine& line : cell.lines) {
      glyphs->insert(glyphs->end(), line.glyphs.begin(), line.glyphs.end());
    }
  }
  std::stable_sort(glyphs->begin() + kept, glyphs->end(), is_earlier);
  std::inplace_merge(glyphs->begin(), glyphs->begin() + kept, glyphs->end(), is_earlier);
}

}  // namespace

bool IsBlank(const PdfTable& table) {
  return std::all_of(table.cells.begin(), table.cells.end(),
                     [](const PdfCell& cell) { return cell.text.empty(); });
}

PdfTable BuildTable(std::vector<PdfRule> horizontal, std::vector<PdfRule> vertical,
                    std::vector<PdfGlyph>* glyphs) {
  return TableBuilder(std::move(horizontal), std::move(vertical)).Build(glyphs);
}

std::vector<PdfTable> TakeRuledTables(PdfPage* page) {
  std::vector<RuleNet> nets = FindNets(*page);
  // The smallest first: a table inside a frame, or inside a cell, is one of its own.
  std::stable_sort(nets.begin(), nets.end(),
                   [](const RuleNet& a, const RuleNet& b) { return a.area() < b.area(); });
  std::vector<PdfTable> tables;
  for (RuleNet& net : nets) {
    for (int round = 0;; ++round) {
      PdfTable table = BuildTable(net.horizontal, net.vertical, &page->glyphs);
      if (table.rows() < 1) break;
      const bool grown =
          IsTable(table, *page) && round < kMostRounds && AddMissingRules(table, &net);
      if (!grown && IsTable(table, *page)) {
        tables.push_back(std::move(table));
        break;
      }
      GiveBack(&table, &page->glyphs);
      if (!grown) break;
    }
  }
  std::stable_sort(tables.begin(), tables.end(), [](const PdfTable& a, const PdfTable& b) {
    return a.ys.front() < b.ys.front();
  });
  return tables;
}

}  // namespace gongkai
