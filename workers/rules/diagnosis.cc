#include "workers/rules/diagnosis.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "workers/rules/balance.h"
#include "workers/rules/diagnosis_text.h"

namespace gongkai {
namespace {

// Changes that mend something and break nothing.
struct Proposal {
  std::vector<Change> changes;  // by variable
  std::vector<int> mended;      // balances
  Slip slip = Slip::kValue;

  // How many separate slips it takes.
  int Cost() const { return slip == Slip::kSeveral ? static_cast<int>(changes.size()) : 1; }
  // What it explains beyond what it takes.
  int Gain() const { return static_cast<int>(mended.size()) - Cost(); }
};

bool IsBetter(const Proposal& a, const Proposal& b) {
  if (a.Gain() != b.Gain()) return a.Gain() > b.Gain();
  return LevelOf(a.slip) < LevelOf(b.slip);
}

double WeightOf(const Proposal& proposal) {
  return std::ldexp(1.0, 2 * proposal.Gain() - LevelOf(proposal.slip));
}

bool Overlap(const std::vector<int>& a, const std::vector<int>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](int x) { return std::binary_search(b.begin(), b.end(), x); });
}

bool SameChanges(const Proposal& a, const Proposal& b) {
  return std::equal(a.changes.begin(), a.changes.end(), b.changes.begin(), b.changes.end(),
                    [](const Change& x, const Change& y) {
                      return x.variable == y.variable && x.value == y.value;
                    });
}

class Diagnoser {
 public:
  Diagnoser(const FormPlan& plan, const Reading& reading, int year,
            absl::Span<const RuleFinding> findings)
      : plan_(plan), reading_(reading), findings_(findings), balances_(plan, reading, year) {
    changed_.assign(static_cast<size_t>(balances_.size()), false);
  }

  std::vector<Diagnosis> Run() {
    const std::vector<Diagnosis> empty = EmptyCells();
    while (cause_ < kMaxCauses && TellNextCause()) {
    }
    for (Diagnosis diagnosis : empty) {
      if (cause_ >= kMaxCauses) break;
      diagnosis.cause = ++cause_;
      diagnoses_.push_back(std::move(diagnosis));
    }
    return std::move(diagnoses_);
  }

 private:
  bool IsFree(int variable) const { return balances_.IsKnown(variable) && !changed_[variable]; }

  std::string RawOf(int variable) const {
    const size_t cells = reading_.facts.size();
    const size_t at = static_cast<size_t>(variable);
    return at < cells ? reading_.facts[at].raw_text : reading_.subtotals[at - cells].raw_text;
  }

  std::string TextOf(Number value) const {
    const std::optional<Decimal> decimal = balances_.ToDecimal(value);
    return decimal.has_value() ? decimal->ToString() : "";
  }

  Slip SlipOf(int variable, Number meant) const {
    const Slip slip =
        SlipBetween(TextOf(balances_.ValueOf(variable)), TextOf(meant), RawOf(variable));
    return slip == Slip::kValue && balances_.IsTotal(variable) ? Slip::kTotal : slip;
  }

  // Keeps the changes if they are possible and mend something.
  void Try(std::vector<Change> changes, Slip slip) {
    for (const Change& change : changes) {
      if (!balances_.IsPossible(change.variable, change.value)) return;
    }
    std::vector<int> mended = balances_.MendedBy(changes);
    if (mended.empty()) return;
    std::sort(changes.begin(), changes.end(),
              [](const Change& a, const Change& b) { return a.variable < b.variable; });
    Proposal proposal{std::move(changes), std::move(mended), slip};
    const bool known = std::any_of(proposals_.begin(), proposals_.end(),
                                   [&](const Proposal& p) { return SameChanges(p, proposal); });
    if (!known) proposals_.push_back(std::move(proposal));
  }

  // The only value that keeps the exact balances of the variable but for `other`; its own if they
  // hold already. False if no value does.
  bool ValueAskedFor(int variable, int other, Number* value) const {
    bool asked = false;
    *value = balances_.ValueOf(variable);
    for (const Balances::Use& use : balances_.UsesOf(variable)) {
      const Balance& balance = balances_.all()[use.balance];
      if (use.balance == other || !balance.IsExact()) continue;
      const Number wanted = balances_.ValueOf(variable) - use.sign * balance.residual;
      if (asked && wanted != *value) return false;
      asked = true;
      *value = wanted;
    }
    return true;
  }

  void TrySingleCells() {
    std::vector<bool> tried(changed_.size(), false);
    for (const Balance& balance : balances_.all()) {
      if (!balance.IsBroken()) continue;
      for (const Balance::Term& term : balance.terms) {
        if (!IsFree(term.variable) || tried[term.variable]) continue;
        tried[term.variable] = true;
        TrySingleCell(term.variable);
      }
    }
  }

  void TrySingleCell(int variable) {
    Number wanted = 0;
    if (!ValueAskedFor(variable, -1, &wanted)) return;
    if (wanted != balances_.ValueOf(variable)) {
      Try({{variable, wanted}}, SlipOf(variable, wanted));
      return;
    }
    // Bounds ask for no one value: only slips that leave their trace are worth telling.
    for (const std::string& text :
         LikelyMeant(TextOf(balances_.ValueOf(variable)), RawOf(variable))) {
      const std::optional<Decimal> decimal = Decimal::Parse(text);
      const std::optional<Number> number =
          decimal.has_value() ? balances_.FromDecimal(*decimal) : std::nullopt;
      if (number.has_value()) Try({{variable, *number}}, SlipOf(variable, *number));
    }
  }

  bool StandsInBroken(int variable) const {
    const auto uses = balances_.UsesOf(variable);
    return std::any_of(uses.begin(), uses.end(), [&](const Balances::Use& use) {
      return balances_.all()[use.balance].IsBroken();
    });
  }

  void TrySwaps() {
    std::vector<bool> broken(changed_.size());
    for (int i = 0; i < balances_.size(); ++i) broken[i] = IsFree(i) && StandsInBroken(i);
    for (const std::vector<int>& line : plan_.form.printed_lines) {
      for (size_t a = 0; a < line.size(); ++a) {
        for (size_t b = a + 1; b < line.size(); ++b) {
          const int first = line[a], second = line[b];
          if (!broken[first] && !broken[second]) continue;
          if (!IsFree(first) || !IsFree(second)) continue;
          const Number x = balances_.ValueOf(first), y = balances_.ValueOf(second);
          if (x == y) continue;
          Try({{first, y}, {second, x}}, b == a + 1 ? Slip::kSwappedNeighbours : Slip::kSwapped);
        }
      }
    }
  }

  // Several cells of one balance, each changed by what its other balances ask for.
  void TryBalances() {
    for (size_t pivot = 0; pivot < balances_.all().size(); ++pivot) {
      const Balance& balance = balances_.all()[pivot];
      if (!balance.equality || balance.unknowns > 0) continue;
      std::vector<Change> changes;
      bool possible = true;
      for (const Balance::Term& term : balance.terms) {
        Number wanted = 0;
        possible = ValueAskedFor(term.variable, static_cast<int>(pivot), &wanted);
        if (!possible) break;
        if (wanted != balances_.ValueOf(term.variable)) {
          changes.push_back({term.variable, wanted});
          possible = IsFree(term.variable);
        }
        if (!possible) break;
      }
      if (possible && changes.size() > 1)
        Try(changes, IsShift(changes) ? Slip::kShifted : Slip::kSeveral);
    }
  }

  // Whether the changes move the numbers of one printed line by one cell.
  bool IsShift(const std::vector<Change>& changes) const {
    if (changes.size() < 3) return false;
    const auto holds = [&](int variable) {
      return std::any_of(changes.begin(), changes.end(),
                         [&](const Change& change) { return change.variable == variable; });
    };
    for (const std::vector<int>& line : plan_.form.printed_lines) {
      const auto first = std::find_if(line.begin(), line.end(), holds);
      if (std::count_if(first, line.end(), holds) != static_cast<int64_t>(changes.size())) continue;
      const auto last = std::find_if(line.rbegin(), line.rend(), holds).base();
      const auto meant = [&](int variable) {
        const auto change = std::find_if(changes.begin(), changes.end(),
                                         [&](const Change& c) { return c.variable == variable; });
        return change != changes.end() ? change->value : balances_.ValueOf(variable);
      };
      bool left = true, right = true;
      for (auto at = first; at + 1 != last; ++at) {
        left = left && meant(*at) == balances_.ValueOf(*(at + 1));
        right = right && meant(*(at + 1)) == balances_.ValueOf(*at);
      }
      if (left || right) return true;
    }
    return false;
  }

  // Finds the proposals for what is broken now, tells the best and those beside it, and goes on as
  // if it had been made. False if there is none.
  bool TellNextCause() {
    const auto& all = balances_.all();
    if (std::none_of(all.begin(), all.end(), [](const Balance& b) { return b.IsBroken(); })) {
      return false;
    }
    proposals_.clear();
    TrySingleCells();
    TrySwaps();
    TryBalances();
    if (proposals_.empty()) return false;
    std::stable_sort(proposals_.begin(), proposals_.end(), IsBetter);
    const Proposal best = proposals_.front();
    const auto beside = [&](const Proposal& other) {
      return other.Gain() + 1 >= best.Gain() && Overlap(other.mended, best.mended);
    };
    proposals_.erase(std::remove_if(proposals_.begin(), proposals_.end(),
                                    [&](const Proposal& other) { return !beside(other); }),
                     proposals_.end());
    double weight = 0;
    for (const Proposal& proposal : proposals_) weight += WeightOf(proposal);
    ++cause_;
    for (size_t i = 0; i < proposals_.size() && i < kMaxProposals; ++i) {
      Diagnosis diagnosis;
      diagnosis.cause = cause_;
      diagnosis.rank = static_cast<int>(i) + 1;
      diagnosis.score = static_cast<float>(WeightOf(proposals_[i]) / weight);
      Describe(proposals_[i], &diagnosis);
      diagnoses_.push_back(std::move(diagnosis));
    }
    for (const Change& change : best.changes) changed_[change.variable] = true;
    balances_.Apply(best.changes);
    return true;
  }

  CellUse UseOf(int variable) const {
    const int cells = static_cast<int>(reading_.facts.size());
    return variable < cells ? CellUse{variable, -1} : CellUse{-1, variable - cells};
  }

  void AddFingerprint(const std::string& fingerprint, Diagnosis* diagnosis) const {
    auto& all = diagnosis->fingerprints;
    if (std::find(all.begin(), all.end(), fingerprint) == all.end()) all.push_back(fingerprint);
  }

  void AddMended(int index, Diagnosis* diagnosis) const {
    const Balance& balance = balances_.all()[index];
    const auto same = [&](const auto& other) {
      return other.rule_id == balance.rule->id && other.subject == balance.subject;
    };
    if (std::any_of(diagnosis->mended.begin(), diagnosis->mended.end(), same)) return;
    diagnosis->mended.push_back({balance.rule->id, balance.subject});
    for (const RuleFinding& finding : findings_) {
      if (same(finding)) AddFingerprint(finding.fingerprint, diagnosis);
    }
  }

  // The findings about the cell alone: a blank, a fraction.
  bool AddFindingsOfCell(int cell, Diagnosis* diagnosis) const {
    bool any = false;
    for (const RuleFinding& finding : findings_) {
      if (finding.cells.size() != 1 || finding.cells[0].fact != cell) continue;
      AddFingerprint(finding.fingerprint, diagnosis);
      any = true;
    }
    return any;
  }

  void Describe(const Proposal& proposal, Diagnosis* diagnosis) const {
    diagnosis->slip = proposal.slip;
    for (const Change& change : proposal.changes) {
      CellEdit edit;
      edit.cell = UseOf(change.variable);
      edit.printed = balances_.ToDecimal(balances_.ValueOf(change.variable));
      edit.proposed = balances_.ToDecimal(change.value).value_or(Decimal());
      diagnosis->edits.push_back(edit);
    }
    for (const int balance : proposal.mended) AddMended(balance, diagnosis);
    for (const CellEdit& edit : diagnosis->edits) {
      if (edit.cell.fact >= 0) AddFindingsOfCell(edit.cell.fact, diagnosis);
    }
    SetMessages(plan_.form, reading_, diagnosis);
  }

  // The number that every identity of an empty cell asks for, where it is all that they lack.
  std::optional<Number> NumberFor(int variable) const {
    std::optional<Number> number;
    for (const Balances::Use& use : balances_.UsesOf(variable)) {
      const Balance& balance = balances_.all()[use.balance];
      if (!balance.equality || balance.unknowns != 1) continue;
      const Number wanted = -use.sign * balance.residual;
      if (number.has_value() && *number != wanted) return std::nullopt;
      number = wanted;
    }
    if (number.has_value() && !balances_.IsPossible(variable, *number)) return std::nullopt;
    return number;
  }

  // Cells about which a finding was made because they hold no number, though their identities ask
  // for one. Those that ask for 0 are told together.
  std::vector<Diagnosis> EmptyCells() const {
    std::vector<Diagnosis> diagnoses;
    Diagnosis zeros;
    zeros.slip = Slip::kEmptyForZero;
    for (int cell = 0; cell < static_cast<int>(reading_.facts.size()); ++cell) {
      const Presence presence = reading_.facts[cell].presence;
      if (presence == Presence::kReported || presence == Presence::kMissing) continue;
      const std::optional<Number> number = NumberFor(cell);
      if (!number.has_value()) continue;
      const std::optional<Decimal> proposed = balances_.ToDecimal(*number);
      Diagnosis single;
      single.slip = Slip::kEmpty;
      Diagnosis& diagnosis = *number == 0 ? zeros : single;
      if (!proposed.has_value() || !AddFindingsOfCell(cell, &diagnosis)) continue;
      diagnosis.edits.push_back({{cell, -1}, std::nullopt, *proposed});
      for (const Balances::Use& use : balances_.UsesOf(cell)) {
        const Balance& balance = balances_.all()[use.balance];
        if (balance.equality && balance.unknowns == 1) AddMended(use.balance, &diagnosis);
      }
      if (*number != 0) diagnoses.push_back(std::move(single));
    }
    if (!zeros.edits.empty()) diagnoses.push_back(std::move(zeros));
    for (Diagnosis& diagnosis : diagnoses) {
      diagnosis.rank = 1;
      diagnosis.score = 1;
      SetMessages(plan_.form, reading_, &diagnosis);
    }
    return diagnoses;
  }

  const FormPlan& plan_;
  const Reading& reading_;
  const absl::Span<const RuleFinding> findings_;
  Balances balances_;
  std::vector<bool> changed_;  // by a cause already told
  std::vector<Proposal> proposals_;
  std::vector<Diagnosis> diagnoses_;
  int cause_ = 0;
};

}  // namespace

std::vector<Diagnosis> Diagnose(const FormPlan& plan, const Reading& reading, int year,
                                absl::Span<const RuleFinding> findings) {
  const bool about_cells = std::any_of(findings.begin(), findings.end(),
                                       [](const auto& finding) { return !finding.cells.empty(); });
  if (!about_cells) return {};
  return Diagnoser(plan, reading, year, findings).Run();
}

}  // namespace gongkai
