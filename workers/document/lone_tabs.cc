#include "workers/document/lone_tabs.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/match.h"
#include "workers/document/characters.h"

namespace gongkai {
namespace {

constexpr int kFewestLoneTabs = 10;  // lines
constexpr int kParagraph = 2;        // line breaks between two paragraphs

// The white space between two pieces of text.
struct Gap {
  size_t begin = 0;
  size_t end = 0;
  int breaks = 0;          // of lines
  int breaks_behind = 0;   // the last tab
  bool tabs = false;       // any
  bool lone_tabs = false;  // on a line of their own
};

Gap GapAt(absl::string_view text, size_t begin) {
  Gap gap;
  gap.begin = begin;
  size_t at = begin;
  bool on_line = false;  // a line break, and tabs since
  while (at < text.size()) {
    const CharClass next = ClassifyChar(text, at);
    if (next.kind == CharKind::kText) break;
    if (text[at] == '\n') {
      gap.lone_tabs |= on_line;
      on_line = false;
      ++gap.breaks;
      ++gap.breaks_behind;
    } else if (text[at] == '\t') {
      gap.tabs = true;
      on_line |= gap.breaks > 0;
      gap.breaks_behind = 0;
    }
    at += next.length;
  }
  gap.end = at;
  return gap;
}

// Makes one line of the gap, or two with `parts`.
void Join(const Gap& gap, bool parts, std::string* text) {
  const auto begin = text->begin() + static_cast<std::ptrdiff_t>(gap.begin);
  const auto end = text->begin() + static_cast<std::ptrdiff_t>(gap.end);
  const size_t last = parts ? text->rfind('\n', gap.end - 1) : std::string::npos;
  std::replace(begin, end, '\n', ' ');
  if (parts) (*text)[last] = '\n';
}

template <typename F>
void ForEachGap(absl::string_view text, F f) {
  for (size_t at = 0; at < text.size();) {
    if (text[at] != '\n' && text[at] != '\t') {
      ++at;
      continue;
    }
    const Gap gap = GapAt(text, at);
    if (gap.end < text.size()) f(gap);
    at = gap.end;
  }
}

bool HasTab(absl::string_view line) { return absl::StrContains(line, "\t"); }

// Empty lines between two rows.
void JoinRows(std::string* text) {
  ForEachGap(*text, [text](const Gap& gap) {
    if (gap.tabs || gap.breaks <= kParagraph) return;
    const absl::string_view all = *text;
    const size_t above = all.rfind('\n', gap.begin - (gap.begin > 0 ? 1 : 0));
    const size_t below = std::min(all.find('\n', gap.end), all.size());
    const size_t first = above == absl::string_view::npos ? 0 : above + 1;
    const bool rows = gap.begin > first && HasTab(all.substr(first, gap.begin - first)) &&
                      HasTab(all.substr(gap.end, below - gap.end));
    if (rows) Join(gap, true, text);
  });
}

}  // namespace

std::string WithTabsBesideCells(absl::string_view text) {
  if (!absl::StrContains(text, "\n\t")) return "";
  std::string joined(text);
  int lone = 0;
  ForEachGap(text, [&](const Gap& gap) {
    // A note on a line of its own in its cell.
    const absl::string_view behind = text.substr(gap.end, 3);
    const bool note = absl::StartsWith(behind, "(") || absl::StartsWith(behind, "（");
    if (gap.breaks == 1 && !gap.tabs && note) Join(gap, false, &joined);
    if (!gap.lone_tabs) return;
    ++lone;
    // Where a paragraph stands behind the tab it has an empty line above it; any other number of
    // breaks ends a row whose last cells are empty.
    const bool ends_row = gap.breaks_behind != 0 && gap.breaks_behind != kParagraph;
    Join(gap, ends_row, &joined);
  });
  if (lone < kFewestLoneTabs) return "";
  JoinRows(&joined);
  return joined;
}

}  // namespace gongkai
