#include "workers/document/aligned_columns.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "workers/document/characters.h"
#include "workers/document/text_words.h"

namespace gongkai {
namespace {

constexpr size_t kLongestProse = 45;  // characters of a line that a table may go on behind
constexpr size_t kMostHeads = 12;     // lines
constexpr size_t kLongestRow = 2000;  // bytes
constexpr int kNowhere = std::numeric_limits<int>::max();  // on no place of the line

absl::string_view FirstWordOf(absl::string_view text) {
  size_t end = 0;
  while (end < text.size() && ClassifyChar(text, end).kind == CharKind::kText) {
    end += ClassifyChar(text, end).length;
  }
  return text.substr(0, end);
}

// Columns from left to right, none over another.
class Columns {
 public:
  // Makes one column of the span and all that are nearer than `gap` to it; 0: that it overlaps.
  void Add(TextSpan span, int gap = 0) {
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

  // How many columns the span overlaps; *first is the first of them.
  size_t CountAt(const TextSpan& span, size_t* first) const {
    *first = FirstBehind(span.from);
    size_t end = *first;
    while (end < spans_.size() && Overlap(spans_[end], span)) ++end;
    return end - *first;
  }

  size_t size() const { return spans_.size(); }
  const TextSpan& operator[](size_t i) const { return spans_[i]; }

 private:
  // The first column that ends behind x.
  size_t FirstBehind(int x) const {
    return static_cast<size_t>(
        std::upper_bound(spans_.begin(), spans_.end(), x,
                         [](int at, const TextSpan& span) { return at < span.to; }) -
        spans_.begin());
  }

  std::vector<TextSpan> spans_;
};

// The lines of one table, or of the part of it on one page.
struct Group {
  std::vector<size_t> heads;
  std::vector<size_t> rows;
};

// One table by one measure.
class Layout {
 public:
  Layout(const std::vector<Line>& lines, const Group& group, Measure measure, bool by_fields)
      : by_fields_(by_fields) {
    for (const size_t line : group.rows) {
      rows_.push_back(WordsOf(lines[line], measure));
      AddFigures(rows_.back());
    }
    for (auto line = group.heads.rbegin(); line != group.heads.rend(); ++line) {
      AddHeads(FieldsOf(WordsOf(lines[*line], measure)));
    }
    below_heads_ = PutBelowHeads();
    if (!below_heads_ && !PairWithHeads()) {
      columns_ = Columns();
      for (const TextSpan& figure : figures_) columns_.Add(figure);
    }
    for (const std::vector<TextWord>& row : rows_) {
      filled_ |= FillsColumns(row);
    }
    for (size_t c = 0; c < columns_.size(); ++c) width_ += columns_[c].to - columns_[c].from;
    if (!good()) return;
    std::vector<absl::string_view> cells;
    for (size_t row = 0; row < rows_.size(); ++row) {
      fitting_ += Place(row, &cells) ? 1 : 0;
      cells.clear();
    }
  }

  // Every column has one head of its own, or some row has one word in each column.
  bool good() const { return headed_ || (filled_ && columns_.size() > 1); }

  // Heads right above the figures say most, then rows that fit.
  static bool IsBetter(const Layout& a, const Layout& b) {
    if (a.below_heads_ != b.below_heads_) return a.below_heads_;
    if (a.headed_ != b.headed_) return a.headed_;
    if (a.fitting_ != b.fitting_) return a.fitting_ > b.fitting_;
    return a.width_ < b.width_;
  }

  // Puts a row's label and cells behind *cells; false if it does not fit into the columns.
  bool Place(size_t row, std::vector<absl::string_view>* cells) const {
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
         FieldsOf({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(label_end)})) {
      cells->push_back(field.text);
    }
    const char* end = words.front().text.data();
    for (const TextWord& cell : placed) {
      cells->push_back(cell.text.data() == nullptr ? absl::string_view(end, 0) : cell.text);
      end = cells->back().data() + cells->back().size();
    }
    return true;
  }

 private:
  // Figures with their notes, and with what stands one blank behind them if `join`.
  static std::vector<TextWord> CellsOf(const std::vector<TextWord>& words, bool join) {
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

  void AddFigures(const std::vector<TextWord>& words) {
    const size_t first = FirstFigure(words);
    for (const TextWord& cell :
         CellsOf({words.begin() + static_cast<std::ptrdiff_t>(first), words.end()}, by_fields_)) {
      // What else stands there is in one of the columns that figures make.
      if (IsBareFigure(FirstWordOf(cell.text))) figures_.push_back(cell.at);
    }
    if (first < words.size()) values_left_ = std::min(values_left_, words[first].at.from);
    if (first > 0) labels_right_ = std::max(labels_right_, words[first - 1].at.to);
  }

  // The lowest line of heads comes first: what stands over several columns stands higher.
  void AddHeads(const std::vector<TextWord>& fields) {
    for (const TextWord& field : fields) {
      size_t first = 0;
      if (field.at.from < labels_right_ && field.at.to <= values_left_) continue;
      const size_t below = heads_.CountAt(field.at, &first);
      if (below == 1 || (below == 0 && MayHeadColumn(field.at, first))) heads_.Add(field.at);
    }
  }

  // Each head and the figures that it stands over are a column.
  bool PutBelowHeads() {
    columns_ = heads_;
    for (const TextSpan& figure : figures_) {
      size_t first = 0;
      // In the middle below a short head a figure may stand beside it by half a place.
      columns_.Add(figure, columns_.CountAt(figure, &first) == 0 ? 1 : 0);
    }
    headed_ = columns_.size() > 0 && heads_.size() == columns_.size();
    for (size_t c = 0; c < columns_.size() && headed_; ++c) {
      size_t first = 0;
      headed_ = heads_.CountAt(columns_[c], &first) == 1;
    }
    return headed_;
  }

  // There are as many heads as columns of figures, each nearer to its own than to the others: heads
  // at the left and figures at the right of wide columns.
  bool PairWithHeads() {
    Columns below;
    for (const TextSpan& figure : figures_) below.Add(figure);
    const size_t count = heads_.size();
    if (count == 0 || below.size() != count) return false;
    columns_ = Columns();
    for (size_t c = 0; c < count; ++c) {
      const bool apart = (c == 0 || below[c].from >= heads_[c - 1].to) &&
                         (c + 1 == count || below[c].to <= heads_[c + 1].from);
      if (!apart) return false;
      columns_.Add({std::min(below[c].from, heads_[c].from), std::max(below[c].to, heads_[c].to)});
    }
    headed_ = columns_.size() == count;
    return headed_;
  }

  // A head that stands over none of the heads below it, behind the first `before` of them: between
  // two of them it may stand over several columns, unless figures of its own stand below it.
  bool MayHeadColumn(const TextSpan& head, size_t before) const {
    if (before == 0 || before == heads_.size()) return true;
    return std::any_of(figures_.begin(), figures_.end(), [&](const TextSpan& figure) {
      size_t first = 0;
      return Overlap(figure, head) && heads_.CountAt(figure, &first) == 0;
    });
  }

  // The first word that stands in a column.
  size_t LabelEnd(const std::vector<TextWord>& words) const {
    size_t w = 0;
    while (w < words.size() && words[w].at.from < columns_[0].from) ++w;
    return w;
  }

  // The row has one word in each column, far from the next.
  bool FillsColumns(const std::vector<TextWord>& words) const {
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

  bool by_fields_;  // one blank parts no cells: 1 0 is a number
  std::vector<std::vector<TextWord>> rows_;
  std::vector<TextSpan> figures_;
  Columns heads_;
  Columns columns_;
  int labels_right_ = 0;
  int values_left_ = kNowhere;
  bool headed_ = false;
  bool filled_ = false;
  bool below_heads_ = false;  // headed, and figures stand right below the heads
  int width_ = 0;             // of all columns
  int fitting_ = 0;           // rows
};

bool IsProse(const Line& line) {
  if (absl::EndsWith(line.text, "。")) return true;
  if (CountChars(line.text) <= kLongestProse) return false;
  size_t fields = 0;
  ForEachSpacedField(line.text, [&](absl::string_view) { ++fields; });
  return fields < 2;
}

size_t CountSpacedFields(const Line& line) {
  size_t fields = 0;
  ForEachSpacedField(line.text, [&](absl::string_view) { ++fields; });
  return fields;
}

// Collects the lines of tables.
class GroupFinder {
 public:
  GroupFinder(const std::vector<Line>& lines, const WordRows& word_rows)
      : lines_(lines), word_rows_(word_rows) {}

  std::vector<Group> Find() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (line.blank()) continue;
      if (absl::StartsWith(line.raw, "\f") && !group_.rows.empty()) EndGroup();
      if (word_rows_.IsFigures(i) || EndsInWord(line)) {
        AddRow(i);
      } else if (line.pipes > 0 || IsProse(line)) {
        EndGroup();
      } else {
        AddWords(i);
      }
    }
    EndGroup();
    return std::move(groups_);
  }

 private:
  void EndGroup() {
    if (!group_.rows.empty()) groups_.push_back(std::move(group_));
    group_ = Group();
    values_left_.fill(kNowhere);
  }

  void AddWords(size_t i) {
    const Line& line = lines_[i];
    const size_t fields = CountSpacedFields(line);
    const absl::string_view next = i + 1 < lines_.size() ? lines_[i + 1].text : "";
    if (fields < 2 && IsSectionTitle(line.text, next)) EndGroup();
    if (fields < 2 || (fields == 2 && StandsBeforeValues(line))) return;
    if (!group_.rows.empty()) EndGroup();
    group_.heads.push_back(i);
    if (group_.heads.size() > kMostHeads) group_.heads.erase(group_.heads.begin());
  }

  void AddRow(size_t i) {
    group_.rows.push_back(i);
    for (const Measure measure : kMeasures) {
      const std::vector<TextWord> words = WordsOf(lines_[i], measure);
      const size_t first = FirstFigure(words);
      int& left = values_left_[static_cast<size_t>(measure)];
      if (first < words.size()) left = std::min(left, words[first].at.from);
    }
  }

  // A row that ends in a word where a figure should stand.
  static bool EndsInWord(const Line& line) {
    if (line.pipes > 0 || line.text.size() > kLongestRow || CountSpacedFields(line) < 3) {
      return false;
    }
    const std::vector<TextWord> words = WordsOf(line, Measure::kCharacters);
    return words.size() - FirstFigure(words) >= 3;
  }

  // A row of the table that holds a label of two parts and no figure.
  bool StandsBeforeValues(const Line& line) const {
    return std::any_of(std::begin(kMeasures), std::end(kMeasures), [&](Measure measure) {
      const int left = values_left_[static_cast<size_t>(measure)];
      return left != kNowhere && WordsOf(line, measure).back().at.to <= left;
    });
  }

  const std::vector<Line>& lines_;
  const WordRows& word_rows_;
  std::vector<Group> groups_;
  Group group_;
  std::array<int, 3> values_left_ = {kNowhere, kNowhere, kNowhere};  // by measure
};

}  // namespace

AlignedColumns::AlignedColumns(const std::vector<Line>& lines, const WordRows& word_rows)
    : row_of_(lines.size(), -1), is_head_(lines.size(), false) {
  for (const Group& group : GroupFinder(lines, word_rows).Find()) {
    std::vector<Layout> layouts;
    for (const Measure measure : kMeasures) {
      for (const bool by_fields : {true, false}) {
        Layout layout(lines, group, measure, by_fields);
        if (layout.good()) layouts.push_back(std::move(layout));
      }
    }
    if (layouts.empty()) continue;
    const Layout& best = *std::min_element(layouts.begin(), layouts.end(), Layout::IsBetter);
    for (const size_t line : group.heads) is_head_[line] = true;
    for (size_t r = 0; r < group.rows.size(); ++r) {
      const size_t first = cells_.size();
      if (!best.Place(r, &cells_)) {
        cells_.resize(first);
        continue;
      }
      row_of_[group.rows[r]] = static_cast<int32_t>(rows_.size());
      rows_.push_back({first, cells_.size() - first});
    }
  }
}

}  // namespace gongkai
