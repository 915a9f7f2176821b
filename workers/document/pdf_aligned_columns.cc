#include "workers/document/pdf_aligned_columns.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gongkai {
namespace {

constexpr size_t kMostColumns = 200;  // more is a drawing
constexpr size_t kMostHeads = 20;     // rows of them
constexpr size_t kMostLooked = 500;   // rows of values that are looked at for one head

class ColumnFinder {
 public:
  explicit ColumnFinder(const std::vector<PdfRow>& rows) : rows_(rows) {}

  PdfAlignedColumns Find() {
    for (const PdfRow& row : rows_) {
      for (const PdfBlock* block : row.blocks) {
        if (block->is_value) AddToColumns(SpanOf(*block));
        if (columns_.size() > kMostColumns) return {};
      }
    }
    if (!columns_.empty()) {
      SplitColumns();
      FindLabels();
    }
    // From the lowest row of heads up: heads over several columns stand higher.
    size_t first = 0;
    while (first < rows_.size() && !rows_[first].has_value) ++first;
    has_head_ = first > 1 && first <= kMostHeads && PairWithColumns(LowestHeads(first));
    while (first-- > 0) AddHeads(rows_[first]);
    if (columns_.size() > kMostColumns) return {};
    return {std::move(columns_), labels_left_, labels_right_, has_head_};
  }

 private:
  // Those of the first rows that have no other below them, from left to right.
  std::vector<const PdfBlock*> LowestHeads(size_t rows) const {
    std::vector<const PdfBlock*> lowest;
    for (size_t i = rows; i-- > 0;) {
      if (rows_[i].blocks.size() > kMostColumns || lowest.size() > kMostColumns) return {};
      const size_t below = lowest.size();
      for (const PdfBlock* block : rows_[i].blocks) {
        const bool heads_others = std::any_of(
            lowest.begin(), lowest.begin() + static_cast<std::ptrdiff_t>(below),
            [block](const PdfBlock* other) { return Overlap(SpanOf(*block), SpanOf(*other)); });
        if (!heads_others && block->center_x() > labels_right_) lowest.push_back(block);
      }
    }
    std::stable_sort(lowest.begin(), lowest.end(), [](const PdfBlock* a, const PdfBlock* b) {
      return a->center_x() < b->center_x();
    });
    return lowest;
  }

  void AddHeads(const PdfRow& row) {
    // A caption, or no head of a table.
    if (row.blocks.size() < 2 || row.blocks.size() > kMostColumns) return;
    std::vector<const PdfBlock*> heads;
    for (const PdfBlock* block : row.blocks) {
      if (block->center_x() > labels_right_) heads.push_back(block);
    }
    const bool lowest = !has_head_;
    has_head_ |= !heads.empty();
    if (lowest) {
      for (const PdfBlock* head : heads) JoinColumnsBelow(*head);
      if (PairWithColumns(heads)) return;
    }
    std::stable_sort(heads.begin(), heads.end(), [](const PdfBlock* a, const PdfBlock* b) {
      return a->box.right - a->box.left < b->box.right - b->box.left;
    });
    for (const PdfBlock* head : heads) {
      const auto below =
          std::count_if(columns_.begin(), columns_.end(),
                        [&](const PdfSpan& column) { return Overlap(column, SpanOf(*head)); });
      if (head->box.left <= labels_right_ || below > 1) continue;
      if (below == 1 || lowest || HasRoomFor(*head)) AddToColumns(SpanOf(*head));
    }
  }

  // Columns below one head are one where a number with a blank in it has split them: hardly a row
  // has values in more than one, or such values stand close to each other.
  void JoinColumnsBelow(const PdfBlock& head) {
    constexpr size_t kSeldom = 3;
    constexpr float kClose = 1.2f;  // of the size
    const auto first = std::find_if(columns_.begin(), columns_.end(), [&](const PdfSpan& column) {
      return Overlap(column, SpanOf(head));
    });
    auto end = first;
    while (end != columns_.end() && Overlap(*end, SpanOf(head))) ++end;
    if (end - first < 2) return;
    const PdfSpan all = {first->from, (end - 1)->to};
    size_t some = 0, several = 0;  // rows with values there
    bool close = true;
    for (const PdfRow& row : rows_) {
      if (some > kMostLooked || row.blocks.size() > kMostColumns) break;
      const PdfBlock* last = nullptr;
      bool counted = false;
      for (const PdfBlock* block : row.blocks) {
        const float x = block->center_x();
        if (!block->is_value || x < all.from || x > all.to) continue;
        if (last != nullptr) {
          close = close && block->box.left - last->box.right < kClose * block->size;
          several += !counted;
          counted = true;
        }
        some += last == nullptr;
        last = block;
      }
    }
    if (several * kSeldom > some && !close) return;
    *first = all;
    columns_.erase(first + 1, end);
  }

  // One head for every column, each of both at its place in the order: they belong together though
  // one of them stands at the edge of the column and the other in the middle.
  bool PairWithColumns(const std::vector<const PdfBlock*>& heads) {
    if (heads.size() != columns_.size()) return false;
    std::vector<PdfSpan> both;
    for (size_t i = 0; i < heads.size(); ++i) {
      const PdfSpan head = SpanOf(*heads[i]);
      both.push_back({std::min(head.from, columns_[i].from), std::max(head.to, columns_[i].to)});
      if (i > 0 && both[i].from < both[i - 1].to) return false;
    }
    columns_ = std::move(both);
    return true;
  }

  // Values too wide for their column reach over the next and have made one of both: values side by
  // side in one row show it, if all such rows agree where the columns part.
  void SplitColumns() {
    for (size_t c = 0; c < columns_.size();) {
      const PdfSpan column = columns_[c];
      PdfSpan cut = {column.from, column.to};
      bool split = false;
      for (const PdfRow& row : rows_) {
        const PdfBlock* last = nullptr;
        for (const PdfBlock* block : row.blocks) {
          const float x = block->center_x();
          if (!block->is_value || x < column.from || x > column.to) continue;
          // Of three values only the first two part here, and the others in the next round.
          if (last != nullptr && Overlap(SpanOf(*last), SpanOf(*block))) continue;
          if (last != nullptr && last->center_x() < cut.to && x > cut.from) {
            cut = {std::max(cut.from, last->center_x()), std::min(cut.to, x)};
            split = true;
          }
          if (last == nullptr) last = block;
        }
      }
      if (!split || cut.from >= cut.to) {
        ++c;
        continue;
      }
      const float at = (cut.from + cut.to) / 2;
      columns_[c].to = at - 0.1f;
      columns_.insert(columns_.begin() + static_cast<std::ptrdiff_t>(c) + 1,
                      {at + 0.1f, column.to});
    }
  }

  // A column of its own could stand below the head. One between two columns heads both.
  bool HasRoomFor(const PdfBlock& head) const {
    constexpr float kLeast = 0.6f;  // of the way from column to column
    float pitch = 1e6f;
    float nearest = 1e6f;
    const auto middle = [](const PdfSpan& column) { return (column.from + column.to) / 2; };
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) pitch = std::min(pitch, middle(columns_[i]) - middle(columns_[i - 1]));
      nearest = std::min(nearest, std::abs(middle(columns_[i]) - head.center_x()));
    }
    return columns_.size() < 2 || nearest > kLeast * pitch;
  }

  void AddToColumns(PdfSpan span) {
    std::vector<PdfSpan> kept;
    for (const PdfSpan& column : columns_) {
      if (Overlap(column, span)) {
        span = {std::min(column.from, span.from), std::max(column.to, span.to)};
      } else {
        kept.push_back(column);
      }
    }
    kept.push_back(span);
    std::sort(kept.begin(), kept.end(),
              [](const PdfSpan& a, const PdfSpan& b) { return a.from < b.from; });
    columns_ = std::move(kept);
  }

  // Texts in front of the first column of values, and the head of the column that they make.
  void FindLabels() {
    const float values_left = columns_.front().from;
    labels_left_ = values_left;
    for (const PdfRow& row : rows_) {
      if (!row.has_value) continue;
      for (const PdfBlock* block : row.blocks) {
        if (block->is_value || block->box.right > values_left) continue;
        labels_left_ = std::min(labels_left_, block->box.left);
        labels_right_ = std::max(labels_right_, block->box.right);
      }
    }
    if (labels_right_ <= labels_left_) return;
    const PdfRow* heads = nullptr;  // the lowest row of them
    for (const PdfRow& row : rows_) {
      if (row.has_value) break;
      if (row.blocks.size() > 1) heads = &row;
    }
    if (heads == nullptr) return;
    // It stands over the middle of the labels, nearer to their left edge than to the next head.
    const PdfBlock& first = *heads->blocks[0];
    const float to_next = heads->blocks[1]->center_x() - first.center_x();
    if (first.box.right <= values_left && first.center_x() - labels_left_ < to_next) {
      labels_right_ = std::max(labels_right_, first.box.right);
    }
  }

  const std::vector<PdfRow>& rows_;
  std::vector<PdfSpan> columns_;
  float labels_left_ = 0, labels_right_ = 0;
  bool has_head_ = false;
};

}  // namespace

PdfAlignedColumns FindPdfAlignedColumns(const std::vector<PdfRow>& rows) {
  return ColumnFinder(rows).Find();
}

}  // namespace gongkai
