// Every sum that a report has to keep, as numbers that can be changed on trial.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/base/decimal.h"
#include "workers/form/reading.h"
#include "workers/rules/form_plan.h"

namespace gongkai {

// A number times 10^Balances::scale(). Sums of 100 decimals fit.
using Number = __int128;

// One sum: left side minus right side, for one subject of one rule.
struct Balance {
  struct Term {
    int variable = 0;
    int sign = 1;
  };
  const Rule* rule = nullptr;
  std::string subject;
  std::vector<Term> terms;
  Number residual = 0;          // of what is known
  bool may_exceed = false;      // a residual above 0 breaks nothing
  bool may_fall_short = false;  // a residual below 0 breaks nothing
  bool equality = false;
  int unknowns = 0;  // terms without a number

  bool IsBroken() const { return WouldBreakAt(residual); }
  bool WouldBreakAt(Number value) const {
    return (value > 0 && !may_exceed) || (value < 0 && !may_fall_short);
  }
  // Whether one number only keeps it.
  bool IsExact() const { return !may_exceed && !may_fall_short; }
};

// A number that is put in place of another.
struct Change {
  int variable = 0;
  Number value = 0;
};

// The balances of a reading. Variables are the cells of the form by their index, behind them the
// printed subtotals. Refers to the reading.
class Balances {
 public:
  // With the rules that are in force in `year`.
  Balances(const FormPlan& plan, const Reading& reading, int year);

  const std::vector<Balance>& all() const { return all_; }
  // The balances that a variable stands in, with its sign there.
  struct Use {
    int balance = 0;
    int sign = 1;
  };
  absl::Span<const Use> UsesOf(int variable) const { return uses_[variable]; }

  int size() const { return static_cast<int>(uses_.size()); }
  bool IsKnown(int variable) const { return known_[variable]; }
  // Whether it stands for the sum of others.
  bool IsTotal(int variable) const { return total_[variable]; }
  Number ValueOf(int variable) const { return values_[variable]; }
  // What a variable may hold: whole, not below 0, as its cell asks.
  bool IsPossible(int variable, Number value) const;
  // Nothing if it has too many digits.
  std::optional<Decimal> ToDecimal(Number value) const;
  std::optional<Number> FromDecimal(Decimal value) const;

  // The balances that the changes mend; none if they break another or mend none. Each variable is
  // known and changed once.
  std::vector<int> MendedBy(absl::Span<const Change> changes) const;
  void Apply(absl::Span<const Change> changes);

 private:
  void AddEquation(const FormPlan& plan, const FormRule& rule, const Equation& equation);
  void AddSubtotals(const FormPlan& plan, const FormRule& rule);
  void AddNotes(const FormPlan& plan, const FormRule& rule);
  void AddTerm(int variable, int sign, Balance* balance);
  void Add(Balance balance);
  void SetVariable(int variable, Presence presence, Decimal value);

  const Reading& reading_;
  const std::vector<FormCell>& cells_;
  int scale_ = 0;
  Number unit_ = 1;  // 10^scale_
  std::vector<Balance> all_;
  std::vector<std::vector<Use>> uses_;
  std::vector<bool> known_, total_;
  std::vector<Number> values_;
};

}  // namespace gongkai
