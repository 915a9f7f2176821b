#include "services/store/neighbour_report.h"

#include <utility>

namespace gongkai {

internal::v1::NeighbourReport NeighbourOf(v1::Report report) {
  internal::v1::NeighbourReport neighbour;
  neighbour.set_agency_name(std::move(*report.mutable_agency_name()));
  neighbour.set_year(report.year());
  neighbour.set_form_version(std::move(*report.mutable_form_version()));
  for (v1::Fact& fact : *report.mutable_facts()) {
    internal::v1::NeighbourFact* copy = neighbour.add_facts();
    copy->set_indicator(std::move(*fact.mutable_indicator()));
    copy->set_applicant(std::move(*fact.mutable_applicant()));
    copy->set_presence(fact.presence());
    copy->set_value(std::move(*fact.mutable_value()));
  }
  for (v1::Section& section : *report.mutable_sections()) {
    internal::v1::NeighbourSection* copy = neighbour.add_sections();
    copy->set_number(section.number());
    copy->set_text(std::move(*section.mutable_text()));
  }
  return neighbour;
}

}  // namespace gongkai
