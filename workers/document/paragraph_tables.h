// Tables that were pasted into a page or a word processor as lines of text.
#pragma once

#include "absl/status/status.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// In a document without a grid of many figures, reads paragraphs that follow each other as the lines
// of a text if many of them hold cell borders or tabs. What is read of a paragraph has the place of
// the whole of it. If that finds no table the paragraphs stay, with one space for tabs.
absl::Status ReadTablesInParagraphs(ReadBudget* budget, Document* document);

}  // namespace gongkai
