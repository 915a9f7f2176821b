#include "workers/form/row_distribution.h"

#include <algorithm>
#include <map>

namespace gongkai {
namespace {

constexpr int kMinRowsWithPlaces = 3;

}  // namespace

RowDistribution::RowDistribution(const Document& document, const std::vector<Token>& tokens)
    : document_(document), tokens_(tokens) {
  FindUsualGap();
  FindPlacesOfSpans();
}

void RowDistribution::FindPlacesOfSpans() {
  std::map<int, int> rows;
  for (size_t i = 1; i + 1 < tokens_.size(); ++i) {
    const Token& token = tokens_[i];
    if (token.kind != Token::Kind::kEmpty || !token.in_grid || token.exact || token.sequence) {
      continue;
    }
    const bool starts_row = tokens_[i - 1].line != token.line;
    size_t k = i + 1;
    while (k < tokens_.size() && tokens_[k].line == token.line &&
           tokens_[k].kind == Token::Kind::kEmpty) {
      ++k;
    }
    const bool label = k < tokens_.size() && tokens_[k].line == token.line &&
                       tokens_[k].kind == Token::Kind::kLabel;
    if (starts_row && label && ++rows[token.block] == kMinRowsWithPlaces) {
      with_places_.insert(token.block);
    }
  }
}

size_t RowDistribution::CellsBehind(size_t token) const {
  size_t cells = 0;
  size_t filled = 0;
  for (size_t k = token + 1; k < tokens_.size() && !tokens_[k].used; ++k) {
    const Token::Kind kind = tokens_[k].kind;
    if (kind != Token::Kind::kValue && kind != Token::Kind::kEmpty) break;
    ++cells;
    if (kind == Token::Kind::kValue) filled = cells;
  }
  return filled;
}

bool RowDistribution::RepeatsLast(const std::vector<size_t>& run, size_t size) const {
  if (run.size() <= size || !tokens_[run[size]].in_grid) return false;
  if (tokens_[run.front()].kind == Token::Kind::kEmpty) return false;  // a place of the label
  return std::all_of(run.begin() + static_cast<std::ptrdiff_t>(size), run.end(), [&](size_t k) {
    return tokens_[k].kind == Token::Kind::kValue && tokens_[k].text == tokens_[run[size - 1]].text;
  });
}

// The number of empty lines that stand between two cells of a table without borders.
void RowDistribution::FindUsualGap() {
  std::map<int, int> count;
  for (const Token& token : tokens_) {
    if (token.in_grid || token.used) continue;
    if (token.kind == Token::Kind::kValue || token.kind == Token::Kind::kLabel) {
      ++count[token.blank_lines];
    }
  }
  int best = 0;
  for (const auto& [gap, times] : count) {
    if (times > best) {
      best = times;
      usual_gap_ = gap;
    }
  }
}

Slot RowDistribution::SlotOf(size_t k) const {
  Slot slot;
  slot.text = tokens_[k].text;
  slot.where = PlaceOf(document_, tokens_[k]);
  return slot;
}

// Distributes a run over `size` cells. False if that cannot be known.
bool RowDistribution::Distribute(const std::vector<size_t>& run,
                                 const std::vector<absl::string_view>& notes, size_t size,
                                 size_t end, size_t label, std::vector<Slot>* slots) const {
  size_t first = 0;
  size_t last = run.size();
  const auto empty = [&](size_t n) { return tokens_[run[n]].kind == Token::Kind::kEmpty; };
  while (last > size && empty(last - 1)) --last;
  while (last - first > size && empty(first)) ++first;
  if (last - first == size) {
    for (size_t n = first; n < last; ++n) {
      slots->push_back(SlotOf(run[n]));
      slots->back().note = notes[n];
    }
    return true;
  }
  // Empty cells that stand between full ones by the habit of an extractor.
  const size_t filled =
      run.size() - static_cast<size_t>(std::count_if(run.begin(), run.end(), [&](size_t k) {
        return tokens_[k].kind == Token::Kind::kEmpty;
      }));
  if (last - first > size && filled == size) {
    for (size_t n = 0; n < run.size(); ++n) {
      if (empty(n)) continue;
      slots->push_back(SlotOf(run[n]));
      slots->back().note = notes[n];
    }
    return true;
  }
  if (last - first > size || tokens_[label].in_grid) return false;
  return DistributeByGaps(run, notes, size, end, slots);
}

// Empty cells left empty lines: counts them between the values of a text without borders.
bool RowDistribution::DistributeByGaps(const std::vector<size_t>& run,
                                       const std::vector<absl::string_view>& notes, size_t size,
                                       size_t end, std::vector<Slot>* slots) const {
  const size_t missing = size - run.size();
  bool spaces = false;
  for (size_t n = 0; n <= run.size(); ++n) {
    const size_t k = n < run.size() ? run[n] : end;
    if (k < tokens_.size()) spaces |= tokens_[k].space_lines > 0;
  }
  // Empty lines in front of what is no part of the table may only set it apart.
  const bool ends_table =
      !spaces && usual_gap_ > 0 && end < tokens_.size() && tokens_[end].kind != Token::Kind::kLabel;
  // How many lines one empty cell left, and which lines count.
  struct Habit {
    int per_cell;
    bool both;  // cells of white space and empty ones stand side by side
  };
  for (const Habit habit : {Habit{1, false}, Habit{2, false}, Habit{usual_gap_ + 1, true}}) {
    if (habit.both && !spaces) continue;
    std::vector<size_t> empties;
    size_t sum = 0;
    bool exact = true;
    for (size_t n = 0; n <= run.size(); ++n) {
      const size_t k = n < run.size() ? run[n] : end;
      int gap = 0;
      if (k < tokens_.size() && !(n == run.size() && ends_table)) {
        const int marked = spaces ? tokens_[k].space_lines : 0;
        const int blank = std::max(0, tokens_[k].blank_lines - usual_gap_ * (marked + 1));
        gap = habit.both ? marked * habit.per_cell + blank : spaces ? marked : blank;
      }
      exact &= gap % habit.per_cell == 0;
      empties.push_back(gap / habit.per_cell);
      sum += empties.back();
    }
    if (!exact || sum != missing) continue;
    for (size_t n = 0; n <= run.size(); ++n) {
      slots->resize(slots->size() + empties[n]);
      if (n == run.size()) break;
      slots->push_back(SlotOf(run[n]));
      slots->back().note = notes[n];
    }
    return true;
  }
  return false;
}

}  // namespace gongkai
