// Text of a page that is being put together, and where in the source it came from.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "workers/document/characters.h"
#include "workers/document/document.h"
#include "workers/document/html_tree.h"
#include "workers/document/read_budget.h"

namespace gongkai {

class HtmlText {
 public:
  explicit HtmlText(const HtmlTree& tree) : tree_(tree) {}

  // `node` is a text node.
  void Append(const GumboNode* node);
  void Break() { folder_.Break(); }
  void Clear();

  bool empty() const { return folder_.empty(); }
  // From the first to the last text appended; an empty range if there was none.
  Place place() const;

  // The text, kept by the document; leaves this empty.
  absl::StatusOr<absl::string_view> Take(ReadBudget* budget, Document* document);

 private:
  const HtmlTree& tree_;
  TextFolder folder_;
  // Folded offsets of the text.
  size_t begin_ = 0;
  size_t end_ = 0;
};

// The range of an element's content in the source; empty where the source has none.
Place PlaceOfContent(const GumboNode* element, const HtmlTree& tree);

// True for nodes that HtmlText::Append takes.
bool IsText(const GumboNode* node);

}  // namespace gongkai
