// MeasureMarkup: a rough model of the open elements of a parser.
#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "workers/document/html_tree.h"

namespace gongkai {
namespace {

bool IsVoid(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BASEFONT:
    case GUMBO_TAG_BGSOUND:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMAGE:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_ISINDEX:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
      return true;
    default:
      return false;
  }
}

bool IsFormatting(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
      return true;
    default:
      return false;
  }
}

bool IsRawText(GumboTag tag) {
  return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TEXTAREA ||
         tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_XMP || tag == GUMBO_TAG_IFRAME ||
         tag == GUMBO_TAG_NOEMBED || tag == GUMBO_TAG_NOFRAMES;
}

bool IsCell(GumboTag tag) {
  return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || tag == GUMBO_TAG_CAPTION;
}

bool IsSpecial(GumboTag tag) {
  return IsBlockTag(tag) || tag == GUMBO_TAG_OBJECT || tag == GUMBO_TAG_MARQUEE ||
         tag == GUMBO_TAG_APPLET || tag == GUMBO_TAG_BUTTON || tag == GUMBO_TAG_SELECT;
}

class OpenElements {
 public:
  size_t size() const { return tags_.size(); }

  void Start(GumboTag tag) {
    if (tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD ||
        tag == GUMBO_TAG_TFOOT) {
      CutAfter(GUMBO_TAG_TABLE);
    } else if (IsCell(tag)) {
      CloseBelow([](GumboTag open) { return IsCell(open); }, GUMBO_TAG_TABLE);
    } else if (tag == GUMBO_TAG_LI) {
      CloseBelow([](GumboTag open) { return open == GUMBO_TAG_LI; }, GUMBO_TAG_UL);
    } else if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR) {
      End(tag);
    } else if (IsBlockTag(tag)) {
      CloseBelow([](GumboTag open) { return open == GUMBO_TAG_P; }, GUMBO_TAG_TD);
    }
    tags_.push_back(tag);
  }

  void End(GumboTag tag) {
    bool crossed_special = false;
    for (size_t i = tags_.size(); i-- > 0;) {
      const GumboTag open = tags_[i];
      if (open == tag) {
        if (IsFormatting(tag) && crossed_special) {
          tags_.erase(tags_.begin() + static_cast<ptrdiff_t>(i));
        } else {
          tags_.resize(i);
        }
        return;
      }
      if (open == GUMBO_TAG_TABLE || (IsCell(open) && tag != GUMBO_TAG_TABLE &&
                                      tag != GUMBO_TAG_TR && tag != GUMBO_TAG_TBODY)) {
        return;
      }
      crossed_special |= IsSpecial(open);
      if (crossed_special && !IsSpecial(tag) && !IsFormatting(tag)) return;
    }
  }

 private:
  // Closes everything after the last open `tag`.
  void CutAfter(GumboTag tag) {
    for (size_t i = tags_.size(); i-- > 0;) {
      if (tags_[i] != tag) continue;
      tags_.resize(i + 1);
      return;
    }
  }

  // Closes the last open element that `closes` names, unless a boundary stands after it.
  template <typename F>
  void CloseBelow(F closes, GumboTag boundary) {
    for (size_t i = tags_.size(); i-- > 0;) {
      const GumboTag open = tags_[i];
      if (closes(open)) {
        tags_.resize(i);
        return;
      }
      if (open == GUMBO_TAG_TABLE || open == boundary ||
          (boundary == GUMBO_TAG_TD && open == GUMBO_TAG_TH) ||
          (boundary == GUMBO_TAG_UL && (open == GUMBO_TAG_OL || open == GUMBO_TAG_TD))) {
        return;
      }
    }
  }

  std::vector<GumboTag> tags_;
};

// Where the text of a <script> and the like ends.
size_t EndOfRawText(absl::string_view html, size_t at, absl::string_view name) {
  for (at = html.find("</", at); at != absl::string_view::npos; at = html.find("</", at + 2)) {
    if (absl::StartsWithIgnoreCase(html.substr(at + 2), name)) return at;
  }
  return html.size();
}

// Past the end of the tag whose name ends at `at`; *attributes is how many it has.
size_t EndOfTag(absl::string_view html, size_t at, size_t* attributes) {
  const auto is_space = [](char c) { return absl::ascii_isspace(c) || c == '/'; };
  const auto skip = [&] {
    while (at < html.size() && is_space(html[at])) ++at;
  };
  *attributes = 0;
  for (skip(); at < html.size() && html[at] != '>'; skip()) {
    ++*attributes;
    ++at;  // also over a '=' that begins a name
    while (at < html.size() && !is_space(html[at]) && html[at] != '>' && html[at] != '=') ++at;
    skip();
    if (at == html.size() || html[at] != '=') continue;
    ++at;
    skip();
    if (at == html.size()) break;
    if (html[at] == '"' || html[at] == '\'') {
      const char quote = html[at];
      at = std::min(html.find(quote, at + 1), html.size() - 1) + 1;
    } else {
      while (at < html.size() && !absl::ascii_isspace(html[at]) && html[at] != '>') ++at;
    }
  }
  return std::min(at + 1, html.size());
}

}  // namespace

MarkupExtent MeasureMarkup(absl::string_view html, const MarkupExtent& enough) {
  OpenElements open;
  MarkupExtent extent;
  for (size_t at = html.find('<'); at != absl::string_view::npos; at = html.find('<', at)) {
    ++at;
    if (absl::StartsWith(html.substr(at), "!--")) {
      at = std::min(html.find("-->", at), html.size());
      continue;
    }
    const bool is_end = at < html.size() && html[at] == '/';
    const size_t name = at + (is_end ? 1 : 0);
    size_t end = name;
    while (end < html.size() && (absl::ascii_isalnum(html[end]) || html[end] == ':')) ++end;
    if (end == name || !absl::ascii_isalpha(html[name])) continue;
    const GumboTag tag = gumbo_tagn_enum(html.data() + name, static_cast<unsigned>(end - name));
    size_t attributes = 0;
    at = EndOfTag(html, end, &attributes);
    extent.attributes = std::max(extent.attributes, attributes);
    if (extent.attributes > enough.attributes) break;
    if (IsVoid(tag)) continue;
    if (is_end) {
      open.End(tag);
    } else if (IsRawText(tag)) {
      at = EndOfRawText(html, at, html.substr(name, end - name));
    } else {
      open.Start(tag);
      extent.depth = std::max(extent.depth, open.size());
      if (extent.depth > enough.depth) break;
    }
  }
  return extent;
}

}  // namespace gongkai
