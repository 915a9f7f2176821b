// Takes away from a program that is not ours, and that is about to be started in this process, all
// that a conversion of one file does not need.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace gongkai {

struct FolderConfinement {
  std::string folder;        // private to the program; the only place where it may write
  int64_t memory_bytes = 0;  // address space
  int64_t cpu_seconds = 0;
  int64_t file_bytes = 0;  // size of any file it writes
};

// From here on this process and what it executes reads programs, libraries and fonts, reads and
// writes below `folder`, and nothing else: no other files (Landlock), no sockets, no other
// processes and no signals to them (seccomp). It dies with the thread that started it. UNAVAILABLE
// if the system cannot do that.
absl::Status ConfineToFolder(const FolderConfinement& confinement);

}  // namespace gongkai
