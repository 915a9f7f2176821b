// The cells of a row in flattened text: what stands behind its label.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/row_distribution.h"
#include "workers/form/token.h"

namespace gongkai {

class CellRun {
 public:
  CellRun(const RowDistribution& distribution, std::vector<Token>* tokens)
      : distribution_(distribution), tokens_(*tokens) {}

  // The cells behind the label at i, of a row that has `size`, which become used; *notes has for
  // each what floated beside it. *end: the first token behind them.
  std::vector<size_t> Take(size_t i, size_t size, size_t* end,
                           std::vector<absl::string_view>* notes);

 private:
  // A word that stands in a cell of a row (见附件, 若干) behind `before` others.
  bool IsOddValue(size_t k, size_t label, size_t before, size_t size) const;

  const RowDistribution& distribution_;
  std::vector<Token>& tokens_;
};

}  // namespace gongkai
