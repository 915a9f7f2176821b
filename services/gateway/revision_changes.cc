#include "services/gateway/revision_changes.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace gongkai {
namespace {

using Findings = google::protobuf::RepeatedPtrField<v1::Finding>;
using Cell = std::pair<absl::string_view, absl::string_view>;  // indicator, applicant

Cell CellOf(const v1::Fact& fact) { return {fact.indicator(), fact.applicant()}; }

bool SameReading(const v1::Fact& a, const v1::Fact& b) {
  return a.presence() == b.presence() && a.value() == b.value() && a.note() == b.note();
}

void CompareFacts(const v1::Report& before, const v1::Report& after, v1::ReportRevision* revision) {
  absl::flat_hash_map<Cell, const v1::Fact*> old_facts;
  for (const v1::Fact& fact : before.facts()) old_facts[CellOf(fact)] = &fact;
  const auto add = [revision](const v1::Fact* old_fact, const v1::Fact* new_fact) {
    const v1::Fact& either = new_fact != nullptr ? *new_fact : *old_fact;
    v1::FactChange* change = revision->add_changed_facts();
    change->set_indicator(either.indicator());
    change->set_applicant(either.applicant());
    if (old_fact != nullptr) *change->mutable_before() = *old_fact;
    if (new_fact != nullptr) *change->mutable_after() = *new_fact;
  };
  for (const v1::Fact& fact : after.facts()) {
    const auto old_fact = old_facts.find(CellOf(fact));
    if (old_fact == old_facts.end()) {
      add(nullptr, &fact);
      continue;
    }
    if (!SameReading(*old_fact->second, fact)) add(old_fact->second, &fact);
    old_facts.erase(old_fact);
  }
  for (const v1::Fact& fact : before.facts()) {
    if (old_facts.contains(CellOf(fact))) add(&fact, nullptr);
  }
}

// The findings of `all` that `others` has not.
void CopyMissing(const Findings& all, const Findings& others, Findings* result) {
  absl::flat_hash_set<absl::string_view> known;
  for (const v1::Finding& finding : others) known.insert(finding.fingerprint());
  for (const v1::Finding& finding : all) {
    if (!known.contains(finding.fingerprint())) *result->Add() = finding;
  }
}

}  // namespace

v1::ReportRevision DescribeRevision(const v1::Report& report, const v1::Report* before) {
  v1::ReportRevision revision;
  revision.set_revision(report.revision());
  *revision.mutable_create_time() = report.create_time();
  revision.set_document(report.document());
  revision.set_job(report.job());
  revision.set_verdict(report.verdict());
  revision.set_rules_version(report.rules_version());
  revision.set_forms_version(report.forms_version());
  if (before == nullptr) return revision;
  CompareFacts(*before, report, &revision);
  CopyMissing(report.findings(), before->findings(), revision.mutable_added_findings());
  CopyMissing(before->findings(), report.findings(), revision.mutable_resolved_findings());
  return revision;
}

}  // namespace gongkai
