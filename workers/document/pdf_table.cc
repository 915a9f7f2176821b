#include "workers/document/pdf_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include "workers/document/pdf_rules.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr float kLeastColumn = 5.0f;  // points; nothing is printed in less
constexpr float kLeastRow = 4.0f;
constexpr int kMostSlots = 100'000;  // rows times columns; more is a drawing
constexpr int kMostRounds = 12;      // of adding lines that were not drawn

// Which of the sections between `bounds` holds `at`; -1: none.
int SectionOf(const std::vector<float>& bounds, float at) {
  if (at < bounds.front() || at > bounds.back()) return -1;
  const auto after = std::upper_bound(bounds.begin(), bounds.end(), at);
  return std::min(static_cast<int>(after - bounds.begin()), static_cast<int>(bounds.size()) - 1) -
         1;
}

bool IsInside(const PdfGlyph& glyph, const Box& box) {
  const float x = glyph.center_x();
  const float y = glyph.center_y();
  return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
}

// Two characters of one number, drawn one after the other on one line with hardly a gap.
bool Touch(const PdfGlyph& glyph, const PdfGlyph& next) {
  return IsNumberChar(glyph.code) && IsNumberChar(next.code) &&
         std::abs(next.box.bottom - glyph.box.bottom) < 1 &&
         std::abs(next.box.left - glyph.box.right) < 0.1f * next.size;
}

// Punctuation behind a character, which may hang over the edge of the cell.
bool Hangs(const PdfGlyph& glyph, const PdfGlyph& next) {
  constexpr std::u32string_view kHanging = U"，。、；：！？）》”’,.;:)";
  return kHanging.find(next.code) != std::u32string_view::npos && IsWideChar(glyph.code) &&
         std::abs(next.box.bottom - glyph.box.bottom) < 1 &&
         std::abs(next.box.left - glyph.box.right) < 0.1f * next.size;
}

// Takes the characters out of *glyphs that stand in the box, and the rest of numbers that begin or
// end there.
std::vector<PdfGlyph> TakeInside(const Box& box, std::vector<PdfGlyph>* glyphs) {
  std::vector<bool> inside(glyphs->size());
  for (size_t i = 0; i < glyphs->size(); ++i) {
    inside[i] = IsInside((*glyphs)[i], box);
    if (i > 0 && inside[i - 1] && Touch((*glyphs)[i - 1], (*glyphs)[i])) inside[i] = true;
  }
  for (size_t i = glyphs->size(); i-- > 1;) {
    if (inside[i] && Touch((*glyphs)[i - 1], (*glyphs)[i])) inside[i - 1] = true;
  }
  std::vector<PdfGlyph> taken;
  size_t kept = 0;
  for (size_t i = 0; i < glyphs->size(); ++i) {
    if (inside[i]) {
      taken.push_back((*glyphs)[i]);
    } else {
      (*glyphs)[kept++] = (*glyphs)[i];
    }
  }
  glyphs->resize(kept);
  return taken;
}

class TableBuilder {
 public:
  TableBuilder(std::vector<PdfRule> horizontal, std::vector<PdfRule> vertical)
      : horizontal_(std::move(horizontal)), vertical_(std::move(vertical)) {}

  PdfTable Build(std::vector<PdfGlyph>* glyphs) {
    table_.xs = Bounds(vertical_, horizontal_, kLeastColumn);
    table_.ys = Bounds(horizontal_, vertical_, LeastRow(*glyphs));
    if (table_.rows() < 1 || table_.columns() < 1 ||
        table_.rows() * table_.columns() > kMostSlots) {
      return PdfTable();
    }
    const std::vector<PdfGlyph> taken = TakeInside(table_.box(), glyphs);
    DropEmptyMargin(taken);
    FindRegions();
    CutIntoCells();
    FillCells(taken);
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
    for (const PdfRule& rule : rules) bounds.push_back(rule.at);
    for (const PdfRule& rule : across) {
      bounds.push_back(rule.from);
      bounds.push_back(rule.to);
    }
    std::sort(bounds.begin(), bounds.end());
    std::vector<float> known;
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
    const std::vector<std::vector<PdfRule>> at_x = ByBound(vertical_, table_.xs);
    const std::vector<std::vector<PdfRule>> at_y = ByBound(horizontal_, table_.ys);
    last_vertical_ = at_x.back();
    table_.open_top = DrawnOf(at_y.front()) < kLeastColumn;
    table_.open_foot = DrawnOf(at_y.back()) < kLeastColumn;
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        const int slot = r * columns + c;
        if (c > 0 && !IsDrawn(at_x[c], table_.ys[r], table_.ys[r + 1])) {
          parent_[Find(slot)] = Find(slot - 1);
        }
        if (r > 0 && !IsDrawn(at_y[r], table_.xs[c], table_.xs[c + 1])) {
          parent_[Find(slot)] = Find(slot - columns);
        }
      }
    }
  }

  // A region that is no rectangle, since a part of a line is missing, becomes several cells.
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
        while (right < columns && is_free(r, right)) ++right;
        int bottom = r + 1;
        for (; bottom < rows; ++bottom) {
          bool whole = true;
          for (int k = c; k < right && whole; ++k) whole = is_free(bottom, k);
          if (!whole) break;
        }
        PdfCell cell;
        cell.row = r;
        cell.column = c;
        cell.row_span = bottom - r;
        cell.column_span = right - c;
        cell.box = {table_.xs[c], table_.ys[r], table_.xs[right], table_.ys[bottom]};
        cell.open = right == columns && !IsDrawn(last_vertical_, cell.box.top, cell.box.bottom);
        for (int row = r; row < bottom; ++row) {
          for (int k = c; k < right; ++k) {
            cell_of_[row * columns + k] = static_cast<int>(table_.cells.size());
          }
        }
        table_.cells.push_back(std::move(cell));
      }
    }
  }

  // -1: outside of the table.
  int CellAt(float x, float y) const {
    const int column = SectionOf(table_.xs, x);
    const int row = SectionOf(table_.ys, y);
    return column < 0 || row < 0 ? -1 : cell_of_[row * table_.columns() + column];
  }

  // A line of the table, or its edge, goes through the character.
  bool IsCut(const PdfGlyph& glyph) const {
    const float inner = (glyph.box.right - glyph.box.left) * 0.2f;
    return CellAt(glyph.box.left + inner, glyph.center_y()) !=
           CellAt(glyph.box.right - inner, glyph.center_y());
  }

  // Characters of one cell in any case: numbers drawn in one go without a gap, digits drawn one by
  // one at even distances over a line of the table, vertical text, and characters with punctuation
  // behind them. Others are alone.
  std::vector<std::vector<PdfGlyph>> WordsOf(const std::vector<PdfGlyph>& glyphs) const {
    std::vector<std::vector<PdfGlyph>> words;
    for (size_t i = 0; i < glyphs.size(); ++i) {
      const bool joins = i > 0 && (Hangs(glyphs[i - 1], glyphs[i]) ||
                                   (glyphs[i].run == glyphs[i - 1].run
                                        ? Touch(glyphs[i - 1], glyphs[i])
                                        : GoesOnOverLine(glyphs, i) || StandsBelow(glyphs, i)));
      if (!joins) words.emplace_back();
      words.back().push_back(glyphs[i]);
    }
    return words;
  }

  // The character is the next of a text with one character a line.
  static bool StandsBelow(const std::vector<PdfGlyph>& glyphs, size_t i) {
    const PdfGlyph& last = glyphs[i - 1];
    const PdfGlyph& glyph = glyphs[i];
    const float down = (glyph.box.bottom - last.box.bottom) / glyph.size;
    const float aside = std::abs(glyph.center_x() - last.center_x()) / glyph.size;
    if (!IsWideChar(last.code) || !IsWideChar(glyph.code) || down < 0.8f || down > 1.7f ||
        aside > 0.1f) {
      return false;
    }
    const auto same_line = [&glyphs](size_t a, size_t b) {
      return std::abs(glyphs[a].box.bottom - glyphs[b].box.bottom) < 1;
    };
    return (i < 2 || !same_line(i - 2, i - 1)) && (i + 1 == glyphs.size() || !same_line(i, i + 1));
  }

  // The digit belongs to the one drawn before it, though one of both stands on a line.
  bool GoesOnOverLine(const std::vector<PdfGlyph>& glyphs, size_t i) const {
    constexpr float kSpaced = 0.45f;  // of the size: most between digits set apart
    constexpr float kEven = 0.015f;   // of the size
    // From one character to the next of a number; far: they are not of one.
    const auto gap = [&glyphs](size_t k) {
      constexpr float kFar = 1e6f;
      if (k == 0 || k >= glyphs.size()) return kFar;
      const PdfGlyph& last = glyphs[k - 1];
      const PdfGlyph& glyph = glyphs[k];
      if (!IsNumberChar(last.code) || !IsNumberChar(glyph.code) ||
          std::abs(glyph.box.bottom - last.box.bottom) >= 1) {
        return kFar;
      }
      return (glyph.box.left - last.box.right) / glyph.size;
    };
    const float here = gap(i);
    if (here < -kEven || here > kSpaced || !(IsCut(glyphs[i - 1]) || IsCut(glyphs[i]))) {
      return false;
    }
    return std::abs(here) < kEven || std::abs(gap(i - 1) - here) < kEven ||
           std::abs(gap(i + 1) - here) < kEven;
  }

  void FillCells(const std::vector<PdfGlyph>& glyphs) {
    std::vector<std::vector<PdfGlyph>> contents(table_.cells.size());
    for (const std::vector<PdfGlyph>& word : WordsOf(glyphs)) {
      if (word.size() == 1 && IsNumberChar(word[0].code) && IsCut(word[0])) {
        // Of which cell it is cannot be known.
        PdfGlyph unknown = word[0];
        unknown.code = kUnmappedGlyph;
        for (const float x : {unknown.box.left, unknown.box.right}) {
          const int cell = CellAt(x, unknown.center_y());
          if (cell >= 0) contents[cell].push_back(unknown);
        }
        continue;
      }
      // A number that is too wide for its cell is one number all the same.
      const float middle = std::clamp((word.front().box.left + word.back().box.right) / 2,
                                      table_.xs.front(), table_.xs.back());
      // So is a vertical text.
      const bool vertical = word.size() > 1 && word[1].box.top > word[0].center_y();
      const float height = (word.front().box.top + word.back().box.bottom) / 2;
      for (const PdfGlyph& glyph : word) {
        const int cell = CellAt(middle, vertical ? height : glyph.center_y());
        if (cell >= 0) contents[cell].push_back(glyph);
      }
    }
    for (size_t i = 0; i < contents.size(); ++i) {
      table_.cells[i].lines = GroupLines(std::move(contents[i]));
    }
    const float padding = std::max(PdfRoom::kUsualPadding, PaddingOfLabels());
    for (PdfCell& cell : table_.cells) {
      cell.padding = padding;
      cell.text = CellTextOf(cell.lines, cell.room());
    }
    KeepRowsOfNumbers();
  }

  // How far from the left edge of their cells the words of the table begin, as near as most of them
  // come.
  float PaddingOfLabels() const {
    constexpr float kMost = 12.0f;  // points
    std::vector<float> gaps;
    for (const PdfCell& cell : table_.cells) {
      for (const PdfLine& line : cell.lines) {
        const float gap = line.box.left - cell.box.left;
        if (gap > 0 && gap < kMost && !IsNumberLine(line)) gaps.push_back(gap);
      }
    }
    if (gaps.size() < 4) return 0;
    const auto low = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 5);
    std::nth_element(gaps.begin(), low, gaps.end());
    return *low;
  }

  // Rows whose numbers all have as many lines may be rows of several numbers each that no line
  // parts. Only where every line ends at the edge of its cell are they numbers torn in parts.
  void KeepRowsOfNumbers() {
    std::vector<std::vector<PdfCell*>> rows(table_.rows());
    for (PdfCell& cell : table_.cells) {
      if (cell.row_span == 1 && !cell.lines.empty() &&
          std::all_of(cell.lines.begin(), cell.lines.end(), IsNumberLine)) {
        rows[cell.row].push_back(&cell);
      }
    }
    for (const std::vector<PdfCell*>& row : rows) {
      if (row.size() < 2 || row.front()->lines.size() < 2) continue;
      const bool alike = std::all_of(row.begin(), row.end(), [&row](const PdfCell* cell) {
        return cell->lines.size() == row.front()->lines.size();
      });
      if (!alike || std::all_of(row.begin(), row.end(), IsTorn)) continue;
      for (PdfCell* cell : row) {
        cell->text.clear();
        for (const PdfLine& line : cell->lines) {
          if (!cell->text.empty()) cell->text.push_back('\n');
          cell->text += TextOf(line);
        }
      }
    }
  }

  const std::vector<PdfRule> horizontal_;
  const std::vector<PdfRule> vertical_;
  PdfTable table_;
  std::vector<PdfRule> last_vertical_;
  std::vector<int> parent_;   // by slot of the lattice
  std::vector<int> cell_of_;  // by slot
};

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

void GiveBack(PdfTable* table, std::vector<PdfGlyph>* glyphs) {
  for (PdfCell& cell : table->cells) {
    for (PdfLine& line : cell.lines) {
      glyphs->insert(glyphs->end(), line.glyphs.begin(), line.glyphs.end());
    }
  }
}

}  // namespace

bool IsTorn(const PdfCell* cell) {
  for (size_t i = 0; i + 1 < cell->lines.size(); ++i) {
    if (!WasBrokenByWidth(cell->lines[i], cell->lines[i + 1], cell->room())) return false;
  }
  return true;
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
