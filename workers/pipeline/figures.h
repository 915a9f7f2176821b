// Figures without a document, as a reading.
#pragma once

#include "absl/status/statusor.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "workers/form/form.h"
#include "workers/form/reading.h"

namespace gongkai {

// A reading that has nothing but a name, a year and facts; cells that are not given are MISSING,
// tables without any are missing as a whole. INVALID_ARGUMENT (UNKNOWN_FORM, UNKNOWN_CELL,
// INVALID_VALUE) for what the forms do not have. `forms` must outlive the reading.
absl::StatusOr<Reading> ReadingOfFigures(const internal::v1::NeighbourReport& figures,
                                         const FormSet& forms);

}  // namespace gongkai
