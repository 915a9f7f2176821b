// Tables without borders: columns by tabs, or by runs of spaces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"
#include "workers/document/text_lines.h"

namespace gongkai {

enum class Alignment { kTabs, kSpaces };

// Which lines are rows of cells between single spaces (规章 1 0 11) and the heads above them. Made
// once for all lines of a text.
class WordRows {
 public:
  explicit WordRows(const std::vector<Line>& lines);

  // One figure alone may end a line of prose: it needs another row, or a head, beside it.
  bool Has(size_t i) const;

 private:
  enum class Kind : uint8_t { kBlank, kOther, kHead, kOneFigure, kFigures };

  static Kind KindOf(const Line& line);
  bool IsFigures(size_t i) const {
    return kinds_[i] == Kind::kOneFigure || kinds_[i] == Kind::kFigures;
  }
  // Whether a row of figures stands below a head of a few rows.
  bool IsAboveFigures(size_t i) const;

  std::vector<Kind> kinds_;  // by line
  size_t filled_ = 0;        // behind the last line that is not blank
};

struct AlignedRun {
  size_t end = 0;         // of the lines that look alike from `begin` on; `begin` if none do
  bool is_table = false;  // false: no table begins at any line of the run
};
AlignedRun FindAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows, size_t begin,
                          Alignment alignment);

// Appends the table in lines [begin, end).
absl::Status ReadAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows, size_t begin,
                            size_t end, Alignment alignment, absl::string_view source,
                            ReadBudget* budget, Document* document);

}  // namespace gongkai
