// A point in time that the wall clock cannot move.
#pragma once

#include <algorithm>
#include <chrono>

#include "absl/time/time.h"

namespace gongkai::redis {

class Deadline {
 public:
  // From now on.
  explicit Deadline(absl::Duration wait)
      : at_(std::chrono::steady_clock::now() +
            absl::ToChronoNanoseconds(std::min(wait, absl::Hours(24 * 365)))) {}

  // Never negative.
  absl::Duration Left() const {
    return std::max(absl::ZeroDuration(), absl::FromChrono(at_ - std::chrono::steady_clock::now()));
  }
  bool IsOver() const { return Left() == absl::ZeroDuration(); }
  // For poll(): rounded up, so that it does not wake early and spin.
  int PollMillis() const {
    return static_cast<int>(absl::ToInt64Milliseconds(
        absl::Ceil(std::min(Left(), absl::Hours(1)), absl::Milliseconds(1))));
  }

 private:
  std::chrono::steady_clock::time_point at_;
};

}  // namespace gongkai::redis
