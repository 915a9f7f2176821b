#include "tests/services/redis/private_redis.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/redis/connection.h"

namespace gongkai {
namespace {

[[noreturn]] void Die(absl::string_view message) {
  std::fprintf(stderr, "PrivateRedis: %.*s\n", static_cast<int>(message.size()), message.data());
  std::abort();
}

}  // namespace

PrivateRedis::PrivateRedis(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {
  std::string name = std::filesystem::temp_directory_path() / "gongkai-redis-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) Die(absl::StrCat("cannot make ", name));
  folder_ = name;
  Start();
}

PrivateRedis::~PrivateRedis() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

RedisAddress PrivateRedis::address() const {
  RedisAddress address;
  address.unix_path = absl::StrCat(folder_, "/redis.sock");
  return address;
}

void PrivateRedis::Start() {
  std::vector<std::string> words = {"redis-server",
                                    "--port",
                                    "0",
                                    "--unixsocket",
                                    address().unix_path,
                                    "--dir",
                                    folder_,
                                    "--save",
                                    "",
                                    "--appendonly",
                                    "no",
                                    "--daemonize",
                                    "no"};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  int log[2];
  if (pipe2(log, O_CLOEXEC) != 0) Die("no pipe");
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) Die("cannot fork");
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(log[1], STDOUT_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(log[1]);
  // It says so when it serves. Later lines go nowhere.
  std::string said;
  char buffer[4096];
  while (!absl::StrContains(said, "eady to accept connections")) {
    const ssize_t n = read(log[0], buffer, sizeof(buffer));
    if (n <= 0) Die(absl::StrCat("redis-server did not start:\n", said));
    said.append(buffer, static_cast<size_t>(n));
  }
  close(log[0]);
}

void PrivateRedis::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void PrivateRedis::Restart() {
  Kill();
  Start();
}

void PrivateRedis::Pause() {
  kill(pid_, SIGSTOP);
  // Returns when it has stopped.
  waitpid(pid_, nullptr, WUNTRACED);
}

void PrivateRedis::Resume() { kill(pid_, SIGCONT); }

redis::Reply PrivateRedis::Exec(absl::Span<const absl::string_view> arguments) {
  redis::ConnectionOptions options;
  options.connect_timeout = options.command_timeout = absl::Seconds(20);
  auto connection = redis::Connection::Connect(address(), options);
  if (!connection.ok()) Die(connection.status().ToString());
  auto reply = (*connection)->Command(arguments);
  if (!reply.ok()) Die(reply.status().ToString());
  return *std::move(reply);
}

}  // namespace gongkai
