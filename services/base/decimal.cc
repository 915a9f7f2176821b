#include "services/base/decimal.h"

#include <cmath>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace gongkai {
namespace {

constexpr int64_t kLimit = 1'000'000'000'000'000'000;  // 10^kMaxDigits

__int128 PowerOfTen(int exponent) {
  __int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

std::optional<Decimal> Decimal::FromParts(int64_t mantissa, int exponent) {
  if (mantissa == 0) return Decimal();
  if (exponent < -2 * kMaxDigits || exponent > kMaxDigits) return std::nullopt;
  while (exponent < 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    ++exponent;
  }
  for (; exponent > 0; --exponent) {
    if (mantissa >= kLimit / 10 || mantissa <= -kLimit / 10) return std::nullopt;
    mantissa *= 10;
  }
  if (mantissa >= kLimit || mantissa <= -kLimit || exponent < -kMaxDigits) return std::nullopt;
  Decimal result;
  result.mantissa_ = mantissa;
  result.scale_ = -exponent;
  return result;
}

std::optional<Decimal> Decimal::Parse(absl::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int64_t mantissa = 0;
  int digits_behind = 0;
  bool point = false;
  bool any = false;
  bool any_behind = false;
  for (const char c : text) {
    if (c == '.') {
      if (point || !any) return std::nullopt;
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (mantissa >= kLimit / 10) return std::nullopt;
    mantissa = mantissa * 10 + (c - '0');
    any = true;
    if (point) {
      ++digits_behind;
      any_behind = true;
    }
  }
  if (!any || (point && !any_behind)) return std::nullopt;
  return FromParts(negative ? -mantissa : mantissa, -digits_behind);
}

std::string Decimal::ToString() const {
  if (scale_ == 0) return absl::StrCat(mantissa_);
  std::string digits = absl::StrCat(std::abs(mantissa_));
  if (digits.size() <= static_cast<size_t>(scale_)) {
    digits.insert(0, static_cast<size_t>(scale_) + 1 - digits.size(), '0');
  }
  digits.insert(digits.size() - static_cast<size_t>(scale_), 1, '.');
  return mantissa_ < 0 ? absl::StrCat("-", digits) : digits;
}

std::optional<Decimal> Decimal::Add(Decimal a, Decimal b) {
  const int scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const __int128 sum =
      a.mantissa_ * PowerOfTen(scale - a.scale_) + b.mantissa_ * PowerOfTen(scale - b.scale_);
  if (sum >= kLimit || sum <= -kLimit) return std::nullopt;
  return FromParts(static_cast<int64_t>(sum), -scale);
}

double Decimal::ToDouble() const { return static_cast<double>(mantissa_) / std::pow(10.0, scale_); }

int Decimal::Compare(Decimal a, Decimal b) {
  const int scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const __int128 left = a.mantissa_ * PowerOfTen(scale - a.scale_);
  const __int128 right = b.mantissa_ * PowerOfTen(scale - b.scale_);
  return left < right ? -1 : left > right ? 1 : 0;
}

}  // namespace gongkai
