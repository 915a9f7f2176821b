#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "workers/narrative/narrative.h"
#include "workers/rules/agency_name.h"
#include "workers/rules/builtins.h"
#include "workers/rules/identity.h"

namespace gongkai {
namespace {

using Qualifier = Claim::Qualifier;

// By how much the number itself may be off: half of what its last printed digit stands for where
// it was rounded (133.6万, 99.7%); a plain count is exact.
Decimal HalfDigit(const Claim& claim) {
  if (claim.exponent == 0 && claim.unit != "%") return Decimal(0);
  return Decimal::FromParts(5, claim.exponent - 1).value_or(Decimal(0));
}

// Names of the same subject are told apart by their order: "requests.received", "…#2".
class Subjects {
 public:
  std::string Next(const std::string& subject) {
    const int count = ++counts_[subject];
    return count == 1 ? subject : absl::StrCat(subject, "#", count);
  }

 private:
  std::map<std::string, int> counts_;
};

// "section 1: 主动公开信息"; never the numbers themselves.
std::string SubjectOf(const Claim& claim, const Reading& reading) {
  const int number = claim.section < 0 ? 0 : reading.sections[claim.section].number;
  return absl::StrCat("section ", number, claim.subject.empty() ? "" : ": ", claim.subject);
}

// The words before the number with it: "共收到申请7522件". What follows the number is not there.
std::string Quote(const Claim& claim) {
  const size_t at = claim.sentence.find(claim.text);
  if (at == std::string::npos || claim.subject.empty() ||
      absl::StrContains(absl::string_view(claim.sentence).substr(at), claim.subject)) {
    return absl::StrCat(claim.text, claim.subject);
  }
  return absl::StrCat(claim.subject, claim.text);
}

// One sum of cells, as far as they hold numbers.
struct TableSum {
  Side side;
  std::vector<int> cells;
};

std::optional<TableSum> SumOf(const NamedSum& named, const Reading& reading) {
  if (!HasCells(*reading.form, named)) return std::nullopt;
  const std::vector<FormCell>& cells = reading.form->cells();
  TableSum sum;
  const auto add = [&](int cell, bool negative) {
    sum.side.Add(reading.facts[cell], cells[cell].kind, cell, negative);
    sum.cells.push_back(cell);
  };
  for (const NamedTerm& term : named.terms) {
    if (term.indicator.empty()) continue;
    absl::string_view prefix = term.indicator;
    if (!absl::ConsumeSuffix(&prefix, "*")) {
      const bool of_requests = absl::StartsWith(term.indicator, "requests.");
      add(reading.form->FindCell(term.indicator, of_requests ? "total" : ""), term.negative);
      continue;
    }
    for (size_t c = 0; c < cells.size(); ++c) {
      if (cells[c].applicant == "total" && absl::StartsWith(cells[c].indicator, prefix)) {
        add(static_cast<int>(c), term.negative);
      }
    }
  }
  return sum;
}

Sum SumOf(Decimal value) {
  Sum sum;
  sum.Add(value, false);
  return sum;
}

Sum Twice(const Sum& sum) { return Sum::Difference(sum, Sum::Difference(Sum(), sum)); }

// |a - b| <= tolerance.
bool Within(const Sum& a, const Sum& b, const Sum& tolerance) {
  return Sum::Difference(Sum::Difference(a, b).Magnitude(), tolerance).Sign() <= 0;
}

// Whether the number as stated may be `table`: 8000余件 may be 8312.
bool Agrees(const Claim& claim, const Sum& table) {
  const Sum value = SumOf(claim.value);
  const int sign = Sum::Difference(table, value).Sign();
  switch (claim.qualifier) {
    case Qualifier::kExact:
      return Within(value, table, SumOf(HalfDigit(claim)));
    case Qualifier::kAtLeast:
      return sign >= 0;
    case Qualifier::kAtMost:
      return sign <= 0;
    default:
      // 余, 多, 近, 约: only what is another order of size speaks against it.
      return Sum::Difference(value, Twice(table)).Sign() <= 0 &&
             Sum::Difference(table, Twice(value)).Sign() <= 0;
  }
}

// What the tables say of a claim.
struct Comparison {
  Outcome outcome = Outcome::kUnknown;
  TableSum expected;  // the first of the sums
};

Comparison Compare(const Claim& claim, const Reading& reading) {
  Comparison comparison;
  bool first = true;
  bool unknown = false;
  for (const NamedSum& named : claim.name->sums) {
    if (named.terms[0].indicator.empty()) break;
    std::optional<TableSum> sum = SumOf(named, reading);
    if (!sum) continue;
    const Side& side = sum->side;
    if (side.first_unknown < 0) {
      if (Agrees(claim, side.known)) {
        comparison.outcome = Outcome::kHolds;
        return comparison;
      }
    } else {
      // What is not there can only add to a sum that is already too great.
      const bool too_great = !side.may_be_less && claim.qualifier == Qualifier::kExact &&
                             Sum::Difference(side.known, SumOf(claim.value)).Sign() > 0;
      unknown |= !too_great;
    }
    if (first) comparison.expected = *std::move(sum);
    first = false;
  }
  if (first) return comparison;
  const bool complete = comparison.expected.side.first_unknown < 0;
  comparison.outcome = unknown || !complete ? Outcome::kUnknown : Outcome::kBroken;
  return comparison;
}

// Whether the claim speaks of the year and the bodies that the tables are about.
bool IsOfTheTables(const Claim& claim, const Reading& reading) {
  const int year = reading.metadata.year;
  if (claim.last_year || claim.part_year) return false;
  if (claim.year != 0 && year != 0 && claim.year != year) return false;
  const bool region = ReportsForRegion(reading.metadata.agency_name);
  switch (claim.scope_kind) {
    case ScopeKind::kWhole:
      return region;
    case ScopeKind::kOwn:
      return !region;
    case ScopeKind::kPart:
      return false;
    case ScopeKind::kUnstated:
      // Governments often count only their own documents and decisions in the prose.
      return !region || !absl::StartsWith(IndicatorOf(*claim.name, reading.form), "disclosure.");
  }
  return false;
}

// Whether another number of the report that names the same agrees with the tables: then this one
// has a scope of its own.
bool AnotherAgrees(const Claim& claim, const Narrative& narrative, const Reading& reading) {
  return std::any_of(narrative.claims.begin(), narrative.claims.end(), [&](const Claim& other) {
    return &other != &claim && other.name == claim.name && other.value != claim.value &&
           Compare(other, reading).outcome == Outcome::kHolds;
  });
}

void TellMismatch(const Claim& claim, int index, const Comparison& comparison, std::string subject,
                  const CheckInput& input, Recorder& recorder) {
  const TableSum& table = comparison.expected;
  RuleFinding finding;
  finding.subject = std::move(subject);
  finding.expected = table.side.ToString();
  finding.actual = claim.value.ToString();
  finding.difference = Sum::Difference(SumOf(claim.value), table.side.known).ToString();
  for (const int cell : table.cells) finding.cells.push_back({cell, -1, -1});
  finding.cells.push_back({-1, -1, index});
  SlotValues values;
  values.Set(TextSlot::kText, Quote(claim));
  values.Set(TextSlot::kRow, claim.name->zh, IndicatorOf(*claim.name, input.reading.form));
  recorder.Breaks(std::move(finding), std::move(values));
}

// A sum of claims; its tolerance is theirs together.
struct ClaimSum {
  Sum value;
  Sum tolerance;
  void Add(const Claim& claim) {
    value.Add(claim.value, false);
    tolerance.Add(HalfDigit(claim), false);
  }
};

bool IsExact(const Claim& claim) { return claim.qualifier == Qualifier::kExact; }

// The parts say how the whole comes about: all of them, or the first or the last few of them, since
// other numbers may stand in the same row.
bool AddsUp(const StatedSum& stated, const Narrative& narrative) {
  const Claim& whole = narrative.claims[stated.whole];
  const bool closing = stated.whole > stated.parts.front();
  ClaimSum sum;
  for (size_t i = 0; i < stated.parts.size(); ++i) {
    const size_t part = closing ? stated.parts.size() - 1 - i : i;
    sum.Add(narrative.claims[stated.parts[part]]);
    Sum tolerance = sum.tolerance;
    tolerance.Add(HalfDigit(whole), false);
    if (Within(sum.value, SumOf(whole.value), tolerance)) return true;
  }
  return false;
}

// 余, 近, 约, a range, or a share of nothing.
void UnknownInexact(const Claim& claim, const Reading& reading, Recorder& recorder) {
  recorder.Unknown(SubjectOf(claim, reading),
                   absl::StrCat("文中“", Quote(claim), "”所涉的数字不是确数，无法核算。"),
                   absl::StrCat("The prose states ", Quote(claim),
                                " with numbers that are not exact: nothing to work out."));
}

void JudgeSum(const StatedSum& stated, const CheckInput& input, Subjects* subjects,
              Recorder& recorder) {
  const Narrative& narrative = *input.context.narrative;
  const Claim& whole = narrative.claims[stated.whole];
  ClaimSum parts;
  bool exact = IsExact(whole);
  for (const int part : stated.parts) {
    parts.Add(narrative.claims[part]);
    exact = exact && IsExact(narrative.claims[part]);
  }
  // 余 and 近 cannot be added; numbers in a row are parts only if they add up.
  if (!exact) {
    if (stated.says_parts) UnknownInexact(whole, input.reading, recorder);
    return;
  }
  if (AddsUp(stated, narrative)) return recorder.Holds();
  if (!stated.says_parts) return;
  const Sum difference = Sum::Difference(SumOf(whole.value), parts.value);
  if (difference.Sign() > 0 && !stated.complete) return recorder.Holds();

  RuleFinding finding;
  finding.subject = subjects->Next(SubjectOf(whole, input.reading));
  finding.expected = parts.value.ToString();
  finding.actual = whole.value.ToString();
  finding.difference = difference.ToString();
  std::vector<std::string> texts;
  for (const int part : stated.parts) {
    finding.cells.push_back({-1, -1, part});
    texts.push_back(narrative.claims[part].text);
  }
  finding.cells.push_back({-1, -1, stated.whole});
  SlotValues values;
  values.Set(TextSlot::kText, Quote(whole));
  values.Set(TextSlot::kDetail, absl::StrJoin(texts, " + "));
  recorder.Breaks(std::move(finding), std::move(values));
}

// `value` rounded to 10^exponent.
std::string Rounded(double value, int exponent) {
  const double unit = std::pow(10.0, exponent);
  const auto units = static_cast<int64_t>(std::llround(value / unit));
  const std::optional<Decimal> decimal = Decimal::FromParts(units, exponent);
  return decimal ? decimal->ToString() : "";
}

void JudgeRatio(const StatedRatio& stated, const CheckInput& input, Subjects* subjects,
                Recorder& recorder) {
  const Narrative& narrative = *input.context.narrative;
  const Claim& rate = narrative.claims[stated.rate];
  const Claim& part = narrative.claims[stated.part];
  const Claim& whole = narrative.claims[stated.whole];
  if (!IsExact(rate) || !IsExact(part) || !IsExact(whole) || whole.value <= 0) {
    return UnknownInexact(rate, input.reading, recorder);
  }
  // Requests that are not due yet do not count against 答复率100%.
  if (rate.value == Decimal(100) && part.value < whole.value &&
      !absl::StrContains(rate.subject, "办结率")) {
    return;
  }
  // The range of what the two numbers may be, and of the rate between them.
  const auto low = [](const Claim& claim) {
    return claim.value.ToDouble() - HalfDigit(claim).ToDouble();
  };
  const auto high = [](const Claim& claim) {
    return claim.value.ToDouble() + HalfDigit(claim).ToDouble();
  };
  constexpr double kSlack = 1e-9;  // of the doubles themselves
  const double least = 100 * low(part) / high(whole);
  const double most = 100 * high(part) / low(whole);
  if (high(rate) >= least - kSlack && low(rate) <= most + kSlack) return recorder.Holds();

  RuleFinding finding;
  finding.subject = subjects->Next(SubjectOf(rate, input.reading));
  const double exact = 100 * part.value.ToDouble() / whole.value.ToDouble();
  finding.expected = Rounded(exact, rate.exponent);
  finding.actual = rate.value.ToString();
  for (const int claim : {stated.part, stated.whole, stated.rate}) {
    finding.cells.push_back({-1, -1, claim});
  }
  SlotValues values;
  values.Set(TextSlot::kText, Quote(rate));
  values.Set(TextSlot::kDetail, absl::StrCat(part.text, " / ", whole.text));
  values.Set(TextSlot::kExpected, absl::StrCat(finding.expected, "%"));
  values.Set(TextSlot::kActual, absl::StrCat(finding.actual, "%"));
  recorder.Breaks(std::move(finding), std::move(values));
}

// What last year's report says of a sum of cells; nothing where it lacks one of them.
std::optional<Decimal> PriorSum(const NamedSum& named, const NeighbourReading& prior) {
  Decimal sum;
  for (const NamedTerm& term : named.terms) {
    if (term.indicator.empty()) continue;
    const bool of_requests = absl::StartsWith(term.indicator, "requests.");
    const Decimal* value = prior.Find(absl::StrCat(term.indicator, of_requests ? "/total" : ""));
    if (value == nullptr) return std::nullopt;
    const std::optional<Decimal> next =
        Decimal::Add(sum, term.negative ? value->Negated() : *value);
    if (!next) return std::nullopt;
    sum = *next;
  }
  return sum;
}

// The number that a rate of growth stands behind: 收到申请120件，同比增长20%. Null where it is none
// that the tables count.
const Claim* GrownNumber(int index, const CheckInput& input) {
  const std::vector<Claim>& claims = input.context.narrative->claims;
  const Claim& rate = claims[index];
  if (index == 0 || rate.unit != "%" || !IsExact(rate) || input.form == nullptr) return nullptr;
  const Claim& base = claims[index - 1];
  const bool same_sentence =
      base.section == rate.section && base.sentence_begin == rate.sentence_begin;
  return same_sentence && base.name != nullptr && IsExact(base) ? &base : nullptr;
}

void JudgeGrowth(int index, const Claim& base, const CheckInput& input,
                 const NeighbourReading& prior, Subjects* subjects, Recorder& recorder) {
  const Claim& rate = input.context.narrative->claims[index];
  const double sign = rate.is_decrease ? -1 : 1;
  std::optional<double> expected;
  for (const NamedSum& named : base.name->sums) {
    const std::optional<TableSum> now = SumOf(named, input.reading);
    if (!now || now->side.first_unknown >= 0 || !Agrees(base, now->side.known)) continue;
    const std::optional<Decimal> before = PriorSum(named, prior);
    if (!before || *before <= 0) continue;
    const double growth = 100 * (base.value.ToDouble() / before->ToDouble() - 1) * sign;
    constexpr double kSlack = 1e-9;
    if (std::abs(growth - rate.value.ToDouble()) <= HalfDigit(rate).ToDouble() + kSlack) {
      return recorder.Holds();
    }
    if (!expected) expected = growth;
  }
  const std::string code(IndicatorOf(*base.name, input.reading.form));
  if (!expected) {
    return recorder.Unknown(
        code, absl::StrCat("“", Quote(base), "”在本年表格或上年报告中没有可以对照的数字。"),
        absl::StrCat("This year's tables or last year's report have no number to compare ",
                     Quote(base), " with."));
  }

  RuleFinding finding;
  finding.subject = subjects->Next(code);
  finding.expected = Rounded(*expected, rate.exponent);
  finding.actual = rate.value.ToString();
  finding.cells = {{-1, -1, index - 1}, {-1, -1, index}};
  SlotValues values;
  values.Set(TextSlot::kText, Quote(rate));
  values.Set(TextSlot::kDetail, absl::StrCat("按上年报告，", base.text),
             absl::StrCat("last year's report and ", base.text));
  values.Set(TextSlot::kExpected, absl::StrCat(finding.expected, "%"));
  values.Set(TextSlot::kActual, absl::StrCat(finding.actual, "%"));
  recorder.Breaks(std::move(finding), std::move(values));
}

}  // namespace

void CheckTableMatch(const CheckInput& input, Recorder& recorder) {
  if (input.context.narrative == nullptr) return;
  const Narrative& narrative = *input.context.narrative;
  Subjects subjects;
  std::vector<std::string> unknown;
  for (size_t i = 0; i < narrative.claims.size(); ++i) {
    const Claim& claim = narrative.claims[i];
    if (claim.name == nullptr) continue;
    if (input.form == nullptr) {
      recorder.Unknown("", "没有全国统一格式的表格，文中数字无从对照。",
                       "There is no table of a national form to compare the prose with.");
      return;
    }
    const Comparison comparison = Compare(claim, input.reading);
    const bool comparable = IsOfTheTables(claim, input.reading);
    if (comparison.outcome == Outcome::kHolds) {
      recorder.Holds();
    } else if (comparison.outcome == Outcome::kUnknown) {
      const std::string code(IndicatorOf(*claim.name, input.reading.form));
      const int cell = comparison.expected.side.first_unknown;
      if (!comparable || cell < 0 ||
          std::find(unknown.begin(), unknown.end(), code) != unknown.end()) {
        continue;
      }
      unknown.push_back(code);
      recorder.Unknown(code, cell);
    } else if (comparable && !(claim.scope_kind == ScopeKind::kUnstated &&
                               AnotherAgrees(claim, narrative, input.reading))) {
      const std::string code(IndicatorOf(*claim.name, input.reading.form));
      TellMismatch(claim, static_cast<int>(i), comparison, subjects.Next(code), input, recorder);
    }
  }
}

void CheckStatedSums(const CheckInput& input, Recorder& recorder) {
  if (input.context.narrative == nullptr) return;
  Subjects subjects;
  for (const StatedSum& sum : input.context.narrative->sums) {
    JudgeSum(sum, input, &subjects, recorder);
  }
}

void CheckStatedRatios(const CheckInput& input, Recorder& recorder) {
  if (input.context.narrative == nullptr) return;
  Subjects subjects;
  for (const StatedRatio& ratio : input.context.narrative->ratios) {
    JudgeRatio(ratio, input, &subjects, recorder);
  }
}

void CheckStatedGrowth(const CheckInput& input, Recorder& recorder) {
  if (input.context.narrative == nullptr) return;
  const std::vector<Claim>& claims = input.context.narrative->claims;
  const Neighbours* neighbours = input.context.neighbours;
  Subjects subjects;
  bool told = false;
  for (size_t i = 0; i < claims.size(); ++i) {
    if (!claims[i].is_growth) continue;
    if (neighbours == nullptr || !neighbours->has_prior_year) {
      recorder.Unknown("", "没有上年的报告，同比无从核对。",
                       "Last year's report is not there to compare with.");
      return;
    }
    const int index = static_cast<int>(i);
    if (const Claim* base = GrownNumber(index, input)) {
      JudgeGrowth(index, *base, input, neighbours->prior_year, &subjects, recorder);
    } else if (!told) {
      told = true;
      recorder.Unknown(
          "", absl::StrCat("“", Quote(claims[i]), "”等同比所比的不是表格中的数字，无从核对。"),
          absl::StrCat("What ", Quote(claims[i]),
                       " and the like compare is no number of the tables."));
    }
  }
}

}  // namespace gongkai
