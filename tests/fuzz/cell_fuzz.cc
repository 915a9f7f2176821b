// The text of one cell to a number.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"
#include "workers/form/cell_value.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  if (size == 0) return 0;
  constexpr internal::v1::CellSpec::Kind kKinds[] = {internal::v1::CellSpec::COUNT,
                                                     internal::v1::CellSpec::SIGNED,
                                                     internal::v1::CellSpec::AMOUNT};
  const auto kind = kKinds[data[0] % 3];
  const int exponent = data[0] / 3 % 9;
  const absl::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const CellValue value = ParseCell(text, kind, exponent);
  FUZZ_CHECK(value.presence != Presence::kMissing);
  FUZZ_CHECK(value.confidence >= 0 && value.confidence <= 1);
  FUZZ_CHECK((value.confidence == 1) == value.doubt.empty());
  if (value.presence == Presence::kReported) {
    FUZZ_CHECK(Decimal::Parse(value.value.ToString()).has_value());
  }
  LooksLikeValue(text);
  const int unit = UnitExponentIn(text);
  FUZZ_CHECK(unit >= -1 && unit <= 12);
  return 0;
}
