// Word documents (DOCX), as Word and WPS write them.
#pragma once

#include "absl/status/status.h"
#include "workers/document/document.h"
#include "workers/document/opc_package.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Appends the blocks of the main part, read as if every tracked change were accepted. Headers,
// footers, notes and comments are left out.
absl::Status ReadDocx(const OpcPackage& package, ReadBudget* budget, Document* document);

}  // namespace gongkai
