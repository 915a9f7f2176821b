// The columns of one table that is held together by blanks.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/document/text_lines.h"
#include "workers/document/text_words.h"

namespace gongkai {

struct AlignedCell {
  absl::string_view text;  // a view into its line; empty: nothing stands there
  absl::string_view rest;  // more of the cell, in the line below
};

// The lines of one table, or of the part of it on one page.
struct AlignedGroup {
  std::vector<size_t> heads;
  std::vector<size_t> rows;
};

inline constexpr int kNoPlace = std::numeric_limits<int>::max();  // on no place of a line

// Columns from left to right, none over another.
class TextColumns {
 public:
  // Makes one column of the span and all that are nearer than `gap` to it; 0: that it overlaps.
  void Add(TextSpan span, int gap = 0);

  // How many columns the span overlaps; *first is the first of them.
  size_t CountAt(const TextSpan& span, size_t* first) const;

  const TextSpan& last() const { return spans_.back(); }
  void DropFirst() { spans_.erase(spans_.begin()); }

  size_t size() const { return spans_.size(); }
  const TextSpan& operator[](size_t i) const { return spans_[i]; }

 private:
  // The first column that ends behind x.
  size_t FirstBehind(int x) const;

  std::vector<TextSpan> spans_;
};

// One table by one measure.
class AlignedLayout {
 public:
  AlignedLayout(const std::vector<Line>& lines, const AlignedGroup& group, Measure measure,
                bool by_fields);

  // Every column has one head of its own, or some row has one word in each column.
  bool good() const { return headed_ || (filled_ && columns_.size() > 1); }

  // Heads right above the figures say most, then rows that fit.
  static bool IsBetter(const AlignedLayout& a, const AlignedLayout& b);

  // Puts a row's label and cells behind *cells; false if it does not fit into the columns.
  bool Place(size_t row, std::vector<AlignedCell>* cells) const;

 private:
  // Figures with their notes, and with what stands one blank behind them if `join`.
  static std::vector<TextWord> CellsOf(const std::vector<TextWord>& words, bool join);

  void AddFigures(const std::vector<TextWord>& words);

  // The lowest line of heads comes first: what stands over several columns stands higher.
  void AddHeads(const std::vector<TextWord>& fields);

  // Each head and the figures that it stands over are a column.
  bool PutBelowHeads();

  // The first head of the lowest line has no figures below it and stands beside the labels: it may
  // be theirs.
  bool MayHeadLabels() const;

  bool HasFigures(const TextSpan& column) const;

  // There are as many heads as columns of figures, each nearer to its own than to the others: heads
  // at the left and figures at the right of wide columns.
  bool PairWithHeads();

  // The first word that stands in a column.
  size_t LabelEnd(const std::vector<TextWord>& words) const;

  // The row has one word in each column, far from the next.
  bool FillsColumns(const std::vector<TextWord>& words) const;

  bool by_fields_;  // one blank parts no cells: 1 0 is a number
  std::vector<std::vector<TextWord>> rows_;
  std::vector<TextSpan> figures_;
  TextColumns heads_;
  TextColumns columns_;
  int labels_right_ = 0;
  int values_left_ = kNoPlace;
  int lowest_left_ = 0;  // where the lowest line of heads begins
  bool headed_ = false;
  bool filled_ = false;
  bool below_heads_ = false;  // headed, and figures stand right below the heads
  int width_ = 0;             // of all columns
  int fitting_ = 0;           // rows
};

}  // namespace gongkai
