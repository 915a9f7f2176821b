#include "workers/pipeline/neighbours_wire.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/base/decimal.h"

namespace gongkai {
namespace {

NeighbourReading ReadingOf(const internal::v1::NeighbourReport& wire) {
  NeighbourReading reading;
  reading.agency_name = wire.agency_name();
  reading.year = wire.year();
  reading.form_version = wire.form_version();
  for (const internal::v1::NeighbourFact& fact : wire.facts()) {
    const std::optional<Decimal> value = Decimal::Parse(fact.value());
    if (fact.presence() != v1::Fact::REPORTED || !value.has_value()) continue;
    const std::string subject = fact.applicant().empty()
                                    ? fact.indicator()
                                    : absl::StrCat(fact.indicator(), "/", fact.applicant());
    reading.values[subject] = *value;
  }
  for (const internal::v1::NeighbourSection& section : wire.sections()) {
    reading.sections.emplace_back(section.number(), section.text());
  }
  return reading;
}

}  // namespace

Neighbours NeighboursOf(const internal::v1::ReportContext& context) {
  Neighbours neighbours;
  neighbours.has_prior_year = context.has_prior_year();
  if (context.has_prior_year()) neighbours.prior_year = ReadingOf(context.prior_year());
  neighbours.region_wide = context.region_wide();
  for (const internal::v1::ChildReport& child : context.children()) {
    ChildReading& reading = neighbours.children.emplace_back();
    reading.agency_name = child.agency_name();
    reading.reported = child.has_report();
    if (child.has_report()) reading.report = ReadingOf(child.report());
  }
  return neighbours;
}

}  // namespace gongkai
