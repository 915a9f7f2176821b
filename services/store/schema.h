// The tables of the store. Times are microseconds since 1970-01-01 UTC; states, priorities and
// verdicts are the numbers of the enums in gongkai.v1.
#pragma once

#include "absl/types/span.h"
#include "services/database/database.h"

namespace gongkai {

// Never change one that was released: add another.
absl::Span<const database::Migration> StoreMigrations();

}  // namespace gongkai
