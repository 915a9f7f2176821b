// The rules of one form, ready to be judged.
#pragma once

#include <vector>

#include "workers/rules/builtins.h"
#include "workers/rules/compiled_form.h"
#include "workers/rules/recorder.h"

namespace gongkai {

// A rule on one form.
struct FormRule {
  const Rule* rule = nullptr;
  const Builtin* builtin = nullptr;  // null: equations
  std::vector<Equation> equations;
  std::vector<int> tables;  // tables that the equations look into, in order
};

// What is judged on one form, ERROR first, each severity in catalogue order.
struct FormPlan {
  explicit FormPlan(const Form* form) : form(form) {}
  CompiledForm form;
  std::vector<SignedCell> cells;  // of all equations
  std::vector<FormRule> rules;
};

}  // namespace gongkai
