#include "workers/form/dispute_lines.h"

#include <algorithm>

#include "workers/form/row_label.h"

namespace gongkai {
namespace {

using Kind = LabelRef::Kind;

constexpr size_t kMinLines = 3;
constexpr size_t kMaxOddValue = 24;  // bytes of a word that stands where a number should

}  // namespace

const LabelRef* DisputeLines::RefOf(size_t token, Kind kind) const {
  if (tokens_[token].kind != Token::Kind::kLabel) return nullptr;
  return FindRef(labels_.entries()[tokens_[token].entry], kind, form_index_);
}

size_t DisputeLines::Collect(size_t begin, std::vector<Line>* lines) const {
  size_t k = begin;
  for (; k < tokens_.size() && (!tokens_[k].used || k == begin); ++k) {
    const Token& token = tokens_[k];
    if (token.kind == Token::Kind::kJoined) continue;
    if (Is(k, Kind::kDisputeTable) || Is(k, Kind::kDisputeGroup) || Is(k, Kind::kDisputeCell)) {
      // Empty places between two labels of a row belong to no cell.
      while (!lines->empty() && !lines->back().values.empty() && token.in_grid && !token.sequence &&
             tokens_[lines->back().values.back()].line == token.line &&
             tokens_[lines->back().values.back()].kind == Token::Kind::kEmpty) {
        lines->back().values.pop_back();
      }
      if (lines->empty() || !lines->back().values.empty()) lines->emplace_back();
      lines->back().labels.push_back(k);
      continue;
    }
    const bool odd = token.kind == Token::Kind::kText && token.in_grid &&
                     token.text.size() <= kMaxOddValue && !lines->empty() &&
                     token.line == tokens_[lines->back().labels.back()].line;
    if (token.kind != Token::Kind::kValue && token.kind != Token::Kind::kEmpty && !odd) break;
    // An empty place in front of a label belongs to no cell.
    const bool same_line = token.line == tokens_[lines->back().labels.back()].line;
    if (token.kind == Token::Kind::kEmpty && token.in_grid && !token.sequence && !same_line) {
      continue;
    }
    lines->back().values.push_back(k);
  }
  return k;
}

bool DisputeLines::TakeLine(const Line& line, int* group, std::vector<Slot>* slots) const {
  const internal::v1::FormFile& file = form_.file();
  std::vector<int> outcomes;
  for (const size_t label : line.labels) {
    if (const LabelRef* ref = RefOf(label, Kind::kDisputeGroup)) {
      if (!outcomes.empty()) return false;
      *group = ref->index;
    } else if (const LabelRef* cell = RefOf(label, Kind::kDisputeCell)) {
      outcomes.push_back(cell->column);
    }
  }
  if (line.values.empty()) return outcomes.empty();
  if (*group < 0 || outcomes.size() > 1) return false;
  size_t first = 0;
  for (int g = 0; g < *group; ++g) first += file.dispute_groups(g).cells_size();
  const size_t size = outcomes.empty() ? file.dispute_groups(*group).cells_size() : 1;
  if (!outcomes.empty()) first += outcomes.front();
  std::vector<Slot> found;
  const std::vector<absl::string_view> no_notes(line.values.size());
  if (!distribution_.Distribute(line.values, no_notes, size, line.values.back() + 1,
                                line.labels.back(), &found)) {
    return false;
  }
  for (size_t n = 0; n < size; ++n) {
    if (!(*slots)[first + n].torn_out) return false;
    (*slots)[first + n] = found[n];
  }
  return true;
}

size_t DisputeLines::Take(size_t begin, RowReading* reading) {
  std::vector<Line> lines;
  const size_t end = Collect(begin, &lines);
  const auto filled = std::count_if(lines.begin(), lines.end(),
                                    [](const Line& line) { return !line.values.empty(); });
  if (static_cast<size_t>(filled) < kMinLines) return begin;
  reading->row = form_.DisputeRow();
  reading->where = PlaceOf(document_, tokens_[begin]);
  reading->slots.resize(form_.rows().back().size);
  for (Slot& slot : reading->slots) slot.torn_out = true;
  int group = -1;
  for (const Line& line : lines) {
    if (!TakeLine(line, &group, &reading->slots)) return begin;
  }
  reading->state = RowReading::State::kRead;
  for (size_t k = begin; k < end; ++k) tokens_[k].used = true;
  return end;
}

}  // namespace gongkai
