#include "services/client/retry.h"

#include <algorithm>

#include "services/base/error.h"

namespace gongkai::client {

std::optional<absl::Duration> Retries::AfterError(const absl::Status& error, absl::Time now) {
  const absl::Duration asked = DetailOf(error).retry_after;
  const bool again = absl::IsUnavailable(error) ||
                     (absl::IsResourceExhausted(error) && asked > absl::ZeroDuration());
  if (!again) return std::nullopt;
  const absl::Duration own = backoff_.Next();
  // A little more than asked, so that clients sent away together do not come back together.
  const absl::Duration wait = std::max(own, RandomBetween(asked, asked * 1.2));
  if (now + wait >= deadline_) return std::nullopt;
  return wait;
}

}  // namespace gongkai::client
