// What a report is checked against beside its own document: the year before, the children's
// reports, amendments.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/database/database.h"
#include "services/store/store.h"

namespace gongkai {

// Stands for the state of the context of this report; empty where there is none. Cheap.
absl::StatusOr<std::string> ContextStamp(database::Connection& connection,
                                         absl::string_view agency_id, int64_t year);

// The context itself.
absl::StatusOr<LoadedContext> ReadContext(database::Connection& connection,
                                          absl::string_view agency_id, int64_t year);

}  // namespace gongkai
