// Sums of cells, compared exactly.
#pragma once

#include <optional>
#include <string>

#include "absl/types/span.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "services/base/decimal.h"
#include "workers/form/reading.h"
#include "workers/rules/compiled_form.h"

namespace gongkai {

// An exact sum of at most 100 decimals: no overflow.
class Sum {
 public:
  void Add(Decimal term, bool negative);
  std::string ToString() const;
  // a - b; the two together must have at most 100 terms.
  static Sum Difference(Sum a, Sum b);
  // -1, 0, 1.
  int Sign() const { return value_ < 0 ? -1 : value_ > 0 ? 1 : 0; }
  Sum Magnitude() const;

 private:
  void ScaleTo(int scale);
  __int128 value_ = 0;
  int scale_ = 0;  // digits behind the point
};

// One side of an identity: the sum of what is reported, and in which directions the rest can still
// move it. Counts and amounts that are not reported count as anything from 0 up.
struct Side {
  Sum known;
  bool may_be_more = false;
  bool may_be_less = false;
  int first_unknown = -1;  // cell, -1: every operand is reported

  void Add(const Fact& fact, internal::v1::CellSpec::Kind kind, int cell, bool negative);
  // "216"; with an open end "≥216" or "≤216".
  std::string ToString() const;
};

enum class Outcome { kHolds, kBroken, kUnknown };

// kBroken also where an operand is missing, if whatever it is cannot mend it.
Outcome Judge(const Side& left, internal::v1::Identity::Relation relation, const Side& right);

}  // namespace gongkai
