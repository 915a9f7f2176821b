// How long to wait before trying again, so that many clients do not come back in step.
#pragma once

#include <algorithm>
#include <random>

#include "absl/time/time.h"

namespace gongkai {

// A random duration between the two.
inline absl::Duration RandomBetween(absl::Duration low, absl::Duration high) {
  thread_local std::minstd_rand random(std::random_device{}());
  return low + std::uniform_real_distribution<double>(0, 1)(random) * (high - low);
}

// Doubles from `first` to `most`; each wait is drawn from the upper half. Not thread-safe.
class Backoff {
 public:
  explicit Backoff(absl::Duration first = absl::Milliseconds(50),
                   absl::Duration most = absl::Seconds(2))
      : first_(first), most_(most), next_(first) {}

  absl::Duration Next() {
    const absl::Duration wait = RandomBetween(next_ / 2, next_);
    next_ = std::min(2 * next_, most_);
    return wait;
  }
  void Reset() { next_ = first_; }

 private:
  absl::Duration first_;
  absl::Duration most_;
  absl::Duration next_;
};

}  // namespace gongkai
