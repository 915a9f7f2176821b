// Who reports, for which year, under which numbers and dates.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/form/reading.h"
#include "workers/form/token.h"

namespace gongkai {

// Reads the metadata from the tokens before `body` (index of the first section's heading, or
// tokens.size()); the stated period also from behind it.
MetadataReading ReadMetadata(const Document& document, const std::vector<Token>& tokens,
                             size_t body);

}  // namespace gongkai
