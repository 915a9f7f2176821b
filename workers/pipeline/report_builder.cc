#include "workers/pipeline/report_builder.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/base/credit_code.h"

namespace gongkai {
namespace {

v1::Fact::Presence ToWire(Presence presence) {
  switch (presence) {
    case Presence::kReported:
      return v1::Fact::REPORTED;
    case Presence::kBlank:
      return v1::Fact::BLANK;
    case Presence::kDash:
      return v1::Fact::DASH;
    case Presence::kNotApplicable:
      return v1::Fact::NOT_APPLICABLE;
    case Presence::kMissing:
      return v1::Fact::MISSING;
    case Presence::kUnreadable:
      return v1::Fact::UNREADABLE;
  }
  return v1::Fact::PRESENCE_UNSPECIFIED;
}

v1::Finding::Severity ToWire(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return v1::Finding::INFO;
    case Severity::kWarning:
      return v1::Finding::WARNING;
    case Severity::kError:
      return v1::Finding::ERROR;
  }
  return v1::Finding::SEVERITY_UNSPECIFIED;
}

v1::Diagnosis::Kind ToWire(Slip slip) {
  switch (slip) {
    case Slip::kTransposed:
      return v1::Diagnosis::TRANSPOSED_DIGITS;
    case Slip::kTorn:
      return v1::Diagnosis::TORN_NUMBER;
    case Slip::kTimesTen:
      return v1::Diagnosis::TIMES_TEN;
    case Slip::kWrongSign:
      return v1::Diagnosis::WRONG_SIGN;
    case Slip::kMissingDigit:
      return v1::Diagnosis::MISSING_DIGIT;
    case Slip::kExtraDigit:
      return v1::Diagnosis::EXTRA_DIGIT;
    case Slip::kWrongDigit:
      return v1::Diagnosis::WRONG_DIGIT;
    case Slip::kTotal:
      return v1::Diagnosis::TOTAL_NOT_UPDATED;
    case Slip::kValue:
      return v1::Diagnosis::WRONG_VALUE;
    case Slip::kSwappedNeighbours:
      return v1::Diagnosis::SWAPPED_NEIGHBOURS;
    case Slip::kSwapped:
      return v1::Diagnosis::SWAPPED_CELLS;
    case Slip::kShifted:
      return v1::Diagnosis::SHIFTED_CELLS;
    case Slip::kSeveral:
      return v1::Diagnosis::SEVERAL_VALUES;
    case Slip::kEmpty:
      return v1::Diagnosis::EMPTY_CELL;
    case Slip::kEmptyForZero:
      return v1::Diagnosis::EMPTY_FOR_ZERO;
  }
  return v1::Diagnosis::KIND_UNSPECIFIED;
}

// Of a sheet: 1 is A, 27 is AA.
std::string ColumnName(int column) {
  std::string name;
  for (; column > 0; column = (column - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return name;
}

void SetProvenance(const CellPlace& where, v1::Provenance* provenance) {
  provenance->set_begin(where.place.begin);
  provenance->set_end(where.place.end);
  provenance->set_page(where.place.page);
  if (where.place.page > 0) {
    v1::Box* box = provenance->mutable_box();
    box->set_left(where.place.box.left);
    box->set_top(where.place.box.top);
    box->set_right(where.place.box.right);
    box->set_bottom(where.place.box.bottom);
  }
  if (!where.place.part.empty()) provenance->set_part(std::string(where.place.part));
  if (where.place.sheet_row > 0) {
    provenance->set_cell(absl::StrCat(ColumnName(where.place.sheet_column), where.place.sheet_row));
  }
  provenance->set_grid(where.grid);
  provenance->set_row(where.row);
  provenance->set_column(where.column);
}

void SetMetadata(const MetadataReading& reading, v1::Metadata* metadata) {
  metadata->set_title(reading.title);
  metadata->set_index_code(reading.index_code);
  if (!reading.credit_code.empty()) {
    metadata->set_unified_social_credit_code(reading.credit_code);
    metadata->set_index_code_valid(IsValidCreditCode(reading.credit_code));
  }
  metadata->set_issuing_body(reading.issuing_body);
  metadata->set_subject_category(reading.subject_category);
  metadata->set_document_number(reading.document_number);
  metadata->set_written_date(reading.written.ToString());
  metadata->set_published_date(reading.published.ToString());
  metadata->set_period_start(reading.period_start.ToString());
  metadata->set_period_end(reading.period_end.ToString());
  metadata->set_validity(reading.validity);
}

void AddFact(const FormCell& cell, const Fact& fact, v1::Report* report) {
  v1::Fact* wire = report->add_facts();
  wire->set_indicator(cell.indicator);
  wire->set_applicant(cell.applicant);
  wire->set_presence(ToWire(fact.presence));
  if (fact.presence == Presence::kReported) wire->set_value(fact.value.ToString());
  wire->set_unit(cell.unit);
  wire->set_raw_text(fact.raw_text);
  wire->set_note(fact.note);
  if (fact.presence != Presence::kMissing) SetProvenance(fact.where, wire->mutable_provenance());
  wire->set_confidence(fact.confidence);
  wire->set_doubt(std::string(fact.doubt.zh));
  wire->set_doubt_en(std::string(fact.doubt.en));
}

v1::Claim::Qualifier ToWire(Claim::Qualifier qualifier) {
  switch (qualifier) {
    case Claim::Qualifier::kExact:
      return v1::Claim::EXACT;
    case Claim::Qualifier::kApproximate:
      return v1::Claim::APPROXIMATE;
    case Claim::Qualifier::kAtLeast:
      return v1::Claim::AT_LEAST;
    case Claim::Qualifier::kAtMost:
      return v1::Claim::AT_MOST;
    case Claim::Qualifier::kRange:
      return v1::Claim::RANGE;
  }
  return v1::Claim::QUALIFIER_UNSPECIFIED;
}

// Where the claim's words stand: exact to the byte where the piece of prose stands in the source as
// it is, else the whole piece.
CellPlace PlaceOf(const Claim& claim, const Reading& reading) {
  const SectionReading& section =
      claim.section < 0 ? reading.opening : reading.sections[claim.section];
  const auto behind =
      std::upper_bound(section.pieces.begin(), section.pieces.end(), claim.begin,
                       [](size_t at, const ProsePiece& piece) { return at < piece.begin; });
  if (behind == section.pieces.begin()) return {};
  const ProsePiece& piece = *(behind - 1);
  CellPlace where = piece.where;
  const bool as_printed = where.place.end - where.place.begin == piece.size;
  if (as_printed && claim.end <= piece.begin + piece.size) {
    where.place.end = where.place.begin + static_cast<uint32_t>(claim.end - piece.begin);
    where.place.begin += static_cast<uint32_t>(claim.begin - piece.begin);
  }
  return where;
}

void AddClaim(const Claim& claim, const Reading& reading, v1::Report* report) {
  v1::Claim* wire = report->add_claims();
  wire->set_text(claim.text);
  wire->set_value(claim.value.ToString());
  wire->set_unit(claim.unit);
  wire->set_qualifier(ToWire(claim.qualifier));
  if (claim.qualifier == Claim::Qualifier::kRange) {
    wire->set_upper_value(claim.upper_value.ToString());
  }
  wire->set_subject(claim.subject);
  if (claim.name != nullptr) {
    wire->set_indicator(std::string(IndicatorOf(*claim.name, reading.form)));
  }
  wire->set_scope(claim.scope);
  wire->set_sentence(claim.sentence);
  SetProvenance(PlaceOf(claim, reading), wire->mutable_provenance());
}

}  // namespace

void FillFinding(const RuleFinding& finding, const Reading& reading, const Narrative& narrative,
                 v1::Finding* wire) {
  wire->set_rule_id(finding.rule_id);
  wire->set_severity(ToWire(finding.severity));
  wire->set_message(finding.message_zh);
  wire->set_message_en(finding.message_en);
  wire->set_expected(finding.expected);
  wire->set_actual(finding.actual);
  wire->set_difference(finding.difference);
  wire->set_fingerprint(finding.fingerprint);
  wire->set_origin(finding.reading_doubt ? v1::Finding::READING : v1::Finding::SOURCE);
  wire->set_disposition(v1::Finding::OPEN);
  wire->set_subject(finding.subject);
  for (const CellUse& use : finding.cells) {
    v1::CellRef* cell = wire->add_cells();
    if (use.fact >= 0) {
      const Fact& fact = reading.facts[use.fact];
      cell->set_indicator(reading.form->cells()[use.fact].indicator);
      cell->set_applicant(reading.form->cells()[use.fact].applicant);
      if (fact.presence == Presence::kReported) cell->set_value(fact.value.ToString());
      if (fact.presence != Presence::kMissing) {
        SetProvenance(fact.where, cell->mutable_provenance());
      }
    } else if (use.claim >= 0) {
      const Claim& claim = narrative.claims[use.claim];
      cell->set_text(claim.text);
      cell->set_value(claim.value.ToString());
      SetProvenance(PlaceOf(claim, reading), cell->mutable_provenance());
    } else {
      const Subtotal& subtotal = reading.subtotals[use.subtotal];
      cell->set_indicator(subtotal.subject);
      cell->set_applicant(subtotal.applicant);
      if (subtotal.presence == Presence::kReported) cell->set_value(subtotal.value.ToString());
      SetProvenance(subtotal.where, cell->mutable_provenance());
    }
  }
}

v1::Report::Verdict VerdictOf(const Evaluation& evaluation) {
  const auto has = [&](Severity severity) {
    return std::any_of(evaluation.findings.begin(), evaluation.findings.end(),
                       [&](const RuleFinding& finding) { return finding.severity == severity; });
  };
  if (has(Severity::kError)) return v1::Report::FAILED;
  if (has(Severity::kWarning)) return v1::Report::PASSED_WITH_WARNINGS;
  return v1::Report::PASSED;
}

static void FillDiagnosis(const Diagnosis& diagnosis, const Reading& reading, v1::Diagnosis* wire) {
  wire->set_cause(diagnosis.cause);
  wire->set_rank(diagnosis.rank);
  wire->set_score(diagnosis.score);
  wire->set_kind(ToWire(diagnosis.slip));
  wire->set_message(diagnosis.message_zh);
  wire->set_message_en(diagnosis.message_en);
  for (const CellEdit& edit : diagnosis.edits) {
    v1::Diagnosis::Edit* cell = wire->add_edits();
    if (edit.cell.fact >= 0) {
      cell->set_indicator(reading.form->cells()[edit.cell.fact].indicator);
      cell->set_applicant(reading.form->cells()[edit.cell.fact].applicant);
    } else {
      cell->set_indicator(reading.subtotals[edit.cell.subtotal].subject);
      cell->set_applicant(reading.subtotals[edit.cell.subtotal].applicant);
    }
    if (edit.printed.has_value()) cell->set_printed(edit.printed->ToString());
    cell->set_proposed(edit.proposed.ToString());
  }
  for (const Diagnosis::Identity& identity : diagnosis.mended) {
    v1::Diagnosis::Identity* mended = wire->add_mended();
    mended->set_rule_id(identity.rule_id);
    mended->set_subject(identity.subject);
  }
  for (const std::string& fingerprint : diagnosis.fingerprints) {
    wire->add_fingerprints(fingerprint);
  }
}

// Whether more than half of what the document holds of the form could not be read.
bool IsMostlyUnreadable(const Reading& reading) {
  const auto count = [&](Presence presence) {
    return std::count_if(reading.facts.begin(), reading.facts.end(),
                         [&](const Fact& fact) { return fact.presence == presence; });
  };
  const auto held = static_cast<std::ptrdiff_t>(reading.facts.size()) - count(Presence::kMissing);
  return count(Presence::kUnreadable) * 2 > held;
}

void BuildReport(const Document& document, const Reading& reading, const Narrative& narrative,
                 const Evaluation& evaluation, v1::Report* report) {
  report->set_year(reading.metadata.year);
  report->set_agency_name(reading.metadata.agency_name);
  report->set_form_version(reading.form != nullptr ? reading.form->version() : "none");
  const v1::Report::Verdict verdict = VerdictOf(evaluation);
  report->set_verdict(verdict != v1::Report::FAILED && IsMostlyUnreadable(reading)
                          ? v1::Report::UNREADABLE
                          : verdict);
  report->set_source_format(std::string(FormatName(document.format)));
  for (const ReadingNote& note : document.notes) {
    v1::ReadingNote* const wire = report->add_reading_notes();
    wire->set_message(note.zh);
    wire->set_message_en(note.en);
  }
  SetMetadata(reading.metadata, report->mutable_metadata());
  for (const SectionReading& section : reading.sections) {
    v1::Section* wire = report->add_sections();
    wire->set_number(section.number);
    wire->set_heading(section.heading);
    wire->set_text(section.text);
    SetProvenance(section.where, wire->mutable_provenance());
  }
  report->mutable_facts()->Reserve(static_cast<int>(reading.facts.size()));
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    AddFact(reading.form->cells()[i], reading.facts[i], report);
  }
  report->mutable_claims()->Reserve(static_cast<int>(narrative.claims.size()));
  for (const Claim& claim : narrative.claims) AddClaim(claim, reading, report);
  for (const RuleFinding& finding : evaluation.findings) {
    FillFinding(finding, reading, narrative, report->add_findings());
  }
  for (const Diagnosis& diagnosis : evaluation.diagnoses) {
    FillDiagnosis(diagnosis, reading, report->add_diagnoses());
  }
  for (const RuleNotEvaluated& skipped : evaluation.not_evaluated) {
    v1::NotEvaluated* wire = report->add_not_evaluated();
    wire->set_rule_id(skipped.rule_id);
    wire->set_subject(skipped.subject);
    wire->set_reason(skipped.reason_zh);
    wire->set_reason_en(skipped.reason_en);
  }
}

}  // namespace gongkai
