// Columns of table 3 that a flattened text does not have.
#pragma once

#include <vector>

#include "workers/form/form.h"
#include "workers/form/table_reading.h"

namespace gongkai {

// `named` says of each applicant whether the header names it, `legal_subtotal` whether it has a
// 法人 subtotal too. Where it names some and every row has just as many values, gives the values to
// the named ones, notes the others as missing and returns true; otherwise changes nothing.
bool TakeMissingColumns(const Form& form, const std::vector<bool>& named, bool legal_subtotal,
                        TableReadings* readings);

}  // namespace gongkai
