// Figures that a caller holds, as work for a worker.
#pragma once

#include "absl/status/statusor.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/validation_service.pb.h"
#include "services/catalog/form_codes.h"

namespace gongkai {

// INVALID_ARGUMENT names the field ("children[2].report.facts[7].value"): no report, a year that
// cannot be, an unknown form or cell, a cell twice, a value that is no decimal or does not go with
// its presence, too many facts or children.
absl::StatusOr<internal::v1::ProcessRequest> FiguresToCheck(const v1::ValidateFactsRequest& request,
                                                            const FormCodes& forms);

}  // namespace gongkai
