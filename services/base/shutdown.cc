#include "services/base/shutdown.h"

#include <csignal>
#include <ctime>

namespace gongkai {
namespace {

sigset_t ShutdownSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void BlockShutdownSignals() {
  const sigset_t signals = ShutdownSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

void WaitForShutdownSignal() {
  const sigset_t signals = ShutdownSignals();
  int received = 0;
  sigwait(&signals, &received);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

bool ShutdownWithin(absl::Duration wait) {
  const sigset_t signals = ShutdownSignals();
  const timespec limit = absl::ToTimespec(wait);
  return sigtimedwait(&signals, nullptr, &limit) > 0;
}

}  // namespace gongkai
