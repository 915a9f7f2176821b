// Columns of table 3 that a flattened text does not have.
#pragma once

#include <vector>

#include "workers/form/form.h"
#include "workers/form/table_reading.h"

namespace gongkai {

// `named` says of each applicant whether the header names it. Where it names some and every row
// has just as many values, gives the values to the named ones, notes the others as missing and
// returns true; otherwise changes nothing.
bool TakeMissingColumns(const Form& form, const std::vector<bool>& named, TableReadings* readings);

}  // namespace gongkai
