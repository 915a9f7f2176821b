#include "workers/document/pdf_aligned.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "workers/document/pdf_aligned_table.h"
#include "workers/document/pdf_blocks.h"
#include "workers/document/pdf_row.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr float kWide = 0.6f;           // of the page's width: running text
constexpr size_t kMostCaptions = 3;     // rows of one text above a table
constexpr float kClose = 1.9f;          // of the size, from line to line of one cell
constexpr float kMostGap = 3.0f;        // of the size, between the rows of one table
constexpr float kMostGapOfRows = 5.0f;  // the same, where several texts stand in each

class AlignedTableFinder {
 public:
  AlignedTableFinder(const PdfTable* above, PdfPage* page) : above_(above), page_(*page) {}

  std::vector<PdfTable> Take() {
    blocks_ = FindBlocks(page_);
    rows_ = FindRows(blocks_);
    taken_.assign(page_.glyphs.size(), false);
    std::vector<PdfTable> tables;
    for (size_t i = 0; i < rows_.size();) {
      size_t end = EndOfTable(i);
      if (end == i) end = EndOfHead(i);
      const PdfTable* const above = tables.empty() && IsAtTop(i) ? above_ : nullptr;
      std::vector<PdfTable> found;
      if (end > i) {
        found = Build({rows_.begin() + static_cast<std::ptrdiff_t>(i),
                       rows_.begin() + static_cast<std::ptrdiff_t>(end)},
                      above);
      }
      if (!found.empty()) {
        for (size_t k = i; k < end; ++k) TakeRow(rows_[k]);
        std::move(found.begin(), found.end(), std::back_inserter(tables));
      }
      i = std::max(end, i + 1);
    }
    if (!tables.empty()) DropTaken();
    return tables;
  }

 private:
  // The table that the rows make, two if they stand side by side, none if they make none.
  static std::vector<PdfTable> Build(std::vector<PdfRow> rows, const PdfTable* above) {
    std::vector<PdfTable> tables;
    const float gutter = GutterOf(rows);
    if (gutter > 0) {
      for (const bool right : {false, true}) {
        std::vector<PdfRow> side = SideOf(rows, gutter, right);
        std::optional<PdfTable> table;
        if (!side.empty()) table = BuildAlignedTable(std::move(side), nullptr);
        if (table) tables.push_back(*std::move(table));
      }
      if (tables.size() == 2) return tables;
      tables.clear();
    }
    std::optional<PdfTable> table = BuildAlignedTable(std::move(rows), above);
    if (table) tables.push_back(*std::move(table));
    return tables;
  }

  // Where a second table begins beside the first: in half of the rows labels with values behind
  // them stand behind the values of the first. 0: nowhere.
  static float GutterOf(const std::vector<PdfRow>& rows) {
    float gutter = 1e6f;
    int with_values = 0;
    int with_both = 0;
    for (const PdfRow& row : rows) {
      if (!row.has_value) continue;
      ++with_values;
      const PdfBlock* label = nullptr;  // behind the first value
      bool value_before = false;
      bool value_behind = false;
      for (const PdfBlock* block : row.blocks) {
        if (block->is_value) {
          (label == nullptr ? value_before : value_behind) = true;
        } else if (value_before && label == nullptr) {
          label = block;
        }
      }
      if (!value_behind) continue;
      ++with_both;
      gutter = std::min(gutter, label->box.left);
    }
    if (with_both == 0 || with_both * 2 < with_values) return 0;
    const float at = gutter - 1;
    for (const PdfRow& row : rows) {
      for (const PdfBlock* block : row.blocks) {
        if (block->box.left < at && block->box.right > at) return 0;
      }
    }
    return at;
  }

  static std::vector<PdfRow> SideOf(const std::vector<PdfRow>& rows, float gutter, bool right) {
    std::vector<PdfRow> side;
    for (const PdfRow& row : rows) {
      PdfRow part = {{}, row.y, row.size};
      for (const PdfBlock* block : row.blocks) {
        if ((block->box.left > gutter) == right) part.Add(block);
      }
      if (!part.blocks.empty()) side.push_back(std::move(part));
    }
    return side;
  }

  // No values stand apart behind running text.
  bool IsText(const PdfRow& row) const {
    constexpr std::ptrdiff_t kLeastValues = 2;
    const auto values = std::find_if(row.blocks.rbegin(), row.blocks.rend(),
                                     [](const PdfBlock* block) { return !block->is_value; });
    if (values - row.blocks.rbegin() >= kLeastValues) return false;
    return std::any_of(row.blocks.begin(), row.blocks.end(), [&](const PdfBlock* block) {
      return block->box.right - block->box.left > kWide * page_.width;
    });
  }

  // Above row i stands at most a running header.
  bool IsAtTop(size_t i) const {
    constexpr float kTop = 0.2f;  // of the page's height
    return i == 0 || rows_[i - 1].bottom < kTop * page_.height;
  }

  // The label at the top of the page whose figures end the page before.
  bool IsLabelOfAbove(size_t i) const {
    if (above_ == nullptr || above_->ruled || !IsAtTop(i) || i + 1 == rows_.size() ||
        rows_[i].has_value || !rows_[i + 1].has_value) {
      return false;
    }
    bool filled = false;
    for (const PdfCell& cell : above_->cells) {
      if (cell.row + 1 < above_->rows() || cell.text.empty()) continue;
      if (cell.column < above_->label_columns) return false;
      filled = true;
    }
    return filled;
  }

  // A row that no table begins or ends with: one text, or one number.
  static bool IsAlone(const PdfRow& row) { return row.blocks.size() < 2; }

  // One text above a row of the same size. Headings of sections are larger or have an ordinal.
  static bool IsCaption(const PdfRow& row, const PdfRow& next) {
    return IsAlone(row) && !row.has_value && std::abs(row.size - next.size) < 0.1f * next.size &&
           !StartsWithOrdinal(TextOf(row.blocks[0]->lines[0]));
  }

  // The table that begins with row i goes up to this one; i: none begins there.
  size_t EndOfTable(size_t i) const {
    if (IsText(rows_[i])) return i;
    if (IsAlone(rows_[i]) && !IsLabelOfAbove(i)) {
      // Captions, if the head or the first row follows.
      size_t k = i;
      while (k < i + kMostCaptions && k + 1 < rows_.size() && IsCaption(rows_[k], rows_[k + 1]) &&
             GoesOn(k + 1)) {
        if (!IsAlone(rows_[++k])) break;
      }
      if (IsAlone(rows_[k])) return i;
    }
    float values_left = 1e6f;
    float labels_left = 1e6f;
    float labels_right = 0;
    size_t end = i;  // behind the last row with values
    size_t k = i;
    for (; k < rows_.size() && (k == i || GoesOn(k)); ++k) {
      const PdfRow& row = rows_[k];
      if (end > i && HasValueAmongLabels(row, values_left, labels_right)) return end;
      if (row.has_value && !IsAlone(row)) {
        for (const PdfBlock* block : row.blocks) {
          float& left = block->is_value ? values_left : labels_left;
          left = std::min(left, block->box.left);
          if (!block->is_value) labels_right = std::max(labels_right, block->box.right);
        }
        end = k + 1;
      } else if (row.has_value && end == k && row.y - rows_[k - 1].y < kClose * row.size) {
        end = k + 1;  // more of a cell above
      } else if (end > i && !row.has_value &&
                 (ReachesOver(row, values_left) ||
                  (!IsAlone(row) && row.blocks.back()->box.left > labels_right))) {
        break;  // the head of the next table
      }
    }
    if (end == i) return i;
    // Labels whose rows are blank, but no caption of the next table.
    const bool is_head = k < rows_.size() && !IsAlone(rows_[k]);
    const float pitch =
        (rows_[end - 1].y - rows_[i].y) / static_cast<float>(std::max<size_t>(end - i, 2) - 1);
    while (end + is_head < k && IsBlankRow(rows_[end], rows_[end - 1], pitch, labels_left) &&
           !ReachesOver(rows_[end], values_left)) {
      ++end;
    }
    return end;
  }

  // Where the rows above have labels the row has values: the next table has begun.
  static bool HasValueAmongLabels(const PdfRow& row, float values_left, float labels_right) {
    const auto value = std::find_if(row.blocks.begin(), row.blocks.end(),
                                    [](const PdfBlock* block) { return block->is_value; });
    return value != row.blocks.end() && value != row.blocks.begin() &&
           (*value)->box.right < values_left && (*value)->center_x() < labels_right;
  }

  // The head of a table alone at the foot of the page goes up to this row; i: none begins there.
  size_t EndOfHead(size_t i) const {
    constexpr float kFoot = 0.9f;     // of the page's height; below stand page numbers
    constexpr float kFooter = 0.94f;  // the same; below begins no table
    size_t k = i;
    if (rows_[i].y > kFooter * page_.height) return i;
    for (; k < rows_.size(); ++k) {
      const bool at_foot = rows_[k].y > kFoot * page_.height;
      if (at_foot && (IsAlone(rows_[k]) || rows_[k].has_value || (k > i && !GoesOn(k)))) break;
      if (rows_[k].has_value || IsAlone(rows_[k]) || (k == i ? IsText(rows_[k]) : !GoesOn(k))) {
        return i;
      }
    }
    return k;
  }

  static bool ReachesOver(const PdfRow& row, float x) {
    return std::any_of(row.blocks.begin(), row.blocks.end(),
                       [x](const PdfBlock* block) { return block->box.right > x; });
  }

  // A row of a label only, like those above.
  static bool IsBlankRow(const PdfRow& row, const PdfRow& last, float pitch, float labels_left) {
    return !row.has_value && row.y - last.y < 1.5f * pitch &&
           std::abs(row.size - last.size) < 0.1f * last.size &&
           row.blocks.front()->box.left > labels_left - last.size;
  }

  // Row k can be of the same table as the one above it.
  bool GoesOn(size_t k) const {
    const PdfRow& row = rows_[k];
    const PdfRow& last = rows_[k - 1];
    const float most = IsAlone(row) || IsAlone(last) ? kMostGap : kMostGapOfRows;
    return !IsText(row) && row.top - last.bottom < most * std::max(row.size, last.size);
  }

  void TakeRow(const PdfRow& row) {
    for (const PdfBlock* block : row.blocks) {
      for (const auto& [first, end] : block->glyphs) {
        std::fill(taken_.begin() + static_cast<std::ptrdiff_t>(first),
                  taken_.begin() + static_cast<std::ptrdiff_t>(end), true);
      }
    }
  }

  void DropTaken() {
    size_t kept = 0;
    for (size_t i = 0; i < page_.glyphs.size(); ++i) {
      if (!taken_[i]) page_.glyphs[kept++] = page_.glyphs[i];
    }
    page_.glyphs.resize(kept);
  }

  const PdfTable* const above_;
  PdfPage& page_;
  std::vector<PdfBlock> blocks_;
  std::vector<PdfRow> rows_;  // from top to bottom
  std::vector<bool> taken_;
};

}  // namespace

std::vector<PdfTable> TakeAlignedTables(const PdfTable* above, PdfPage* page) {
  return AlignedTableFinder(above, page).Take();
}

}  // namespace gongkai
