// Readings and evaluations in the words of the wire model.
#pragma once

#include "absl/strings/string_view.h"
#include "gongkai/v1/report.pb.h"
#include "workers/document/document.h"
#include "workers/form/reading.h"
#include "workers/narrative/narrative.h"
#include "workers/rules/rules.h"

namespace gongkai {

// Fills `report` with everything that reading, narrative and evaluation say, and the verdict that
// follows. `narrative` and `evaluation` are of `reading`, and `reading` is of `document`.
// Leaves alone what the store sets, the versions and the document name.
void BuildReport(const Document& document, const Reading& reading, const Narrative& narrative,
                 const Evaluation& evaluation, v1::Report* report);

// One finding of an evaluation of `reading` with its narrative.
void FillFinding(const RuleFinding& finding, const Reading& reading, const Narrative& narrative,
                 v1::Finding* wire);

v1::Report::Verdict VerdictOf(const Evaluation& evaluation);

}  // namespace gongkai
