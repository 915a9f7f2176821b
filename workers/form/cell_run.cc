#include "workers/form/cell_run.h"

#include "absl/strings/match.h"
#include "workers/form/stray_text.h"

namespace gongkai {
namespace {

constexpr size_t kMaxOddValue = 24;  // bytes of a word that stands where a number should

}  // namespace

bool CellRun::IsOddValue(size_t k, size_t label, size_t before, size_t size) const {
  if (tokens_[k].kind != Token::Kind::kText || before >= size || size < 2) return false;
  if (tokens_[k].text.size() > kMaxOddValue || IsPageNumber(tokens_[k].text)) return false;
  // A field (单位：件) is no value.
  if (absl::StrContains(tokens_[k].text, "：") || absl::StrContains(tokens_[k].text, ":")) {
    return false;
  }
  const bool has_rows = tokens_[k].in_grid && !tokens_[k].sequence;
  if (has_rows && tokens_[k].line != tokens_[label].line) return false;
  const size_t behind = distribution_.CellsBehind(k);
  // In front it could be a part of the label: the others must then be all there.
  if (before == 0) {
    return (tokens_[k].in_grid || StandsForANumber(tokens_[k].text)) && behind + 1 == size;
  }
  return before + 1 == size || behind > 0;
}

std::vector<size_t> CellRun::Take(size_t i, size_t size, size_t* end,
                                  std::vector<absl::string_view>* notes) {
  std::vector<size_t> run;
  int label_line = -1;  // of the last piece of the label
  size_t k = i + 1;
  for (; k < tokens_.size(); ++k) {
    Token& token = tokens_[k];
    if (token.used) break;
    if (token.kind == Token::Kind::kJoined) {
      token.used = true;
      label_line = token.line;
      continue;
    }
    // Beside a piece of the label on a line below the values.
    if (token.kind == Token::Kind::kEmpty && !run.empty() && token.line == label_line &&
        tokens_[run.front()].line != label_line) {
      token.used = true;
      continue;
    }
    if (token.kind == Token::Kind::kText && IsNote(token.text)) {
      // Words that floated out of a cell, or the rest of the label.
      token.used = true;
      notes->resize(run.size());
      if (!run.empty()) notes->back() = token.text;
      continue;
    }
    const bool odd = IsOddValue(k, i, run.size(), size);
    if (token.kind != Token::Kind::kValue && token.kind != Token::Kind::kEmpty && !odd) break;
    const bool structural = token.kind == Token::Kind::kEmpty && token.sequence &&
                            token.line == tokens_[i].line && run.empty();
    token.used = true;
    if (!structural) run.push_back(k);
  }
  notes->resize(run.size());
  *end = k;
  return run;
}

}  // namespace gongkai
