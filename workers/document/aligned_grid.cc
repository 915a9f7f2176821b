#include "workers/document/aligned_grid.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/grid_rows.h"

namespace gongkai {
namespace {

constexpr size_t kLongestField = 30;  // characters of a field between spaces
constexpr size_t kFewestLines = 3;    // of a table aligned by spaces

bool HasTab(absl::string_view text) { return absl::StrContains(text, '\t'); }

// Calls f(field) for what stands between gaps: two spaces or more, or a full-width space or a tab.
template <typename F>
void ForEachSpacedField(absl::string_view text, F f) {
  size_t field = 0;  // where the field begins
  size_t gap = 0;    // where the white space before `at` begins
  int width = 0;     // of that white space
  for (size_t at = 0; at < text.size();) {
    const CharClass next = ClassifyChar(text, at);
    if (next.kind == CharKind::kSpace) {
      if (width == 0) gap = at;
      width += next.length > 1 || text[at] == '\t' ? 2 : 1;
    } else if (next.kind == CharKind::kText) {
      if (width >= 2) {
        f(text.substr(field, gap - field));
        field = at;
      }
      width = 0;
    }
    at += next.length;
  }
  if (field < text.size()) f(text.substr(field));
}

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
    is_prose |= CountChars(field) > kLongestField || absl::StrContains(field, "。") ||
                absl::StrContains(field, ";");
  });
  return is_prose ? SpacedLine() : counts;
}

AlignedRun FindSpacedRun(const std::vector<Line>& lines, size_t begin) {
  size_t end = begin;
  int fields = 0;
  int figures = 0;
  for (; end < lines.size(); ++end) {
    const SpacedLine counts = CountFields(lines[end]);
    if (counts.fields < 3 && !(counts.fields == 2 && (counts.figures > 0 || end > begin))) break;
    fields += counts.fields;
    figures += counts.figures;
  }
  return {end, end - begin >= kFewestLines && figures * 3 >= fields};
}

AlignedRun FindTabRun(const std::vector<Line>& lines, size_t begin) {
  if (!HasTab(lines[begin].text)) return {begin, false};
  size_t end = begin;
  while (end < lines.size() && !lines[end].blank() && HasTab(lines[end].raw)) ++end;
  // Trailing lines that are only indented belong to what follows.
  while (end > begin && !HasTab(lines[end - 1].text) && !absl::EndsWith(lines[end - 1].raw, "\t")) {
    --end;
  }
  return {end, end - begin >= 2};
}

bool StartsWithTab(const Line& line) { return absl::StartsWith(line.raw, "\t"); }

}  // namespace

AlignedRun FindAlignedRun(const std::vector<Line>& lines, size_t begin, Alignment alignment) {
  return alignment == Alignment::kTabs ? FindTabRun(lines, begin) : FindSpacedRun(lines, begin);
}

absl::Status ReadAlignedRun(const std::vector<Line>& lines, size_t begin, size_t end,
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
    if (alignment == Alignment::kSpaces) {
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
  Block& block = document->blocks.emplace_back();
  block.kind = Block::Kind::kGrid;
  block.place.begin = grid.cells.front().place.begin;
  block.place.end = grid.cells.back().place.end;
  block.grid = std::move(grid);
  return absl::OkStatus();
}

}  // namespace gongkai
