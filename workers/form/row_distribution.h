// Which cells of a row the pieces of a flattened text are.
#pragma once

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/form/table_reading.h"
#include "workers/form/token.h"

namespace gongkai {

// Knows the habits of one text. `document` and `tokens` must outlive it.
class RowDistribution {
 public:
  RowDistribution(const Document& document, const std::vector<Token>& tokens);

  // The token as a cell.
  Slot SlotOf(size_t token) const;

  // Distributes a run of tokens over `size` cells. `end` is the first token behind the run,
  // `label` that of its row. False if it cannot be known which cell is which.
  bool Distribute(const std::vector<size_t>& run, const std::vector<absl::string_view>& notes,
                  size_t size, size_t end, size_t label, std::vector<Slot>* slots) const;

  // True if the values of `run` behind the first `size` repeat the last of these: the places of a
  // span that each carry its text.
  bool RepeatsLast(const std::vector<size_t>& run, size_t size) const;

  // Values and empty cells behind a token, empty ones at the end not counted.
  size_t CellsBehind(size_t token) const;

  // Whether the rows of a block have empty places where a cell from above reaches into them.
  bool SpansLeftPlaces(int block) const { return with_places_.contains(block); }

 private:
  void FindUsualGap();
  void FindPlacesOfSpans();
  bool DistributeByGaps(const std::vector<size_t>& run, const std::vector<absl::string_view>& notes,
                        size_t size, size_t end, std::vector<Slot>* slots) const;

  const Document& document_;
  const std::vector<Token>& tokens_;
  int usual_gap_ = 0;  // empty lines between two cells of a table without borders
  absl::flat_hash_set<int> with_places_;
};

}  // namespace gongkai
