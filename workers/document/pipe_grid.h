// Tables whose cells end in '|': Markdown, and what extractors leave of a page's tables.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"
#include "workers/document/text_lines.h"

namespace gongkai {

// The end of the run of lines from `begin` that forms one table, or `begin` if none starts there.
size_t EndOfPipeRun(const std::vector<Line>& lines, size_t begin);

// Appends the table in lines [begin, end) and a paragraph for what stands after its last border.
// `source` is the text that the lines view.
absl::Status ReadPipeRun(const std::vector<Line>& lines, size_t begin, size_t end,
                         absl::string_view source, ReadBudget* budget, Document* document);

}  // namespace gongkai
