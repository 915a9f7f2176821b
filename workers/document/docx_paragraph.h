// The text of one paragraph of a DOCX, as it is shown once all tracked changes are accepted.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "pugixml.hpp"
#include "workers/document/characters.h"
#include "workers/document/docx_numbering.h"
#include "workers/document/docx_styles.h"

namespace gongkai {

class DocxParagraphReader {
 public:
  // What the reader points to must outlive it; `numbering` counts on with every paragraph.
  DocxParagraphReader(const DocxStyles* styles, DocxNumbering* numbering)
      : styles_(styles), numbering_(numbering) {}

  // Reads <w:p>; the results are valid until the next call. A paragraph whose end is deleted goes
  // on in the next one: its text is kept and put before the next one's.
  void Read(pugi::xml_node paragraph);

  // With the number of the list in front; empty while the paragraph goes on.
  absl::string_view text() const { return text_.text(); }
  bool is_heading() const { return is_heading_; }
  // <w:txbxContent> anchored in the paragraph.
  const std::vector<pugi::xml_node>& boxes() const { return boxes_; }

  // Ends a paragraph that goes on and is followed by none; the text is in text().
  void Finish();

 private:
  void ReadProperties(pugi::xml_node properties);
  void ReadContent(pugi::xml_node paragraph);
  void ReadLeaf(absl::string_view name, pugi::xml_node node);
  void ReadFieldMark(pugi::xml_node mark);
  bool IsHiddenRun(pugi::xml_node run) const;
  void EndField();
  void End();

  const DocxStyles* const styles_;
  DocxNumbering* const numbering_;

  TextFolder own_;   // without the number
  TextFolder text_;  // as given out
  std::vector<pugi::xml_node> boxes_;
  std::vector<pugi::xml_node> next_;  // for each open element what follows in it; innermost last
  std::vector<bool> fields_;          // open fields: true once the result has begun
  int instructions_ = 0;              // open fields of which the result has not begun
  DocxStyle style_;
  bool goes_on_ = false;
  bool is_heading_ = false;
};

}  // namespace gongkai
