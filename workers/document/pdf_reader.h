// PDF files with a text layer to blocks. A library of its own, since it links poppler, which is
// under the GPL: docs/adr/0010. Only gongkai-reader, gongkai-ocr-reader and tests link it.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/pdf_page.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Appends the blocks of the file to the document: paragraphs, and a grid for every table, also one
// that goes over several pages. Places are pages and boxes. Errors: ENCRYPTED, DAMAGED_FILE,
// TOO_MANY_PAGES and others of ReadLimits, SCANNED_DOCUMENT (pages that are pictures),
// TEXT_UNMAPPED (fonts that do not say which characters they show).
absl::Status ReadPdf(absl::string_view bytes, ReadBudget* budget, Document* document);

// Appends the blocks of pages that were read in another way, in order.
absl::Status AddPdfPages(std::vector<PdfPage> pages, ReadBudget* budget, Document* document);

// Reads a small file with fonts that are not embedded, so that the character maps that most such
// files need are loaded. Others are read from kPdfDataFolder when a file needs them.
void WarmUpPdf();

inline constexpr char kPdfDataFolder[] = "/usr/share/poppler";

}  // namespace gongkai
