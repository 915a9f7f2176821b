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

// The name of the file as it is told to a gateway: without folder, in UTF-8 whatever the bytes of
// the name are, without control characters, no longer than a gateway takes. Empty for "-".
std::string NameToSubmit(const std::string& path);

struct FoundFiles {
  struct Unusable {
    std::string path;
    absl::Status status;
  };
  std::vector<std::string> files;
  std::vector<Unusable> unusable;  // a folder that cannot be read does not hide the others
};

// `path` itself, or all regular files below it if it is a directory, sorted; hidden files and
// folders below it are left out. Never neither a file nor something unusable. Errors as above, and
// EMPTY_DIRECTORY.
FoundFiles FilesUnder(const std::string& path);

// FilesUnder() of all paths; tells on standard error of what is unusable. False if there was
// something.
bool CollectFiles(const std::vector<std::string>& paths, std::vector<std::string>* files);

}  // namespace gongkai
