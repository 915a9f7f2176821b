// gongkai-confined: starts a program of others that is confined to one folder. Started by a worker
// or the command line, never by hand:
//   gongkai-confined FOLDER MEMORY_BYTES CPU_SECONDS FILE_BYTES PROGRAM ARGUMENT...
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/log.h"
#include "workers/sandbox/confine_folder.h"
#include "workers/sandbox/confined_program.h"

namespace gongkai {
namespace {

int Main(int argc, char** argv) {
  SetLogProgram("confined");
  FolderConfinement confinement;
  if (argc < 6 || !absl::SimpleAtoi(argv[2], &confinement.memory_bytes) ||
      !absl::SimpleAtoi(argv[3], &confinement.cpu_seconds) ||
      !absl::SimpleAtoi(argv[4], &confinement.file_bytes)) {
    LogError(
        "this program is started by gongkai-worker; 本程序由 gongkai-worker 启动，请勿直接运行");
    return kExitNotConfined;
  }
  confinement.folder = argv[1];
  if (chdir(argv[1]) != 0) {
    LogError(argv[1], ": ", strerror(errno));
    return kExitNotConfined;
  }
  std::string home = absl::StrCat("HOME=", argv[1]);
  std::string temporary = absl::StrCat("TMPDIR=", argv[1]);
  std::string path = "PATH=/usr/bin:/bin";
  std::string language = "LANG=C.UTF-8";
  // Each arena of malloc reserves address space, which is limited.
  std::string arenas = "MALLOC_ARENA_MAX=2";
  char* environment[] = {home.data(),     temporary.data(), path.data(),
                         language.data(), arenas.data(),    nullptr};
  if (const absl::Status status = ConfineToFolder(confinement); !status.ok()) {
    LogError("cannot confine ", argv[5], ": ", status.message());
    return kExitNotConfined;
  }
  execve(argv[5], argv + 5, environment);
  // Nothing of this process that is done at its end fits into what is left to it.
  _exit(kExitNotStarted);
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) { return gongkai::Main(argc, argv); }
