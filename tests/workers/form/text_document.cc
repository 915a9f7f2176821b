#include "tests/workers/form/text_document.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "workers/form/label.h"

namespace gongkai {

Document TextDocument(absl::string_view text) {
  Document document;
  const absl::string_view kept = document.Keep(std::string(text));
  int blank = 0;
  int space = 0;
  int one_cell_lines = 0;
  bool in_grid = false;
  const auto close = [&] {
    if (in_grid) {
      Grid& grid = document.blocks.back().grid;
      grid.structure =
          one_cell_lines * 2 > grid.rows ? Grid::Structure::kSequence : Grid::Structure::kRows;
    }
    in_grid = false;
    one_cell_lines = 0;
  };
  for (const absl::string_view line : absl::StrSplit(kept, '\n')) {
    Place place;
    place.begin = static_cast<uint32_t>(line.data() - kept.data());
    place.end = static_cast<uint32_t>(place.begin + line.size());
    const absl::string_view trimmed = TrimSpace(line);
    const bool tabs = line.find('\t') != absl::string_view::npos;
    if (trimmed.empty() && !tabs) {
      if (!line.empty()) {
        ++space;
      } else {
        ++blank;
      }
      continue;
    }
    if (line.find_first_not_of("|- ") == absl::string_view::npos &&
        line.find("---") != absl::string_view::npos) {
      continue;  // the line below the head of a Markdown table
    }
    if (line.find('|') == absl::string_view::npos && !tabs) {
      close();
      Block block;
      block.text = trimmed;
      block.place = place;
      block.blank_lines_before = blank;
      block.space_lines_before = space;
      document.blocks.push_back(std::move(block));
    } else {
      if (!in_grid) {
        document.blocks.emplace_back();
        document.blocks.back().kind = Block::Kind::kGrid;
        document.blocks.back().place = place;
        in_grid = true;
      }
      Grid& grid = document.blocks.back().grid;
      std::vector<absl::string_view> pieces = absl::StrSplit(line, tabs ? '\t' : '|');
      if (!tabs && TrimSpace(pieces.back()).empty()) pieces.pop_back();
      if (!tabs && pieces.size() > 1 && TrimSpace(pieces.front()).empty())
        pieces.erase(pieces.begin());
      int filled = 0;
      for (size_t i = 0; i < pieces.size(); ++i) {
        Cell cell;
        cell.text = TrimSpace(pieces[i]);
        cell.row = static_cast<uint16_t>(grid.rows);
        cell.column = static_cast<uint16_t>(i);
        cell.place.begin = static_cast<uint32_t>(pieces[i].data() - kept.data());
        cell.place.end = static_cast<uint32_t>(cell.place.begin + pieces[i].size());
        filled += cell.text.empty() ? 0 : 1;
        grid.cells.push_back(cell);
      }
      grid.columns = std::max(grid.columns, static_cast<int>(pieces.size()));
      ++grid.rows;
      if (filled <= 1) ++one_cell_lines;
    }
    blank = space = 0;
  }
  close();
  return document;
}

Block ExactGrid(const Table& table, Document* document) {
  Block block;
  block.kind = Block::Kind::kGrid;
  Grid& grid = block.grid;
  grid.structure = Grid::Structure::kExact;
  grid.rows = static_cast<int>(table.rows.size());
  std::set<std::pair<int, int>> taken;
  for (int r = 0; r < grid.rows; ++r) {
    int column = 0;
    for (const TableCell& from : table.rows[r]) {
      while (taken.count({r, column}) > 0) ++column;
      Cell cell;
      cell.text = document->Keep(from.text);
      cell.row = static_cast<uint16_t>(r);
      cell.column = static_cast<uint16_t>(column);
      cell.row_span = static_cast<uint16_t>(from.row_span);
      cell.column_span = static_cast<uint16_t>(from.column_span);
      for (int i = 0; i < from.row_span; ++i) {
        for (int k = 0; k < from.column_span; ++k) taken.insert({r + i, column + k});
      }
      column += from.column_span;
      grid.columns = std::max(grid.columns, column);
      grid.cells.push_back(cell);
    }
  }
  return block;
}

Document ExactDocument(const ReportToRender& report, bool table2_in_one) {
  Document document;
  document.format = Format::kHtml;
  const auto line = [&](std::string text) {
    if (text.empty()) return;
    Block block;
    block.text = document.Keep(std::move(text));
    document.blocks.push_back(std::move(block));
  };
  line(report.title);
  line(report.opening);
  constexpr absl::string_view kNumerals[] = {"一", "二", "三", "四", "五", "六"};
  for (int s = 0; s < 6; ++s) {
    line(absl::StrCat(kNumerals[s], "、", report.form->file().sections(s).title().text()));
    line(report.prose[s]);
    for (const Table& table : TablesOf(report, table2_in_one)) {
      if (table.number == s + 1) document.blocks.push_back(ExactGrid(table, &document));
    }
  }
  return document;
}

}  // namespace gongkai
