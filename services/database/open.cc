#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/error.h"
#include "services/database/database.h"
#include "services/database/sqlite_database.h"

namespace gongkai::database {

absl::StatusOr<std::unique_ptr<Database>> OpenDatabase(absl::string_view url) {
  absl::string_view path = url;
  if (absl::ConsumePrefix(&path, "sqlite:")) return OpenSqlite(path, SqliteOptions());
  // The address is not repeated: it may hold a password.
  if (absl::StartsWith(url, "postgresql:") || absl::StartsWith(url, "postgres:")) {
    return InvalidField("store", "STORE_URL_UNSUPPORTED",
                        "This build has no PostgreSQL driver; use sqlite:PATH",
                        "此版本不含 PostgreSQL 驱动，请使用 sqlite:路径");
  }
  return InvalidField(
      "store", "STORE_URL_INVALID",
      absl::StrCat("Not the address of a database: \"", url, "\"; write sqlite:PATH"),
      absl::StrCat("数据库地址无效：“", url, "”，应写作 sqlite:路径"));
}

}  // namespace gongkai::database
