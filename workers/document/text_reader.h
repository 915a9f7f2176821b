// Plain text to blocks.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Appends the blocks of the text to the document: tables by cell borders, tabs or aligned columns,
// Markdown headings, and a paragraph for every other line. `source` is UTF-8 that the document
// keeps.
absl::Status ReadText(absl::string_view source, ReadBudget* budget, Document* document);

}  // namespace gongkai
