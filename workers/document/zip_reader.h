// Documents that are ZIP containers, and archives with a report inside.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Reads a document of any format into the Document.
using ReadInside = absl::FunctionRef<absl::Status(absl::string_view bytes)>;

// Reads a DOCX. A container that is none of those is an archive: its one report is given to `read`,
// and what comes of it stands at the name of the report. Errors beside those of the formats:
// NO_REPORT_INSIDE, SEVERAL_REPORTS.
absl::Status ReadZip(absl::string_view bytes, ReadInside read, ReadBudget* budget,
                     Document* document);

}  // namespace gongkai
