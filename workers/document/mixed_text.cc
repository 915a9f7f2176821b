#include "workers/document/mixed_text.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/html_reader.h"
#include "workers/document/text_reader.h"

namespace gongkai {
namespace {

constexpr size_t kLongestTag = 2000;  // bytes
constexpr absl::string_view kTable = "table";

struct Part {
  absl::string_view text;
  bool is_table = false;
};

// The tag that begins at text[at], which is '<': its name in lower case with its slash ("/table"),
// and where it ends; an empty name if none does.
std::string TagAt(absl::string_view text, size_t at, size_t* end) {
  const size_t close = text.substr(at, kLongestTag).find('>');
  if (close == absl::string_view::npos) return "";
  *end = at + close + 1;
  std::string name;
  for (size_t i = at + 1; i < at + close; ++i) {
    const bool slash = text[i] == '/' && name.empty();
    if (!slash && !absl::ascii_isalnum(text[i])) break;
    name += absl::ascii_tolower(text[i]);
  }
  return name;
}

// Tags that text around tables may have: what converters leave of a page they could not express.
bool MayStandInText(absl::string_view name) {
  absl::string_view plain = name;
  if (absl::StartsWith(plain, "/")) plain.remove_prefix(1);
  for (const absl::string_view known : {"div", "span", "a", "u", "b", "i", "em", "strong", "sup",
                                        "sub", "img", "center", "figure", "section"}) {
    if (plain == known) return true;
  }
  return false;
}

// Tables and what stands between them. False if a table does not end, or if the tags around them
// are those of a page: most pages show it by their first tag.
bool SplitAtTables(absl::string_view text, std::vector<Part>* parts) {
  size_t begin = 0;  // of the part
  int open = 0;
  for (size_t at = text.find('<'); at != absl::string_view::npos; at = text.find('<', at)) {
    size_t end = at + 1;
    const std::string name = TagAt(text, at, &end);
    if (name == kTable && open++ == 0) {
      parts->push_back({text.substr(begin, at - begin), false});
      begin = at;
    } else if (open > 0 && name == "/table" && --open == 0) {
      parts->push_back({text.substr(begin, end - begin), true});
      begin = end;
    } else if (open == 0 && !name.empty() && !MayStandInText(name)) {
      return false;
    }
    at = end;
  }
  parts->push_back({text.substr(begin), false});
  return open == 0;
}

// The text without its tags, of the same length.
std::string WithoutTags(absl::string_view text) {
  std::string plain(text);
  for (size_t at = text.find('<'); at != absl::string_view::npos; at = text.find('<', at)) {
    size_t end = at + 1;
    if (!TagAt(text, at, &end).empty()) {
      std::fill(plain.begin() + static_cast<std::ptrdiff_t>(at),
                plain.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
    at = end;
  }
  return plain;
}

void MovePlaces(size_t first_block, size_t by, Document* document) {
  const auto move = [by](Place* place) {
    place->begin += static_cast<uint32_t>(by);
    place->end += static_cast<uint32_t>(by);
  };
  for (size_t b = first_block; b < document->blocks.size(); ++b) {
    move(&document->blocks[b].place);
    for (Cell& cell : document->blocks[b].grid.cells) move(&cell.place);
  }
}

}  // namespace

bool IsTextWithTables(absl::string_view text) {
  std::vector<Part> parts;
  if (!SplitAtTables(text, &parts) || parts.size() < 2) return false;
  bool has_text = false;
  for (const Part& part : parts) {
    if (part.is_table) continue;
    const std::string plain = WithoutTags(part.text);
    // Around a table alone nothing speaks for text: a heading or a line that no tag begins does.
    has_text |= absl::StrContains(plain, "\n#") || absl::StartsWith(plain, "#") ||
                absl::StrContains(plain, "|--") || absl::StrContains(plain, "| --") ||
                absl::StrContains(plain, "|:-") || absl::StrContains(plain, "| :-") ||
                (!TrimText(plain).empty() && plain == part.text);
  }
  return has_text;
}

absl::Status ReadTextWithTables(absl::string_view source, ReadBudget* budget, Document* document) {
  std::vector<Part> parts;
  SplitAtTables(source, &parts);
  for (const Part& part : parts) {
    const size_t first = document->blocks.size();
    if (part.is_table) {
      RETURN_IF_ERROR(ReadHtml(part.text, budget, document));
    } else if (!TrimText(part.text).empty()) {
      RETURN_IF_ERROR(ReadText(document->Keep(WithoutTags(part.text)), budget, document));
    }
    MovePlaces(first, static_cast<size_t>(part.text.data() - source.data()), document);
  }
  return absl::OkStatus();
}

}  // namespace gongkai
