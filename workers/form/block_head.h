// The head of a block of table 2 in a flattened text: which columns it names.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/form.h"
#include "workers/form/label_index.h"

namespace gongkai {

// The power of ten of the amounts below a column's label where that states a unit; else, or for
// another column, -1.
int FeeExponentIn(const Form& form, const LabelRef& column, absl::string_view label);

class BlockHead {
 public:
  BlockHead(int form_index, const LabelIndex& labels) : form_index_(form_index), labels_(labels) {}

  // A block begins.
  void Clear();
  // A column label, by its entry. Behind a row it begins the head of another block.
  void AddColumn(int entry);
  // Words that are no label stand there.
  void AddWords() { unknown_ |= !read_; }
  void EndOfHead() { read_ = true; }

  // The columns of the row's block that are named, if they are fewer than the form has and nothing
  // else stands there; else none.
  std::vector<int> FewerColumns(const FormRow& row) const;

 private:
  const int form_index_;
  const LabelIndex& labels_;
  std::vector<int> entries_;
  bool read_ = false;     // a row of the block was seen
  bool unknown_ = false;  // words that are no label stand in the head
};

}  // namespace gongkai
