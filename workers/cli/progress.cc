#include "workers/cli/progress.h"

#include <unistd.h>

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace gongkai {
namespace {

constexpr int kBarWidth = 30;

}  // namespace

Progress::Progress(absl::string_view what, size_t total)
    : what_(what),
      total_(total),
      on_(total > 1 && isatty(STDERR_FILENO) == 1),
      start_(absl::Now()) {}

void Progress::Show(size_t done) {
  if (!on_) return;
  const absl::Time now = absl::Now();
  if (now - last_ < absl::Milliseconds(100) && done < total_) return;
  last_ = now;
  const int filled = static_cast<int>(done * kBarWidth / total_);
  const double seconds = absl::ToDoubleSeconds(now - start_);
  std::string line =
      absl::StrCat("\r[", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), "] ",
                   done, "/", total_, " ", what_);
  if (seconds > 0) absl::StrAppend(&line, "  ", static_cast<int64_t>(done / seconds), "/s");
  absl::StrAppend(&line, "\x1b[K");
  std::fwrite(line.data(), 1, line.size(), stderr);
  drawn_ = true;
}

void Progress::Clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

}  // namespace gongkai
