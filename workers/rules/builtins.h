// The checks that are no arithmetic between cells, by the names under which rule files call them.
#pragma once

#include "absl/strings/string_view.h"
#include "workers/form/form.h"
#include "workers/rules/message_template.h"
#include "workers/rules/recorder.h"
#include "workers/rules/rules.h"

namespace gongkai {

// What a check may look at. form is null where no form applies.
struct CheckInput {
  const Reading& reading;
  const RuleContext& context;
  const CompiledForm* form;
  const FormSet& forms;
};

using Check = void (*)(const CheckInput& input, Recorder& recorder);

struct Builtin {
  absl::string_view name;
  Check check;
  SlotMask slots;               // what it offers to templates
  bool needs_form;              // may not be used by a rule for "none"
  bool needs_document = false;  // looks at more than figures, name and year
};

// Null if there is none of that name.
const Builtin* FindBuiltin(absl::string_view name);

// cell_checks.cc
void CheckNotACount(const CheckInput& input, Recorder& recorder);
void CheckBlank(const CheckInput& input, Recorder& recorder);
void CheckUnreadable(const CheckInput& input, Recorder& recorder);

// table_checks.cc
void CheckSubtotals(const CheckInput& input, Recorder& recorder);
void CheckPublishedNote(const CheckInput& input, Recorder& recorder);
void CheckRegulationPower(const CheckInput& input, Recorder& recorder);
void CheckTableMissing(const CheckInput& input, Recorder& recorder);
void CheckRowMissing(const CheckInput& input, Recorder& recorder);

// document_checks.cc
void CheckSections(const CheckInput& input, Recorder& recorder);
void CheckEmptySection(const CheckInput& input, Recorder& recorder);
void CheckFeeStatement(const CheckInput& input, Recorder& recorder);
void CheckFormYear(const CheckInput& input, Recorder& recorder);
void CheckYear(const CheckInput& input, Recorder& recorder);
void CheckPeriod(const CheckInput& input, Recorder& recorder);
void CheckDeadline(const CheckInput& input, Recorder& recorder);
void CheckIndexCode(const CheckInput& input, Recorder& recorder);
void CheckAgency(const CheckInput& input, Recorder& recorder);

// claim_checks.cc
void CheckTableMatch(const CheckInput& input, Recorder& recorder);
void CheckStatedSums(const CheckInput& input, Recorder& recorder);
void CheckStatedRatios(const CheckInput& input, Recorder& recorder);
void CheckStatedGrowth(const CheckInput& input, Recorder& recorder);

// neighbour_checks.cc
void CheckCarry(const CheckInput& input, Recorder& recorder);
void CheckInForce(const CheckInput& input, Recorder& recorder);
void CheckItems(const CheckInput& input, Recorder& recorder);
void CheckJump(const CheckInput& input, Recorder& recorder);
void CheckSameText(const CheckInput& input, Recorder& recorder);
void CheckRollup(const CheckInput& input, Recorder& recorder);

}  // namespace gongkai
