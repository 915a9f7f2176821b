// Exact decimal numbers as reports print them: no binary fractions, no rounding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// mantissa * 10^-scale, kept in lowest terms (no trailing zeros behind the point), so that equal
// numbers are equal objects. At most 18 digits in all. A value type; plain zero by default.
class Decimal {
 public:
  static constexpr int kMaxDigits = 18;

  constexpr Decimal() = default;
  constexpr Decimal(int64_t whole) : mantissa_(whole) {}  // NOLINT: numbers read as numbers

  // mantissa * 10^exponent; nothing if that needs more than kMaxDigits digits.
  static std::optional<Decimal> FromParts(int64_t mantissa, int exponent);

  // ASCII only: [+-]digits[.digits]; nothing for anything else or too many digits.
  static std::optional<Decimal> Parse(absl::string_view text);

  // "0", "-5", "0.37", "55294000000".
  std::string ToString() const;

  bool IsWhole() const { return scale_ == 0; }
  bool IsNegative() const { return mantissa_ < 0; }
  int64_t mantissa() const { return mantissa_; }
  // Digits behind the point.
  int scale() const { return scale_; }

  // times 10^exponent; nothing if that needs too many digits.
  std::optional<Decimal> Shifted(int exponent) const {
    return FromParts(mantissa_, exponent - scale_);
  }

  // Nothing on overflow.
  static std::optional<Decimal> Add(Decimal a, Decimal b);
  static std::optional<Decimal> Subtract(Decimal a, Decimal b) { return Add(a, b.Negated()); }
  Decimal Negated() const {
    Decimal result = *this;
    result.mantissa_ = -mantissa_;
    return result;
  }

  // Nearest double; for ratios and display only.
  double ToDouble() const;

  // Negative, 0 or positive as a < b, a == b, a > b.
  static int Compare(Decimal a, Decimal b);
  friend bool operator==(Decimal a, Decimal b) {
    return a.mantissa_ == b.mantissa_ && a.scale_ == b.scale_;
  }
  friend bool operator!=(Decimal a, Decimal b) { return !(a == b); }
  friend bool operator<(Decimal a, Decimal b) { return Compare(a, b) < 0; }
  friend bool operator<=(Decimal a, Decimal b) { return Compare(a, b) <= 0; }
  friend bool operator>(Decimal a, Decimal b) { return Compare(a, b) > 0; }
  friend bool operator>=(Decimal a, Decimal b) { return Compare(a, b) >= 0; }

 private:
  int64_t mantissa_ = 0;
  int32_t scale_ = 0;
};

}  // namespace gongkai
