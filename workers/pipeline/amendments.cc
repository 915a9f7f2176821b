#include "workers/pipeline/amendments.h"

#include <google/protobuf/util/time_util.h>

#include <optional>

#include "services/base/decimal.h"
#include "workers/pipeline/report_builder.h"

namespace gongkai {
namespace {

// Index of the amended cell, or -1 for an amendment that is to be passed over.
int CellOf(const Form& form, const internal::v1::Amendment& amendment) {
  if (!Decimal::Parse(amendment.value()).has_value()) return -1;
  return form.FindCell(amendment.indicator(), amendment.applicant());
}

}  // namespace

Reading WithAmendments(const Reading& reading, const internal::v1::ReportContext& context) {
  Reading amended = reading;
  if (reading.form == nullptr) return amended;
  for (const internal::v1::Amendment& amendment : context.amendments()) {
    const int cell = CellOf(*reading.form, amendment);
    if (cell < 0) continue;
    amended.facts[cell].presence = Presence::kReported;
    amended.facts[cell].value = *Decimal::Parse(amendment.value());
  }
  return amended;
}

void AddAmendments(const internal::v1::ReportContext& context, const Reading& amended_reading,
                   const Narrative& narrative, const Evaluation& amended, v1::Report* report) {
  if (amended_reading.form == nullptr) return;
  for (const internal::v1::Amendment& amendment : context.amendments()) {
    const int cell = CellOf(*amended_reading.form, amendment);
    if (cell < 0) continue;
    v1::Amendment* wire = report->mutable_facts(cell)->mutable_amendment();
    wire->set_value(amendment.value());
    wire->set_reason(amendment.reason());
    wire->set_actor(amendment.actor());
    *wire->mutable_update_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(amendment.update_time_micros());
  }
  for (const RuleFinding& finding : amended.findings) {
    FillFinding(finding, amended_reading, narrative, report->add_amended_findings());
  }
  report->set_amended_verdict(VerdictOf(amended));
}

}  // namespace gongkai
