#include "workers/document/docx_styles.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

constexpr int kMostAncestors = 30;  // of a style
constexpr int kLowestOutline = 8;   // 9 is body text

absl::string_view ValueOf(pugi::xml_node node, absl::string_view child) {
  return AttributeOf(ChildOf(node, child), "val");
}

void ApplyName(absl::string_view name, DocxStyle* style) {
  if (absl::StartsWithIgnoreCase(name, "toc ") || absl::StartsWithIgnoreCase(name, "目录")) {
    style->is_contents = true;
  } else if (absl::StartsWithIgnoreCase(name, "heading ") || absl::StartsWith(name, "标题") ||
             absl::EqualsIgnoreCase(name, "title")) {
    style->is_heading = true;
  }
}

void ApplyStyle(pugi::xml_node node, DocxStyle* style) {
  ApplyName(ValueOf(node, "name"), style);
  const pugi::xml_node run = ChildOf(node, "rPr");
  if (const pugi::xml_node vanish = ChildOf(run, "vanish")) style->is_hidden = IsOn(vanish);
  ApplyParagraphProperties(ChildOf(node, "pPr"), style);
}

}  // namespace

DocxStyles::DocxStyles(pugi::xml_node root) {
  absl::flat_hash_map<absl::string_view, pugi::xml_node> nodes;
  for (const pugi::xml_node node : root.children()) {
    if (LocalName(node) == "style") nodes.emplace(AttributeOf(node, "styleId"), node);
  }
  for (const auto& [id, node] : nodes) {
    std::vector<pugi::xml_node> line = {node};  // the style, what it is based on, ...
    while (line.size() < kMostAncestors) {
      const auto base = nodes.find(ValueOf(line.back(), "basedOn"));
      if (base == nodes.end()) break;
      line.push_back(base->second);
    }
    DocxStyle style;
    for (size_t i = line.size(); i-- > 0;) ApplyStyle(line[i], &style);
    const absl::string_view is_default = AttributeOf(node, "default");
    if (AttributeOf(node, "type") == "paragraph" && (is_default == "1" || is_default == "true")) {
      default_paragraph_ = style;
    }
    styles_.emplace(std::string(id), style);
  }
}

const DocxStyle& DocxStyles::Find(absl::string_view id) const {
  static const DocxStyle& none = *new DocxStyle();
  const auto found = styles_.find(id);
  return found == styles_.end() ? none : found->second;
}

void ApplyParagraphProperties(pugi::xml_node properties, DocxStyle* style) {
  for (const pugi::xml_node property : properties.children()) {
    const absl::string_view name = LocalName(property);
    if (name == "outlineLvl") {
      const int outline = IntAttributeOf(property, "val", kLowestOutline + 1);
      style->is_heading = outline >= 0 && outline <= kLowestOutline;
    } else if (name == "numPr") {
      style->list = IntAttributeOf(ChildOf(property, "numId"), "val", style->list);
      style->level = IntAttributeOf(ChildOf(property, "ilvl"), "val", style->level);
    }
  }
}

}  // namespace gongkai
