#include "workers/document/html_text.h"

#include <algorithm>

#include "services/base/status_macros.h"

namespace gongkai {
bool IsText(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
         node->type == GUMBO_NODE_CDATA;
}

void HtmlText::Append(const GumboNode* node) {
  const size_t before = folder_.text().size();
  tree_.TakeText(node, [&](absl::string_view piece) { folder_.Append(piece); });
  if (folder_.text().size() == before) return;
  const auto [begin, end] = tree_.FoldedRangeOf(node, end_);
  begin_ = before == 0 ? begin : std::min(begin_, begin);
  end_ = before == 0 ? end : std::max(end_, end);
}

Place HtmlText::place() const {
  Place place;
  place.begin = tree_.OffsetOfFolded(begin_);
  place.end = tree_.OffsetOfFolded(end_);
  return place;
}

absl::StatusOr<absl::string_view> HtmlText::Take(ReadBudget* budget, Document* document) {
  RETURN_IF_ERROR(budget->AddText(folder_.text().size()));
  const absl::string_view text = document->Copy(folder_.text());
  Clear();
  return text;
}

void HtmlText::Clear() {
  folder_.Clear();
  begin_ = end_ = 0;
}

Place PlaceOfContent(const GumboNode* element, const HtmlTree& tree) {
  const GumboElement& parsed = element->v.element;
  Place place;
  if (parsed.original_tag.length == 0) return place;
  place.begin = tree.OffsetOf(parsed.original_tag.data + parsed.original_tag.length, 0);
  place.end = parsed.original_end_tag.length > 0
                  ? tree.OffsetOf(parsed.original_end_tag.data, place.begin)
                  : tree.OffsetOf(parsed.end_pos);
  place.end = std::max(place.begin, place.end);
  return place;
}

}  // namespace gongkai
