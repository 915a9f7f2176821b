#include "workers/pipeline/pipeline.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "embedded/rule_files.h"
#include "google/protobuf/arena.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/legacy_format.h"
#include "workers/document/read_budget.h"
#include "workers/form/character_lines.h"
#include "workers/form/form.h"
#include "workers/form/recognizer.h"
#include "workers/narrative/narrative.h"
#include "workers/pipeline/amendments.h"
#include "workers/pipeline/figures.h"
#include "workers/pipeline/neighbours_wire.h"
#include "workers/pipeline/report_builder.h"
#include "workers/rules/rules.h"

namespace gongkai {

struct Pipeline::Parts {
  FormatReaders readers;
  FormSet forms;
  std::optional<RuleSet> rules;  // set from Create() on; refers to `forms`
};

Pipeline::Pipeline(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

namespace {

absl::Status ReadAndCheck(const FormatReaders& readers, const FormSet& forms, const RuleSet& rules,
                          absl::string_view bytes, const ProcessOptions& options,
                          v1::Report* report) {
  ASSIGN_OR_RETURN(Document document, ReadDocument(bytes, options.limits, readers));
  if (HasCharacterLines(document)) {
    document = JoinCharacterLines(std::move(document), forms.labels());
  }
  ASSIGN_OR_RETURN(const Reading reading, Recognize(document, forms));
  const Narrative narrative = ReadNarrative(reading);
  if (narrative.claims.size() > kMostClaims) {
    return TooComplex("numbers in its prose", "个文字叙述中的数字", kMostClaims);
  }
  RuleContext context;
  context.requested_year = options.requested_year;
  context.narrative = &narrative;
  Neighbours neighbours;
  if (options.context != nullptr) {
    neighbours = NeighboursOf(*options.context);
    context.neighbours = &neighbours;
  }
  BuildReport(document, reading, narrative, rules.Evaluate(reading, context), report);
  if (options.context != nullptr && options.context->amendments_size() > 0) {
    const Reading amended = WithAmendments(reading, *options.context);
    AddAmendments(*options.context, amended, narrative, rules.Evaluate(amended, context), report);
  }
  report->set_document(absl::StrCat("documents/", Sha256Hex(bytes)));
  report->set_rules_version(rules.version());
  report->set_forms_version(forms.version());
  return absl::OkStatus();
}

// Takes out the places: there are none.
void ClearPlaces(v1::Report* report) {
  for (v1::Fact& fact : *report->mutable_facts()) fact.clear_provenance();
  for (v1::Finding& finding : *report->mutable_findings()) {
    for (v1::CellRef& cell : *finding.mutable_cells()) cell.clear_provenance();
  }
}

absl::Status CheckFigures(const FormSet& forms, const RuleSet& rules,
                          const internal::v1::ProcessRequest& request, v1::Report* report) {
  ASSIGN_OR_RETURN(const Reading reading, ReadingOfFigures(request.figures(), forms));
  const Neighbours neighbours = NeighboursOf(request.context());
  const Narrative narrative;
  RuleContext context;
  context.figures_only = true;
  context.narrative = &narrative;
  context.neighbours = &neighbours;
  BuildReport(Document(), reading, narrative, rules.Evaluate(reading, context), report);
  ClearPlaces(report);
  report->clear_source_format();
  report->clear_metadata();
  report->set_rules_version(rules.version());
  report->set_forms_version(forms.version());
  return absl::OkStatus();
}

int CountSeverity(const v1::Report& report, v1::Finding::Severity severity) {
  return static_cast<int>(
      std::count_if(report.findings().begin(), report.findings().end(),
                    [&](const v1::Finding& finding) { return finding.severity() == severity; }));
}

void Summarize(const v1::Report& report, internal::v1::ReportSummary* summary) {
  summary->set_year(report.year());
  summary->set_agency_name(report.agency_name());
  if (report.metadata().index_code_valid()) {
    summary->set_unified_social_credit_code(report.metadata().unified_social_credit_code());
  }
  summary->set_verdict(report.verdict());
  summary->set_form_version(report.form_version());
  summary->set_title(report.metadata().title());
  summary->set_published_date(report.metadata().published_date());
  summary->set_error_count(CountSeverity(report, v1::Finding::ERROR));
  summary->set_warning_count(CountSeverity(report, v1::Finding::WARNING));
  summary->set_rules_version(report.rules_version());
  summary->set_forms_version(report.forms_version());
}

}  // namespace

absl::StatusOr<Pipeline> Pipeline::Create(const FormatReaders& readers,
                                          absl::Span<const EmbeddedFile> own_rules) {
  ASSIGN_OR_RETURN(FormSet forms, FormSet::Load(FormFiles()));
  auto parts = std::make_unique<Parts>(Parts{readers, std::move(forms), std::nullopt});
  std::vector<EmbeddedFile> rule_files = RuleFiles();
  rule_files.insert(rule_files.end(), own_rules.begin(), own_rules.end());
  ASSIGN_OR_RETURN(RuleSet rules, RuleSet::Load(rule_files, parts->forms));
  parts->rules.emplace(std::move(rules));
  return Pipeline(std::move(parts));
}

absl::StatusOr<v1::Report> Pipeline::Process(absl::string_view bytes,
                                             const ProcessOptions& options) const {
  v1::Report report;
  RETURN_IF_ERROR(
      ReadAndCheck(parts_->readers, parts_->forms, *parts_->rules, bytes, options, &report));
  return report;
}

internal::v1::ProcessReply Pipeline::Answer(const internal::v1::ProcessRequest& request) const {
  internal::v1::ProcessReply reply;
  ProcessOptions options;
  options.requested_year = request.requested_year();
  if (request.has_context()) options.context = &request.context();
  if (!request.has_conversion() && !request.has_figures()) {
    const absl::string_view legacy = LegacyFormat(request.content());
    if (!legacy.empty()) {
      reply.set_convert_from(std::string(legacy));
      return reply;
    }
  }
  google::protobuf::Arena arena;
  auto* report = google::protobuf::Arena::CreateMessage<v1::Report>(&arena);
  const absl::Status status = request.has_figures()
                                  ? CheckFigures(parts_->forms, *parts_->rules, request, report)
                                  : ReadAndCheck(parts_->readers, parts_->forms, *parts_->rules,
                                                 request.content(), options, report);
  if (status.ok()) {
    if (request.has_conversion()) {
      report->set_source_format(request.conversion().from());
      report->set_document(absl::StrCat("documents/", request.conversion().sha256()));
      v1::ReadingNote* const note = report->add_reading_notes();
      note->set_message("文件由 LibreOffice 转换后读取，所注位置为转换后文件中的位置");
      note->set_message_en(
          "the file was read as LibreOffice converted it; places are those after it");
    }
    Summarize(*report, reply.mutable_summary());
    report->SerializeToString(reply.mutable_report());
  } else {
    const ErrorDetail detail = DetailOf(status);
    reply.mutable_error()->set_reason(detail.reason.empty() ? "INTERNAL" : detail.reason);
    reply.mutable_error()->set_message_en(std::string(status.message()));
    reply.mutable_error()->set_message(detail.message_zh.empty() ? std::string(status.message())
                                                                 : detail.message_zh);
  }
  return reply;
}

}  // namespace gongkai
