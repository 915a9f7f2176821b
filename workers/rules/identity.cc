#include "workers/rules/identity.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace gongkai {

using internal::v1::CellSpec;
using internal::v1::Identity;

void Sum::ScaleTo(int scale) {
  for (; scale_ < scale; ++scale_) value_ *= 10;
}

void Sum::Add(Decimal term, bool negative) {
  ScaleTo(term.scale());
  __int128 value = term.mantissa();
  for (int scale = term.scale(); scale < scale_; ++scale) value *= 10;
  value_ += negative ? -value : value;
}

Sum Sum::Difference(Sum a, Sum b) {
  a.ScaleTo(b.scale_);
  b.ScaleTo(a.scale_);
  a.value_ -= b.value_;
  return a;
}

Sum Sum::Magnitude() const {
  Sum result = *this;
  if (result.value_ < 0) result.value_ = -result.value_;
  return result;
}

std::string Sum::ToString() const {
  __int128 rest = value_ < 0 ? -value_ : value_;
  int scale = scale_;
  for (; scale > 0 && rest % 10 == 0; --scale) rest /= 10;
  std::string digits;
  for (int place = 0; rest != 0 || place <= scale; ++place, rest /= 10) {
    if (place == scale && scale > 0) digits.push_back('.');
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  if (value_ < 0) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

void Side::Add(const Fact& fact, CellSpec::Kind kind, int cell, bool negative) {
  if (fact.presence == Presence::kReported) {
    known.Add(fact.value, negative);
    return;
  }
  if (first_unknown < 0) first_unknown = cell;
  if (kind == CellSpec::SIGNED || !negative) may_be_more = true;
  if (kind == CellSpec::SIGNED || negative) may_be_less = true;
}

std::string Side::ToString() const {
  const char* sign = may_be_more == may_be_less ? "" : may_be_more ? "≥" : "≤";
  return absl::StrCat(sign, known.ToString());
}

Outcome Judge(const Side& left, Identity::Relation relation, const Side& right) {
  const int sign = Sum::Difference(left.known, right.known).Sign();
  // left - right can only be further from 0 on that side.
  const bool surely_more = sign > 0 && !left.may_be_less && !right.may_be_more;
  const bool surely_less = sign < 0 && !left.may_be_more && !right.may_be_less;
  if (surely_more && relation != Identity::GREATER_OR_EQUAL) return Outcome::kBroken;
  if (surely_less && relation != Identity::LESS_OR_EQUAL) return Outcome::kBroken;
  return left.first_unknown >= 0 || right.first_unknown >= 0 ? Outcome::kUnknown : Outcome::kHolds;
}

}  // namespace gongkai
