// Tables of a form in grids whose rows and columns are the source's own.
#pragma once

#include <vector>

#include "workers/document/document.h"
#include "workers/form/form.h"
#include "workers/form/label_index.h"
#include "workers/form/table_reading.h"
#include "workers/form/token.h"

namespace gongkai {

// Reads the rows that stand in exact grids and adds them to `readings`; marks all tokens of such
// grids as used.
void ReadGrids(const Document& document, const Form& form, int form_index, const LabelIndex& labels,
               std::vector<Token>* tokens, TableReadings* readings);

}  // namespace gongkai
