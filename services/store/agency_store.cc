#include "services/store/agency_store.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/store/agency_rows.h"
#include "services/store/names.h"
#include "services/store/page_token.h"
#include "services/store/revalidation.h"

namespace gongkai {
namespace {

using database::Connection;
using database::Row;
using database::Value;

constexpr int kMaxDepth = 32;  // levels of government are five

#define GONGKAI_AGENCY_COLUMNS \
  "id, display_name, code, create_time, parent, region_code, region_wide"

v1::Agency AgencyFromRow(const Row& row) {
  v1::Agency agency;
  agency.set_name(AgencyName(row.Text(0)));
  agency.set_display_name(std::string(row.Text(1)));
  agency.set_unified_social_credit_code(std::string(row.Text(2)));
  *agency.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.Int(3));
  if (!row.Text(4).empty()) agency.set_parent(AgencyName(row.Text(4)));
  agency.set_region_code(std::string(row.Text(5)));
  agency.set_region_wide(row.Int(6) != 0);
  return agency;
}

absl::Status AgencyNotFound(absl::string_view id) {
  return MakeError(absl::StatusCode::kNotFound, "AGENCY_NOT_FOUND",
                   absl::StrCat("There is no agency ", AgencyName(id)),
                   absl::StrCat("单位不存在：", AgencyName(id)));
}

absl::string_view IdIn(absl::string_view name) {
  return ParseAgencyName(name).value_or(absl::string_view());
}

absl::StatusOr<v1::Agency> ReadAgency(Connection& connection, absl::string_view id) {
  std::optional<v1::Agency> agency;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT " GONGKAI_AGENCY_COLUMNS " FROM agencies WHERE id = ?", {id},
                               [&](const Row& row) { agency = AgencyFromRow(row); })
                      .status());
  if (!agency.has_value()) return AgencyNotFound(id);
  RETURN_IF_ERROR(
      connection
          .Execute("SELECT name FROM agency_names WHERE agency = ? AND name <> ? ORDER BY name",
                   {id, agency->display_name()},
                   [&](const Row& row) { agency->add_aliases(std::string(row.Text(0))); })
          .status());
  return *std::move(agency);
}

// The parent is there, and the agency is not above it.
absl::Status CheckParent(Connection& connection, absl::string_view id,
                         absl::string_view parent_id) {
  std::string above(parent_id);
  for (int depth = 0; !above.empty(); ++depth) {
    if (above == id || depth == kMaxDepth) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "AGENCY_CYCLE",
                       absl::StrCat(AgencyName(id), " would be below itself"),
                       absl::StrCat("单位 ", AgencyName(id), " 不能成为自己的下级"));
    }
    std::optional<std::string> next;
    RETURN_IF_ERROR(connection
                        .Execute("SELECT parent FROM agencies WHERE id = ?", {above},
                                 [&](const Row& row) { next = std::string(row.Text(0)); })
                        .status());
    if (!next.has_value()) {
      return MakeError(absl::StatusCode::kNotFound, "PARENT_NOT_FOUND",
                       absl::StrCat("There is no agency ", AgencyName(above), " to be the parent"),
                       absl::StrCat("上级单位不存在：", AgencyName(above)));
    }
    above = *std::move(next);
  }
  return absl::OkStatus();
}

class SqlAgencyStore : public AgencyStore {
 public:
  SqlAgencyStore(database::Database* database, const Clock* clock)
      : database_(*database), clock_(*clock) {}

  absl::StatusOr<v1::Agency> Get(absl::string_view id) override;
  absl::StatusOr<AgencyPage> List(absl::string_view parent_id, int page_size,
                                  absl::string_view page_token) override;
  absl::StatusOr<v1::Agency> Create(const v1::Agency& agency) override;
  absl::StatusOr<Updated> Update(const v1::Agency& agency, const AgencyFields& fields) override;

 private:
  int64_t Now() const { return absl::ToUnixMicros(clock_.Now()); }

  database::Database& database_;
  const Clock& clock_;
};

absl::StatusOr<v1::Agency> SqlAgencyStore::Get(absl::string_view id) {
  v1::Agency agency;
  RETURN_IF_ERROR(database_.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(agency, ReadAgency(connection, id));
    return absl::OkStatus();
  }));
  return agency;
}

absl::StatusOr<AgencyPage> SqlAgencyStore::List(absl::string_view parent_id, int page_size,
                                                absl::string_view page_token) {
  const std::string filter = absl::StrCat("agencies ", parent_id);
  std::string after;
  if (!page_token.empty()) {
    ASSIGN_OR_RETURN(after, ParsePageToken(filter, page_token));
  }
  const auto wanted = static_cast<size_t>(std::max(page_size, 1));
  std::string sql = "SELECT id FROM agencies WHERE id > ?";
  std::vector<Value> parameters = {absl::string_view(after)};
  if (!parent_id.empty()) {
    sql += " AND parent = ? AND parent <> ''";
    parameters.emplace_back(parent_id);
  }
  sql += " ORDER BY id LIMIT ?";
  parameters.emplace_back(static_cast<int64_t>(wanted) + 1);
  AgencyPage page;
  RETURN_IF_ERROR(database_.Read([&](Connection& connection) -> absl::Status {
    std::vector<std::string> ids;
    RETURN_IF_ERROR(
        connection.Execute(sql, parameters, [&](const Row& row) { ids.emplace_back(row.Text(0)); })
            .status());
    if (ids.size() > wanted) {
      ids.pop_back();
      page.next_page_token = MakePageToken(filter, ids.back());
    }
    for (const std::string& id : ids) {
      ASSIGN_OR_RETURN(v1::Agency agency, ReadAgency(connection, id));
      page.agencies.push_back(std::move(agency));
    }
    return absl::OkStatus();
  }));
  return page;
}

absl::StatusOr<v1::Agency> SqlAgencyStore::Create(const v1::Agency& agency) {
  const std::string& code = agency.unified_social_credit_code();
  const std::string id = code.empty() ? AgencyIdOfName(agency.display_name()) : code;
  const absl::string_view parent_id = IdIn(agency.parent());
  const int64_t now = Now();
  v1::Agency created;
  RETURN_IF_ERROR(database_.Commit([&](Connection& connection) -> absl::Status {
    RETURN_IF_ERROR(CheckParent(connection, id, parent_id));
    const Value code_or_null = code.empty() ? Value(database::Null()) : Value(code);
    bool inserted = false;
    RETURN_IF_ERROR(
        connection
            .Execute("INSERT INTO agencies (id, display_name, code, create_time, parent, "
                     "region_code, region_wide) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO "
                     "NOTHING RETURNING id",
                     {id, agency.display_name(), code_or_null, now, parent_id, agency.region_code(),
                      int64_t{agency.region_wide()}},
                     [&](const Row&) { inserted = true; })
            .status());
    if (!inserted) {
      return MakeError(absl::StatusCode::kAlreadyExists, "AGENCY_EXISTS",
                       absl::StrCat("The agency is there already: ", AgencyName(id)),
                       absl::StrCat("单位已存在：", AgencyName(id)));
    }
    RETURN_IF_ERROR(AddAgencyName(connection, id, agency.display_name()));
    for (const std::string& alias : agency.aliases()) {
      RETURN_IF_ERROR(AddAgencyName(connection, id, alias));
    }
    ASSIGN_OR_RETURN(created, ReadAgency(connection, id));
    return absl::OkStatus();
  }));
  return created;
}

absl::Status UpdateRow(Connection& connection, absl::string_view id, const v1::Agency& agency,
                       const AgencyFields& fields) {
  const auto set = [&](absl::string_view sql, const Value& value) {
    return connection.Execute(sql, {value, id}, nullptr).status();
  };
  if (fields.display_name) {
    RETURN_IF_ERROR(
        set("UPDATE agencies SET display_name = ? WHERE id = ?", agency.display_name()));
    RETURN_IF_ERROR(AddAgencyName(connection, id, agency.display_name()));
  }
  if (fields.aliases) {
    for (const std::string& alias : agency.aliases()) {
      RETURN_IF_ERROR(AddAgencyName(connection, id, alias));
    }
  }
  if (fields.region_code) {
    RETURN_IF_ERROR(set("UPDATE agencies SET region_code = ? WHERE id = ?", agency.region_code()));
  }
  if (fields.parent) {
    RETURN_IF_ERROR(CheckParent(connection, id, IdIn(agency.parent())));
    RETURN_IF_ERROR(set("UPDATE agencies SET parent = ? WHERE id = ?", IdIn(agency.parent())));
  }
  if (fields.region_wide) {
    RETURN_IF_ERROR(
        set("UPDATE agencies SET region_wide = ? WHERE id = ?", int64_t{agency.region_wide()}));
  }
  return absl::OkStatus();
}

absl::StatusOr<AgencyStore::Updated> SqlAgencyStore::Update(const v1::Agency& agency,
                                                            const AgencyFields& fields) {
  const absl::string_view id = IdIn(agency.name());
  const int64_t now = Now();
  Updated updated;
  RETURN_IF_ERROR(database_.Commit([&](Connection& connection) -> absl::Status {
    updated = Updated();
    ASSIGN_OR_RETURN(const v1::Agency before, ReadAgency(connection, id));
    RETURN_IF_ERROR(UpdateRow(connection, id, agency, fields));
    ASSIGN_OR_RETURN(updated.agency, ReadAgency(connection, id));
    std::vector<absl::string_view> affected;
    if (updated.agency.parent() != before.parent()) {
      affected = {IdIn(before.parent()), IdIn(updated.agency.parent())};
    }
    if (updated.agency.region_wide() != before.region_wide()) affected.push_back(id);
    for (const absl::string_view one : affected) {
      RETURN_IF_ERROR(AddRevalidations(connection, one, v1::Job::BULK, now, &updated.jobs));
    }
    return absl::OkStatus();
  }));
  return updated;
}

}  // namespace

std::unique_ptr<AgencyStore> NewSqlAgencyStore(database::Database* database, const Clock* clock) {
  return std::make_unique<SqlAgencyStore>(database, clock);
}

}  // namespace gongkai
