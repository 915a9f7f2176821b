#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/base/error.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/database/database.h"

namespace gongkai::database {
namespace {

constexpr char kCreateTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)";

absl::StatusOr<int64_t> SchemaVersion(Database& database) {
  int64_t version = 0;
  RETURN_IF_ERROR(database.Commit([&](Connection& connection) -> absl::Status {
    RETURN_IF_ERROR(connection.Execute(kCreateTable, {}, nullptr).status());
    return connection
        .Execute("SELECT max(version) FROM schema_migrations", {},
                 [&](const Row& row) { version = row.Int(0); })
        .status();
  }));
  return version;
}

// Sets `applied` to whether it was this call that did it.
absl::Status Apply(Connection& connection, const Migration& migration, bool& applied) {
  ASSIGN_OR_RETURN(
      const int64_t inserted,
      connection.Execute(
          "INSERT INTO schema_migrations (version, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
          {migration.version, migration.name}, nullptr));
  applied = inserted == 1;
  if (!applied) return absl::OkStatus();
  for (const absl::string_view statement : absl::StrSplit(migration.sql, ";\n")) {
    if (absl::StripAsciiWhitespace(statement).empty()) continue;
    RETURN_IF_ERROR(connection.Execute(statement, {}, nullptr).status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(Database& database, absl::Span<const Migration> migrations) {
  ASSIGN_OR_RETURN(const int64_t version, SchemaVersion(database));
  const int64_t newest = migrations.empty() ? 0 : migrations.back().version;
  if (version > newest) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "DATABASE_TOO_NEW",
        absl::StrCat("The database has schema ", version, ", this program knows up to ", newest,
                     "; use a newer program"),
        absl::StrCat("数据库结构版本为 ", version, "，本程序只支持到 ", newest, "，请升级程序"));
  }
  for (const Migration& migration : migrations) {
    if (migration.version <= version) continue;
    bool applied = false;
    RETURN_IF_ERROR(database.Commit(
        [&](Connection& connection) { return Apply(connection, migration, applied); }));
    if (applied) LogInfo("database: schema ", migration.version, ", ", migration.name);
  }
  return absl::OkStatus();
}

}  // namespace gongkai::database
