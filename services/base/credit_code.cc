#include "services/base/credit_code.h"

#include <cstddef>

namespace gongkai {
namespace {

constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr size_t kLength = 18;

}  // namespace

bool LooksLikeCreditCode(absl::string_view code) {
  if (code.size() != kLength) return false;
  for (const char c : code) {
    if (kAlphabet.find(c) == absl::string_view::npos) return false;
  }
  // Characters 3 to 8 are an administrative division.
  for (size_t i = 2; i < 8; ++i) {
    if (code[i] < '0' || code[i] > '9') return false;
  }
  return true;
}

bool IsValidCreditCode(absl::string_view code) {
  if (!LooksLikeCreditCode(code)) return false;
  size_t sum = 0;
  size_t weight = 1;  // 3^i mod 31
  for (size_t i = 0; i + 1 < kLength; ++i) {
    sum += kAlphabet.find(code[i]) * weight;
    weight = weight * 3 % kAlphabet.size();
  }
  const size_t check = (kAlphabet.size() - sum % kAlphabet.size()) % kAlphabet.size();
  return code[kLength - 1] == kAlphabet[check];
}

}  // namespace gongkai
