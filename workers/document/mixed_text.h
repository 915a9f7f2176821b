// Text, as a rule Markdown, with tables in HTML between its lines.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// True if tables are all that is HTML in the text: what stands around them is no page.
bool IsTextWithTables(absl::string_view text);

// Appends the text and its tables in their order. `source` must live as long as the document.
absl::Status ReadTextWithTables(absl::string_view source, ReadBudget* budget, Document* document);

}  // namespace gongkai
