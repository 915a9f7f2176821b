#include "workers/document/html_text.h"

#include <algorithm>
#include <cstdint>
#include <functional>

#include "services/base/status_macros.h"

namespace gongkai {
namespace {

// The offset of a pointer that gumbo gives, or `otherwise` if it does not point into the source.
uint32_t OffsetIn(absl::string_view source, const char* at, uint32_t otherwise) {
  const std::less_equal<const char*> not_after;
  const bool inside =
      at != nullptr && not_after(source.data(), at) && not_after(at, source.data() + source.size());
  return inside ? static_cast<uint32_t>(at - source.data()) : otherwise;
}

}  // namespace

bool IsText(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
         node->type == GUMBO_NODE_CDATA;
}

void HtmlText::Append(const GumboNode* node) {
  const size_t before = folder_.text().size();
  folder_.Append(node->v.text.text);
  if (folder_.text().size() == before) return;
  const GumboStringPiece& original = node->v.text.original_text;
  const uint32_t begin = OffsetIn(source_, original.data, place_.end);
  // Gumbo counts a </body> after the text to it.
  absl::string_view range = source_.substr(begin, original.length);
  range = range.substr(0, range.find("</"));
  const uint32_t end = begin + static_cast<uint32_t>(range.size());
  place_.begin = before == 0 ? begin : std::min(place_.begin, begin);
  place_.end = before == 0 ? end : std::max(place_.end, end);
}

absl::StatusOr<absl::string_view> HtmlText::Take(ReadBudget* budget, Document* document) {
  RETURN_IF_ERROR(budget->AddText(folder_.text().size()));
  const absl::string_view text = document->Copy(folder_.text());
  Clear();
  return text;
}

void HtmlText::Clear() {
  folder_.Clear();
  place_ = {};
}

Place PlaceOfContent(const GumboNode* element, absl::string_view source) {
  const GumboElement& parsed = element->v.element;
  Place place;
  if (parsed.original_tag.length == 0) return place;
  place.begin = OffsetIn(source, parsed.original_tag.data + parsed.original_tag.length, 0);
  const auto size = static_cast<uint32_t>(source.size());
  place.end = parsed.original_end_tag.length > 0
                  ? OffsetIn(source, parsed.original_end_tag.data, place.begin)
                  : std::min<uint32_t>(parsed.end_pos.offset, size);
  place.end = std::max(place.begin, place.end);
  return place;
}

}  // namespace gongkai
