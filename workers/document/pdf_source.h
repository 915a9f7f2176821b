// PDF files to pages, by poppler.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/pdf_page.h"
#include "workers/document/reader.h"

namespace gongkai {

// Hands over every page in order, turned upright; white, clipped, hidden and doubled characters are
// left out. Stops at the first error, also one of `take`. Sets *title to the title among the
// properties of the file. Errors: ENCRYPTED, DAMAGED_FILE, TOO_MANY_PAGES, TOO_MUCH_TEXT, TOO_DEEP,
// EXPANDS_TOO_MUCH, TOO_COMPLEX.
absl::Status ReadPdfPages(absl::string_view bytes, const ReadLimits& limits,
                          const std::function<absl::Status(PdfPage page)>& take,
                          std::string* title);

}  // namespace gongkai
