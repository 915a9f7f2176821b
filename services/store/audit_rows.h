// The record of who changed what, kept apart from what it changed.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/database/database.h"

namespace gongkai {

struct AuditEntry {
  int64_t time = 0;            // microseconds since 1970
  absl::string_view actor;     // who
  absl::string_view action;    // RPC: "SetFindingDisposition"
  absl::string_view resource;  // resource name
  absl::string_view detail;    // what became of it, for a person
};

// In the transaction of the change, so that there is neither without the other.
absl::Status AddAuditEntry(database::Connection& connection, const AuditEntry& entry);

}  // namespace gongkai
