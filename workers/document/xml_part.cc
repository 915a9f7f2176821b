#include "workers/document/xml_part.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "workers/document/charset.h"

namespace gongkai {
namespace {

// <a/>
constexpr size_t kLeastElementBytes = 4;

const char* WithoutPrefix(const char* name) {
  if (name[0] != '\0' && name[1] == ':') return name + 2;  // w:p, as nearly all are
  const char* const colon = std::strchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

bool IsNamed(const char* name, absl::string_view local) {
  const char* const own = WithoutPrefix(name);
  return std::strncmp(own, local.data(), local.size()) == 0 && own[local.size()] == '\0';
}

// Null if there is none.
pugi::xml_attribute FindAttribute(pugi::xml_node node, absl::string_view name) {
  pugi::xml_attribute attribute = node.first_attribute();
  while (attribute && !IsNamed(attribute.name(), name)) attribute = attribute.next_attribute();
  return attribute;
}

absl::Status CheckElements(absl::string_view bytes, const ReadLimits& limits) {
  if (bytes.size() / kLeastElementBytes <= limits.max_elements) return absl::OkStatus();
  size_t elements = 0;
  for (size_t at = bytes.find('<'); at != absl::string_view::npos; at = bytes.find('<', at + 1)) {
    if (at + 1 < bytes.size() && bytes[at + 1] != '/') ++elements;
  }
  if (elements <= limits.max_elements) return absl::OkStatus();
  return TooComplex("XML elements", "个 XML 元素", limits.max_elements);
}

// Stops at the first node that lies deeper than it may.
class DepthCheck : public pugi::xml_tree_walker {
 public:
  explicit DepthCheck(int most) : most_(most) {}
  bool for_each(pugi::xml_node& /*node*/) override { return depth() < most_; }

 private:
  const int most_;
};

absl::Status CheckDepth(pugi::xml_node root, const ReadLimits& limits) {
  // The children of the root are at depth 0, and the second level.
  DepthCheck check(limits.max_depth - 1);
  if (root.traverse(check)) return absl::OkStatus();
  return TooDeep("nested elements", "层嵌套元素", limits.max_depth);
}

// So that the tree runs out of memory in the same way as everything else.
void AllocateAsElsewhere() {
  static const bool done = [] {
    pugi::set_memory_management_functions([](size_t size) { return ::operator new(size); },
                                          [](void* memory) { ::operator delete(memory); });
    return true;
  }();
  static_cast<void>(done);
}

// Calls use(piece) for each piece of text that stands directly in the element.
template <typename Use>
void ForEachText(pugi::xml_node element, const Use& use) {
  if (*element.value() != '\0') use(element.value());
  for (pugi::xml_node child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) use(child.value());
  }
}

}  // namespace

absl::StatusOr<XmlPart> XmlPart::Parse(std::string bytes, absl::string_view name,
                                       const ReadLimits& limits) {
  RETURN_IF_ERROR(CheckElements(bytes, limits));
  AllocateAsElsewhere();
  XmlPart part;
  part.bytes_ = std::make_unique<std::string>(std::move(bytes));
  part.document_ = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result result = part.document_->load_buffer_inplace(
      part.bytes_->data(), part.bytes_->size(),
      pugi::parse_minimal | pugi::parse_cdata | pugi::parse_escapes | pugi::parse_ws_pcdata_single |
          pugi::parse_embed_pcdata);
  if (!result || !part.root()) {
    return DamagedFile(absl::StrCat("the part ", name, " is not well-formed XML"),
                       absl::StrCat("其中的 ", name, " 不是完整的 XML"));
  }
  RETURN_IF_ERROR(CheckDepth(part.root(), limits));
  return part;
}

absl::string_view LocalName(pugi::xml_node node) { return WithoutPrefix(node.name()); }

pugi::xml_node ChildOf(pugi::xml_node node, absl::string_view name) {
  pugi::xml_node child = node.first_child();
  while (child && !IsNamed(child.name(), name)) child = child.next_sibling();
  return child;
}

absl::string_view AttributeOf(pugi::xml_node node, absl::string_view name) {
  return FindAttribute(node, name).value();
}

int IntAttributeOf(pugi::xml_node node, absl::string_view name, int otherwise) {
  constexpr int kMost = 1'000'000;
  absl::string_view text = absl::StripAsciiWhitespace(AttributeOf(node, name));
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || !absl::ascii_isdigit(text[0])) return otherwise;
  int number = 0;
  for (size_t i = 0; i < text.size() && absl::ascii_isdigit(text[i]); ++i) {
    number = std::min(number * 10 + (text[i] - '0'), kMost);
  }
  return negative ? -number : number;
}

bool IsOn(pugi::xml_node toggle) {
  if (!toggle) return false;
  const absl::string_view value = AttributeOf(toggle, "val");
  return value != "0" && value != "false" && value != "off";
}

void AppendText(pugi::xml_node element, TextFolder* folder) {
  ForEachText(element,
              [folder](absl::string_view piece) { folder->Append(ReadUtf8(piece).text()); });
}

std::string TextOf(pugi::xml_node element) {
  std::string text;
  ForEachText(element,
              [&text](absl::string_view piece) { text += std::string(ReadUtf8(piece).text()); });
  return text;
}

}  // namespace gongkai
