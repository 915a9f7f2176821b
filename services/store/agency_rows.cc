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

absl::StatusOr<std::string> FindAgency(Connection& connection, absl::string_view name,
                                       absl::string_view code) {
  if (!code.empty()) {
    ASSIGN_OR_RETURN(std::string id, FindByCode(connection, code));
    if (!id.empty()) return id;
  }
  ASSIGN_OR_RETURN(Namesakes namesakes, FindNamesakes(connection, name));
  if (!namesakes.name_only.empty()) return namesakes.name_only;
  if (code.empty() && namesakes.count == 1) return namesakes.only;
  return std::string();
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
