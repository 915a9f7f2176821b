// A text to a whole report: recognition, rules, and the report that is made of them.
#include <cstddef>
#include <cstdint>

#include "services/base/decimal.h"
#include "services/base/error.h"
#include "tests/fuzz/fuzz.h"
#include "workers/pipeline/pipeline.h"

namespace gongkai {
namespace {

void CheckFact(const v1::Fact& fact) {
  FUZZ_CHECK(!fact.indicator().empty());
  FUZZ_CHECK(fact.confidence() >= 0 && fact.confidence() <= 1);
  FUZZ_CHECK((fact.presence() == v1::Fact::REPORTED) == !fact.value().empty());
  FUZZ_CHECK((fact.presence() == v1::Fact::MISSING) == !fact.has_provenance());
  FUZZ_CHECK(fact.value().empty() || Decimal::Parse(fact.value()).has_value());
  // A number comes from a cell that holds something.
  FUZZ_CHECK(fact.value().empty() || !fact.raw_text().empty());
}

void CheckReport(const v1::Report& report) {
  FUZZ_CHECK(report.verdict() != v1::Report::VERDICT_UNSPECIFIED);
  FUZZ_CHECK((report.form_version() == "none") == report.facts().empty());
  // All its text is UTF-8, or it would not come through.
  FUZZ_CHECK(v1::Report().ParseFromString(report.SerializeAsString()));
  for (const v1::Fact& fact : report.facts()) CheckFact(fact);
  for (const v1::Finding& finding : report.findings()) {
    FUZZ_CHECK(!finding.message().empty() && !finding.message_en().empty());
    FUZZ_CHECK(finding.fingerprint().size() == 16);
  }
}

}  // namespace
}  // namespace gongkai

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  static const auto& pipeline = *new absl::StatusOr<Pipeline>(Pipeline::Create());
  FUZZ_CHECK(pipeline.ok());
  const auto report =
      pipeline->Process(absl::string_view(reinterpret_cast<const char*>(data), size), {});
  if (report.ok()) {
    CheckReport(*report);
  } else {
    FUZZ_CHECK(!DetailOf(report.status()).reason.empty());
  }
  return 0;
}
