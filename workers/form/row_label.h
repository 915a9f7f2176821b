// What a label stands for on one form.
#pragma once

#include "workers/form/form.h"
#include "workers/form/label_index.h"

namespace gongkai {

// The meaning of a label for one form; null if it has none of that kind.
const LabelRef* FindRef(const LabelIndex::Entry& entry, LabelRef::Kind kind, int form_index);

// The row that a label of table `table` stands for, or -1. An ambiguous label (其他, 总计) counts
// by its ordinal, or when it follows `last_row`.
int RowOf(const Form& form, const LabelIndex::Entry& entry, int form_index, int ordinal, int table,
          int last_row);

}  // namespace gongkai
