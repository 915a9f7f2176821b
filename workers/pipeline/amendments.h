// Corrections beside the printed values, and what the rules say about both.
#pragma once

#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/report.pb.h"
#include "workers/form/reading.h"
#include "workers/narrative/narrative.h"
#include "workers/rules/rules.h"

namespace gongkai {

// The reading as it would be if the amendments were printed. Amendments of cells that the form does
// not have, and values that are no decimals, are passed over.
Reading WithAmendments(const Reading& reading, const internal::v1::ReportContext& context);

// Puts the amendments beside the facts of `report`, and `amended`, the judgement of
// WithAmendments(reading), beside its findings.
void AddAmendments(const internal::v1::ReportContext& context, const Reading& amended_reading,
                   const Narrative& narrative, const Evaluation& amended, v1::Report* report);

}  // namespace gongkai
