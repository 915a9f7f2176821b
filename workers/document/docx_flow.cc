#include "workers/document/docx_flow.h"

#include <algorithm>
#include <iterator>

#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

bool IsWrapper(absl::string_view name) {
  return name == "sdt" || name == "sdtContent" || name == "customXml" || name == "smartTag" ||
         name == "ins" || name == "moveTo";
}

// Extensions whose content reads like that of the format itself.
bool IsKnownExtension(absl::string_view prefix) {
  static constexpr absl::string_view kKnown[] = {"wps",  "wpg", "wpc", "wpi", "w14",
                                                 "wp14", "w15", "a14", "wne", "wpsCustomData"};
  return std::find(std::begin(kKnown), std::end(kKnown), prefix) != std::end(kKnown);
}

}  // namespace

DocxFlow::DocxFlow(pugi::xml_node container, absl::string_view first, absl::string_view second)
    : first_(first), second_(second), next_({container.first_child()}) {}

DocxFlow DocxFlow::Only(pugi::xml_node element) {
  DocxFlow flow;
  flow.only_ = element;
  return flow;
}

pugi::xml_node DocxFlow::Next() {
  if (only_) {
    const pugi::xml_node only = only_;
    only_ = {};
    return only;
  }
  while (!next_.empty()) {
    const pugi::xml_node node = next_.back();
    if (!node) {
      next_.pop_back();
      continue;
    }
    next_.back() = node.next_sibling();
    const absl::string_view name = LocalName(node);
    if (name.empty()) continue;
    if (name == first_ || name == second_) return node;
    if (IsWrapper(name)) {
      next_.push_back(node.first_child());
    } else if (name == "AlternateContent") {
      next_.push_back(BranchOf(node).first_child());
    }
  }
  return {};
}

pugi::xml_node BranchOf(pugi::xml_node alternate_content) {
  pugi::xml_node fallback;
  pugi::xml_node first_choice;
  for (const pugi::xml_node branch : alternate_content.children()) {
    const absl::string_view name = LocalName(branch);
    if (name == "Fallback") {
      fallback = branch;
    } else if (name == "Choice") {
      if (IsKnownExtension(AttributeOf(branch, "Requires"))) return branch;
      if (!first_choice) first_choice = branch;
    }
  }
  return fallback && fallback.first_child() ? fallback : first_choice;
}

}  // namespace gongkai
