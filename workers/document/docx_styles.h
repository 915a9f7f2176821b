// The styles of a DOCX, as far as reading needs them.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "pugixml.hpp"

namespace gongkai {

// What a style, or a paragraph itself, says; -1 and false where it says nothing.
struct DocxStyle {
  bool is_heading = false;   // by outline level or by being a title
  bool is_contents = false;  // a line of a table of contents
  bool is_hidden = false;    // text that is not shown
  int list = -1;             // w:numId; 0 takes a paragraph out of every list
  int level = -1;            // w:ilvl
};

class DocxStyles {
 public:
  // No style at all.
  DocxStyles() = default;
  // `root` is <w:styles>.
  explicit DocxStyles(pugi::xml_node root);

  // The style of this id with what it inherits; of an unknown id: nothing.
  const DocxStyle& Find(absl::string_view id) const;
  // Of paragraphs that name no style.
  const DocxStyle& default_paragraph() const { return default_paragraph_; }

 private:
  absl::flat_hash_map<std::string, DocxStyle> styles_;
  DocxStyle default_paragraph_;
};

// Puts what <w:pPr> says over `style`.
void ApplyParagraphProperties(pugi::xml_node properties, DocxStyle* style);

}  // namespace gongkai
