// A progress bar on standard error.
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace gongkai {

// Draws only if standard error is a terminal; takes its line away at the end.
class Progress {
 public:
  // `what` is said behind the bar.
  Progress(absl::string_view what, size_t total);
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Draws at most every tenth of a second.
  void Show(size_t done);
  // Takes the bar away until the next Show(), so that a line can be printed.
  void Clear();

 private:
  const absl::string_view what_;
  const size_t total_;
  const bool on_;
  const absl::Time start_;
  absl::Time last_ = absl::InfinitePast();
  bool drawn_ = false;
};

}  // namespace gongkai
