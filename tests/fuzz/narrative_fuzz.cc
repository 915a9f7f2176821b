// Prose to claims.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"
#include "workers/document/charset.h"
#include "workers/narrative/narrative.h"

namespace gongkai {
namespace {

void CheckClaim(const Claim& claim, absl::string_view prose) {
  FUZZ_CHECK(!claim.text.empty());
  FUZZ_CHECK(claim.begin < claim.end && claim.end <= prose.size());
  FUZZ_CHECK(claim.sentence_begin <= claim.begin && claim.end <= claim.sentence_end);
  FUZZ_CHECK(claim.sentence_end <= prose.size());
  FUZZ_CHECK(Decimal::Parse(claim.value.ToString()).has_value());
  FUZZ_CHECK(claim.qualifier != Claim::Qualifier::kRange || claim.value <= claim.upper_value);
  FUZZ_CHECK((claim.scope_kind == ScopeKind::kUnstated) == claim.scope.empty());
  FUZZ_CHECK(claim.year == 0 || (claim.year >= 1990 && claim.year <= 2100));
  FUZZ_CHECK(!claim.is_growth || claim.is_change);
  for (const std::string* text :
       {&claim.text, &claim.unit, &claim.subject, &claim.scope, &claim.sentence}) {
    CheckUtf8(*text);
  }
}

}  // namespace
}  // namespace gongkai

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  ReadProse(bytes);  // only must not crash
  const DecodedText decoded = ReadUtf8(bytes);
  const absl::string_view prose = decoded.text();
  const Narrative narrative = ReadProse(prose);
  const int claims = static_cast<int>(narrative.claims.size());
  for (int i = 0; i < claims; ++i) {
    CheckClaim(narrative.claims[i], prose);
    FUZZ_CHECK(i == 0 || narrative.claims[i - 1].begin < narrative.claims[i].begin);
  }
  const auto is_claim = [&](int index) { return index >= 0 && index < claims; };
  for (const StatedSum& sum : narrative.sums) {
    FUZZ_CHECK(is_claim(sum.whole) && !sum.parts.empty());
    for (const int part : sum.parts) {
      FUZZ_CHECK(is_claim(part) && part != sum.whole);
      FUZZ_CHECK(narrative.claims[part].unit == narrative.claims[sum.whole].unit);
    }
  }
  for (const StatedRatio& ratio : narrative.ratios) {
    FUZZ_CHECK(is_claim(ratio.rate) && is_claim(ratio.part) && is_claim(ratio.whole));
    FUZZ_CHECK(ratio.part != ratio.whole);
  }
  return 0;
}
