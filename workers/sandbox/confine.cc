#include "workers/sandbox/confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <new>

#include "absl/strings/string_view.h"
#include "services/base/status_macros.h"
#include "workers/sandbox/system_limits.h"

namespace gongkai {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

// Calls that computing, malloc, reading and writing need.
constexpr int kAllowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),
};

// Calls that nothing in a reader makes by accident.
constexpr int kDeadly[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),   SCMP_SYS(vfork),
    SCMP_SYS(clone),  SCMP_SYS(clone3),   SCMP_SYS(ptrace), SCMP_SYS(process_vm_writev),
    SCMP_SYS(bpf),    SCMP_SYS(unshare),  SCMP_SYS(mount),  SCMP_SYS(kexec_load),
};

constexpr int kOpenFiles = 16;  // at once, of readable_folders

// Leaves of the file system only reading files below the folders. False where that cannot be had.
bool LeaveOnlyFolders(const std::vector<std::string>& folders) {
  // Every right that the first version knows is taken away.
  landlock_ruleset_attr attributes = {};
  attributes.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  const auto rules =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  if (rules < 0) return false;
  for (const std::string& folder : folders) {
    landlock_path_beneath_attr beneath = {};
    beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    beneath.parent_fd = open(folder.c_str(), O_PATH | O_CLOEXEC);
    if (beneath.parent_fd < 0) continue;  // nothing there to read
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(beneath.parent_fd);
  }
  const bool restricted = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return restricted;
}

absl::Status FilterSystemCalls(bool may_open_files) {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(
      seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
  if (filter == nullptr) return absl::UnavailableError("seccomp_init failed");
  int error = 0;
  const auto keep_first = [&error](int result) {
    if (error == 0) error = result;
  };
  for (const int call : kAllowed) {
    keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0));
  }
  for (const int call : kDeadly) {
    keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_KILL_PROCESS, call, 0));
  }
  // Memory, but none to execute.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
  }
  if (may_open_files) {
    constexpr int kChanging = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, kChanging, 0)));
    // fstat, but no stat of a path.
    keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
                                SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH)));
    for (const int call : {SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(close)}) {
      keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0));
    }
  }
  // abort() sends its signal to itself.
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                              SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid()))));
  if (error == 0) error = seccomp_load(filter.get());
  return error == 0 ? absl::OkStatus() : SystemFailure("system call filter", -error);
}

size_t scarce_bytes = 0;  // with less address space than this left, memory is scarce

bool IsMemoryScarce() {
  void* const probe =
      mmap(nullptr, scarce_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (probe == MAP_FAILED) return true;
  munmap(probe, scarce_bytes);
  return false;
}

// A C library that is refused memory aborts, or goes on without it and crashes. errno says so then,
// unless the library has said it on standard error. Without that the signal does what it always
// does, since the handler stands for one signal only.
void EndOnSignal(int) {
  if (errno == ENOMEM || IsMemoryScarce()) _exit(kReaderExitMemory);
}

absl::Status TellCrashesForWantOfMemory(int64_t memory_bytes) {
  scarce_bytes = static_cast<size_t>(memory_bytes / 4);
  struct sigaction action = {};
  action.sa_handler = EndOnSignal;
  action.sa_flags = SA_RESETHAND;
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS}) {
    if (sigaction(signal, &action, nullptr) != 0) return SystemFailure("sigaction", errno);
  }
  return absl::OkStatus();
}

}  // namespace

bool FullyConfined() { return !kSanitized; }

absl::Status Confine(const Confinement& confinement) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return SystemFailure("PR_SET_PDEATHSIG", errno);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return SystemFailure("PR_SET_NO_NEW_PRIVS", errno);
  if (close_range(STDERR_FILENO + 1, ~0u, 0) != 0) return SystemFailure("close_range", errno);
  std::set_new_handler([] { _exit(kReaderExitMemory); });
  // A write to a file then fails instead of ending the process.
  std::signal(SIGXFSZ, SIG_IGN);
  RETURN_IF_ERROR(SetLimit(RLIMIT_CORE, "CORE", 0));
  RETURN_IF_ERROR(SetLimit(RLIMIT_CPU, "CPU", confinement.cpu_seconds));
  if (kSanitized) return absl::OkStatus();
  const bool may_open_files =
      !confinement.readable_folders.empty() && LeaveOnlyFolders(confinement.readable_folders);
  RETURN_IF_ERROR(
      SetLimit(RLIMIT_NOFILE, "NOFILE", STDERR_FILENO + 1 + (may_open_files ? kOpenFiles : 0)));
  RETURN_IF_ERROR(TellCrashesForWantOfMemory(confinement.memory_bytes));
  RETURN_IF_ERROR(SetLimit(RLIMIT_FSIZE, "FSIZE", 0));
  RETURN_IF_ERROR(SetLimit(RLIMIT_NPROC, "NPROC", 0));
  RETURN_IF_ERROR(SetLimit(RLIMIT_AS, "AS", confinement.memory_bytes));
  return FilterSystemCalls(may_open_files);
}

}  // namespace gongkai
