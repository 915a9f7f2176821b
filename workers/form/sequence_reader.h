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

}  // namespace gongkai
