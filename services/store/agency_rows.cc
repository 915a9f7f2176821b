#include "services/store/agency_rows.h"

#include <string>
#include <vector>

#include "services/base/status_macros.h"
#include "services/store/names.h"

namespace gongkai {
namespace {

using database::Connection;
using database::Row;

absl::StatusOr<std::string> FindByCode(Connection& connection, absl::string_view code) {
  std::string id;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT id FROM agencies WHERE code = ?", {code},
                               [&](const Row& row) { id = std::string(row.Text(0)); })
                      .status());
  return id;
}

// The agency of this name that no code is known of. Its id is not made of a code: only those are
// looked at, for thousands of bodies may bear one name.
absl::StatusOr<std::string> FindWithoutCode(Connection& connection, absl::string_view name) {
  std::string id;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT a.id FROM agency_names n JOIN agencies a ON a.id = n.agency "
                               "WHERE n.name = ? AND n.agency >= ? AND a.code IS NULL "
                               "ORDER BY n.agency LIMIT 1",
                               {name, kNameOnly},
                               [&](const Row& row) { id = std::string(row.Text(0)); })
                      .status());
  return id;
}

// Empty as well where several agencies bear the name.
absl::StatusOr<std::string> FindBearerOf(Connection& connection, absl::string_view name) {
  std::vector<std::string> bearers;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT agency FROM agency_names WHERE name = ? LIMIT 2", {name},
                               [&](const Row& row) { bearers.emplace_back(row.Text(0)); })
                      .status());
  return bearers.size() == 1 ? bearers.front() : std::string();
}

// No effect where the id is there already.
absl::Status Create(Connection& connection, absl::string_view id, absl::string_view name,
                    absl::string_view code, int64_t now) {
  const database::Value code_or_null =
      code.empty() ? database::Value(database::Null()) : database::Value(code);
  RETURN_IF_ERROR(
      connection
          .Execute("INSERT INTO agencies (id, display_name, code, create_time) VALUES (?, ?, ?, ?) "
                   "ON CONFLICT (id) DO NOTHING",
                   {id, name, code_or_null, now}, nullptr)
          .status());
  return AddAgencyName(connection, id, name);
}

}  // namespace

absl::Status AddAgencyName(Connection& connection, absl::string_view id, absl::string_view name) {
  return connection
      .Execute("INSERT INTO agency_names (name, agency) VALUES (?, ?) ON CONFLICT DO NOTHING",
               {name, id}, nullptr)
      .status();
}

absl::StatusOr<std::string> FindAgency(Connection& connection, absl::string_view name,
                                       absl::string_view code) {
  if (!code.empty()) {
    ASSIGN_OR_RETURN(std::string id, FindByCode(connection, code));
    if (!id.empty()) return id;
  }
  ASSIGN_OR_RETURN(std::string id, FindWithoutCode(connection, name));
  if (!id.empty() || !code.empty()) return id;
  return FindBearerOf(connection, name);
}

absl::StatusOr<std::string> FindOrCreateAgency(Connection& connection, absl::string_view name,
                                               absl::string_view code, int64_t now) {
  ASSIGN_OR_RETURN(std::string id, FindAgency(connection, name, code));
  if (id.empty()) {
    id = code.empty() ? AgencyIdOfName(name) : std::string(code);
    RETURN_IF_ERROR(Create(connection, id, name, code, now));
  } else if (!code.empty()) {
    RETURN_IF_ERROR(connection
                        .Execute("UPDATE agencies SET code = ? WHERE id = ? AND code IS NULL",
                                 {code, id}, nullptr)
                        .status());
    RETURN_IF_ERROR(AddAgencyName(connection, id, name));
  }
  return id;
}

}  // namespace gongkai
