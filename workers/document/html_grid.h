// Tables of a page that hold data.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "workers/document/document.h"
#include "workers/document/html_survey.h"
#include "workers/document/html_tree.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Appends the table as a grid, its caption as a paragraph before it, and then the data tables
// inside its cells as grids of their own. A table without text appends nothing.
absl::Status ReadHtmlTable(const GumboNode* table, const HtmlTree& tree, const HtmlSurvey& survey,
                           ReadBudget* budget, Document* document);

}  // namespace gongkai
