#include "services/store/audit_rows.h"

namespace gongkai {

absl::Status AddAuditEntry(database::Connection& connection, const AuditEntry& entry) {
  return connection
      .Execute(
          "INSERT INTO audit_entries (time, serial, actor, action, resource, detail) VALUES (?, "
          "(SELECT COALESCE(MAX(serial), 0) + 1 FROM audit_entries WHERE time = ?), ?, ?, ?, ?)",
          {entry.time, entry.time, entry.actor, entry.action, entry.resource, entry.detail},
          nullptr)
      .status();
}

}  // namespace gongkai
