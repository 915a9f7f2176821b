#include "workers/document/xlsx_blocks.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "services/base/status_macros.h"
#include "workers/document/grid_rows.h"

namespace gongkai {
namespace {

constexpr size_t kLongText = 240;  // bytes of UTF-8; a Chinese character has three

// "一、…", "十二．…": how sections of an official text begin, and some rows of its tables.
bool BeginsAsSection(absl::string_view text) {
  static constexpr absl::string_view kNumerals[] = {"一", "二", "三", "四", "五",
                                                    "六", "七", "八", "九", "十"};
  static constexpr absl::string_view kMarks[] = {"、", "．", ".", "，"};
  size_t numerals = 0;
  for (; text.size() >= 3 &&
         std::count(std::begin(kNumerals), std::end(kNumerals), text.substr(0, 3)) > 0;
       ++numerals) {
    text.remove_prefix(3);
  }
  return numerals > 0 && std::any_of(std::begin(kMarks), std::end(kMarks),
                                     [text](auto mark) { return absl::StartsWith(text, mark); });
}

class SheetBlocks {
 public:
  SheetBlocks(XlsxSheet sheet, absl::string_view name, ReadBudget* budget, Document* document)
      : sheet_(std::move(sheet)), name_(name), budget_(budget), document_(document) {}

  absl::Status Add() {
    RETURN_IF_ERROR(SpreadMerges());
    for (size_t begin = 0; begin < lines_.size();) {
      size_t end = begin + 1;
      while (end < lines_.size() && FollowsClosely(end)) ++end;
      RETURN_IF_ERROR(AddRun(begin, end));
      begin = end;
    }
    return absl::OkStatus();
  }

 private:
  // A row and what it shows.
  struct Line {
    XlsxRow* row = nullptr;
    std::vector<const XlsxMerge*> merges;  // that reach into the row
    int texts = 0;
    int last_text = 0;  // column up to which the last text goes
    bool has_border = false;
    bool goes_on = false;  // a merged cell that is shown comes from the row above
  };

  // Says to each row which merged cells reach into it, and takes away what they hide.
  absl::Status SpreadMerges() {
    lines_.resize(sheet_.rows.size());
    for (size_t i = 0; i < lines_.size(); ++i) lines_[i].row = &sheet_.rows[i];
    for (const XlsxMerge& merge : sheet_.merges) {
      for (size_t i = LineFrom(merge.top); i < lines_.size(); ++i) {
        if (lines_[i].row->number > merge.bottom) break;
        RETURN_IF_ERROR(budget_->AddCells(1));
        lines_[i].merges.push_back(&merge);
      }
    }
    for (Line& line : lines_) {
      std::stable_sort(line.merges.begin(), line.merges.end(),
                       [](const XlsxMerge* a, const XlsxMerge* b) { return a->left < b->left; });
      for (XlsxCell& cell : line.row->cells) {
        const XlsxMerge* const merge = MergeAt(line, cell.column);
        const bool first =
            merge == nullptr || (merge->top == line.row->number && merge->left == cell.column);
        if (!first) cell.text = {};
        line.has_border |= cell.border;
        if (cell.text.empty()) continue;
        ++line.texts;
        line.last_text = merge == nullptr ? cell.column : merge->right;
      }
      line.goes_on = std::any_of(
          line.merges.begin(), line.merges.end(),
          [&](const XlsxMerge* merge) { return merge->top < line.row->number && Shows(*merge); });
      borders_ |= line.has_border;
    }
    return absl::OkStatus();
  }

  size_t LineFrom(int number) const {
    const auto found =
        std::lower_bound(lines_.begin(), lines_.end(), number,
                         [](const Line& line, int at) { return line.row->number < at; });
    return static_cast<size_t>(found - lines_.begin());
  }

  // The merged cell that covers the column; null if none does.
  static const XlsxMerge* MergeAt(const Line& line, int column) {
    auto after = std::upper_bound(line.merges.begin(), line.merges.end(), column,
                                  [](int at, const XlsxMerge* merge) { return at < merge->left; });
    if (after == line.merges.begin()) return nullptr;
    const XlsxMerge* const merge = *std::prev(after);
    return column <= merge->right ? merge : nullptr;
  }

  static const XlsxCell* CellAt(const XlsxRow& row, int column) {
    const auto found =
        std::lower_bound(row.cells.begin(), row.cells.end(), column,
                         [](const XlsxCell& cell, int at) { return cell.column < at; });
    return found == row.cells.end() || found->column != column ? nullptr : &*found;
  }

  // Whether the merged cell holds text. Its first row is looked at before the rows below.
  bool Shows(const XlsxMerge& merge) const {
    const size_t top = LineFrom(merge.top);
    if (top == lines_.size() || lines_[top].row->number != merge.top) return false;
    const XlsxCell* const cell = CellAt(*lines_[top].row, merge.left);
    return cell != nullptr && !cell->text.empty();
  }

  // Whether the row belongs to what stands directly above it.
  bool FollowsClosely(size_t at) const {
    const Line& line = lines_[at];
    if (line.goes_on) return true;
    const Line& above = lines_[at - 1];
    const int gap = line.row->number - above.row->number;
    const bool bridged =
        std::any_of(above.merges.begin(), above.merges.end(),
                    [&](const XlsxMerge* merge) { return merge->bottom + 1 >= line.row->number; });
    if (gap != 1 && !bridged) return false;
    if (line.texts > 0) return above.texts > 0 || above.goes_on || IsEmptyTableRow(at - 1);
    return IsEmptyTableRow(at);
  }

  // A row below a table that is drawn and not filled in, as all of table 4 may be.
  bool IsEmptyTableRow(size_t at) const {
    const Line& line = lines_[at];
    if (at == 0 || line.texts > 0 || line.row->cells.size() < 2) return false;
    const Line& above = lines_[at - 1];
    return line.has_border == borders_ && (above.texts > 1 || above.goes_on);
  }

  // Rows without an empty one between them.
  absl::Status AddRun(size_t begin, size_t end) {
    size_t table = begin;  // where the table begins that is not yet added
    int width = -1;        // last column that it, or else the one before it, fills
    bool of_this = false;  // it is this table's
    for (size_t i = begin; i < end; ++i) {
      if (IsText(lines_[i], width)) {
        RETURN_IF_ERROR(AddTable(table, i));
        RETURN_IF_ERROR(AddText(lines_[i]));
        table = i + 1;
        of_this = false;
      } else if (lines_[i].texts > 1) {
        width = of_this ? std::max(width, lines_[i].last_text) : lines_[i].last_text;
        of_this = true;
      }
    }
    return AddTable(table, end);
  }

  // Whether the row is a line of text and not a row of a table. `width`: the last column that the
  // table above fills, -1: there is none.
  static bool IsText(const Line& line, int width) {
    if (line.texts != 1 || line.goes_on) return false;
    const XlsxCell* const cell = TextCell(line);
    const XlsxMerge* const merge = MergeAt(line, cell->column);
    const int last = merge == nullptr ? cell->column : merge->right;
    const bool lone =
        std::none_of(line.row->cells.begin(), line.row->cells.end(), [&](const XlsxCell& other) {
          return other.border && (other.column < cell->column || other.column > last);
        });
    if (!lone) return false;
    if (cell->text.size() > kLongText) return true;
    if (cell->border) return BeginsAsSection(cell->text);
    // Without borders: what stands above all tables, or is as wide as the one above.
    return width < 0 || (merge != nullptr && last >= width);
  }

  static const XlsxCell* TextCell(const Line& line) {
    return &*std::find_if(line.row->cells.begin(), line.row->cells.end(),
                          [](const XlsxCell& cell) { return !cell.text.empty(); });
  }

  Place PlaceAt(int row, int column) const {
    Place place;
    place.part = name_;
    place.sheet_row = row + 1;
    place.sheet_column = column + 1;
    return place;
  }

  absl::Status AddText(const Line& line) {
    const XlsxCell& cell = *TextCell(line);
    RETURN_IF_ERROR(budget_->AddText(cell.text.size()));
    absl::string_view left = document_->Copy(cell.text);
    while (!left.empty()) {
      const size_t end = std::min(left.find('\n'), left.size());
      Block& block = document_->blocks.emplace_back();
      block.text = left.substr(0, end);
      block.place = PlaceAt(line.row->number, cell.column);
      left.remove_prefix(std::min(end + 1, left.size()));
    }
    return absl::OkStatus();
  }

  // The columns that a table in these rows has: those that hold text or are drawn.
  std::vector<int> ColumnsOf(size_t begin, size_t end) const {
    std::vector<int> columns;
    for (size_t i = begin; i < end; ++i) {
      for (const XlsxCell& cell : lines_[i].row->cells) {
        if (cell.border || !cell.text.empty()) columns.push_back(cell.column);
      }
    }
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
  }

  absl::Status AddTable(size_t begin, size_t end) {
    while (begin < end && lines_[begin].texts == 0 && !lines_[begin].goes_on) ++begin;
    const std::vector<int> columns = ColumnsOf(begin, end);
    if (columns.empty()) return absl::OkStatus();
    const auto is_filled = [](const Line& line) { return line.texts > 0; };
    if (std::none_of(lines_.begin() + static_cast<ptrdiff_t>(begin),
                     lines_.begin() + static_cast<ptrdiff_t>(end), is_filled)) {
      return absl::OkStatus();
    }
    if (end - begin > UINT16_MAX) return TooManyCells("table rows", "个表格行", UINT16_MAX);
    RETURN_IF_ERROR(budget_->AddCells((end - begin) * columns.size()));
    Grid grid;
    grid.rows = static_cast<int>(end - begin);
    grid.columns = static_cast<int>(columns.size());
    std::vector<bool> taken((end - begin) * columns.size());
    for (size_t r = 0; r < end - begin; ++r) {
      for (size_t c = 0; c < columns.size(); ++c) {
        if (taken[r * columns.size() + c]) continue;
        const Line& line = lines_[begin + r];
        Cell& cell = grid.cells.emplace_back();
        cell.row = static_cast<uint16_t>(r);
        cell.column = static_cast<uint16_t>(c);
        cell.place = PlaceAt(line.row->number, columns[c]);
        if (const XlsxCell* const source = CellAt(*line.row, columns[c])) {
          RETURN_IF_ERROR(budget_->AddText(source->text.size()));
          cell.text = document_->Copy(source->text);
        }
        if (const XlsxMerge* const merge = MergeAt(line, columns[c])) {
          Span(*merge, begin, end, columns, &cell);
        }
        for (size_t row = r; row < r + cell.row_span; ++row) {
          for (size_t column = c; column < c + cell.column_span; ++column) {
            taken[row * columns.size() + column] = true;
          }
        }
      }
    }
    Block& block = document_->blocks.emplace_back();
    block.kind = Block::Kind::kGrid;
    block.place = PlaceAt(lines_[begin].row->number, columns[0]);
    block.grid = std::move(grid);
    return absl::OkStatus();
  }

  // Gives the cell the part of `merge` that lies in these rows and columns, from the cell on. Where
  // merged cells overlap, or only part of one is here, the cell stays alone.
  void Span(const XlsxMerge& merge, size_t begin, size_t end, const std::vector<int>& columns,
            Cell* cell) const {
    const size_t r = begin + cell->row;
    if (merge.top != lines_[r].row->number || merge.left != columns[cell->column]) return;
    size_t last_row = r;
    while (last_row + 1 < end && lines_[last_row + 1].row->number <= merge.bottom) {
      ++last_row;
      if (MergeAt(lines_[last_row], merge.left) != &merge) return;
    }
    const auto last_column = std::upper_bound(columns.begin(), columns.end(), merge.right) - 1;
    if (MergeAt(lines_[r], *last_column) != &merge) return;
    cell->row_span = static_cast<uint16_t>(last_row - r + 1);
    cell->column_span = static_cast<uint16_t>(last_column - columns.begin() - cell->column + 1);
  }

  XlsxSheet sheet_;
  const absl::string_view name_;
  ReadBudget* const budget_;
  Document* const document_;
  std::vector<Line> lines_;
  bool borders_ = false;  // the sheet draws borders
};

}  // namespace

absl::Status AddXlsxBlocks(XlsxSheet sheet, absl::string_view name, ReadBudget* budget,
                           Document* document) {
  return SheetBlocks(std::move(sheet), name, budget, document).Add();
}

}  // namespace gongkai
