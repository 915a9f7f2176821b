#include "services/gateway/call_stats.h"

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace gongkai {

void CallStats::Record(absl::string_view method, absl::StatusCode code, absl::Duration took) {
  MutexLock lock(mutex_);
  auto it = methods_.find(method);
  if (it == methods_.end()) it = methods_.emplace(std::string(method), MethodStats()).first;
  MethodStats& stats = it->second;
  ++stats.calls[code];
  stats.total += took;
  stats.longest = std::max(stats.longest, took);
}

MethodStats CallStats::Of(absl::string_view method) const {
  MutexLock lock(mutex_);
  const auto it = methods_.find(method);
  return it == methods_.end() ? MethodStats() : it->second;
}

std::vector<std::string> CallStats::Summary() const {
  MutexLock lock(mutex_);
  std::vector<std::string> lines;
  for (const auto& [method, stats] : methods_) {
    int64_t calls = 0;
    std::vector<std::string> codes;
    for (const auto& [code, count] : stats.calls) {
      calls += count;
      codes.push_back(absl::StrCat(absl::StatusCodeToString(code), " ", count));
    }
    lines.push_back(absl::StrCat(
        method, ": ", absl::StrJoin(codes, ", "), "; mean ",
        absl::FormatDuration(absl::Trunc(stats.total / calls, absl::Microseconds(1))), ", longest ",
        absl::FormatDuration(absl::Trunc(stats.longest, absl::Microseconds(1)))));
  }
  return lines;
}

}  // namespace gongkai
