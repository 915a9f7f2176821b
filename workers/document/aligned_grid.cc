#include "workers/document/aligned_grid.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/grid_rows.h"

namespace gongkai {
namespace {

constexpr size_t kLongestField = 45;  // characters of a field between spaces
constexpr size_t kFewestLines = 3;    // of a table aligned by spaces
// Of lines that are no table so far. Each is looked at that often again where no table is.
constexpr int kMostCaptions = 24;

bool HasTab(absl::string_view text) { return absl::StrContains(text, '\t'); }

struct SpacedLine {
  int fields = 0;
  int figures = 0;
};

// The fields of a line that may be a row of a table, or none.
SpacedLine CountFields(const Line& line) {
  SpacedLine counts;
  if (line.blank() || line.pipes > 0) return counts;
  bool is_prose = false;
  ForEachSpacedField(line.text, [&](absl::string_view field) {
    ++counts.fields;
    if (field.size() == line.text.size()) return;
    counts.figures += LooksLikeFigure(field);
    is_prose |= LabelSize(field) > kLongestField || absl::StrContains(field, "。") ||
                absl::StrContains(field, ";");
  });
  return is_prose ? SpacedLine() : counts;
}

// A line of one field within a table: the caption of a block.
bool IsCaption(const std::vector<Line>& lines, size_t i, const SpacedLine& counts) {
  if (counts.fields != 1 || CountChars(lines[i].text) > kLongestField) return false;
  const absl::string_view below = i + 1 < lines.size() ? lines[i + 1].text : absl::string_view();
  return !absl::EndsWith(lines[i].text, "。") && !IsSectionTitle(lines[i].text, below);
}

AlignedRun FindSpacedRun(const std::vector<Line>& lines, const WordRows& word_rows,
                         const AlignedColumns& columns, size_t begin) {
  size_t end = begin;    // behind the last row
  size_t alike = begin;  // behind the first rows without a caption between them
  int fields = 0;
  int figures = 0;
  bool any_word_row = false;
  int captions = 0;
  size_t table_end = begin;  // of what is a table whatever stands below it
  const auto is_table = [&] {
    return any_word_row || (end - begin >= kFewestLines && figures * 3 >= fields);
  };
  for (size_t i = begin; i < lines.size(); ++i) {
    const bool word_row = word_rows.Has(i) || columns.Has(i) || columns.IsHead(i);
    const SpacedLine counts = word_row ? SpacedLine() : CountFields(lines[i]);
    if (!word_row && counts.fields < 3 &&
        !(counts.fields == 2 && (counts.figures > 0 || i > begin))) {
      if (i == begin || !IsCaption(lines, i, counts)) break;
      if (++captions > kMostCaptions) {
        if (!is_table()) break;
        table_end = end;
        captions = 0;
      }
      continue;
    }
    if (alike == i) alike = i + 1;
    end = i + 1;
    any_word_row |= word_row;
    fields += counts.fields;
    figures += counts.figures;
  }
  if (is_table()) return {end, true};
  return table_end > begin ? AlignedRun{table_end, true} : AlignedRun{alike, false};
}

AlignedRun FindTabRun(const std::vector<Line>& lines, size_t begin) {
  // The first line may fill its first cell only.
  const bool first_cell = absl::EndsWith(lines[begin].raw, "\t") && begin + 1 < lines.size() &&
                          HasTab(lines[begin + 1].raw);
  if (!HasTab(lines[begin].text) && !first_cell) return {begin, false};
  size_t end = begin;
  while (end < lines.size() && !lines[end].blank() && HasTab(lines[end].raw)) ++end;
  // Trailing lines that are only indented belong to what follows.
  while (end > begin && !HasTab(lines[end - 1].text) && !absl::EndsWith(lines[end - 1].raw, "\t")) {
    --end;
  }
  return {end, end - begin >= 2};
}

bool HasWideGap(absl::string_view text) {
  int fields = 0;
  ForEachSpacedField(text, [&fields](absl::string_view) { ++fields; });
  return fields > 1;
}

// In a line that has wide gaps one blank parts no cells.
template <typename F>
void ForEachPiece(absl::string_view text, bool wide, F f) {
  if (wide) {
    ForEachSpacedField(text, f);
  } else {
    ForEachWord(text, f);
  }
}

bool StartsWithTab(const Line& line) { return absl::StartsWith(line.raw, "\t"); }

}  // namespace

AlignedRun FindAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows,
                          const AlignedColumns& columns, size_t begin, Alignment alignment) {
  return alignment == Alignment::kTabs ? FindTabRun(lines, begin)
                                       : FindSpacedRun(lines, word_rows, columns, begin);
}

absl::Status ReadAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows,
                            const AlignedColumns& columns, size_t begin, size_t end,
                            Alignment alignment, absl::string_view source, ReadBudget* budget,
                            Document* document) {
  Grid grid;
  grid.structure = Grid::Structure::kRows;
  const bool indented = std::all_of(lines.begin() + begin, lines.begin() + end,
                                    [](const Line& line) { return StartsWithTab(line); });
  for (size_t i = begin; i < end; ++i) {
    const int row = static_cast<int>(i - begin);
    int column = 0;
    absl::Status status;
    const auto add = [&](absl::string_view field) {
      field = TrimText(field);
      if (status.ok()) {
        status = AddCell(CleanText(field, document), PlaceOf(field, source), row, column++, budget,
                         &grid);
      }
    };
    const bool by_words = alignment == Alignment::kSpaces && word_rows.Has(i);
    const FigureRow figures = by_words ? SplitFigures(lines[i].text) : FigureRow();
    const bool wide = by_words && HasWideGap(lines[i].text);
    if (alignment == Alignment::kSpaces && columns.Has(i)) {
      for (const AlignedCell& cell : columns.CellsOf(i)) {
        add(cell.text);
        if (cell.rest.empty() || !status.ok()) continue;
        grid.cells.back().text = document->Keep(
            absl::StrCat(grid.cells.back().text, "\n", CleanText(cell.rest, document)));
      }
    } else if (figures.count > 0) {
      if (!figures.label.empty()) ForEachPiece(figures.label, wide, add);
      for (const absl::string_view word : figures.words) add(word);
    } else if (by_words) {
      ForEachPiece(lines[i].text, wide, add);
    } else if (alignment == Alignment::kSpaces) {
      ForEachSpacedField(lines[i].text, add);
    } else {
      absl::string_view rest = lines[i].raw;
      if (indented) rest.remove_prefix(1);
      for (size_t tab = 0; tab != absl::string_view::npos;) {
        tab = rest.find('\t');
        add(rest.substr(0, tab));
        if (tab != absl::string_view::npos) rest.remove_prefix(tab + 1);
      }
    }
    RETURN_IF_ERROR(status);
  }
  AddGrid(std::move(grid), document);
  return absl::OkStatus();
}

}  // namespace gongkai
