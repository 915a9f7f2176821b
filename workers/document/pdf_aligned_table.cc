#include "workers/document/pdf_aligned_table.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "workers/document/pdf_aligned_columns.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr int kMostLabels = 4;     // columns of texts in front of the values
constexpr size_t kLeastHeads = 3;  // of a head without values

// Rows that may be one table, to the table.
class AlignedTable {
 public:
  AlignedTable(std::vector<PdfRow> rows, const PdfTable* above)
      : rows_(std::move(rows)), above_(above) {}

  // None if the rows are no table.
  std::optional<PdfTable> Build() {
    PdfAlignedColumns found = FindPdfAlignedColumns(rows_);
    columns_ = std::move(found.values);
    labels_left_ = found.labels_left;
    labels_right_ = found.labels_right;
    has_head_ = found.has_head;
    CountRows();
    if (!IsTable()) return std::nullopt;
    if (UsesAbove()) {
      table_.xs = above_->xs;
      table_.label_columns = above_->label_columns;
    } else if (!PlaceColumns()) {
      return std::nullopt;
    }
    FoldRows();
    MeasureColumns();
    PlaceRows();
    for (size_t i = 0; i < rows_.size(); ++i) AddRow(static_cast<int>(i), rows_[i]);
    return std::move(table_);
  }

 private:
  void CountRows() {
    for (const PdfRow& row : rows_) {
      const auto values = std::count_if(row.blocks.begin(), row.blocks.end(),
                                        [](const PdfBlock* block) { return block->is_value; });
      value_rows_ += values > 0;
      full_rows_ += values > 1;
    }
  }

  bool IsTable() const {
    if (columns_.empty()) return false;
    if (value_rows_ == 0) return rows_.back().blocks.size() >= kLeastHeads;
    if (RowsAcrossColumns() * 4 > value_rows_ || HasFieldNames()) return false;
    const bool has_labels = labels_right_ > labels_left_;
    if (has_head_) return has_labels || columns_.size() > 1;
    if (UsesAbove()) return has_labels || above_->label_columns == 0;
    return has_labels && columns_.size() > 1 && full_rows_ > 1;
  }

  // 索引号: 73987: names of single values, which no head names.
  bool HasFieldNames() const {
    return std::any_of(rows_.begin(), rows_.end(), [](const PdfRow& row) {
      return row.has_value &&
             std::any_of(row.blocks.begin(), row.blocks.end(), [](const PdfBlock* block) {
               const char32_t last = block->lines.back().glyphs.back().code;
               return !block->is_value && (last == ':' || last == U'：');
             });
    });
  }

  // Rows of values with a text that begins in front of the values and reaches into their columns.
  int RowsAcrossColumns() const {
    constexpr float kHanging = 0.6f;  // of the size
    return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [&](const PdfRow& row) {
      return row.has_value &&
             std::any_of(row.blocks.begin(), row.blocks.end(), [&](const PdfBlock* block) {
               // Punctuation may hang over the edge of its cell.
               return !block->is_value && block->box.left < columns_.front().from &&
                      block->box.right - kHanging * block->size > columns_.front().from;
             });
    }));
  }

  // The values stand in the columns of the table above, and so do the heads if there are any.
  bool UsesAbove() const {
    if (above_ == nullptr || above_->ruled) return false;
    if (has_head_ &&
        static_cast<int>(columns_.size()) != above_->columns() - above_->label_columns) {
      return false;
    }
    int next = above_->label_columns;
    for (const PdfSpan& column : columns_) {
      const int in = ColumnAt(above_->xs, (column.from + column.to) / 2);
      if (has_head_ && in != next++) return false;
    }
    for (const PdfRow& row : rows_) {
      const PdfBlock* last = nullptr;
      int last_column = -1;
      for (const PdfBlock* block : row.blocks) {
        if (!block->is_value) continue;
        const int column = ColumnAt(above_->xs, block->center_x());
        const bool below = last != nullptr && Overlap(SpanOf(*last), SpanOf(*block));
        if (column < above_->label_columns || (column == last_column && !below)) return false;
        last = block;
        last_column = column;
      }
    }
    return true;
  }

  // Which of the columns holds x; -1: none.
  static int ColumnAt(const std::vector<float>& xs, float x) {
    if (x < xs.front() || x > xs.back()) return -1;
    const auto after = std::upper_bound(xs.begin(), xs.end() - 1, x);
    return static_cast<int>(after - xs.begin()) - 1;
  }

  bool IsLabel(const PdfBlock& block, float values_left) const {
    if (block.is_value) return false;
    // A long label may reach over the middle between the labels of the page before and their
    // values.
    return block.center_x() < values_left ||
           (block.box.left < values_left && block.box.right < columns_.front().from);
  }

  bool PlaceColumns() {
    constexpr float kMargin = 3.0f;
    const bool has_labels = labels_right_ > labels_left_;
    const float values_left =
        has_labels ? (labels_right_ + columns_.front().from) / 2 : columns_.front().from - kMargin;
    const int labels = has_labels ? kMostLabels : 0;
    table_.label_columns = labels;
    for (int i = 0; i < labels; ++i) {
      const float share = static_cast<float>(i) / static_cast<float>(labels);
      table_.xs.push_back(labels_left_ + share * (values_left - labels_left_));
    }
    table_.xs.push_back(values_left);
    for (size_t i = 0; i + 1 < columns_.size(); ++i) {
      table_.xs.push_back((columns_[i].to + columns_[i + 1].from) / 2);
    }
    table_.xs.push_back(columns_.back().to + kMargin);
    // Else labels reach over columns of values.
    return std::is_sorted(table_.xs.begin(), table_.xs.end());
  }

  // Below the head, what stands close to a row and has no label of its own is more of its cells: a
  // note, or the rest of a number.
  void FoldRows() {
    if (table_.label_columns == 0) return FoldUnlabelledRows();
    constexpr float kClose = 1.9f;  // of the size
    const float values_left = table_.xs[table_.label_columns];
    const auto has_label = [&](const PdfRow& row) {
      return std::any_of(row.blocks.begin(), row.blocks.end(),
                         [&](const PdfBlock* block) { return IsLabel(*block, values_left); });
    };
    std::vector<PdfRow> folded;
    bool in_head = true;
    for (size_t i = 0; i < rows_.size(); ++i) {
      PdfRow& row = rows_[i];
      in_head = in_head && !row.has_value;
      PdfRow* owner = nullptr;
      if (!in_head && !has_label(row)) {
        const float close = kClose * row.size;
        if (!folded.empty() && folded.back().has_value && row.y - folded.back().y < close) {
          owner = &folded.back();
        }
        if (i + 1 < rows_.size() && rows_[i + 1].y - row.y < close &&
            (owner == nullptr || rows_[i + 1].y - row.y < row.y - owner->y)) {
          owner = &rows_[i + 1];
        }
      }
      if (owner == nullptr) {
        folded.push_back(std::move(row));
      } else {
        for (const PdfBlock* block : row.blocks) owner->Add(block);
      }
    }
    rows_ = std::move(folded);
  }

  // Where no row has a label, fewer values right below a row are more of its cells.
  void FoldUnlabelledRows() {
    constexpr float kLine = 1.5f;  // of the size
    std::vector<PdfRow> folded;
    for (PdfRow& row : rows_) {
      PdfRow* const above = folded.empty() ? nullptr : &folded.back();
      if (above == nullptr || !row.has_value || !above->has_value ||
          row.y - above->y > kLine * row.size || row.blocks.size() >= above->blocks.size()) {
        folded.push_back(std::move(row));
        continue;
      }
      for (const PdfBlock* block : row.blocks) above->Add(block);
    }
    rows_ = std::move(folded);
  }

  // How wide the widest line of numbers is in each column, and how near rows lie.
  void MeasureColumns() {
    widest_.assign(table_.columns(), 0);
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (i > 0 && rows_[i].has_value && rows_[i - 1].has_value) {
        pitch_ = std::min(pitch_, rows_[i].y - rows_[i - 1].y);
      }
      for (const PdfBlock* block : rows_[i].blocks) {
        const int column = block->is_value ? ColumnAt(table_.xs, block->center_x()) : -1;
        if (column < 0) continue;
        for (const PdfLine& line : block->lines) {
          float& widest = widest_[column];
          if (IsNumberLine(line)) widest = std::max(widest, WidthOf(line));
        }
      }
    }
  }

  static float WidthOf(const PdfLine& line) { return line.box.right - line.box.left + line.blanks; }

  // The number in the line goes on in the next: that lies nearer than a row of its own would, and
  // its first digit would have made the line wider than any in the column and than a column between
  // its paddings; or both together would fill the column.
  bool IsTornInColumn(int column, const PdfLine& line, const PdfLine& next) const {
    constexpr float kLine = 1.6f;    // of the size, from line to line
    constexpr float kFilled = 0.5f;  // of the width of a column
    constexpr float kFull = 0.75f;   // the same, by what was one number with a blank in it
    const float down = next.box.bottom - line.box.bottom;
    const PdfGlyph& digit = next.glyphs.front();
    const float longer = WidthOf(line) + (digit.box.right - digit.box.left);
    const float column_width = (table_.xs.back() - table_.xs[table_.label_columns]) /
                               static_cast<float>(table_.columns() - table_.label_columns);
    return IsNumberLine(line) && IsNumberLine(next) && down > 0.5f * line.size &&
           down < std::min(kLine * line.size, 0.9f * pitch_) &&
           ((longer > widest_[column] && longer > kFilled * column_width) ||
            WidthOf(line) + WidthOf(next) > kFull * column_width);
  }

  void PlaceRows() {
    table_.ruled = false;
    table_.ys.push_back(rows_.front().y - rows_.front().size);
    for (size_t i = 0; i + 1 < rows_.size(); ++i) {
      table_.ys.push_back((rows_[i].y + rows_[i + 1].y) / 2);
    }
    table_.ys.push_back(rows_.back().y + rows_.back().size);
  }

  void AddRow(int index, const PdfRow& row) {
    const int columns = table_.columns();
    const float values_left = table_.xs[table_.label_columns];
    std::vector<const PdfBlock*> labels;
    std::vector<std::vector<const PdfBlock*>> values(columns);
    std::vector<int> span(columns, 1);
    for (const PdfBlock* block : row.blocks) {
      if (IsLabel(*block, values_left)) {
        labels.push_back(block);
        continue;
      }
      const float center = std::clamp(block->center_x(), table_.xs.front(), table_.xs.back());
      int first = ColumnAt(table_.xs, center);
      if (!row.has_value) {
        // A head over several columns.
        const float right = table_.xs.back();
        const int from = ColumnAt(table_.xs, std::clamp(block->box.left, values_left, right));
        const int to = ColumnAt(table_.xs, std::clamp(block->box.right, values_left, right));
        if (to > from && values[from].empty()) {
          span[from] = to - from + 1;
          first = from;
        }
      }
      first = std::max(first, table_.label_columns);
      values[first].push_back(block);
    }
    AddLabels(index, labels);
    for (std::vector<const PdfBlock*>& cell : values) {
      std::stable_sort(cell.begin(), cell.end(), [](const PdfBlock* a, const PdfBlock* b) {
        return a->box.bottom < b->box.bottom - 1;
      });
    }
    for (int c = table_.label_columns; c < columns;) {
      int end = c + 1;
      while (end < c + span[c] && values[end].empty()) ++end;
      AddCell(index, c, end - c, values[c]);
      c = end;
    }
  }

  void AddLabels(int row, const std::vector<const PdfBlock*>& labels) {
    const int columns = table_.label_columns;
    if (columns == 0) return;
    const int count = static_cast<int>(labels.size());
    for (int i = 0; i < std::min(count, columns); ++i) {
      std::vector<const PdfBlock*> blocks = {labels[i]};
      if (i + 1 == columns) blocks.assign(labels.begin() + i, labels.end());
      const bool last = i + 1 == std::min(count, columns);
      AddCell(row, i, last ? columns - i : 1, blocks);
    }
    if (count == 0) AddCell(row, 0, columns, {});
  }

  void AddCell(int row, int column, int column_span, const std::vector<const PdfBlock*>& blocks) {
    PdfCell& cell = table_.cells.emplace_back();
    cell.row = row;
    cell.column = column;
    cell.column_span = column_span;
    cell.box = {table_.xs[column], table_.ys[row], table_.xs[column + column_span],
                table_.ys[row + 1]};
    const PdfLine* last = nullptr;
    for (const PdfBlock* block : blocks) {
      const bool torn = last != nullptr && column_span == 1 &&
                        IsTornInColumn(column, *last, block->lines.front());
      if (!cell.text.empty() && !torn) cell.text += '\n';
      last = &block->lines.back();
      PdfRoom width = {block->box.left, block->box.right + 1000};  // broke no number of a block
      cell.text += CellTextOf(block->lines, width);
      cell.lines.insert(cell.lines.end(), block->lines.begin(), block->lines.end());
    }
  }

  std::vector<PdfRow> rows_;
  const PdfTable* const above_;
  std::vector<PdfSpan> columns_;  // of values, from left to right
  float labels_left_ = 0, labels_right_ = 0;
  int value_rows_ = 0;
  int full_rows_ = 0;          // with two values or more
  bool has_head_ = false;      // rows of texts above the first value
  std::vector<float> widest_;  // line of numbers, by column
  float pitch_ = 1e6f;         // least, from row of values to row of values
  PdfTable table_;
};

void MoveDown(float by, PdfBlock* block) {
  const auto move = [by](Box* box) {
    box->top += by;
    box->bottom += by;
  };
  move(&block->box);
  for (PdfLine& line : block->lines) {
    move(&line.box);
    for (PdfGlyph& glyph : line.glyphs) move(&glyph.box);
  }
}

// The row prints a head of the page before once more.
bool RepeatsHead(const std::vector<PdfBlock>& head, const PdfRow& row) {
  return std::any_of(head.begin(), head.end(), [&row](const PdfBlock& one) {
    return std::any_of(row.blocks.begin(), row.blocks.end(), [&one](const PdfBlock* block) {
      return TextOf(block->lines[0]) == TextOf(one.lines[0]);
    });
  });
}

// The rows below a head of the page before.
std::optional<PdfTable> BuildWithHead(std::vector<PdfBlock> head, const std::vector<PdfRow>& rows) {
  float foot = 0;
  for (const PdfBlock& block : head) foot = std::max(foot, block.box.bottom);
  for (PdfBlock& block : head) MoveDown(rows.front().top - rows.front().size - foot, &block);
  std::vector<PdfRow> all = FindRows(head);
  const int head_rows = static_cast<int>(all.size());
  all.insert(all.end(), rows.begin(), rows.end());
  std::optional<PdfTable> table = AlignedTable(std::move(all), nullptr).Build();
  if (table) table->head_rows_before = head_rows;
  return table;
}

}  // namespace

std::optional<PdfTable> BuildAlignedTable(std::vector<PdfRow> rows, const PdfTable* above) {
  if (above != nullptr && !above->head.empty() && !RepeatsHead(above->head, rows.front())) {
    std::optional<PdfTable> table = BuildWithHead(above->head, rows);
    if (table) return table;
  }
  const bool is_head =
      std::none_of(rows.begin(), rows.end(), [](const PdfRow& row) { return row.has_value; });
  std::vector<PdfBlock> head;
  for (const PdfRow& row : rows) {
    if (!is_head) break;
    for (const PdfBlock* block : row.blocks) head.push_back(*block);
  }
  std::optional<PdfTable> table = AlignedTable(std::move(rows), above).Build();
  if (table) table->head = std::move(head);
  return table;
}

}  // namespace gongkai
