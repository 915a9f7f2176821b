#include "workers/rules/balance.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "workers/rules/printed_sums.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;
using internal::v1::Identity;

// More places behind the point are no money of a report.
constexpr int kMaxScale = 6;

}  // namespace

Balances::Balances(const FormPlan& plan, const Reading& reading, int year)
    : reading_(reading), cells_(plan.form.form->cells()) {
  const size_t size = reading.facts.size() + reading.subtotals.size();
  for (const Fact& fact : reading.facts) {
    if (fact.presence == Presence::kReported && fact.value.scale() <= kMaxScale) {
      scale_ = std::max(scale_, fact.value.scale());
    }
  }
  for (int i = 0; i < scale_; ++i) unit_ *= 10;
  uses_.resize(size);
  known_.resize(size);
  total_.resize(size);
  values_.resize(size);
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    SetVariable(static_cast<int>(i), reading.facts[i].presence, reading.facts[i].value);
  }
  for (size_t i = 0; i < reading.subtotals.size(); ++i) {
    const Subtotal& subtotal = reading.subtotals[i];
    SetVariable(static_cast<int>(reading.facts.size() + i), subtotal.presence, subtotal.value);
  }
  for (const FormRule& rule : plan.rules) {
    if (!rule.rule->IsInForce(year)) continue;
    for (const Equation& equation : rule.equations) AddEquation(plan, rule, equation);
    const Check check = rule.builtin != nullptr ? rule.builtin->check : nullptr;
    if (check == CheckSubtotals) AddSubtotals(plan, rule);
    if (check == CheckPublishedNote) AddNotes(plan, rule);
  }
}

void Balances::SetVariable(int variable, Presence presence, Decimal value) {
  const std::optional<Number> number = FromDecimal(value);
  known_[variable] = presence == Presence::kReported && number.has_value();
  values_[variable] = known_[variable] ? *number : 0;
}

std::optional<Number> Balances::FromDecimal(Decimal value) const {
  if (value.scale() > scale_) return std::nullopt;
  Number number = value.mantissa();
  for (int i = value.scale(); i < scale_; ++i) number *= 10;
  return number;
}

std::optional<Decimal> Balances::ToDecimal(Number value) const {
  int exponent = -scale_;
  for (; exponent < 0 && value % 10 == 0; ++exponent) value /= 10;
  if (value > std::numeric_limits<int64_t>::max() || value < std::numeric_limits<int64_t>::min()) {
    return std::nullopt;
  }
  return Decimal::FromParts(static_cast<int64_t>(value), exponent);
}

bool Balances::IsPossible(int variable, Number value) const {
  const CellSpec::Kind kind =
      variable < static_cast<int>(cells_.size()) ? cells_[variable].kind : CellSpec::COUNT;
  return (kind == CellSpec::SIGNED || value >= 0) &&
         (kind == CellSpec::AMOUNT || value % unit_ == 0);
}

void Balances::AddTerm(int variable, int sign, Balance* balance) {
  balance->terms.push_back({variable, sign});
  if (known_[variable]) {
    balance->residual += sign * values_[variable];
    return;
  }
  ++balance->unknowns;
  const bool any_sign =
      variable < static_cast<int>(cells_.size()) && cells_[variable].kind == CellSpec::SIGNED;
  // What is missing can only move the residual on; then the other side may be broken no more.
  if (sign > 0 || any_sign) balance->may_fall_short = true;
  if (sign < 0 || any_sign) balance->may_exceed = true;
}

void Balances::Add(Balance balance) {
  const int index = static_cast<int>(all_.size());
  for (const Balance::Term& term : balance.terms) {
    uses_[term.variable].push_back({index, term.sign});
  }
  all_.push_back(std::move(balance));
}

void Balances::AddEquation(const FormPlan& plan, const FormRule& rule, const Equation& equation) {
  Balance balance;
  balance.rule = rule.rule;
  balance.subject = equation.subject;
  balance.equality = equation.relation == Identity::EQUAL;
  balance.may_exceed = equation.relation == Identity::GREATER_OR_EQUAL;
  balance.may_fall_short = equation.relation == Identity::LESS_OR_EQUAL;
  for (int i = equation.begin; i < equation.end; ++i) {
    const int side = i < equation.middle ? 1 : -1;
    AddTerm(plan.cells[i].cell, plan.cells[i].negative ? -side : side, &balance);
  }
  if (balance.equality && equation.middle - equation.begin > 1 &&
      equation.end - equation.middle == 1) {
    total_[plan.cells[equation.middle].cell] = true;
  }
  Add(std::move(balance));
}

void Balances::AddSubtotals(const FormPlan& plan, const FormRule& rule) {
  if (reading_.subtotals.empty()) return;
  for (const SubtotalLine& line : LinesOf(plan.form, reading_.subtotals)) {
    for (const int index : line.subtotals) {
      const std::vector<int> members = MembersOf(plan.form, reading_.subtotals[index]);
      const int variable = static_cast<int>(cells_.size()) + index;
      if (members.empty() || !known_[variable]) continue;
      Balance balance;
      balance.rule = rule.rule;
      balance.subject = line.subject;
      balance.equality = true;
      for (const int cell : members) AddTerm(cell, 1, &balance);
      AddTerm(variable, -1, &balance);
      total_[variable] = true;
      Add(std::move(balance));
    }
  }
}

void Balances::AddNotes(const FormPlan& plan, const FormRule& rule) {
  for (const PublishedCells& pair : plan.form.published) {
    const CarriedOver carried = ReadNote(reading_.facts[pair.published].note);
    if (carried.kind != CarriedOver::Kind::kStated) continue;
    Balance balance;
    balance.rule = rule.rule;
    balance.subject = pair.subject;
    balance.equality = true;
    balance.residual = static_cast<Number>(carried.count) * unit_;
    AddTerm(pair.made, 1, &balance);
    AddTerm(pair.published, -1, &balance);
    Add(std::move(balance));
  }
}

std::vector<int> Balances::MendedBy(absl::Span<const Change> changes) const {
  struct Touched {
    int balance;
    Number residual;
  };
  absl::InlinedVector<Touched, 8> touched;
  for (const Change& change : changes) {
    const Number difference = change.value - values_[change.variable];
    for (const Use& use : uses_[change.variable]) {
      auto at = std::find_if(touched.begin(), touched.end(),
                             [&](const Touched& t) { return t.balance == use.balance; });
      if (at == touched.end()) {
        at = touched.insert(touched.end(), {use.balance, all_[use.balance].residual});
      }
      at->residual += use.sign * difference;
    }
  }
  std::vector<int> mended;
  for (const Touched& t : touched) {
    const Balance& balance = all_[t.balance];
    if (balance.WouldBreakAt(t.residual)) return {};
    if (balance.IsBroken()) mended.push_back(t.balance);
  }
  std::sort(mended.begin(), mended.end());
  return mended;
}

void Balances::Apply(absl::Span<const Change> changes) {
  for (const Change& change : changes) {
    const Number difference = change.value - values_[change.variable];
    values_[change.variable] = change.value;
    for (const Use& use : uses_[change.variable]) {
      all_[use.balance].residual += use.sign * difference;
    }
  }
}

}  // namespace gongkai
