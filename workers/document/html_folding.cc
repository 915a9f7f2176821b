#include "workers/document/html_folding.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace gongkai {
namespace {

constexpr size_t kNear = 8;  // runs

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// What cannot be markup behind a character outside ASCII, wherever that stands.
bool IsPlain(char c) { return absl::ascii_isdigit(c) || c == '.' || c == ',' || c == '%'; }

// Where the run at source[at] ends: behind its last character outside ASCII.
size_t EndOfRun(absl::string_view source, size_t at) {
  size_t end = at;
  for (; at < source.size(); ++at) {
    if (!IsAscii(source[at])) {
      end = at + 1;
    } else if (!IsPlain(source[at])) {
      break;
    }
  }
  return end;
}

// Whether a character reference may make the character that stands for runs.
bool MayNameRun(absl::string_view source) {
  for (size_t at = source.find("&#"); at != absl::string_view::npos;
       at = source.find("&#", at + 2)) {
    absl::string_view digits = source.substr(at + 2);
    const bool hexadecimal = absl::StartsWithIgnoreCase(digits, "x");
    if (hexadecimal) digits.remove_prefix(1);
    while (absl::StartsWith(digits, "0")) digits.remove_prefix(1);
    if (absl::StartsWithIgnoreCase(digits, hexadecimal ? "f8ff" : "63743")) return true;
  }
  return false;
}

}  // namespace

FoldedPage::FoldedPage(absl::string_view source) : source_(source) {
  if (MayNameRun(source)) return;
  text_.reserve(source.size());
  for (size_t at = 0; at < source.size();) {
    size_t end = at;
    while (end < source.size() && IsAscii(source[end])) ++end;
    text_.append(source.data() + at, end - at);
    if (end == source.size()) break;
    at = EndOfRun(source, end);
    runs_.push_back({static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(end),
                     static_cast<uint32_t>(at)});
    text_.append(kRun.data(), kRun.size());
  }
}

FoldedPage FoldedPage::Whole(absl::string_view source) {
  FoldedPage page;
  page.source_ = source;
  return page;
}

size_t FoldedPage::FirstRunFrom(size_t folded) const {
  const auto before = [&](const Run& run) { return run.folded < folded; };
  auto begin = runs_.begin();
  auto end = runs_.end();
  if (near_ == runs_.size() || !before(runs_[near_])) {
    end = runs_.begin() + static_cast<ptrdiff_t>(near_);
    begin = end - static_cast<ptrdiff_t>(std::min(near_, kNear));
    if (begin != runs_.begin() && !before(*begin)) begin = runs_.begin();
  } else {
    begin += static_cast<ptrdiff_t>(near_);
    if (runs_.size() - near_ > kNear && !before(runs_[near_ + kNear])) {
      end = begin + kNear;
    }
  }
  near_ = static_cast<size_t>(std::partition_point(begin, end, before) - runs_.begin());
  return near_;
}

uint32_t FoldedPage::SourceOffset(size_t folded) const {
  if (runs_.empty()) return static_cast<uint32_t>(folded);
  const size_t next = FirstRunFrom(folded);
  if (next < runs_.size() && runs_[next].folded == folded) return runs_[next].begin;
  if (next == 0) return static_cast<uint32_t>(folded);
  const Run& last = runs_[next - 1];
  return folded < last.folded + kRun.size()
             ? last.begin
             : last.end + static_cast<uint32_t>(folded - last.folded - kRun.size());
}

bool FoldedPage::HoldsAll(absl::string_view parsed, size_t begin, size_t end) const {
  if (runs_.empty()) return true;
  size_t runs = 0;
  for (size_t at = FindRun(parsed); at != absl::string_view::npos; at = FindRun(parsed)) {
    parsed.remove_prefix(at + kRun.size());
    ++runs;
  }
  const size_t first = FirstRunFrom(begin);
  return FirstRunFrom(end) - first == runs;
}

}  // namespace gongkai
