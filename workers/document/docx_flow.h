// What stands directly in a body, a cell, a text box, a table or a row, in order, seen through the
// wrappers that do not show: content controls, custom XML, accepted insertions, alternate content.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "pugixml.hpp"

namespace gongkai {

class DocxFlow {
 public:
  // Yields the elements in `container` named `first` or `second`.
  DocxFlow(pugi::xml_node container, absl::string_view first, absl::string_view second = {});
  // Yields `element` alone.
  static DocxFlow Only(pugi::xml_node element);

  static DocxFlow Paragraphs(pugi::xml_node container) { return {container, "p", "tbl"}; }
  static DocxFlow Rows(pugi::xml_node table) { return {table, "tr"}; }
  static DocxFlow Cells(pugi::xml_node row) { return {row, "tc"}; }

  // The next element; null at the end.
  pugi::xml_node Next();

 private:
  DocxFlow() = default;

  absl::string_view first_;
  absl::string_view second_;
  pugi::xml_node only_;
  std::vector<pugi::xml_node> next_;  // for each open wrapper what follows in it; innermost last
};

// Of <mc:AlternateContent> the branch to be read: the first choice that we know how to read, else
// the fallback.
pugi::xml_node BranchOf(pugi::xml_node alternate_content);

}  // namespace gongkai
