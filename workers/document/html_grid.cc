#include "workers/document/html_grid.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/base/status_macros.h"
#include "workers/document/html_text.h"

namespace gongkai {
namespace {

constexpr int kMostSpan = 1000;  // columns of one cell, as browsers have it
constexpr int kMostRows = std::numeric_limits<uint16_t>::max();
constexpr int kMostColumns = std::numeric_limits<uint16_t>::max();

// The number at the start of an attribute (`2;` is 2); -1 if there is none or it is absurd.
int SpanOf(const GumboNode* cell, absl::string_view name) {
  const char* value = AttributeOf(cell, name);
  if (value == nullptr) return 1;
  while (absl::ascii_isspace(*value) || *value == '"' || *value == '\'') ++value;
  if (!absl::ascii_isdigit(*value)) return 1;
  int span = 0;
  for (; absl::ascii_isdigit(*value); ++value) {
    span = span * 10 + (*value - '0');
    if (span > kMostRows) return kMostRows;
  }
  return span;
}

struct Row {
  const GumboNode* node;
  int group_end;  // rows of this group end here: a span goes no further
};

// The rows of a table that are seen, in the order in which they are shown.
class RowCollector {
 public:
  RowCollector(const GumboNode* table, const HtmlSurvey& survey) : survey_(survey) {
    CollectGroups(table, GUMBO_TAG_THEAD);
    CollectGroups(table, GUMBO_TAG_TBODY);
    CollectGroups(table, GUMBO_TAG_TFOOT);
  }

  const std::vector<Row>& rows() const { return rows_; }

 private:
  void CollectGroups(const GumboNode* table, GumboTag tag) {
    const GumboVector& children = table->v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (TagOf(child) != tag || survey_.IsSkipped(child)) continue;
      const size_t begin = rows_.size();
      const GumboVector& members = child->v.element.children;
      for (unsigned k = 0; k < members.length; ++k) {
        const auto* row = static_cast<const GumboNode*>(members.data[k]);
        if (TagOf(row) == GUMBO_TAG_TR && !survey_.IsSkipped(row)) rows_.push_back({row, 0});
      }
      for (size_t r = begin; r < rows_.size(); ++r) rows_[r].group_end = int(rows_.size());
    }
  }

  const HtmlSurvey& survey_;
  std::vector<Row> rows_;
};

// Gives the cells of one table their positions, top to bottom and left to right.
class CellPlacer {
 public:
  void BeginRow(int row) {
    row_ = row;
    column_ = 0;
  }

  // The column of the next cell of the row; marks what its spans cover. *column_span is cut where
  // another cell stands in the way.
  int Place(int row_span, int* column_span) {
    while (IsTaken(column_)) ++column_;
    const int column = column_;
    const int wanted = std::min(*column_span, kMostColumns - column + 1);
    if (taken_until_.size() < static_cast<size_t>(column + wanted)) {
      taken_until_.resize(column + wanted);
    }
    int free = 0;
    while (free < wanted && taken_until_[column + free] <= row_) ++free;
    std::fill_n(taken_until_.begin() + column, free, row_ + row_span);
    *column_span = std::max(free, 1);
    column_ = column + wanted;
    return column;
  }

 private:
  bool IsTaken(int column) const {
    return static_cast<size_t>(column) < taken_until_.size() && taken_until_[column] > row_;
  }

  std::vector<int> taken_until_;  // by column: the first row that no cell above reaches
  int row_ = 0;
  int column_ = 0;
};

struct PendingTable {
  const GumboNode* node;
  int parent_block;
};

class TableReader {
 public:
  TableReader(const HtmlTree& tree, const HtmlSurvey& survey, ReadBudget* budget,
              Document* document)
      : tree_(tree), survey_(survey), budget_(budget), document_(document), text_(tree) {}

  absl::Status Read(const GumboNode* table) {
    pending_.push_back({table, -1});
    while (!pending_.empty()) {
      const PendingTable next = pending_.back();
      pending_.pop_back();
      RETURN_IF_ERROR(ReadOne(next));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadOne(const PendingTable& table) {
    RETURN_IF_ERROR(ReadCaptions(table.node));
    nested_.clear();
    Grid grid;
    grid.parent_block = table.parent_block;
    RETURN_IF_ERROR(ReadRows(RowCollector(table.node, survey_).rows(), &grid));
    const bool has_text = std::any_of(grid.cells.begin(), grid.cells.end(),
                                      [](const Cell& cell) { return !cell.text.empty(); });
    int block_index = table.parent_block;
    if (has_text) {
      block_index = static_cast<int>(document_->blocks.size());
      Block& block = document_->blocks.emplace_back();
      block.kind = Block::Kind::kGrid;
      block.place = PlaceOfContent(table.node, tree_);
      block.grid = std::move(grid);
    }
    for (size_t i = nested_.size(); i-- > 0;) pending_.push_back({nested_[i], block_index});
    return absl::OkStatus();
  }

  absl::Status ReadCaptions(const GumboNode* table) {
    const GumboVector& children = table->v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (TagOf(child) != GUMBO_TAG_CAPTION || survey_.IsSkipped(child)) continue;
      CollectText(child);
      if (text_.empty()) continue;
      Block block;
      block.place = text_.place();
      ASSIGN_OR_RETURN(block.text, text_.Take(budget_, document_));
      document_->blocks.push_back(std::move(block));
    }
    return absl::OkStatus();
  }

  absl::Status ReadRows(const std::vector<Row>& rows, Grid* grid) {
    if (rows.size() > kMostRows) return TooManyCells("table rows", "个表格行", kMostRows);
    grid->rows = static_cast<int>(rows.size());
    CellPlacer placer;
    for (int r = 0; r < grid->rows; ++r) {
      placer.BeginRow(r);
      const GumboVector& children = rows[r].node->v.element.children;
      for (unsigned i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        const GumboTag tag = TagOf(child);
        if ((tag != GUMBO_TAG_TD && tag != GUMBO_TAG_TH) || survey_.IsSkipped(child)) continue;
        RETURN_IF_ERROR(ReadCell(child, r, rows[r].group_end, &placer, grid));
      }
    }
    return FitColumns(grid);
  }

  absl::Status ReadCell(const GumboNode* node, int row, int group_end, CellPlacer* placer,
                        Grid* grid) {
    const int wanted_rows = SpanOf(node, "rowspan");
    const int rows_left = group_end - row;
    const int row_span = wanted_rows == 0 ? rows_left : std::min(wanted_rows, rows_left);
    int column_span = std::clamp(SpanOf(node, "colspan"), 1, kMostSpan);
    const int column = placer->Place(row_span, &column_span);
    if (column > kMostColumns) return TooManyCells("table columns", "个表格列", kMostColumns);
    RETURN_IF_ERROR(budget_->AddCells(1));
    CollectText(node);
    Cell& cell = grid->cells.emplace_back();
    cell.row = static_cast<uint16_t>(row);
    cell.column = static_cast<uint16_t>(column);
    cell.row_span = static_cast<uint16_t>(row_span);
    cell.column_span = static_cast<uint16_t>(column_span);
    cell.place = PlaceOfContent(node, tree_);
    ASSIGN_OR_RETURN(cell.text, text_.Take(budget_, document_));
    return absl::OkStatus();
  }

  // Cuts spans at the last column in which some cell begins, and counts what they cover.
  absl::Status FitColumns(Grid* grid) {
    for (const Cell& cell : grid->cells) {
      grid->columns = std::max(grid->columns, cell.column + 1);
    }
    for (Cell& cell : grid->cells) {
      const int most = grid->columns - cell.column;
      cell.column_span = static_cast<uint16_t>(std::min<int>(cell.column_span, most));
      RETURN_IF_ERROR(budget_->AddCells(size_t{cell.row_span} * cell.column_span - 1));
    }
    return absl::OkStatus();
  }

  // Puts the text of an element into text_; data tables inside it go to nested_.
  void CollectText(const GumboNode* element) {
    open_.push_back({element, 0});
    while (!open_.empty()) {
      Frame& frame = open_.back();
      const GumboVector& children = frame.node->v.element.children;
      if (frame.next_child == children.length) {
        if (IsBlockTag(TagOf(frame.node))) text_.Break();
        open_.pop_back();
        continue;
      }
      const auto* node = static_cast<const GumboNode*>(children.data[frame.next_child++]);
      if (IsText(node)) {
        text_.Append(node);
        continue;
      }
      if (ChildrenOf(node) == nullptr || survey_.IsSkipped(node)) continue;
      const GumboTag tag = TagOf(node);
      if (tag == GUMBO_TAG_TABLE && !survey_.IsLayout(node)) {
        nested_.push_back(node);
        continue;
      }
      if (tag == GUMBO_TAG_BR || IsBlockTag(tag)) text_.Break();
      open_.push_back({node, 0});
    }
  }

  struct Frame {
    const GumboNode* node;
    unsigned next_child;
  };

  const HtmlTree& tree_;
  const HtmlSurvey& survey_;
  ReadBudget* const budget_;
  Document* const document_;
  HtmlText text_;
  std::vector<Frame> open_;
  std::vector<const GumboNode*> nested_;  // data tables in the cells of the current one
  std::vector<PendingTable> pending_;     // the next one last
};

}  // namespace

absl::Status ReadHtmlTable(const GumboNode* table, const HtmlTree& tree, const HtmlSurvey& survey,
                           ReadBudget* budget, Document* document) {
  return TableReader(tree, survey, budget, document).Read(table);
}

}  // namespace gongkai
