#include "workers/document/aligned_layout.h"

#include <algorithm>

#include "workers/document/characters.h"
#include "workers/document/figure_rows.h"

namespace gongkai {
namespace {

absl::string_view FirstWordOf(absl::string_view text) {
  size_t end = 0;
  while (end < text.size() && ClassifyChar(text, end).kind == CharKind::kText) {
    end += ClassifyChar(text, end).length;
  }
  return text.substr(0, end);
}

}  // namespace

void TextColumns::Add(TextSpan span, int gap) {
  const size_t first = FirstBehind(span.from - gap);
  size_t end = first;
  while (end < spans_.size() && Overlap(spans_[end], {span.from - gap, span.to + gap})) {
    span = {std::min(span.from, spans_[end].from), std::max(span.to, spans_[end].to)};
    ++end;
  }
  if (end == first) {
    spans_.insert(spans_.begin() + static_cast<std::ptrdiff_t>(first), span);
  } else {
    spans_[first] = span;
    spans_.erase(spans_.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                 spans_.begin() + static_cast<std::ptrdiff_t>(end));
  }
}

size_t TextColumns::CountAt(const TextSpan& span, size_t* first) const {
  *first = FirstBehind(span.from);
  size_t end = *first;
  while (end < spans_.size() && Overlap(spans_[end], span)) ++end;
  return end - *first;
}

size_t TextColumns::FirstBehind(int x) const {
  return static_cast<size_t>(
      std::upper_bound(spans_.begin(), spans_.end(), x,
                       [](int at, const TextSpan& span) { return at < span.to; }) -
      spans_.begin());
}

AlignedLayout::AlignedLayout(const std::vector<Line>& lines, const AlignedGroup& group,
                             Measure measure, bool by_fields)
    : by_fields_(by_fields) {
  for (const size_t line : group.rows) {
    rows_.push_back(WordsOf(lines[line], measure));
    AddFigures(rows_.back());
  }
  for (auto line = group.heads.rbegin(); line != group.heads.rend(); ++line) {
    const std::vector<TextWord> fields = FieldsOf(WordsOf(lines[*line], measure));
    if (heads_.size() == 0) lowest_left_ = fields.front().at.from;
    AddHeads(fields);
  }
  below_heads_ = PutBelowHeads();
  if (!below_heads_ && !PairWithHeads()) {
    columns_ = TextColumns();
    for (const TextSpan& figure : figures_) columns_.Add(figure);
  }
  for (const std::vector<TextWord>& row : rows_) {
    filled_ |= FillsColumns(row);
  }
  for (size_t c = 0; c < columns_.size(); ++c) width_ += columns_[c].to - columns_[c].from;
  if (!good()) return;
  std::vector<AlignedCell> cells;
  for (size_t row = 0; row < rows_.size(); ++row) {
    fitting_ += Place(row, &cells) ? 1 : 0;
    cells.clear();
  }
}

bool AlignedLayout::IsBetter(const AlignedLayout& a, const AlignedLayout& b) {
  if (a.below_heads_ != b.below_heads_) return a.below_heads_;
  if (a.headed_ != b.headed_) return a.headed_;
  if (a.fitting_ != b.fitting_) return a.fitting_ > b.fitting_;
  return a.width_ < b.width_;
}

bool AlignedLayout::Place(size_t row, std::vector<AlignedCell>* cells) const {
  const std::vector<TextWord>& words = rows_[row];
  const size_t label_end = LabelEnd(words);
  bool wide_gap = false;
  for (size_t w = 1; w < words.size(); ++w) {
    wide_gap |= words[w].at.from - words[w - 1].at.to > 1;
  }
  if (!wide_gap) return false;
  std::vector<TextWord> placed(columns_.size());
  size_t column = 0;
  for (const TextWord& field :
       CellsOf({words.begin() + static_cast<std::ptrdiff_t>(label_end), words.end()},
               by_fields_ && headed_)) {
    size_t first = 0;
    if (columns_.CountAt(field.at, &first) != 1 || first < column) return false;
    TextWord& cell = placed[first];
    if (cell.text.empty()) {
      cell = field;
    } else if (field.at.from - cell.at.to < 2 && headed_) {
      Append(field, &cell);
    } else {
      return false;
    }
    column = first;
  }
  for (const TextWord& field :
       LabelFieldsOf({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(label_end)})) {
    cells->push_back({field.text, {}});
  }
  const char* end = words.front().text.data();
  for (const TextWord& cell : placed) {
    cells->push_back({cell.text.data() == nullptr ? absl::string_view(end, 0) : cell.text, {}});
    end = cells->back().text.data() + cells->back().text.size();
  }
  return true;
}

std::vector<TextWord> AlignedLayout::CellsOf(const std::vector<TextWord>& words, bool join) {
  std::vector<TextWord> cells;
  for (const TextWord& word : words) {
    const bool near = !cells.empty() && word.at.from - cells.back().at.to < 2;
    if (near && (join || IsNoteWord(word.text))) {
      Append(word, &cells.back());
    } else {
      cells.push_back(word);
    }
  }
  return cells;
}

void AlignedLayout::AddFigures(const std::vector<TextWord>& words) {
  const size_t first = FirstFigure(words);
  for (const TextWord& cell :
       CellsOf({words.begin() + static_cast<std::ptrdiff_t>(first), words.end()}, by_fields_)) {
    // What else stands there is in one of the columns that figures make.
    if (IsBareFigure(FirstWordOf(cell.text))) figures_.push_back(cell.at);
  }
  if (first < words.size()) values_left_ = std::min(values_left_, words[first].at.from);
  if (first > 0) labels_right_ = std::max(labels_right_, words[first - 1].at.to);
}

void AlignedLayout::AddHeads(const std::vector<TextWord>& fields) {
  const bool lowest = heads_.size() == 0;
  const TextSpan lower = lowest ? TextSpan() : TextSpan{heads_[0].to, heads_.last().from};
  for (const TextWord& field : fields) {
    size_t first = 0;
    if (field.at.from < labels_right_ && field.at.to <= values_left_) continue;
    const size_t below = heads_.CountAt(field.at, &first);
    // One between two of a lower line stands over several columns.
    const bool between = !lowest && field.at.from >= lower.from && field.at.to <= lower.to;
    if (below == 1 || (below == 0 && !between)) heads_.Add(field.at);
  }
}

bool AlignedLayout::PutBelowHeads() {
  columns_ = heads_;
  for (const TextSpan& figure : figures_) {
    size_t first = 0;
    // In the middle below a short head a figure may stand beside it by half a place.
    columns_.Add(figure, columns_.CountAt(figure, &first) == 0 ? 1 : 0);
  }
  if (MayHeadLabels()) {
    // It does if all other columns have figures.
    heads_.DropFirst();
    columns_.DropFirst();
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (!HasFigures(columns_[c])) return false;
    }
  }
  headed_ = columns_.size() > 0 && heads_.size() == columns_.size();
  for (size_t c = 0; c < columns_.size() && headed_; ++c) {
    size_t first = 0;
    headed_ = heads_.CountAt(columns_[c], &first) == 1;
  }
  return headed_;
}

bool AlignedLayout::MayHeadLabels() const {
  if (labels_right_ == 0 || heads_.size() < 2 || heads_[0].from != lowest_left_) return false;
  return !HasFigures(columns_[0]);
}

bool AlignedLayout::HasFigures(const TextSpan& column) const {
  return std::any_of(figures_.begin(), figures_.end(),
                     [&](const TextSpan& figure) { return Overlap(figure, column); });
}

bool AlignedLayout::PairWithHeads() {
  TextColumns below;
  for (const TextSpan& figure : figures_) below.Add(figure);
  const size_t count = heads_.size();
  if (count == 0 || below.size() != count) return false;
  columns_ = TextColumns();
  for (size_t c = 0; c < count; ++c) {
    const bool apart = (c == 0 || below[c].from >= heads_[c - 1].to) &&
                       (c + 1 == count || below[c].to <= heads_[c + 1].from);
    if (!apart) return false;
    columns_.Add({std::min(below[c].from, heads_[c].from), std::max(below[c].to, heads_[c].to)});
  }
  headed_ = columns_.size() == count;
  return headed_;
}

size_t AlignedLayout::LabelEnd(const std::vector<TextWord>& words) const {
  size_t w = 0;
  while (w < words.size() && words[w].at.from < columns_[0].from) ++w;
  return w;
}

bool AlignedLayout::FillsColumns(const std::vector<TextWord>& words) const {
  if (columns_.size() == 0) return false;
  size_t filled = 0;
  const size_t label_end = LabelEnd(words);
  for (size_t w = label_end; w < words.size(); ++w) {
    if (IsNoteWord(words[w].text)) continue;
    size_t first = 0;
    const bool apart = w == label_end || words[w].at.from - words[w - 1].at.to > 1;
    if (!apart || columns_.CountAt(words[w].at, &first) != 1 || first != filled++) return false;
  }
  return filled == columns_.size();
}

}  // namespace gongkai
