// A page as gumbo parses it. Only this and the other html_ files know gumbo.
#pragma once

#include <gumbo.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "workers/document/html_folding.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// Memory that is given out piece by piece and given back at once, up to a limit.
class HtmlArena {
 public:
  // `first` bytes are taken at once; more than `most` are never given out.
  HtmlArena(size_t first, size_t most);

  // Null if the limit is reached.
  void* Allocate(size_t size);

  size_t used() const { return used_; }

 private:
  const size_t most_;
  size_t used_ = 0;
  char* next_ = nullptr;
  size_t left_ = 0;
  size_t chunk_size_;
  std::vector<std::unique_ptr<char[]>> chunks_;
};

// Owns the nodes of one parsed page; `source` must outlive it.
class HtmlTree {
 public:
  // TOO_DEEP if the page nests far deeper than the budget allows, MEMORY_LIMIT if it would take
  // more memory to parse than a page of its size can need, TOO_COMPLEX for a tag of too many
  // attributes.
  static absl::StatusOr<std::unique_ptr<HtmlTree>> Parse(absl::string_view source,
                                                         const ReadBudget& budget);

  const GumboNode* document() const { return document_; }

  // Gives `take` the text of a text node, piece by piece.
  template <typename Take>
  void TakeText(const GumboNode* text, Take take) const {
    const GumboText& parsed = text->v.text;
    page_.Unfold(parsed.text, FoldedOffset(parsed.original_text.data, 0), take);
  }
  // The value of an attribute (its name in lower case); empty if there is none.
  std::string AttributeText(const GumboNode* element, absl::string_view name) const;

  // Where in the source a place stands that gumbo tells; `otherwise` if it is not in there.
  uint32_t OffsetOf(const char* at, uint32_t otherwise) const;
  // The same by gumbo's count of bytes.
  uint32_t OffsetOf(const GumboSourcePosition& position) const;
  // Where the text of a text node stands, as folded offsets; {otherwise, otherwise} if nowhere.
  std::pair<size_t, size_t> FoldedRangeOf(const GumboNode* text, size_t otherwise) const;
  uint32_t OffsetOfFolded(size_t folded) const { return page_.SourceOffset(folded); }

 private:
  HtmlTree(absl::string_view source, size_t most_memory);

  size_t FoldedOffset(const char* at, size_t otherwise) const;
  bool HoldsAllText() const;

  std::string changed_source_;
  FoldedPage page_;
  HtmlArena arena_;
  const GumboNode* document_ = nullptr;
};

// Children of a document or an element; null for other nodes.
const GumboVector* ChildrenOf(const GumboNode* node);

// The tag of an element of HTML; GUMBO_TAG_LAST for every other node.
GumboTag TagOf(const GumboNode* node);

// The value of an attribute (its name in lower case) that is only looked at for its ASCII, or null.
const char* AttributeOf(const GumboNode* element, absl::string_view name);

// True for elements that begin and end a paragraph of their own.
bool IsBlockTag(GumboTag tag);

// True for elements whose content is never seen.
bool IsUnseenTag(const GumboNode* element);

// True if the element hides itself by attribute or inline style.
bool IsHidden(const GumboNode* element);

// What makes a page costly to parse, seen without parsing it.
struct MarkupExtent {
  size_t depth = 0;       // of nested elements, roughly
  size_t attributes = 0;  // of one tag, at most
};

// Stops when a number exceeds its own in `enough`.
MarkupExtent MeasureMarkup(absl::string_view html, const MarkupExtent& enough);

}  // namespace gongkai
