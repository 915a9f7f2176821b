// The fewest changes of cells that would make broken identities hold. Proposals for a person; they
// are never applied, and findings stay as they are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/base/decimal.h"
#include "workers/form/reading.h"
#include "workers/rules/form_plan.h"
#include "workers/rules/rules.h"
#include "workers/rules/slip.h"

namespace gongkai {

// At most so many causes of one report are told, and so many proposals for one cause.
inline constexpr int kMaxCauses = 12;
inline constexpr int kMaxProposals = 5;

// The diagnoses of a reading and its findings: one cause after the other, each with its proposals
// in order. Broken identities first, then cells without a number whose identities ask for one.
// Bounded: changes of one cell, exchanges within one row or column, and changes within one identity
// are looked at, each once for a cause.
std::vector<Diagnosis> Diagnose(const FormPlan& plan, const Reading& reading, int year,
                                absl::Span<const RuleFinding> findings);

}  // namespace gongkai
