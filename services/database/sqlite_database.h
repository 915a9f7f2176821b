// A Database in one SQLite file, shared by any number of processes of one machine.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/database/database.h"

namespace gongkai::database {

struct SqliteOptions {
  // How long to wait for another process that is writing before UNAVAILABLE.
  absl::Duration busy_timeout = absl::Seconds(10);
  // Connections that read at the same time; further readers wait for a free one.
  int max_readers = 8;
  // How many pages of 4 KiB the file may have, 0 for no limit. Lets tests fill the disk.
  int64_t max_pages = 0;
};

// Creates the file if it is absent; its folder must exist. INVALID_ARGUMENT with both languages for
// a path that cannot hold a database; DATA_LOSS for a file that is none. Destroying the result
// first finishes all calls that have begun.
absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(absl::string_view path,
                                                     const SqliteOptions& options);

}  // namespace gongkai::database
