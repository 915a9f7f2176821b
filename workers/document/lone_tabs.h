// Tables as browsers copy them: a tab between two cells, and empty lines around the paragraphs in
// each.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// The text, of the same length, with the cells of each row on one line. Empty if tabs stand on
// lines of their own in few places or in none.
std::string WithTabsBesideCells(absl::string_view text);

}  // namespace gongkai
