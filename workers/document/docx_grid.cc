#include "workers/document/docx_grid.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "services/base/status_macros.h"
#include "workers/document/docx_flow.h"
#include "workers/document/grid_rows.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

constexpr int kMostSpan = 1000;  // columns of one cell
constexpr int kMostRows = 65535;

// What <w:tcPr> says.
struct CellProperties {
  int span = 1;
  bool deleted = false;
  bool goes_on = false;     // the lower part of a cell that begins in a row above
  bool begins = false;      // a cell that goes on in rows below
  bool joins_left = false;  // the right part of the cell before it
};

int SpanOf(pugi::xml_node properties, absl::string_view name, int least) {
  return std::clamp(IntAttributeOf(ChildOf(properties, name), "val", least), least, kMostSpan);
}

CellProperties PropertiesOf(pugi::xml_node cell) {
  CellProperties result;
  for (const pugi::xml_node property : ChildOf(cell, "tcPr").children()) {
    const absl::string_view name = LocalName(property);
    const absl::string_view value = AttributeOf(property, "val");
    if (name == "gridSpan") {
      result.span = std::clamp(IntAttributeOf(property, "val", 1), 1, kMostSpan);
    } else if (name == "vMerge") {
      result.begins = value == "restart";
      result.goes_on = !result.begins;
    } else if (name == "hMerge") {
      result.joins_left = value != "restart";
    } else if (name == "cellDel") {
      result.deleted = true;
    } else if (name == "cellMerge") {  // a tracked change of vMerge
      const absl::string_view merge = AttributeOf(property, "vMerge");
      if (merge.empty()) continue;
      result.begins = merge == "rest";
      result.goes_on = merge == "cont";
    }
  }
  return result;
}

// A deleted row, or one that is not shown.
bool IsDropped(pugi::xml_node row_properties) {
  return ChildOf(row_properties, "del") || IsOn(ChildOf(row_properties, "hidden"));
}

class TableReader {
 public:
  TableReader(const Place& place, DocxParagraphReader* paragraphs, ReadBudget* budget,
              Document* document)
      : place_(place), paragraphs_(paragraphs), budget_(budget), document_(document) {}

  absl::StatusOr<DocxTable> Read(pugi::xml_node table) {
    DocxFlow rows = DocxFlow::Rows(table);
    while (const pugi::xml_node row = rows.Next()) {
      const pugi::xml_node properties = ChildOf(row, "trPr");
      if (IsDropped(properties)) continue;
      if (row_ == kMostRows) return TooManyCells("table rows", "个表格行", kMostRows);
      RETURN_IF_ERROR(ReadRow(row, SpanOf(properties, "gridBefore", 0)));
      ++row_;
    }
    result_.grid.rows = row_;
    RETURN_IF_ERROR(FitColumns());
    return std::move(result_);
  }

 private:
  // A cell that may go on in the next row.
  struct OpenCell {
    size_t index;  // in grid.cells
    int begin;     // columns
    int end;
    int covered = 0;  // columns of it that go on in the row that is being read
  };
  // A part of the row that says that it belongs to the cell above.
  struct Part {
    int column;
    int span;
  };

  absl::Status ReadRow(pugi::xml_node row, int column) {
    const size_t first = result_.grid.cells.size();
    parts_.clear();
    opened_.clear();
    bool after_cell = false;  // the last thing read is the last of grid.cells
    DocxFlow cells = DocxFlow::Cells(row);
    while (const pugi::xml_node node = cells.Next()) {
      const CellProperties properties = PropertiesOf(node);
      if (properties.deleted) continue;
      if (properties.joins_left && after_cell) {
        Cell& before = result_.grid.cells.back();
        before.column_span =
            static_cast<uint16_t>(std::min<int>(before.column_span + properties.span, kMostSpan));
        if (!opened_.empty() && opened_.back().index + 1 == result_.grid.cells.size()) {
          opened_.back().end = before.column + before.column_span;
        }
      } else if (OpenCell* const open = properties.goes_on ? OpenAt(column) : nullptr) {
        open->covered += std::min(properties.span, open->end - column);
        parts_.push_back({column, properties.span});
        after_cell = false;
      } else {
        RETURN_IF_ERROR(ReadCell(node, column, properties.span));
        after_cell = true;
        if (properties.begins) {
          opened_.push_back({result_.grid.cells.size() - 1, column, column + properties.span});
        }
      }
      column += properties.span;
    }
    return CloseRow(first);
  }

  // The open cell that stands over the column; null if there is none.
  OpenCell* OpenAt(int column) {
    const auto after =
        std::upper_bound(open_.begin(), open_.end(), column,
                         [](int at, const OpenCell& open) { return at < open.begin; });
    if (after == open_.begin() || column >= std::prev(after)->end) return nullptr;
    return &*std::prev(after);
  }

  // Lets the cells go on of which the row holds the whole width; parts of others are cells of their
  // own. `first` is the first cell of the row.
  absl::Status CloseRow(size_t first) {
    std::vector<Cell>& cells = result_.grid.cells;
    const size_t before = cells.size();
    for (const Part& part : parts_) {
      if (!GoesOn(*OpenAt(part.column))) {
        RETURN_IF_ERROR(AddSpanning({}, part.column, part.span));
      }
    }
    for (OpenCell& open : open_) {
      if (!GoesOn(open)) continue;
      cells[open.index].row_span = static_cast<uint16_t>(row_ - cells[open.index].row + 1);
      open.covered = 0;
      opened_.push_back(open);
    }
    if (cells.size() != before) {
      std::sort(cells.begin() + static_cast<ptrdiff_t>(first), cells.end(),
                [](const Cell& a, const Cell& b) { return a.column < b.column; });
      for (OpenCell& open : opened_) {
        if (open.index >= first) open.index = IndexOf(first, open.begin);
      }
    }
    std::sort(opened_.begin(), opened_.end(),
              [](const OpenCell& a, const OpenCell& b) { return a.begin < b.begin; });
    open_.swap(opened_);
    return absl::OkStatus();
  }

  // The cell at the column of the row that begins at the cell `first`.
  size_t IndexOf(size_t first, int column) const {
    const std::vector<Cell>& cells = result_.grid.cells;
    const auto found =
        std::lower_bound(cells.begin() + static_cast<ptrdiff_t>(first), cells.end(), column,
                         [](const Cell& cell, int at) { return cell.column < at; });
    return static_cast<size_t>(found - cells.begin());
  }

  static bool GoesOn(const OpenCell& open) { return open.covered == open.end - open.begin; }

  absl::Status ReadCell(pugi::xml_node node, int column, int span) {
    result_.cells.push_back(node);
    text_.Clear();
    std::vector<DocxFlow> flows = {DocxFlow::Paragraphs(node)};
    while (!flows.empty()) {
      const pugi::xml_node next = flows.back().Next();
      if (!next) {
        flows.pop_back();
      } else if (LocalName(next) == "tbl") {
        result_.nested.push_back(next);
      } else {
        paragraphs_->Read(next);
        AddLine();
        const std::vector<pugi::xml_node>& boxes = paragraphs_->boxes();
        for (size_t i = boxes.size(); i-- > 0;) flows.push_back(DocxFlow::Paragraphs(boxes[i]));
      }
    }
    paragraphs_->Finish();
    AddLine();
    RETURN_IF_ERROR(budget_->AddText(text_.text().size()));
    return AddSpanning(document_->Copy(text_.text()), column, span);
  }

  void AddLine() {
    text_.Break();
    text_.AppendLines(paragraphs_->text());
  }

  absl::Status AddSpanning(absl::string_view text, int column, int span) {
    RETURN_IF_ERROR(AddCell(text, place_, row_, column, budget_, &result_.grid));
    result_.grid.cells.back().column_span = static_cast<uint16_t>(span);
    return absl::OkStatus();
  }

  // The grid has as many columns as cells begin in; a span that goes further is cut. The budget
  // counts what the cells cover.
  absl::Status FitColumns() {
    Grid& grid = result_.grid;
    for (Cell& cell : grid.cells) {
      const int most = grid.columns - cell.column;
      cell.column_span = static_cast<uint16_t>(std::min<int>(cell.column_span, most));
      RETURN_IF_ERROR(budget_->AddCells(size_t{cell.row_span} * cell.column_span - 1));
    }
    return absl::OkStatus();
  }

  const Place place_;
  DocxParagraphReader* const paragraphs_;
  ReadBudget* const budget_;
  Document* const document_;
  DocxTable result_;
  TextFolder text_;
  int row_ = 0;
  std::vector<OpenCell> open_;
  std::vector<OpenCell> opened_;  // that begin in the row that is being read
  std::vector<Part> parts_;
};

}  // namespace

absl::StatusOr<DocxTable> ReadDocxTable(pugi::xml_node table, const Place& place,
                                        DocxParagraphReader* paragraphs, ReadBudget* budget,
                                        Document* document) {
  return TableReader(place, paragraphs, budget, document).Read(table);
}

}  // namespace gongkai
