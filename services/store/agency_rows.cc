#include "services/store/agency_rows.h"

#include "services/base/status_macros.h"
#include "services/store/names.h"

namespace gongkai {
namespace {

using database::Connection;
using database::Row;

// Agencies that bear a name.
struct Namesakes {
  int count = 0;
  std::string only;       // the id, where there is one alone
  std::string name_only;  // the one without a code, if any
};

absl::StatusOr<Namesakes> FindNamesakes(Connection& connection, absl::string_view name) {
  Namesakes result;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT a.id, a.code FROM agency_names n JOIN agencies a ON "
                               "a.id = n.agency WHERE n.name = ?",
                               {name},
                               [&](const Row& row) {
                                 ++result.count;
                                 result.only = std::string(row.Text(0));
                                 if (row.IsNull(1)) result.name_only = result.only;
                               })
                      .status());
  return result;
}

absl::StatusOr<std::string> FindByCode(Connection& connection, absl::string_view code) {
  std::string id;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT id FROM agencies WHERE code = ?", {code},
                               [&](const Row& row) { id = std::string(row.Text(0)); })
                      .status());
  return id;
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

absl::StatusOr<std::string> FindOrCreateAgency(Connection& connection, absl::string_view name,
                                               absl::string_view code, int64_t now) {
  if (!code.empty()) {
    ASSIGN_OR_RETURN(std::string id, FindByCode(connection, code));
    if (!id.empty()) {
      RETURN_IF_ERROR(AddAgencyName(connection, id, name));
      return id;
    }
  }
  ASSIGN_OR_RETURN(Namesakes namesakes, FindNamesakes(connection, name));
  if (code.empty()) {
    if (!namesakes.name_only.empty()) return namesakes.name_only;
    if (namesakes.count == 1) return namesakes.only;
    std::string id = AgencyIdOfName(name);
    RETURN_IF_ERROR(Create(connection, id, name, "", now));
    return id;
  }
  if (!namesakes.name_only.empty()) {
    RETURN_IF_ERROR(connection
                        .Execute("UPDATE agencies SET code = ? WHERE id = ?",
                                 {code, namesakes.name_only}, nullptr)
                        .status());
    return namesakes.name_only;
  }
  std::string id(code);
  RETURN_IF_ERROR(Create(connection, id, name, code, now));
  return id;
}

}  // namespace gongkai
