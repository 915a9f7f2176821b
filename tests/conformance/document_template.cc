#include "tests/conformance/document_template.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace gongkai::conformance {
namespace {

template <typename Names>
bool Holds(const Names& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Whether the placeholder is the text of a cell: "requests.granted/total".
bool IsCell(absl::string_view placeholder) {
  return absl::StartsWith(placeholder, "disclosure.") ||
         absl::StartsWith(placeholder, "requests.") || absl::StartsWith(placeholder, "disputes.");
}

// The lines that stay: outside of every region that is left out.
std::string WithoutRegions(absl::string_view text, const Document& edits,
                           std::set<std::string>* seen) {
  std::string out;
  std::vector<std::string> left_out;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::string_view name = line;
    if (!absl::ConsumePrefix(&name, "<!-- [") || !absl::ConsumeSuffix(&name, "] -->")) {
      if (left_out.empty()) absl::StrAppend(&out, line, "\n");
    } else if (absl::ConsumePrefix(&name, "/")) {
      if (!left_out.empty() && left_out.back() == name) left_out.pop_back();
    } else {
      const bool optional = absl::ConsumePrefix(&name, "?");
      seen->insert(absl::StrCat("region ", name));
      if (optional ? !Holds(edits.with(), name) : Holds(edits.omit(), name)) {
        left_out.emplace_back(name);
      }
    }
  }
  return out;
}

}  // namespace

absl::StatusOr<std::string> Fill(absl::string_view text, const Document& edits) {
  std::set<std::string> seen;
  const std::string kept = WithoutRegions(text, edits, &seen);
  std::string out;
  for (absl::string_view rest = kept; !rest.empty();) {
    const size_t begin = std::min(rest.find("{{"), rest.size());
    out.append(rest.data(), begin);
    rest.remove_prefix(begin);
    if (rest.empty()) break;
    const size_t end = rest.find("}}");
    const size_t equals = rest.find('=');
    if (end == absl::string_view::npos || equals > end) {
      return absl::InvalidArgumentError(absl::StrCat("no placeholder: ", rest.substr(0, 40)));
    }
    const std::string name(rest.substr(2, equals - 2));
    const auto set = edits.set().find(name);
    if (set != edits.set().end()) {
      absl::StrAppend(&out, set->second);
    } else if (!edits.every_cell().empty() && IsCell(name)) {
      absl::StrAppend(&out, edits.every_cell());
    } else {
      absl::StrAppend(&out, rest.substr(equals + 1, end - equals - 1));
    }
    seen.insert(absl::StrCat("placeholder ", name));
    rest.remove_prefix(end + 2);
  }
  std::vector<std::string> used;
  for (const auto& [name, value] : edits.set()) used.push_back(absl::StrCat("placeholder ", name));
  for (const std::string& name : edits.omit()) used.push_back(absl::StrCat("region ", name));
  for (const std::string& name : edits.with()) used.push_back(absl::StrCat("region ", name));
  for (const std::string& name : used) {
    if (seen.count(name) == 0) {
      return absl::InvalidArgumentError(absl::StrCat(edits.base(), ".html has no ", name));
    }
  }
  return out;
}

}  // namespace gongkai::conformance
