// Which agency a report belongs to.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/database/database.h"

namespace gongkai {

// The id of the agency with this 统一社会信用代码 (valid, or empty) or name (not empty); created if
// there is none. A code counts before a name. An agency that was known by name only and now
// comes with a code keeps its id and gets the code; another name of a known code becomes an alias.
// A name without code that several agencies bear stands for an agency of its own. `now`:
// microseconds since 1970.
absl::StatusOr<std::string> FindOrCreateAgency(database::Connection& connection,
                                               absl::string_view name, absl::string_view code,
                                               int64_t now);

// The id that the function above would give, without creating or changing anything; empty where it
// would create an agency.
absl::StatusOr<std::string> FindAgency(database::Connection& connection, absl::string_view name,
                                       absl::string_view code);

// The agency bears this name too.
absl::Status AddAgencyName(database::Connection& connection, absl::string_view id,
                           absl::string_view name);

}  // namespace gongkai
