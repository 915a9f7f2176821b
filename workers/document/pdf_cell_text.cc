#include "workers/document/pdf_cell_text.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "workers/document/pdf_lines.h"
#include "workers/document/pdf_stack.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

// Which of the sections between `bounds` holds `at`; -1: none.
int SectionOf(const std::vector<float>& bounds, float at) {
  if (at < bounds.front() || at > bounds.back()) return -1;
  const auto after = std::upper_bound(bounds.begin(), bounds.end(), at);
  return std::min(static_cast<int>(after - bounds.begin()), static_cast<int>(bounds.size()) - 1) -
         1;
}

// Two characters of one number, drawn one after the other on one line with hardly a gap.
bool Touch(const PdfGlyph& glyph, const PdfGlyph& next) {
  return IsNumberChar(glyph.code) && IsNumberChar(next.code) &&
         std::abs(next.box.bottom - glyph.box.bottom) < 1 &&
         std::abs(next.box.left - glyph.box.right) < 0.1f * next.size;
}

bool IsDigit(char32_t code) { return code >= '0' && code <= '9'; }

bool IsFullWidthDigit(char32_t code) { return code >= U'０' && code <= U'９'; }

// Punctuation behind a character, which may hang over the edge of the cell.
bool Hangs(const PdfGlyph& glyph, const PdfGlyph& next) {
  constexpr std::u32string_view kHanging = U"，。、；：！？）》”’,.;:)";
  return kHanging.find(next.code) != std::u32string_view::npos && IsWideChar(glyph.code) &&
         std::abs(next.box.bottom - glyph.box.bottom) < 1 &&
         std::abs(next.box.left - glyph.box.right) < 0.1f * next.size;
}

constexpr size_t kMostCrossing = 200;  // texts of a table that its lines go through

class CellFiller {
 public:
  explicit CellFiller(PdfTable* table) : table_(*table) {
    cell_of_.assign(static_cast<size_t>(table_.rows()) * static_cast<size_t>(table_.columns()), -1);
    for (size_t i = 0; i < table_.cells.size(); ++i) {
      const PdfCell& cell = table_.cells[i];
      for (int r = cell.row; r < cell.row + cell.row_span; ++r) {
        for (int c = cell.column; c < cell.column + cell.column_span; ++c) {
          cell_of_[r * table_.columns() + c] = static_cast<int>(i);
        }
      }
    }
  }

  void Fill(const std::vector<PdfGlyph>& glyphs) {
    std::vector<std::vector<PdfGlyph>> contents(table_.cells.size());
    for (const std::vector<PdfGlyph>& word : WordsOf(TakeOverhigh(glyphs, &contents))) {
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
        const float y =
            std::clamp(vertical ? height : glyph.center_y(), table_.ys.front(), table_.ys.back());
        const int cell = CellAt(middle, y);
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

 private:
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

  // A horizontal line of the table goes through the character, or it stands outside of the table.
  bool IsCrossed(const PdfGlyph& glyph) const {
    const float inner = (glyph.box.bottom - glyph.box.top) * 0.25f;
    const int above = CellAt(glyph.center_x(), glyph.box.top + inner);
    return above < 0 || above != CellAt(glyph.center_x(), glyph.box.bottom - inner);
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
          std::abs(glyph.box.bottom - last.box.bottom) >= 1 ||
          (IsDigit(last.code) && IsFullWidthDigit(glyph.code)) ||
          (IsFullWidthDigit(last.code) && IsDigit(glyph.code))) {
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

  // The narrowest cell that is wide enough for a text which reaches into it, the nearest to its
  // middle of those; -1: there is none, or the text is no higher than it.
  int OverfullCell(const Box& text) const {
    const float middle = (text.top + text.bottom) / 2;
    int best = -1;
    float width = 0, away = 0;
    for (size_t i = 0; i < table_.cells.size(); ++i) {
      const Box& cell = table_.cells[i].box;
      if (text.left < cell.left || text.right > cell.right || text.bottom < cell.top ||
          text.top > cell.bottom) {
        continue;
      }
      const float here = cell.right - cell.left;
      const float apart = std::max({0.0f, cell.top - middle, middle - cell.bottom});
      if (best >= 0 && (here > width + 1 || (here > width - 1 && apart >= away))) continue;
      best = static_cast<int>(i);
      width = here;
      away = apart;
    }
    if (best < 0) return -1;
    const Box& cell = table_.cells[best].box;
    return text.bottom - text.top > cell.bottom - cell.top ? best : -1;
  }

  // Puts texts that are higher than their cell into it whole. Returns the other characters.
  std::vector<PdfGlyph> TakeOverhigh(const std::vector<PdfGlyph>& glyphs,
                                     std::vector<std::vector<PdfGlyph>>* contents) const {
    std::vector<PdfGlyph> others;
    size_t next = 0;
    size_t crossing = 0;
    for (const PdfStack& stack : FindStacks(glyphs)) {
      // Texts of cells below each other stand between the lines.
      const bool crosses = std::any_of(glyphs.begin() + static_cast<std::ptrdiff_t>(stack.first),
                                       glyphs.begin() + static_cast<std::ptrdiff_t>(stack.end),
                                       [this](const PdfGlyph& glyph) { return IsCrossed(glyph); });
      if (!crosses || ++crossing > kMostCrossing) continue;
      const int index = OverfullCell(stack.box);
      if (index < 0) continue;
      const auto at = [&glyphs](size_t i) {
        return glyphs.begin() + static_cast<std::ptrdiff_t>(i);
      };
      others.insert(others.end(), at(next), at(stack.first));
      (*contents)[index].insert((*contents)[index].end(), at(stack.first), at(stack.end));
      next = stack.end;
    }
    others.insert(others.end(), glyphs.begin() + static_cast<std::ptrdiff_t>(next), glyphs.end());
    return others;
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

  PdfTable& table_;
  std::vector<int> cell_of_;  // by slot of the lattice
};

}  // namespace

bool IsInside(const PdfGlyph& glyph, const Box& box) {
  const float x = glyph.center_x();
  const float y = glyph.center_y();
  return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
}

std::vector<PdfGlyph> TakeInside(const Box& box, std::vector<PdfGlyph>* glyphs) {
  std::vector<bool> inside(glyphs->size());
  for (size_t i = 0; i < glyphs->size(); ++i) {
    inside[i] = IsInside((*glyphs)[i], box);
    if (i > 0 && inside[i - 1] && Touch((*glyphs)[i - 1], (*glyphs)[i])) inside[i] = true;
  }
  for (size_t i = glyphs->size(); i-- > 1;) {
    if (inside[i] && Touch((*glyphs)[i - 1], (*glyphs)[i])) inside[i - 1] = true;
  }
  for (const PdfStack& stack : FindStacks(*glyphs)) {
    const bool reaches_out = stack.box.top < box.top || stack.box.bottom > box.bottom;
    const float line = (stack.box.bottom - stack.box.top) / static_cast<float>(stack.lines) / 2;
    const bool is_within = box.left < stack.box.left && stack.box.right < box.right &&
                           box.top + line < stack.center_y() &&
                           stack.center_y() < box.bottom - line;
    if (!reaches_out || !is_within) continue;
    for (size_t i = stack.first; i < stack.end; ++i) inside[i] = true;
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

void FillCells(const std::vector<PdfGlyph>& glyphs, PdfTable* table) {
  CellFiller(table).Fill(glyphs);
}

bool IsTorn(const PdfCell* cell) {
  for (size_t i = 0; i + 1 < cell->lines.size(); ++i) {
    if (!WasBrokenByWidth(cell->lines[i], cell->lines[i + 1], cell->room())) return false;
  }
  return true;
}

}  // namespace gongkai
