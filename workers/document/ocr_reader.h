// Scanned PDF files and pictures, by text recognition. A library apart: it is large, and only the
// reader that is started with recognition on links it.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Loads the models; the functions below need them. Once, before files are out of reach.
// FAILED_PRECONDITION if they are not installed.
absl::Status LoadOcr();

// Appends the blocks of a PNG, JPEG or TIFF file, as ReadPdf does. The document is marked as
// recognised, which a note says too, and places have a certainty. Errors: DAMAGED_FILE,
// TOO_MANY_PAGES, MEMORY_LIMIT.
absl::Status ReadScannedImage(absl::string_view bytes, ReadBudget* budget, Document* document);

// As ReadPdf, and by recognition where that finds pages that are pictures or fonts that do not say
// which characters they show.
absl::Status ReadPdfOrScan(absl::string_view bytes, ReadBudget* budget, Document* document);

}  // namespace gongkai
