// Tables of a form in text that lost its columns: labels are anchors, values follow them.
#pragma once

#include <vector>

#include "workers/document/document.h"
#include "workers/form/form.h"
#include "workers/form/label_index.h"
#include "workers/form/table_reading.h"
#include "workers/form/token.h"

namespace gongkai {

// Reads the rows that stand in `tokens` outside of used ones and adds them to `readings`; marks the
// tokens of tables as used. `form_index` is the form's place in the label index.
void ReadSequences(const Document& document, const Form& form, int form_index,
                   const LabelIndex& labels, std::vector<Token>* tokens, TableReadings* readings);

// The meaning of a label for one form; null if it has none of that kind.
const LabelRef* FindRef(const LabelIndex::Entry& entry, LabelRef::Kind kind, int form_index);

// The row that a label of table `table` stands for, or -1. An ambiguous label (其他, 总计) counts
// by its ordinal, or when it follows `last_row`.
int RowOf(const Form& form, const LabelIndex::Entry& entry, int form_index, int ordinal, int table,
          int last_row);

}  // namespace gongkai
