// HTML to blocks.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Appends the visible text of the page to the document and sets its html_title. `source` is UTF-8
// and needs to live only for the call.
absl::Status ReadHtml(absl::string_view source, ReadBudget* budget, Document* document);

}  // namespace gongkai
