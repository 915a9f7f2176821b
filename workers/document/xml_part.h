// One XML part of a container, as a tree.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "pugixml.hpp"
#include "workers/document/characters.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// A parsed part; owns its text. Namespaces are not looked at: names are compared without their
// prefix, so that the strict and the transitional variant of a format read the same.
class XmlPart {
 public:
  // `name` is for the error. Errors: DAMAGED_FILE, TOO_DEEP, TOO_COMPLEX.
  static absl::StatusOr<XmlPart> Parse(std::string bytes, absl::string_view name,
                                       const ReadLimits& limits);

  // The outermost element.
  pugi::xml_node root() const { return document_->document_element(); }

 private:
  XmlPart() = default;

  std::unique_ptr<std::string> bytes_;  // the tree points into it
  std::unique_ptr<pugi::xml_document> document_;
};

// The name without its prefix.
absl::string_view LocalName(pugi::xml_node node);

// The first child element of this local name; null if there is none.
pugi::xml_node ChildOf(pugi::xml_node node, absl::string_view name);

// The value of the attribute of this local name; empty if there is none.
absl::string_view AttributeOf(pugi::xml_node node, absl::string_view name);

// The number that the attribute begins with, cut to -1'000'000..1'000'000; `otherwise` if none.
int IntAttributeOf(pugi::xml_node node, absl::string_view name, int otherwise);

// For an element that stands for true unless its attribute `val` says otherwise; false if it is
// not there.
bool IsOn(pugi::xml_node toggle);

// Appends the text that stands directly in the element, repaired where it is not UTF-8.
void AppendText(pugi::xml_node element, TextFolder* folder);
std::string TextOf(pugi::xml_node element);

}  // namespace gongkai
