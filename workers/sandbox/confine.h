// Takes away from this process everything that reading a document does not need.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace gongkai {

// Exit codes of a reader that the worker knows.
inline constexpr int kReaderExitMemory = 71;  // out of memory
inline constexpr int kReaderExitFrame = 72;   // the worker sent no frame or no request
inline constexpr int kReaderExitStart = 73;   // could not start; standard error says why

struct Confinement {
  int64_t memory_bytes = 0;  // address space in all, what is loaded already included
  int64_t cpu_seconds = 0;   // in all
  // Folders below which files can still be opened for reading. Where the kernel cannot hold a
  // process to that (Landlock, Linux 5.13), no file can be opened at all.
  std::vector<std::string> readable_folders;
};

// From here on this process, which must have one thread only, computes, reads descriptor 0 and
// writes descriptors 1 and 2: no files but those in readable_folders, no sockets, processes or
// executable memory; it dies with its parent; out of memory ends it with kReaderExitMemory, also
// where a library crashes for want of it (errno is ENOMEM then: clear it before each document). All
// other descriptors are closed. What the process may need later must be loaded before. A forbidden
// system call fails with EPERM; one that only an attacker would try ends the process with SIGSYS.
//
// In builds with a sanitizer memory is not limited and system calls are not filtered: the
// sanitizers need both.
absl::Status Confine(const Confinement& confinement);

// Whether this build filters system calls and limits memory.
bool FullyConfined();

}  // namespace gongkai
