#include "workers/sandbox/confine.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <new>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

absl::Status Failure(absl::string_view what, int error) {
  return absl::UnavailableError(absl::StrCat(what, ": ", strerror(error)));
}

absl::Status Limit(int resource, absl::string_view name, int64_t value) {
  const rlimit limit = {static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
  if (setrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0) {
    return Failure(absl::StrCat("setrlimit ", name), errno);
  }
  return absl::OkStatus();
}

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

absl::Status FilterSystemCalls() {
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
  // abort() sends its signal to itself.
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                              SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid()))));
  if (error == 0) error = seccomp_load(filter.get());
  return error == 0 ? absl::OkStatus() : Failure("system call filter", -error);
}

}  // namespace

bool FullyConfined() { return !kSanitized; }

absl::Status Confine(const Confinement& confinement) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return Failure("PR_SET_PDEATHSIG", errno);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return Failure("PR_SET_NO_NEW_PRIVS", errno);
  if (close_range(STDERR_FILENO + 1, ~0u, 0) != 0) return Failure("close_range", errno);
  std::set_new_handler([] { _exit(kReaderExitMemory); });
  // A write to a file then fails instead of ending the process.
  std::signal(SIGXFSZ, SIG_IGN);
  RETURN_IF_ERROR(Limit(RLIMIT_CORE, "CORE", 0));
  RETURN_IF_ERROR(Limit(RLIMIT_CPU, "CPU", confinement.cpu_seconds));
  if (kSanitized) return absl::OkStatus();
  RETURN_IF_ERROR(Limit(RLIMIT_NOFILE, "NOFILE", STDERR_FILENO + 1));
  RETURN_IF_ERROR(Limit(RLIMIT_FSIZE, "FSIZE", 0));
  RETURN_IF_ERROR(Limit(RLIMIT_NPROC, "NPROC", 0));
  RETURN_IF_ERROR(Limit(RLIMIT_AS, "AS", confinement.memory_bytes));
  return FilterSystemCalls();
}

}  // namespace gongkai
