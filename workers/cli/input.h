// Files that the command line is given.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace gongkai {

// No larger than what a worker reads.
inline constexpr size_t kMaxInputBytes = 32u << 20;

// The bytes of a file, or of standard input for "-". Files that are too large are refused without
// reading them whole. Errors: FILE_NOT_FOUND, IS_A_DIRECTORY, PERMISSION_DENIED, FILE_TOO_LARGE,
// FILE_UNREADABLE.
absl::StatusOr<std::string> ReadInput(const std::string& path, size_t max_bytes);

// `path` itself, or all regular files below it if it is a directory, sorted; hidden files and
// folders below it are left out. Errors as above.
absl::StatusOr<std::vector<std::string>> FilesUnder(const std::string& path);

// FilesUnder() of all paths; tells on standard error of paths that have none. False if there was
// one.
bool CollectFiles(const std::vector<std::string>& paths, std::vector<std::string>* files);

}  // namespace gongkai
