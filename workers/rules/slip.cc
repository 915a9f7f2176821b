#include "workers/rules/slip.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace gongkai {
namespace {

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// Whether `longer` without one of its characters is `shorter`.
bool IsOneMore(absl::string_view longer, absl::string_view shorter) {
  if (longer.size() != shorter.size() + 1) return false;
  const auto [left, right] = std::mismatch(shorter.begin(), shorter.end(), longer.begin());
  return std::equal(left, shorter.end(), right + 1);
}

std::string DigitsOf(absl::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) digits.push_back(c);
  }
  return digits;
}

}  // namespace

int LevelOf(Slip slip) {
  switch (slip) {
    case Slip::kTransposed:
    case Slip::kTorn:
    case Slip::kTimesTen:
    case Slip::kSwappedNeighbours:
    case Slip::kShifted:
    case Slip::kEmpty:
    case Slip::kEmptyForZero:
      return 1;
    case Slip::kWrongSign:
    case Slip::kMissingDigit:
    case Slip::kExtraDigit:
    case Slip::kWrongDigit:
    case Slip::kSwapped:
      return 2;
    case Slip::kTotal:
      return 3;
    case Slip::kValue:
    case Slip::kSeveral:
      return 4;
  }
  return 4;
}

Slip SlipBetween(absl::string_view printed, absl::string_view meant, absl::string_view raw) {
  absl::string_view magnitude = meant;
  if (printed != "0" &&
      (absl::ConsumePrefix(&magnitude, "-") ? magnitude == printed
                                            : printed == absl::StrCat("-", meant))) {
    return Slip::kWrongSign;
  }
  if (!IsDigits(printed) || !IsDigits(meant)) return Slip::kValue;
  if (DigitsOf(raw) == meant) return Slip::kTorn;
  if (printed.size() == meant.size()) {
    const size_t at = static_cast<size_t>(
        std::mismatch(printed.begin(), printed.end(), meant.begin()).first - printed.begin());
    if (printed.substr(at + 1) == meant.substr(at + 1)) return Slip::kWrongDigit;
    if (printed[at] == meant[at + 1] && printed[at + 1] == meant[at] &&
        printed.substr(at + 2) == meant.substr(at + 2)) {
      return Slip::kTransposed;
    }
    return Slip::kValue;
  }
  if (meant != "0" && printed == absl::StrCat(meant, "0")) return Slip::kTimesTen;
  if (printed != "0" && meant == absl::StrCat(printed, "0")) return Slip::kTimesTen;
  if (IsOneMore(meant, printed)) return Slip::kMissingDigit;
  if (IsOneMore(printed, meant)) return Slip::kExtraDigit;
  return Slip::kValue;
}

std::vector<std::string> LikelyMeant(absl::string_view printed, absl::string_view raw) {
  std::vector<std::string> meant;
  if (printed == "0") return meant;
  if (!IsDigits(printed)) {
    if (absl::ConsumePrefix(&printed, "-")) meant.emplace_back(printed);
    return meant;
  }
  meant.push_back(absl::StrCat(printed, "0"));
  if (printed.size() > 1 && printed.back() == '0') {
    meant.emplace_back(printed.substr(0, printed.size() - 1));
  }
  for (size_t i = 0; i + 1 < printed.size(); ++i) {
    std::string changed(printed);
    std::swap(changed[i], changed[i + 1]);
    if (changed != printed && changed[0] != '0') meant.push_back(std::move(changed));
  }
  if (std::string digits = DigitsOf(raw);
      digits != printed && !digits.empty() && digits[0] != '0') {
    meant.push_back(std::move(digits));
  }
  return meant;
}

}  // namespace gongkai
