// What the fuzz targets share.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "workers/document/document.h"

// Ends the process if `condition` does not hold: a finding like a crash.
#define FUZZ_CHECK(condition)                                                             \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)

namespace gongkai {

// That the text is UTF-8.
void CheckUtf8(absl::string_view text);

// That the document is as workers/document/document.h promises.
void CheckDocument(const Document& document);

}  // namespace gongkai
