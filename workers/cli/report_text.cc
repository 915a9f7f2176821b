#include "workers/cli/report_text.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "workers/cli/explain_text.h"
#include "workers/cli/table_text.h"

namespace gongkai {
namespace {

// The form that the facts of `report` follow; null if none.
const Form* FormOf(const v1::Report& report, const FormSet& forms) {
  const Form* form = forms.Find(report.form_version());
  if (form == nullptr) return nullptr;
  const bool single_other =
      std::any_of(report.facts().begin(), report.facts().end(),
                  [](const v1::Fact& fact) { return fact.indicator() == "requests.other"; });
  return single_other ? forms.WithSingleOther(form) : form;
}

std::string CellLabel(const v1::CellRef& cell, const Form* form) {
  if (!cell.text().empty()) return absl::StrCat("“", Printable(cell.text()), "”");
  const int index = form == nullptr ? -1 : form->FindCell(cell.indicator(), cell.applicant());
  if (index < 0) {
    return Printable(
        absl::StrCat(cell.indicator(), cell.applicant().empty() ? "" : " × ", cell.applicant()));
  }
  const FormCell& known = form->cells()[index];
  return absl::StrJoin({known.table == 4 ? known.group_label : known.row_label,
                        known.table == 4 ? known.row_label : known.column_label},
                       " × ");
}

std::string PlaceText(const v1::Provenance& place, Language language) {
  const std::string cell = GridPlaceText(place, language);
  if (cell.empty()) return "";
  return language == Language::kEnglish ? absl::StrCat("  (", cell, ")")
                                        : absl::StrCat("  （", cell, "）");
}

std::string Painted(v1::Finding::Severity severity, const std::string& text, const Paint& paint) {
  switch (severity) {
    case v1::Finding::ERROR:
      return paint.Red(text);
    case v1::Finding::WARNING:
      return paint.Yellow(text);
    default:
      return paint.Faint(text);
  }
}

void AppendFinding(const v1::Finding& finding, const Form* form, const ReportTextOptions& options,
                   std::string* text) {
  const Language language = options.language;
  absl::StrAppend(text, "  ", options.paint.Bold(Printable(finding.rule_id())));
  if (!finding.subject().empty()) absl::StrAppend(text, "  ", Printable(finding.subject()));
  if (finding.origin() == v1::Finding::READING) {
    absl::StrAppend(text, "  ", In(language, {"〔读取存疑〕", "(doubt about the reading)"}));
  }
  absl::StrAppend(text, "\n");
  if (language != Language::kEnglish && !finding.message().empty()) {
    absl::StrAppend(text, "    ", Printable(finding.message()), "\n");
  }
  if (language != Language::kChinese && !finding.message_en().empty()) {
    absl::StrAppend(text, "    ", Printable(finding.message_en()), "\n");
  }
  std::vector<std::string> numbers;
  const auto add = [&](const Words& words, const std::string& value) {
    if (!value.empty()) {
      numbers.push_back(absl::StrCat(In(language, words), " ", Printable(value)));
    }
  };
  add({"应为", "expected"}, finding.expected());
  add({"实为", "actual"}, finding.actual());
  add({"相差", "difference"}, finding.difference());
  if (!numbers.empty()) absl::StrAppend(text, "    ", absl::StrJoin(numbers, "  "), "\n");
  for (const v1::CellRef& cell : finding.cells()) {
    absl::StrAppend(text, "    - ", CellLabel(cell, form), " = ",
                    cell.value().empty() ? In(language, {"〔无数字〕", "(no number)"})
                                         : Printable(cell.value()),
                    PlaceText(cell.provenance(), language), "\n");
  }
}

// A cause that explains so many findings stands for them: they are counted, not told one by one.
constexpr int kFoldFrom = 3;
constexpr size_t kNamesOfCause = 5;

// The number of the cause that stands for the finding, 0: none.
int CauseFor(const v1::Finding& finding, const v1::Report& report) {
  for (const v1::Diagnosis& diagnosis : report.diagnoses()) {
    const auto& explained = diagnosis.fingerprints();
    if (diagnosis.rank() == 1 && explained.size() >= kFoldFrom &&
        std::find(explained.begin(), explained.end(), finding.fingerprint()) != explained.end()) {
      return diagnosis.cause();
    }
  }
  return 0;
}

// The causes behind the findings, each with its first proposal and what it explains.
void AppendDiagnoses(const v1::Report& report, const ReportTextOptions& options,
                     std::string* text) {
  if (report.diagnoses().empty()) return;
  const Language language = options.language;
  absl::StrAppend(
      text, "\n",
      options.paint.Bold(In(language, {"疑似原因（仅供核对，未改动原数）",
                                       "likely causes (proposals, nothing is changed)"})),
      "\n");
  for (const v1::Diagnosis& diagnosis : report.diagnoses()) {
    const std::string indent = diagnosis.rank() == 1
                                   ? absl::StrCat("  ", diagnosis.cause(), ". ")
                                   : absl::StrCat("     ", In(language, {"或", "or"}), " ");
    if (language != Language::kEnglish) {
      absl::StrAppend(text, indent, Printable(diagnosis.message()), "\n");
    }
    if (language != Language::kChinese) {
      absl::StrAppend(text, language == Language::kBoth ? "     " : indent,
                      Printable(diagnosis.message_en()), "\n");
    }
    if (diagnosis.rank() > 1) continue;
    std::vector<std::string> names;
    for (const v1::Finding& finding : report.findings()) {
      const auto& explained = diagnosis.fingerprints();
      if (std::find(explained.begin(), explained.end(), finding.fingerprint()) == explained.end()) {
        continue;
      }
      names.push_back(Printable(absl::StrCat(finding.rule_id(), " ", finding.subject())));
    }
    if (names.empty()) continue;
    const size_t more = names.size() > kNamesOfCause ? names.size() - kNamesOfCause : 0;
    names.resize(names.size() - more);
    absl::StrAppend(text, "     ", In(language, {"可解释", "explains"}), ": ",
                    absl::StrJoin(names, ", "));
    if (more > 0) absl::StrAppend(text, ", +", more);
    absl::StrAppend(text, "\n");
  }
}

void AppendFindings(const v1::Report& report, const Form* form, const ReportTextOptions& options,
                    std::string* text) {
  for (const auto severity : {v1::Finding::ERROR, v1::Finding::WARNING, v1::Finding::INFO}) {
    const auto count =
        std::count_if(report.findings().begin(), report.findings().end(),
                      [&](const v1::Finding& finding) { return finding.severity() == severity; });
    if (count == 0) continue;
    absl::StrAppend(
        text, "\n",
        Painted(severity, absl::StrCat(In(options.language, NameOf(severity)), " (", count, ")"),
                options.paint),
        "\n");
    int folded = 0;
    std::set<int> causes;
    for (const v1::Finding& finding : report.findings()) {
      if (finding.severity() != severity) continue;
      const int cause = options.explain ? 0 : CauseFor(finding, report);
      if (cause == 0) {
        AppendFinding(finding, form, options, text);
      } else {
        ++folded;
        causes.insert(cause);
      }
    }
    if (folded == 0) continue;
    absl::StrAppend(text, "  ", folded, " ",
                    In(options.language, {"项由疑似原因解释", "explained by likely cause"}), " ",
                    absl::StrJoin(causes, ", "), "  ",
                    In(options.language, {"（--explain 逐项列出）", "(--explain tells each)"}),
                    "\n");
  }
}

void AppendCounts(const v1::Report& report, Language language, std::string* text) {
  int counts[v1::Fact::Presence_ARRAYSIZE] = {};
  for (const v1::Fact& fact : report.facts()) {
    if (v1::Fact::Presence_IsValid(fact.presence())) ++counts[fact.presence()];
  }
  std::vector<std::string> parts;
  for (int i = 0; i < v1::Fact::Presence_ARRAYSIZE; ++i) {
    if (counts[i] == 0) continue;
    parts.push_back(
        absl::StrCat(In(language, NameOf(static_cast<v1::Fact::Presence>(i))), " ", counts[i]));
  }
  absl::StrAppend(text, In(language, {"单元格", "cells"}), ": ", report.facts_size());
  if (!parts.empty()) absl::StrAppend(text, " (", absl::StrJoin(parts, ", "), ")");
  absl::StrAppend(text, "\n");
  if (report.not_evaluated_size() > 0) {
    absl::StrAppend(text, In(language, {"未能核查的规则", "rules that could not be judged"}), ": ",
                    report.not_evaluated_size(), "\n");
  }
}

void AppendNotes(const v1::Report& report, Language language, std::string* text) {
  for (const v1::ReadingNote& note : report.reading_notes()) {
    const std::string zh = Printable(note.message());
    const std::string en = Printable(note.message_en());
    absl::StrAppend(text, In(language, {"读取说明", "note"}), ": ",
                    language == Language::kEnglish ? en : zh, "\n");
    if (language == Language::kBoth) absl::StrAppend(text, "  ", en, "\n");
  }
}

}  // namespace

std::string VerdictText(v1::Report::Verdict verdict, Language language, const Paint& paint) {
  const std::string text = In(language, NameOf(verdict));
  switch (verdict) {
    case v1::Report::PASSED:
      return paint.Green(text);
    case v1::Report::PASSED_WITH_WARNINGS:
      return paint.Yellow(text);
    default:
      return paint.Red(text);
  }
}

std::string ReportText(const v1::Report& report, const FormSet& forms,
                       const ReportTextOptions& options) {
  const Language language = options.language;
  const Form* form = FormOf(report, forms);
  const std::string agency = report.agency_name().empty()
                                 ? In(language, {"〔机关不明〕", "(agency unknown)"})
                                 : Printable(report.agency_name());
  const std::string year = report.year() == 0 ? In(language, {"〔年度不明〕", "(year unknown)"})
                                              : absl::StrCat(report.year());
  const std::string version =
      form == nullptr ? In(language, {"无全国统一格式", "no national form"})
                      : absl::StrCat(In(language, {"表格", "form"}), " ", report.form_version());
  std::string text =
      absl::StrCat(options.paint.Bold(absl::StrCat(agency, "  ", year)), "  ", version, "  ",
                   VerdictText(report.verdict(), language, options.paint), "\n");
  if (!report.name().empty()) {
    absl::StrAppend(&text, report.name(), "  ", In(language, {"修订", "revision"}), " ",
                    report.revision(), "\n");
  }
  AppendCounts(report, language, &text);
  AppendNotes(report, language, &text);
  if (report.findings().empty()) {
    absl::StrAppend(&text, In(language, {"未发现问题", "no findings"}), "\n");
  }
  AppendDiagnoses(report, options, &text);
  AppendFindings(report, form, options, &text);
  if (options.tables && form != nullptr) {
    absl::StrAppend(&text, "\n", FormTablesText(report, *form, language));
  }
  if (options.explain) absl::StrAppend(&text, ExplainText(report, form, language, options.paint));
  return text;
}

}  // namespace gongkai
