// Table 4 of a flattened text that gives each outcome, or each of the three procedures, a line of
// its own: values stand behind every label, not behind the last one.
#pragma once

#include <vector>

#include "workers/form/form.h"
#include "workers/form/label_index.h"
#include "workers/form/row_distribution.h"
#include "workers/form/table_reading.h"
#include "workers/form/token.h"

namespace gongkai {

class DisputeLines {
 public:
  DisputeLines(const Document& document, const Form& form, int form_index, const LabelIndex& labels,
               const RowDistribution& distribution, std::vector<Token>* tokens)
      : document_(document),
        form_(form),
        form_index_(form_index),
        labels_(labels),
        distribution_(distribution),
        tokens_(*tokens) {}

  // Reads the table that begins with the label at `begin` and marks its tokens as used. Returns the
  // first token behind it; `begin` if the table is not of this kind.
  size_t Take(size_t begin, RowReading* reading);

 private:
  // Labels and what stands behind them.
  struct Line {
    std::vector<size_t> labels;
    std::vector<size_t> values;
  };

  bool Is(size_t token, LabelRef::Kind kind) const { return RefOf(token, kind) != nullptr; }
  const LabelRef* RefOf(size_t token, LabelRef::Kind kind) const;
  size_t Collect(size_t begin, std::vector<Line>* lines) const;
  // The slots of one line; false if it cannot be known which they are.
  bool TakeLine(const Line& line, int* group, std::vector<Slot>* slots) const;

  const Document& document_;
  const Form& form_;
  const int form_index_;
  const LabelIndex& labels_;
  const RowDistribution& distribution_;
  std::vector<Token>& tokens_;
};

}  // namespace gongkai
