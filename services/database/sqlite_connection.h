// One connection to an SQLite file, with its prepared statements.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/database/database.h"
#include "services/database/sqlite_database.h"

struct sqlite3;

namespace gongkai::database {

// For one thread at a time.
class SqliteConnection : public Connection {
 public:
  enum class Access { kReadWrite, kReadOnly };

  // Read-write connections create the file if it is absent and switch it to write-ahead logging;
  // open one before any read-only connection.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path,
                                                                const SqliteOptions& options,
                                                                Access access);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const Value> parameters,
                                  const RowCallback& on_row) override;

  // Execute for statements without parameters and result.
  absl::Status Run(absl::string_view sql);

  // False after errors that made SQLite give up the whole transaction.
  bool InTransaction() const;

 private:
  struct Prepared;
  class Lent;

  SqliteConnection(std::string path, const SqliteOptions& options, Access access);
  absl::Status Configure(const SqliteOptions& options);
  absl::StatusOr<std::unique_ptr<Prepared>> Prepare(absl::string_view sql);
  absl::StatusOr<Lent> Take(absl::string_view sql);
  absl::Status Bind(const Prepared& statement, absl::Span<const Value> parameters,
                    absl::string_view sql);
  absl::Status ErrorOf(int code, absl::string_view sql) const;
  static int OnBusy(void* self, int calls);

  const std::string path_;
  const std::chrono::nanoseconds busy_timeout_;
  const Access access_;
  sqlite3* db_ = nullptr;
  std::chrono::steady_clock::time_point busy_since_;
  absl::flat_hash_map<std::string, std::unique_ptr<Prepared>> statements_;
};

}  // namespace gongkai::database
