#include "workers/document/html_tree.h"

#include <algorithm>
#include <csetjmp>
#include <functional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

// Gumbo takes some 40 bytes for each byte of a page of tables.
constexpr size_t kMemoryPerByte = 256;
constexpr size_t kLeastMemory = 16 << 20;
constexpr size_t kMostMemory = size_t{1} << 30;
// Gumbo walks up the open elements at every tag: depth is refused before it is parsed. The estimate
// may be wrong, so only far above the limit; the exact depth is looked at afterwards.
constexpr size_t kDepthSlack = 4;
// Gumbo compares every attribute of a tag with every other.
constexpr size_t kMostAttributes = 1000;

struct ParseContext {
  HtmlArena* arena;
  std::jmp_buf out_of_memory;
};

void* AllocateForGumbo(void* context, size_t size) {
  auto* parse = static_cast<ParseContext*>(context);
  void* const memory = parse->arena->Allocate(size);
  // Gumbo cannot handle null; all that it holds is in the arena.
  if (memory == nullptr) std::longjmp(parse->out_of_memory, 1);
  return memory;
}

void FreeForGumbo(void* /*context*/, void* /*memory*/) {}

// Null if the arena is used up. No object with a destructor may live in here.
const GumboNode* ParseInto(HtmlArena* arena, absl::string_view source) {
  ParseContext context;
  context.arena = arena;
  if (setjmp(context.out_of_memory) != 0) return nullptr;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = AllocateForGumbo;
  options.deallocator = FreeForGumbo;
  options.userdata = &context;
  options.max_errors = 0;
  return gumbo_parse_with_options(&options, source.data(), source.size())->document;
}

// Digits that a reference to a character can have after its zeros.
constexpr size_t kMostDigits = 7;

// `source` itself, or `*changed`, of the same length, with the digits of all "&#55555555555" made
// zeros: gumbo counts past the end of an int there and takes what comes of it for a byte of text.
absl::string_view WithoutEndlessReferences(absl::string_view source, std::string* changed) {
  for (size_t at = source.find("&#"); at != absl::string_view::npos; at = source.find("&#", at)) {
    at += 2;
    const bool hexadecimal = at < source.size() && (source[at] == 'x' || source[at] == 'X');
    if (hexadecimal) ++at;
    const size_t first = at;
    const auto is_digit = [&](char c) {
      return hexadecimal ? absl::ascii_isxdigit(c) : absl::ascii_isdigit(c);
    };
    while (at < source.size() && source[at] == '0') ++at;
    const size_t significant = at;
    while (at < source.size() && is_digit(source[at])) ++at;
    if (at - significant <= kMostDigits) continue;
    if (changed->empty()) changed->assign(source.data(), source.size());
    std::fill(changed->begin() + first, changed->begin() + at, '0');
  }
  return changed->empty() ? source : *changed;
}

bool NameIs(const GumboStringPiece& tag, absl::string_view name) {
  const absl::string_view text(tag.data, tag.length);
  return text.size() > name.size() + 1 && absl::StartsWithIgnoreCase(text.substr(1), name) &&
         !absl::ascii_isalnum(text[name.size() + 1]) && text[name.size() + 1] != ':';
}

}  // namespace

HtmlArena::HtmlArena(size_t first, size_t most) : most_(most), chunk_size_(first) {}

void* HtmlArena::Allocate(size_t size) {
  size = (size + 7) & ~size_t{7};
  if (size > left_) {
    if (size > most_ - used_) return nullptr;
    const size_t chunk = std::max(size, chunk_size_);
    chunks_.emplace_back(new char[chunk]);
    next_ = chunks_.back().get();
    left_ = chunk;
    chunk_size_ = std::min(chunk_size_ * 2, size_t{16} << 20);
  }
  if (size > most_ - used_) return nullptr;
  void* const memory = next_;
  next_ += size;
  left_ -= size;
  used_ += size;
  return memory;
}

HtmlTree::HtmlTree(absl::string_view source, size_t most_memory)
    : page_(WithoutEndlessReferences(source, &changed_source_)),
      arena_(std::clamp(source.size() * 48, size_t{64} << 10, size_t{4} << 20), most_memory) {}

absl::StatusOr<std::unique_ptr<HtmlTree>> HtmlTree::Parse(absl::string_view source,
                                                          const ReadBudget& budget) {
  const size_t max_depth = static_cast<size_t>(std::max(budget.limits().max_depth, 1));
  const MarkupExtent extent =
      MeasureMarkup(source, {.depth = max_depth * kDepthSlack, .attributes = kMostAttributes});
  if (extent.depth > max_depth * kDepthSlack) {
    return TooDeep("nested elements", "层嵌套元素", max_depth);
  }
  if (extent.attributes > kMostAttributes) {
    return TooComplex("attributes in one tag", "个同一标签的属性", kMostAttributes);
  }
  const size_t most = std::min(kLeastMemory + source.size() * kMemoryPerByte, kMostMemory);
  std::unique_ptr<HtmlTree> tree(new HtmlTree(source, most));
  tree->document_ = ParseInto(&tree->arena_, tree->page_.text());
  if (tree->document_ != nullptr && !tree->HoldsAllText()) {
    tree->page_ = FoldedPage::Whole(WithoutEndlessReferences(source, &tree->changed_source_));
    tree->document_ = ParseInto(&tree->arena_, tree->page_.text());
  }
  if (tree->document_ == nullptr) {
    return TooMuchMemory(most);
  }
  return tree;
}

// Gumbo leaves out what stands in tags that it ignores: text around them cannot be unfolded.
bool HtmlTree::HoldsAllText() const {
  std::vector<const GumboNode*> open = {document_};
  while (!open.empty()) {
    const GumboVector& children = *ChildrenOf(open.back());
    open.pop_back();
    for (unsigned i = 0; i < children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (ChildrenOf(child) != nullptr) {
        open.push_back(child);
      } else if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_CDATA) {
        const GumboStringPiece& original = child->v.text.original_text;
        const size_t begin = FoldedOffset(original.data, 0);
        const size_t end = std::min(begin + original.length, page_.text().size());
        if (!page_.HoldsAll(child->v.text.text, begin, end)) return false;
      }
    }
  }
  return true;
}

size_t HtmlTree::FoldedOffset(const char* at, size_t otherwise) const {
  const absl::string_view text = page_.text();
  const std::less_equal<const char*> not_after;
  const bool inside =
      at != nullptr && not_after(text.data(), at) && not_after(at, text.data() + text.size());
  return inside ? static_cast<size_t>(at - text.data()) : otherwise;
}

uint32_t HtmlTree::OffsetOf(const char* at, uint32_t otherwise) const {
  const size_t folded = FoldedOffset(at, absl::string_view::npos);
  return folded == absl::string_view::npos ? otherwise : page_.SourceOffset(folded);
}

uint32_t HtmlTree::OffsetOf(const GumboSourcePosition& position) const {
  return page_.SourceOffset(std::min<size_t>(position.offset, page_.text().size()));
}

std::pair<size_t, size_t> HtmlTree::FoldedRangeOf(const GumboNode* text, size_t otherwise) const {
  const GumboStringPiece& original = text->v.text.original_text;
  const size_t begin = FoldedOffset(original.data, absl::string_view::npos);
  if (begin == absl::string_view::npos) return {otherwise, otherwise};
  // Gumbo counts a </body> after the text to it.
  absl::string_view range = page_.text().substr(begin, original.length);
  range = range.substr(0, range.find("</"));
  return {begin, begin + range.size()};
}

std::string HtmlTree::AttributeText(const GumboNode* element, absl::string_view name) const {
  const GumboVector& attributes = element->v.element.attributes;
  std::string value;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    if (attribute->name != name) continue;
    page_.Unfold(attribute->value, FoldedOffset(attribute->original_value.data, 0),
                 [&](absl::string_view piece) { value.append(piece.data(), piece.size()); });
    break;
  }
  return value;
}

const GumboVector* ChildrenOf(const GumboNode* node) {
  switch (node->type) {
    case GUMBO_NODE_DOCUMENT:
      return &node->v.document.children;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
      return &node->v.element.children;
    default:
      return nullptr;
  }
}

GumboTag TagOf(const GumboNode* node) {
  if (node->type == GUMBO_NODE_TEMPLATE) return GUMBO_TAG_TEMPLATE;
  if (node->type != GUMBO_NODE_ELEMENT) return GUMBO_TAG_LAST;
  if (node->v.element.tag_namespace == GUMBO_NAMESPACE_SVG) return GUMBO_TAG_SVG;
  return node->v.element.tag;
}

const char* AttributeOf(const GumboNode* element, absl::string_view name) {
  const GumboVector& attributes = element->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    if (attribute->name == name) return attribute->value;
  }
  return nullptr;
}

bool IsBlockTag(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
      return true;
    default:
      return false;
  }
}

bool IsUnseenTag(const GumboNode* element) {
  switch (TagOf(element)) {
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_VIDEO:
      return true;
    case GUMBO_TAG_UNKNOWN:
      return NameIs(element->v.element.original_tag, "xml");  // an island of Word's settings
    default:
      return false;
  }
}

bool IsHidden(const GumboNode* element) {
  const GumboVector& attributes = element->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    const absl::string_view name = attribute->name;
    if (name == "hidden") return true;
    if (name != "style") continue;
    for (const absl::string_view declaration : absl::StrSplit(attribute->value, ';')) {
      const size_t colon = declaration.find(':');
      if (colon == absl::string_view::npos) continue;
      const absl::string_view property = absl::StripAsciiWhitespace(declaration.substr(0, colon));
      const absl::string_view value =
          absl::StripLeadingAsciiWhitespace(declaration.substr(colon + 1));
      if ((absl::EqualsIgnoreCase(property, "display") &&
           absl::StartsWithIgnoreCase(value, "none")) ||
          (absl::EqualsIgnoreCase(property, "visibility") &&
           absl::StartsWithIgnoreCase(value, "hidden")) ||
          (absl::EqualsIgnoreCase(property, "mso-hide") &&
           absl::StartsWithIgnoreCase(value, "all"))) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace gongkai
