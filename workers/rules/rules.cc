#include "workers/rules/rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "workers/rules/builtins.h"
#include "workers/rules/compiled_form.h"
#include "workers/rules/diagnosis.h"
#include "workers/rules/form_plan.h"
#include "workers/rules/identity.h"
#include "workers/rules/recorder.h"
#include "workers/rules/rule_loader.h"

namespace gongkai {
namespace {

bool AppliesTo(const LoadedRule& rule, absl::string_view version) {
  const auto& versions = rule.spec.form_versions();
  return std::find(versions.begin(), versions.end(), version) != versions.end();
}

void OrderBySeverity(std::vector<FormRule>* rules) {
  std::stable_sort(rules->begin(), rules->end(), [](const FormRule& a, const FormRule& b) {
    return a.rule->severity > b.rule->severity;
  });
}

absl::StatusOr<std::unique_ptr<FormPlan>> PlanFor(const Form* form,
                                                  const std::vector<LoadedRule>& rules) {
  auto plan = std::make_unique<FormPlan>(form);
  for (const LoadedRule& loaded : rules) {
    if (!AppliesTo(loaded, form->version())) continue;
    FormRule rule{&loaded.rule, loaded.builtin, {}, {}};
    if (loaded.builtin == nullptr) {
      absl::StatusOr<std::vector<Equation>> equations =
          CompileIdentity(loaded.spec.identity(), plan->form, &plan->cells);
      if (!equations.ok()) return FaultyAt(loaded.place, equations.status());
      rule.equations = *std::move(equations);
      std::set<int> tables;
      for (const Equation& equation : rule.equations) {
        for (int i = equation.begin; i < equation.end; ++i) {
          tables.insert(form->cells()[plan->cells[i].cell].table);
        }
      }
      rule.tables.assign(tables.begin(), tables.end());
    }
    plan->rules.push_back(std::move(rule));
  }
  OrderBySeverity(&plan->rules);
  return plan;
}

Side SideOf(const FormPlan& plan, const Reading& reading, int begin, int end) {
  const std::vector<FormCell>& specs = plan.form.form->cells();
  Side side;
  for (int i = begin; i < end; ++i) {
    const auto [cell, negative] = plan.cells[i];
    side.Add(reading.facts[cell], specs[cell].kind, cell, negative);
  }
  return side;
}

// A bound in words: "至少 216" for an open sum.
void SetSum(TextSlot slot, const Side& side, SlotValues* values) {
  const std::string known = side.known.ToString();
  if (side.may_be_more == side.may_be_less) {
    values->Set(slot, known);
  } else if (side.may_be_more) {
    values->Set(slot, absl::StrCat("至少 ", known), absl::StrCat("at least ", known));
  } else {
    values->Set(slot, absl::StrCat("至多 ", known), absl::StrCat("at most ", known));
  }
}

void TellBroken(const FormPlan& plan, const Equation& equation, const Side& left, const Side& right,
                Recorder& recorder) {
  // An equality asks the right side (the total) to be what the left side adds up to; a bound asks
  // the left side to keep to the right side.
  const bool equality = equation.relation == internal::v1::Identity::EQUAL;
  const Side& expected = equality ? left : right;
  const Side& actual = equality ? right : left;
  const bool complete = left.first_unknown < 0 && right.first_unknown < 0;
  const Sum difference = Sum::Difference(actual.known, expected.known);

  RuleFinding finding;
  finding.subject = equation.subject;
  finding.expected = expected.ToString();
  finding.actual = actual.ToString();
  if (complete) finding.difference = difference.ToString();
  for (int i = equation.begin; i < equation.end; ++i) {
    finding.cells.push_back({plan.cells[i].cell, -1});
  }
  SlotValues values;
  SetCellSlots(plan.form.form->cells()[plan.cells[equation.begin].cell], &values);
  SetSum(TextSlot::kExpected, expected, &values);
  SetSum(TextSlot::kActual, actual, &values);
  if (!complete) {
    const std::string least = difference.Magnitude().ToString();
    values.Set(TextSlot::kDifference, absl::StrCat("至少 ", least),
               absl::StrCat("at least ", least));
  }
  recorder.Breaks(std::move(finding), std::move(values));
}

void JudgeEquations(const FormPlan& plan, const FormRule& rule, const Reading& reading,
                    Recorder& recorder) {
  if (!reading.missing.empty()) {
    for (const int table : rule.tables) {
      if (!recorder.IsTableMissing(table)) continue;
      recorder.UnknownTable(table);
      return;
    }
  }
  for (const Equation& equation : rule.equations) {
    const Side left = SideOf(plan, reading, equation.begin, equation.middle);
    const Side right = SideOf(plan, reading, equation.middle, equation.end);
    switch (Judge(left, equation.relation, right)) {
      case Outcome::kHolds:
        recorder.Holds();
        break;
      case Outcome::kBroken:
        TellBroken(plan, equation, left, right, recorder);
        break;
      case Outcome::kUnknown:
        recorder.Unknown(equation.subject,
                         left.first_unknown >= 0 ? left.first_unknown : right.first_unknown);
    }
  }
}

// The year that decides which rules are in force; 0: unknown.
int YearOf(const Reading& reading, const RuleContext& context) {
  return reading.metadata.year != 0 ? reading.metadata.year : context.requested_year;
}

void TellYearUnknown(const Rule& rule, Recorder& recorder) {
  recorder.BeginRule(rule);
  recorder.Unknown("report", "报告年度不明，不知道这条规则是否适用。",
                   "The report year is unknown, and so is whether the rule is in force.");
  recorder.EndRule();
}

}  // namespace

struct RuleSet::Compiled {
  const FormSet* forms = nullptr;
  std::string version;
  std::vector<LoadedRule> rules;
  std::vector<std::unique_ptr<FormPlan>> plans;
  std::vector<FormRule> without_form;
};

RuleSet::RuleSet(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

absl::StatusOr<RuleSet> RuleSet::Load(absl::Span<const EmbeddedFile> files, const FormSet& forms) {
  auto compiled = std::make_unique<Compiled>();
  compiled->forms = &forms;
  compiled->version = FilesVersion(files);
  ASSIGN_OR_RETURN(compiled->rules, LoadRules(files, forms));
  for (const auto& form : forms.forms()) {
    ASSIGN_OR_RETURN(auto plan, PlanFor(form.get(), compiled->rules));
    compiled->plans.push_back(std::move(plan));
    const Form* variant = forms.WithSingleOther(form.get());
    if (variant == form.get()) continue;
    ASSIGN_OR_RETURN(plan, PlanFor(variant, compiled->rules));
    compiled->plans.push_back(std::move(plan));
  }
  for (const LoadedRule& loaded : compiled->rules) {
    if (!AppliesTo(loaded, "none")) continue;
    compiled->without_form.push_back({&loaded.rule, loaded.builtin, {}, {}});
  }
  OrderBySeverity(&compiled->without_form);
  return RuleSet(std::move(compiled));
}

Evaluation RuleSet::Evaluate(const Reading& reading, const RuleContext& context) const {
  Evaluation evaluation;
  const FormPlan* plan = nullptr;
  for (const auto& known : compiled_->plans) {
    if (known->form.form == reading.form) plan = known.get();
  }
  const CompiledForm* form = plan != nullptr ? &plan->form : nullptr;
  const CheckInput input{reading, context, form, *compiled_->forms};
  Recorder recorder(reading, form, &evaluation);
  const int year = YearOf(reading, context);
  for (const FormRule& rule : plan != nullptr ? plan->rules : compiled_->without_form) {
    if (!rule.rule->IsInForce(year)) {
      if (year == 0) TellYearUnknown(*rule.rule, recorder);
      continue;
    }
    recorder.BeginRule(*rule.rule);
    if (rule.builtin != nullptr && rule.builtin->needs_document && context.figures_only) {
      recorder.Unknown("", "只核对数字，没有文件可查。",
                       "Figures alone are checked, without a document.");
    } else if (rule.builtin != nullptr) {
      rule.builtin->check(input, recorder);
    } else {
      JudgeEquations(*plan, rule, reading, recorder);
    }
    recorder.EndRule();
  }
  if (plan != nullptr && !evaluation.findings.empty()) {
    evaluation.diagnoses = Diagnose(*plan, reading, year, evaluation.findings);
  }
  return evaluation;
}

const std::string& RuleSet::version() const { return compiled_->version; }

}  // namespace gongkai
