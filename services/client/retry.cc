#include "services/client/retry.h"

#include <algorithm>

#include "services/base/error.h"

namespace gongkai {

std::optional<absl::Duration> Backoff::AfterError(const absl::Status& error, absl::Time now) {
  const absl::Duration asked = DetailOf(error).retry_after;
  const bool again = absl::IsUnavailable(error) ||
                     (absl::IsResourceExhausted(error) && asked > absl::ZeroDuration());
  if (!again) return std::nullopt;
  const absl::Duration own = next_ * absl::Uniform(random_, 0.5, 1.0);
  next_ = std::min(next_ * 2, max_);
  // A little more than asked, so that clients sent away together do not come back together.
  const absl::Duration wait = std::max(own, asked + asked * absl::Uniform(random_, 0.0, 0.2));
  if (now + wait >= deadline_) return std::nullopt;
  return wait;
}

}  // namespace gongkai
