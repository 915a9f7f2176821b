// Readings for tests of rules: a form filled in with consistent figures, and what rules say of it
// as one-line dumps.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/form.h"
#include "workers/form/reading.h"
#include "workers/rules/rules.h"

namespace gongkai {

// The program's own forms and rules.
const FormSet& TestForms();
const RuleSet& TestRules();

// Form "2019" or "2021" with the figures of tests/data and with metadata and sections that keep
// every rule. "2021+other" is the 2021 form with 其他处理 in one row.
Reading FilledReading(absl::string_view form);

// The fact; the test fails hard if the form has no such cell.
Fact& FactAt(Reading& reading, absl::string_view indicator, absl::string_view applicant = "");
void SetValue(Reading& reading, absl::string_view indicator, absl::string_view applicant,
              absl::string_view value);
void SetPresence(Reading& reading, absl::string_view indicator, absl::string_view applicant,
                 Presence presence);

Evaluation Evaluate(const Reading& reading, int requested_year = 0);
// With other reports at hand.
Evaluation Evaluate(const Reading& reading, const Neighbours& neighbours);

// "T3.ROW_TOTAL requests.granted", in the order of the evaluation.
std::vector<std::string> Findings(const Evaluation& evaluation);
// Rules that need other reports (Y.*, R.*) are left out of what was skipped for want of them.
std::vector<std::string> Skipped(const Evaluation& evaluation);
// "ERROR T3.ROW_TOTAL requests.granted 216 126 -90": expected, actual, difference.
std::vector<std::string> Details(const Evaluation& evaluation);

}  // namespace gongkai
