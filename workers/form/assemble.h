// Rows as found to the facts of a form.
#pragma once

#include "workers/document/document.h"
#include "workers/form/form.h"
#include "workers/form/reading.h"
#include "workers/form/table_reading.h"

namespace gongkai {

// Fills form, facts, subtotals, missing and single_other_row of `reading`. `form` is one of
// forms.forms().
void AssembleFacts(const FormSet& forms, const Form& form, const TableReadings& readings,
                   Reading* reading);

}  // namespace gongkai
