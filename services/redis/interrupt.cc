#include "services/redis/interrupt.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

#include "services/redis/deadline.h"

namespace gongkai::redis {

Interrupt::Interrupt() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) std::abort();
}

Interrupt::~Interrupt() { close(fd_); }

void Interrupt::Trigger() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(fd_, &one, sizeof(one));
}

bool Interrupt::WaitFor(absl::Duration timeout) const {
  const Deadline deadline(timeout);
  while (true) {
    pollfd event{fd_, POLLIN, 0};
    const int ready = poll(&event, 1, deadline.PollMillis());
    if (ready > 0) return true;
    if (ready == 0 && deadline.IsOver()) return false;
  }
}

}  // namespace gongkai::redis
