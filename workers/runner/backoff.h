// How long to wait before trying again.
#pragma once

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace gongkai {

// Doubles from `first` to `longest`; each wait is between half of that and all of it, so that
// many who failed together do not come back together. One thread.
class Backoff {
 public:
  Backoff(absl::Duration first, absl::Duration longest)
      : first_(first), longest_(longest), next_(first) {}

  absl::Duration Next() {
    const absl::Duration wait = next_ * absl::Uniform(random_, 0.5, 1.0);
    next_ = std::min(next_ * 2, longest_);
    return wait;
  }
  void Reset() { next_ = first_; }

 private:
  const absl::Duration first_;
  const absl::Duration longest_;
  absl::Duration next_;
  absl::BitGen random_;
};

}  // namespace gongkai
