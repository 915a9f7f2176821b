// Tables without borders: columns by tabs, or by runs of spaces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/aligned_columns.h"
#include "workers/document/document.h"
#include "workers/document/figure_rows.h"
#include "workers/document/read_budget.h"
#include "workers/document/text_lines.h"

namespace gongkai {

enum class Alignment { kTabs, kSpaces };

struct AlignedRun {
  size_t end = 0;         // of the lines that look alike from `begin` on; `begin` if none do
  bool is_table = false;  // false: no table begins at any line of the run
};
AlignedRun FindAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows,
                          const AlignedColumns& columns, size_t begin, Alignment alignment);

// Appends the table in lines [begin, end).
absl::Status ReadAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows,
                            const AlignedColumns& columns, size_t begin, size_t end,
                            Alignment alignment, absl::string_view source, ReadBudget* budget,
                            Document* document);

}  // namespace gongkai
