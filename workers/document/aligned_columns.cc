#include "workers/document/aligned_columns.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "workers/document/characters.h"
#include "workers/document/text_words.h"

namespace gongkai {
namespace {

constexpr size_t kLongestProse = 45;  // characters of a line that a table may go on behind
constexpr size_t kMostHeads = 12;     // lines
constexpr size_t kLongestPiece = 3;   // characters of a label that takes many lines
constexpr size_t kLongestRow = 2000;  // bytes

bool IsDigits(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = ClassifyChar(text, at).length;
    const absl::string_view one = text.substr(at, length);
    if (!(one >= "0" && one <= "9" && length == 1) && !(one >= "０" && one <= "９")) return false;
    at += length;
  }
  return !text.empty();
}

bool HasDigits(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

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

// What stands in `below` is the rest of numbers in `row`, torn where their cells end, beside pieces
// of labels. False if it is not.
bool FindRest(const Line& row, const Line& below, Measure measure, AlignedRest* rest) {
  const std::vector<TextWord> numbers = WordsOf(row, measure);
  const std::vector<TextWord> words = WordsOf(below, measure);
  const auto figures =
      static_cast<size_t>(std::count_if(numbers.begin(), numbers.end(), [](const TextWord& word) {
        return IsBareFigure(word.text);
      }));
  bool has_label = false;
  for (const TextWord& word : words) {
    if (!IsDigits(word.text)) {
      if (!rest->numbers.empty() || CountChars(word.text) > kLongestPiece || HasDigits(word.text) ||
          IsBareFigure(word.text)) {
        return false;
      }
      has_label |= CountChars(word.text) > 1;
      rest->pieces.push_back(word.text);
      continue;
    }
    const TextWord* above = nullptr;
    for (const TextWord& number : numbers) {
      if (Overlap(number.at, word.at)) above = &number;
    }
    if (above == nullptr || !IsDigits(above->text) || CountChars(above->text) < 2) return false;
    rest->numbers.emplace_back(above->text, word.text);
  }
  // A row of its own has a label and as many figures as the one above.
  return !rest->numbers.empty() && !(has_label && rest->numbers.size() == figures);
}

// Collects the lines of tables.
class GroupFinder {
 public:
  GroupFinder(const std::vector<Line>& lines, const WordRows& word_rows)
      : lines_(lines), word_rows_(word_rows) {}

  std::vector<AlignedGroup> Find() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (line.blank() || (!rests_.empty() && rests_.back().line == i)) continue;
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

  const std::vector<AlignedRest>& rests() const { return rests_; }

 private:
  void EndGroup() {
    if (!group_.rows.empty()) groups_.push_back(std::move(group_));
    group_ = AlignedGroup();
    values_left_.fill(kNoPlace);
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
    FindRestBelow(i);
    for (const Measure measure : kMeasures) {
      const std::vector<TextWord> words = WordsOf(lines_[i], measure);
      const size_t first = FirstFigure(words);
      int& left = values_left_[static_cast<size_t>(measure)];
      if (first < words.size()) left = std::min(left, words[first].at.from);
    }
  }

  void FindRestBelow(size_t i) {
    size_t below = i + 1;
    if (below < lines_.size() && lines_[below].blank()) ++below;
    if (below >= lines_.size() || lines_[below].blank() || lines_[below].pipes > 0 ||
        lines_[below].text.size() > kLongestRow) {
      return;
    }
    for (const Measure measure : kMeasures) {
      AlignedRest rest;
      if (!FindRest(lines_[i], lines_[below], measure, &rest)) continue;
      rest.row = i;
      rest.line = below;
      rests_.push_back(std::move(rest));
      return;
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

  // A row of the table that holds a label of two parts and no figure: （四）无法提供  1.不掌握.
  bool StandsBeforeValues(const Line& line) const {
    return std::any_of(std::begin(kMeasures), std::end(kMeasures), [&](Measure measure) {
      const int left = values_left_[static_cast<size_t>(measure)];
      const TextWord last = FieldsOf(WordsOf(line, measure)).back();
      return left != kNoPlace && last.at.to <= left && BeginsWithOrdinal(last.text);
    });
  }

  const std::vector<Line>& lines_;
  const WordRows& word_rows_;
  std::vector<AlignedGroup> groups_;
  std::vector<AlignedRest> rests_;
  AlignedGroup group_;
  std::array<int, 3> values_left_ = {kNoPlace, kNoPlace, kNoPlace};  // by measure
};

}  // namespace

AlignedColumns::AlignedColumns(const std::vector<Line>& lines, const WordRows& word_rows)
    : row_of_(lines.size(), -1), is_head_(lines.size(), false) {
  GroupFinder finder(lines, word_rows);
  for (const AlignedGroup& group : finder.Find()) {
    std::vector<AlignedLayout> layouts;
    for (const Measure measure : kMeasures) {
      for (const bool by_fields : {true, false}) {
        AlignedLayout layout(lines, group, measure, by_fields);
        if (layout.good()) layouts.push_back(std::move(layout));
      }
    }
    if (layouts.empty()) continue;
    const AlignedLayout& best =
        *std::min_element(layouts.begin(), layouts.end(), AlignedLayout::IsBetter);
    for (const size_t line : group.heads) is_head_[line] = true;
    for (size_t r = 0; r < group.rows.size(); ++r) {
      const size_t first = cells_.size();
      if (best.Place(r, &cells_)) {
        AddRow(group.rows[r], first);
      } else {
        cells_.resize(first);
      }
    }
  }
  for (const AlignedRest& rest : finder.rests()) TakeRest(lines[rest.row], rest);
}

void AlignedColumns::AddRow(size_t line, size_t first) {
  row_of_[line] = static_cast<int32_t>(rows_.size());
  rows_.push_back({first, cells_.size() - first});
}

void AlignedColumns::TakeRest(const Line& line, const AlignedRest& rest) {
  if (!Has(rest.row)) {
    const size_t first = cells_.size();
    const FigureRow figures = SplitFigures(line.text);
    ForEachSpacedField(figures.label, [this](absl::string_view field) {
      cells_.push_back({field, {}});
    });
    for (const absl::string_view word : figures.words) cells_.push_back({word, {}});
    AddRow(rest.row, first);
  }
  const Row& row = rows_[row_of_[rest.row]];
  for (const auto& [number, more] : rest.numbers) {
    for (size_t c = row.first; c < row.first + row.size; ++c) {
      AlignedCell& cell = cells_[c];
      const char* const end = cell.text.data() + cell.text.size();
      if (number.data() >= cell.text.data() && number.data() < end) cell.rest = more;
    }
  }
  const size_t first = cells_.size();
  for (const absl::string_view piece : rest.pieces) cells_.push_back({piece, {}});
  AddRow(rest.line, first);
}

}  // namespace gongkai
