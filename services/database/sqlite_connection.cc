#include "services/database/sqlite_connection.h"

#include <sqlite3.h>

#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"

namespace gongkai::database {
namespace {

// More different texts than this are prepared each time.
constexpr size_t kMaxStatements = 256;
constexpr absl::Duration kRetryAfter = absl::Seconds(1);
constexpr char kBusy[] = "DATABASE_BUSY";

class StatementRow : public Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool IsNull(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  int64_t Int(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_INTEGER
               ? sqlite3_column_int64(statement_, column)
               : 0;
  }
  absl::string_view Text(int column) const override {
    const int type = sqlite3_column_type(statement_, column);
    if (type != SQLITE_TEXT && type != SQLITE_BLOB) return {};
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(bytes),
            static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

// SQLite takes a null pointer for NULL, not for an empty value.
const char* NonNull(absl::string_view view) { return view.data() == nullptr ? "" : view.data(); }

}  // namespace

struct SqliteConnection::Prepared {
  explicit Prepared(sqlite3_stmt* handle) : handle(handle) {}
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() { sqlite3_finalize(handle); }

  sqlite3_stmt* const handle;
  bool lent = false;
};

// A statement in use: one of the kept ones, or one made for this use only. Gives it back clean.
class SqliteConnection::Lent {
 public:
  explicit Lent(Prepared* kept) : statement_(kept) { kept->lent = true; }
  explicit Lent(std::unique_ptr<Prepared> own) : own_(std::move(own)), statement_(own_.get()) {}
  Lent(Lent&& other) noexcept
      : own_(std::move(other.own_)), statement_(std::exchange(other.statement_, nullptr)) {}
  Lent& operator=(Lent&&) = delete;
  ~Lent() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_->handle);
    sqlite3_clear_bindings(statement_->handle);
    statement_->lent = false;
  }
  const Prepared& operator*() const { return *statement_; }

 private:
  std::unique_ptr<Prepared> own_;
  Prepared* statement_;
};

SqliteConnection::SqliteConnection(std::string path, const SqliteOptions& options, Access access)
    : path_(std::move(path)),
      busy_timeout_(absl::ToChronoNanoseconds(options.busy_timeout)),
      access_(access) {}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close(db_);
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const std::string& path, const SqliteOptions& options, Access access) {
  auto connection = std::unique_ptr<SqliteConnection>(new SqliteConnection(path, options, access));
  const int create = access == Access::kReadWrite ? SQLITE_OPEN_CREATE : 0;
  const int code = sqlite3_open_v2(path.c_str(), &connection->db_,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create, nullptr);
  if (code != SQLITE_OK) return connection->ErrorOf(code, "open");
  RETURN_IF_ERROR(connection->Configure(options));
  return connection;
}

absl::Status SqliteConnection::Configure(const SqliteOptions& options) {
  sqlite3_extended_result_codes(db_, 1);
  sqlite3_busy_handler(db_, &OnBusy, this);
  RETURN_IF_ERROR(Run("PRAGMA foreign_keys = ON"));
  RETURN_IF_ERROR(Run("PRAGMA trusted_schema = OFF"));
  if (access_ == Access::kReadOnly) return Run("PRAGMA query_only = ON");

  // The switch fails at once, without the busy handler, while another process is at the same.
  const auto deadline = std::chrono::steady_clock::now() + busy_timeout_;
  std::string mode;
  while (true) {
    absl::Status status = Execute("PRAGMA journal_mode = WAL", {}, [&](const Row& row) {
                            mode = std::string(row.Text(0));
                          }).status();
    if (status.ok()) break;
    if (DetailOf(status).reason != kBusy || std::chrono::steady_clock::now() >= deadline) {
      return status;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (mode != "wal") {
    return MakeError(absl::StatusCode::kInvalidArgument, "STORE_PATH_UNUSABLE",
                     absl::StrCat("The file system of ", path_,
                                  " cannot hold a database that several processes share"),
                     absl::StrCat("文件系统不支持多个进程共用数据库文件：", path_));
  }
  RETURN_IF_ERROR(Run("PRAGMA synchronous = FULL"));
  RETURN_IF_ERROR(Run("PRAGMA wal_autocheckpoint = 4000"));
  RETURN_IF_ERROR(Run("PRAGMA journal_size_limit = 67108864"));
  RETURN_IF_ERROR(Run("PRAGMA cache_size = -16384"));
  if (options.max_pages > 0) {
    RETURN_IF_ERROR(Run(absl::StrCat("PRAGMA max_page_count = ", options.max_pages)));
  }
  return absl::OkStatus();
}

int SqliteConnection::OnBusy(void* self, int calls) {
  auto* connection = static_cast<SqliteConnection*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (calls == 0) connection->busy_since_ = now;
  if (now - connection->busy_since_ >= connection->busy_timeout_) return 0;
  // Short at first: the others' transactions take about a millisecond each.
  std::this_thread::sleep_for(std::chrono::microseconds(calls < 50 ? 200 : 2000));
  return 1;
}

bool SqliteConnection::InTransaction() const { return sqlite3_get_autocommit(db_) == 0; }

absl::Status SqliteConnection::Run(absl::string_view sql) {
  return Execute(sql, {}, nullptr).status();
}

absl::StatusOr<int64_t> SqliteConnection::Execute(absl::string_view sql,
                                                  absl::Span<const Value> parameters,
                                                  const RowCallback& on_row) {
  ASSIGN_OR_RETURN(const Lent statement, Take(sql));
  RETURN_IF_ERROR(Bind(*statement, parameters, sql));
  sqlite3_stmt* const handle = (*statement).handle;
  const int64_t changes_before = sqlite3_total_changes64(db_);
  const StatementRow row(handle);
  int code = 0;
  while ((code = sqlite3_step(handle)) == SQLITE_ROW) {
    if (on_row) on_row(row);
  }
  if (code != SQLITE_DONE) return ErrorOf(code, sql);
  return sqlite3_total_changes64(db_) - changes_before;
}

absl::StatusOr<std::unique_ptr<SqliteConnection::Prepared>> SqliteConnection::Prepare(
    absl::string_view sql) {
  const std::string text = absl::StrReplaceAll(sql, {{"{blob}", "BLOB"}});
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(db_, text.data(), static_cast<int>(text.size() + 1),
                                      SQLITE_PREPARE_PERSISTENT, &handle, &rest);
  if (code != SQLITE_OK) return ErrorOf(code, sql);
  auto statement = std::make_unique<Prepared>(handle);
  if (handle == nullptr) return absl::InternalError(absl::StrCat("Empty statement: ", sql));
  if (!absl::StripAsciiWhitespace(rest).empty()) {
    return absl::InternalError(absl::StrCat("More than one statement: ", sql));
  }
  return statement;
}

absl::StatusOr<SqliteConnection::Lent> SqliteConnection::Take(absl::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end() && !found->second->lent) return Lent(found->second.get());
  ASSIGN_OR_RETURN(std::unique_ptr<Prepared> statement, Prepare(sql));
  if (found != statements_.end() || statements_.size() >= kMaxStatements) {
    return Lent(std::move(statement));
  }
  Prepared* const kept = statement.get();
  statements_.emplace(std::string(sql), std::move(statement));
  return Lent(kept);
}

absl::Status SqliteConnection::Bind(const Prepared& statement, absl::Span<const Value> parameters,
                                    absl::string_view sql) {
  sqlite3_stmt* const handle = statement.handle;
  const int wanted = sqlite3_bind_parameter_count(handle);
  if (static_cast<size_t>(wanted) != parameters.size()) {
    return absl::InternalError(
        absl::StrCat(wanted, " parameters wanted, ", parameters.size(), " given: ", sql));
  }
  for (int i = 1; i <= wanted; ++i) {
    const Value& value = parameters[i - 1];
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<int64_t>(&value)) {
      code = sqlite3_bind_int64(handle, i, *number);
    } else if (const auto* text = std::get_if<absl::string_view>(&value)) {
      code =
          sqlite3_bind_text64(handle, i, NonNull(*text), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      code =
          sqlite3_bind_blob64(handle, i, NonNull(blob->bytes), blob->bytes.size(), SQLITE_STATIC);
    }
    if (code != SQLITE_OK) return ErrorOf(code, sql);
  }
  return absl::OkStatus();
}

absl::Status SqliteConnection::ErrorOf(int code, absl::string_view sql) const {
  const char* const said = db_ != nullptr ? sqlite3_errmsg(db_) : sqlite3_errstr(code);
  const std::string where = absl::StrCat(path_, ": ", said, " (", code, ")");
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return UnavailableFor(kRetryAfter, kBusy,
                            absl::StrCat("The database is locked by another process: ", where),
                            absl::StrCat("数据库被其他进程锁定，请稍后重试：", path_));
    case SQLITE_FULL:
      return UnavailableFor(kRetryAfter, "DATABASE_FULL",
                            absl::StrCat("No space left for the database: ", where),
                            absl::StrCat("磁盘空间不足，数据库无法写入：", path_));
    case SQLITE_READONLY:
      if (access_ == Access::kReadOnly) break;
      [[fallthrough]];
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return UnavailableFor(kRetryAfter, "DATABASE_UNREACHABLE",
                            absl::StrCat("Cannot open or write the database: ", where),
                            absl::StrCat("无法打开或写入数据库：", path_));
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
      return UnavailableFor(kRetryAfter, "DATABASE_IO",
                            absl::StrCat("Reading or writing the database failed: ", where),
                            absl::StrCat("数据库读写失败，请稍后重试：", path_));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return MakeError(absl::StatusCode::kDataLoss, "DATABASE_DAMAGED",
                       absl::StrCat("The file is no database or is damaged: ", where),
                       absl::StrCat("文件不是数据库或已损坏：", path_));
    default:
      break;
  }
  return absl::InternalError(absl::StrCat(where, ": ", sql));
}

}  // namespace gongkai::database
