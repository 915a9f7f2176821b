// Wakes a thread that waits for a socket.
#pragma once

#include "absl/time/time.h"

namespace gongkai::redis {

// Once triggered it stays so. Thread-safe.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  void Trigger();
  // True as soon as it is triggered, false when the time is over.
  bool WaitFor(absl::Duration timeout) const;

  // Readable when triggered; for poll().
  int fd() const { return fd_; }

 private:
  const int fd_;
};

}  // namespace gongkai::redis
