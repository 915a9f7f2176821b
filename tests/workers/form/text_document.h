// Documents for tests.
#pragma once

#include "absl/strings/string_view.h"
#include "tests/data/render/render.h"
#include "workers/document/document.h"

namespace gongkai {

// The text as it is read; a test fails if it cannot be.
Document TextDocument(absl::string_view text);

// A grid of kExact structure with the cells and spans of `table`.
Block ExactGrid(const Table& table, Document* document);

}  // namespace gongkai
