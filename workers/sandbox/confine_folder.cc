#include "workers/sandbox/confine_folder.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <memory>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/base/status_macros.h"
#include "workers/sandbox/system_limits.h"

namespace gongkai {
namespace {

// What Landlock can watch over since its first version, and what later ones added.
constexpr uint64_t kReadRights =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t kFileRights =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
constexpr uint64_t kFirstRights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
constexpr uint64_t kRefer = LANDLOCK_ACCESS_FS_MAKE_SYM << 1;     // version 2
constexpr uint64_t kTruncate = LANDLOCK_ACCESS_FS_MAKE_SYM << 2;  // version 3

// Programs, libraries, fonts and their configuration. What is not there is left out.
constexpr const char* kReadable[] = {
    "/usr",
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/etc/libreoffice",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/dev/urandom",
};

absl::Status Permit(int ruleset, const char* path, uint64_t rights) {
  const int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? absl::OkStatus() : SystemFailure(path, errno);
  const absl::Cleanup close_fd = [fd] { close(fd); };
  struct stat status = {};
  if (fstat(fd, &status) != 0) return SystemFailure(path, errno);
  landlock_path_beneath_attr rule = {};
  rule.allowed_access = S_ISDIR(status.st_mode) ? rights : rights & kFileRights;
  rule.parent_fd = fd;
  if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
    return SystemFailure(absl::StrCat("Landlock rule for ", path), errno);
  }
  return absl::OkStatus();
}

absl::Status LimitFiles(const std::string& folder) {
  const long version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return SystemFailure("Landlock", errno);
  landlock_ruleset_attr attributes = {};
  attributes.handled_access_fs =
      kFirstRights | (version >= 2 ? kRefer : 0) | (version >= 3 ? kTruncate : 0);
  const int ruleset =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0));
  if (ruleset < 0) return SystemFailure("Landlock", errno);
  const absl::Cleanup close_ruleset = [ruleset] { close(ruleset); };
  for (const char* path : kReadable) RETURN_IF_ERROR(Permit(ruleset, path, kReadRights));
  RETURN_IF_ERROR(Permit(ruleset, "/dev/null", kReadRights | LANDLOCK_ACCESS_FS_WRITE_FILE));
  RETURN_IF_ERROR(Permit(ruleset, folder.c_str(), attributes.handled_access_fs));
  if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) return SystemFailure("Landlock", errno);
  return absl::OkStatus();
}

// Ways out of the process, and what Landlock does not watch over.
constexpr int kForbidden[] = {
    // Other processes and the network.
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(connect),
    SCMP_SYS(socketpair),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(setsid),
    SCMP_SYS(setpgid),
    SCMP_SYS(shmget),
    SCMP_SYS(msgget),
    SCMP_SYS(semget),
    SCMP_SYS(mq_open),
    // Files by other ways than opening them.
    SCMP_SYS(truncate),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(removexattr),
    SCMP_SYS(lremovexattr),
    SCMP_SYS(utime),
    SCMP_SYS(utimes),
    SCMP_SYS(futimesat),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    // The system itself.
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(kexec_load),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(personality),
    SCMP_SYS(quotactl),
    SCMP_SYS(swapon),
    SCMP_SYS(reboot),
    SCMP_SYS(sethostname),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
};

absl::Status FilterSystemCalls() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                 &seccomp_release);
  if (filter == nullptr) return absl::UnavailableError("seccomp_init failed");
  int error = 0;
  const auto keep_first = [&error](int result) {
    if (error == 0) error = result;
  };
  for (const int call : kForbidden) {
    keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0));
  }
  // Threads, but no processes. The flags of clone3() lie in memory, which a filter cannot see:
  // without it the C library takes clone().
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                              SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)));
  // LibreOffice listens on a socket for other instances of itself and gives up where it cannot: it
  // is told that it does. No socket can ever be bound, connected or sent from.
  for (const int call : {SCMP_SYS(bind), SCMP_SYS(listen)}) {
    keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(0), call, 0));
  }
  constexpr int kTypeMask = 0xF;
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                              SCMP_A1(SCMP_CMP_MASKED_EQ, kTypeMask, SOCK_DGRAM)));
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                              SCMP_A1(SCMP_CMP_MASKED_EQ, kTypeMask, SOCK_RAW)));
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                              SCMP_A0(SCMP_CMP_NE, AF_UNIX)));
  keep_first(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 1,
                              SCMP_A0(SCMP_CMP_NE, static_cast<scmp_datum_t>(getpid()))));
  if (error == 0) error = seccomp_load(filter.get());
  return error == 0 ? absl::OkStatus() : SystemFailure("system call filter", -error);
}

}  // namespace

absl::Status ConfineToFolder(const FolderConfinement& confinement) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return SystemFailure("PR_SET_PDEATHSIG", errno);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return SystemFailure("PR_SET_NO_NEW_PRIVS", errno);
  if (close_range(STDERR_FILENO + 1, ~0u, 0) != 0) return SystemFailure("close_range", errno);
  RETURN_IF_ERROR(SetLimit(RLIMIT_CORE, "CORE", 0));
  RETURN_IF_ERROR(SetLimit(RLIMIT_CPU, "CPU", confinement.cpu_seconds));
  RETURN_IF_ERROR(SetLimit(RLIMIT_NOFILE, "NOFILE", 256));
  RETURN_IF_ERROR(SetLimit(RLIMIT_FSIZE, "FSIZE", confinement.file_bytes));
  RETURN_IF_ERROR(LimitFiles(confinement.folder));
  RETURN_IF_ERROR(FilterSystemCalls());
  // Last: a sanitizer has reserved more than that for this process, and could get no page more.
  return SetLimit(RLIMIT_AS, "AS", confinement.memory_bytes);
}

}  // namespace gongkai
