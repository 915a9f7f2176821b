// Pages of a PDF file as pictures.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/reader.h"

namespace gongkai {

// Grey pixels, one byte each, rows `stride` bytes apart.
struct RenderedPage {
  int number = 0;  // 1-based
  int width = 0;
  int height = 0;
  int stride = 0;
  const unsigned char* grey = nullptr;  // valid during the call only
};

// Draws page after page at `dots_per_inch`, a very large page at fewer, and hands them over. Stops
// at the first error of `take`. Errors: ENCRYPTED, DAMAGED_FILE, TOO_MANY_PAGES.
absl::Status RenderPdf(absl::string_view bytes, int max_pages, double dots_per_inch,
                       const std::function<absl::Status(const RenderedPage& page)>& take);

}  // namespace gongkai
