// A page made short for the parser: an HTML parser goes through text character by character and
// gains nothing by it, for markup is ASCII.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

// Each run of text outside ASCII, with the digits and points in it, is one character of private
// use. `source` is UTF-8 and must outlive this. Not thread-safe.
class FoldedPage {
 public:
  explicit FoldedPage(absl::string_view source);

  // The page as it is, without any runs.
  static FoldedPage Whole(absl::string_view source);

  FoldedPage(FoldedPage&&) = default;
  FoldedPage& operator=(FoldedPage&&) = default;

  // What to parse. Offsets in it are called folded.
  absl::string_view text() const { return runs_.empty() ? source_ : absl::string_view(text_); }

  // Where the character at a folded offset stands in the source. folded <= text().size().
  uint32_t SourceOffset(size_t folded) const;

  // Whether all runs between two folded offsets are in `parsed`, a text that a parser made of what
  // stands there.
  bool HoldsAll(absl::string_view parsed, size_t begin, size_t end) const;

  // Gives `take` the pieces of `parsed`, whose first character stands at a folded offset, with the
  // runs as they are in the source.
  template <typename Take>
  void Unfold(absl::string_view parsed, size_t begin, Take take) const {
    size_t run = runs_.empty() ? 0 : FirstRunFrom(begin);
    while (!parsed.empty()) {
      const size_t at = runs_.empty() ? absl::string_view::npos : FindRun(parsed);
      take(parsed.substr(0, at));
      if (at == absl::string_view::npos) return;
      if (run < runs_.size()) {
        take(source_.substr(runs_[run].begin, runs_[run].end - runs_[run].begin));
      }
      ++run;
      parsed.remove_prefix(at + kRun.size());
    }
  }

 private:
  static constexpr absl::string_view kRun = "\xEF\xA3\xBF";  // U+F8FF

  struct Run {
    uint32_t folded = 0;
    // In the source.
    uint32_t begin = 0;
    uint32_t end = 0;
  };

  FoldedPage() = default;

  // Where the first run in `parsed` stands. Hardly anything else there begins with its first byte.
  static size_t FindRun(absl::string_view parsed) {
    size_t at = parsed.find(kRun[0]);
    while (at != absl::string_view::npos && parsed.substr(at, kRun.size()) != kRun) {
      at = parsed.find(kRun[0], at + 1);
    }
    return at;
  }

  // Index of the first run that begins at `folded` or behind it.
  size_t FirstRunFrom(size_t folded) const;

  absl::string_view source_;
  std::string text_;
  std::vector<Run> runs_;
  mutable size_t near_ = 0;  // a run: pages are walked from front to back
};

}  // namespace gongkai
