// SQL behind a port: statements with '?' parameters, run by a driver. This layer knows SQL and
// drivers; it knows no table of ours except the one that numbers migrations.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace gongkai::database {

struct Null {};
struct Blob {
  absl::string_view bytes;
};
// A parameter of a statement. Views must live until the call returns.
using Value = std::variant<Null, int64_t, absl::string_view, Blob>;

// One row of a result. Views and the row itself are valid only until the callback that received it
// returns. Reading a column as another type than it has gives 0 or an empty view.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool IsNull(int column) const = 0;
  virtual int64_t Int(int column) const = 0;
  virtual absl::string_view Text(int column) const = 0;  // text or blob
};

using RowCallback = std::function<void(const Row&)>;

// Runs statements. `sql` should be a literal: prepared statements are kept by their text. '?'
// stands for a parameter, "{blob}" for the driver's type of byte strings. SQL stays inside what
// SQLite >= 3.35 and PostgreSQL 15 share. For one thread at a time; `on_row` may run other
// statements.
class Connection {
 public:
  virtual ~Connection() = default;
  // `on_row` may be empty. Returns the number of rows changed (0 for SELECT).
  virtual absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const Value> parameters,
                                          const RowCallback& on_row) = 0;
};

// A database with many readers and transactions that are committed together. Thread-safe.
//
// Errors of every call: UNAVAILABLE (locked, disk full, connection lost: try again; nothing was
// done, except that a commit whose end could not be made out may still come true), INTERNAL (a
// broken statement), DATA_LOSS (the file is no database or damaged), and from Commit and Read
// whatever the function returned. The function must not call the database itself.
class Database {
 public:
  virtual ~Database() = default;

  // Runs `transaction` and commits; returns once the commit is on disk. When `transaction` returns
  // an error, what it did is rolled back and the error is returned. Transactions that wait at the
  // same time may share one commit; each still fails alone. Transactions of all processes happen
  // as if one after the other. `transaction` may be run again after a failed commit, so it must not
  // have other effects than SQL and setting captured results. It runs on another thread while the
  // caller waits.
  virtual absl::Status Commit(const std::function<absl::Status(Connection&)>& transaction) = 0;

  // Runs `query`, which must only read, on a consistent snapshot, in the caller's thread.
  virtual absl::Status Read(const std::function<absl::Status(Connection&)>& query) = 0;

  // Read for a single statement, at less cost. `on_row` must not run others.
  virtual absl::Status Query(absl::string_view sql, absl::Span<const Value> parameters,
                             const RowCallback& on_row) = 0;
};

// One step of the schema; applied once, in order, in a transaction of its own.
struct Migration {
  int64_t version = 0;     // 1, 2, 3, ... without gaps
  absl::string_view name;  // for the log
  absl::string_view sql;   // statements separated by ";\n"; "{blob}" stands for the
                           // driver's type of byte strings
};

// Brings the schema up to the last migration; several processes may do it at the same time.
// FAILED_PRECONDITION when the database is newer than the program.
absl::Status Migrate(Database& database, absl::Span<const Migration> migrations);

// Opens --store: "sqlite:PATH" (created if absent; its folder must exist). INVALID_ARGUMENT with
// both languages for anything else ("postgresql://" is refused with a message that this build has
// no such driver) and for a path that cannot hold a database. Calls that have begun are finished
// before the Database is destroyed.
absl::StatusOr<std::unique_ptr<Database>> OpenDatabase(absl::string_view url);

}  // namespace gongkai::database
