#include "services/gateway/facts_request.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/decimal.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/gateway/request_checks.h"

namespace gongkai {
namespace {

using internal::v1::NeighbourFact;
using internal::v1::NeighbourReport;

// A form has some 200 cells, a province some 2000 bodies below it at most.
constexpr int kMaxFacts = 1000;
constexpr int kMaxChildren = 2000;
constexpr size_t kMaxNameBytes = 300;
constexpr size_t kMaxErrors = 50;  // of one report that are named at once

absl::Status TooMany(absl::string_view field, int most) {
  return InvalidField(field, "TOO_MANY", absl::StrCat(field, " holds more than ", most),
                      absl::StrCat(field, " 超过 ", most, " 项"));
}

absl::StatusOr<std::string> FormOf(const v1::GivenReport& given, const std::string& field,
                                   const FormCodes& forms) {
  if (!given.form_version().empty()) {
    if (forms.HasForm(given.form_version())) return given.form_version();
    return InvalidField(absl::StrCat(field, ".form_version"), "UNKNOWN_FORM",
                        absl::StrCat("there is no form \"", given.form_version(), "\""),
                        absl::StrCat("没有“", given.form_version(), "”格式"));
  }
  std::string prescribed = forms.PrescribedFor(given.year());
  if (!prescribed.empty()) return prescribed;
  return InvalidField(absl::StrCat(field, ".form_version"), "UNKNOWN_FORM",
                      "no form is prescribed for the year; name one in form_version",
                      "该年度没有统一格式，请在 form_version 中指明");
}

absl::StatusOr<NeighbourFact> FactOf(const v1::GivenFact& given, const std::string& field,
                                     const std::string& form, const FormCodes& forms) {
  if (!forms.Has(form, given.indicator(), given.applicant())) {
    const std::string cell = given.applicant().empty()
                                 ? given.indicator()
                                 : absl::StrCat(given.indicator(), "/", given.applicant());
    return InvalidField(absl::StrCat(field, ".indicator"), "UNKNOWN_CELL",
                        absl::StrCat("the ", form, " form has no cell ", cell),
                        absl::StrCat(form, " 年格式没有单元格 ", cell));
  }
  NeighbourFact fact;
  fact.set_indicator(given.indicator());
  fact.set_applicant(given.applicant());
  fact.set_presence(given.presence());
  if (given.presence() == v1::Fact::PRESENCE_UNSPECIFIED) {
    fact.set_presence(given.value().empty() ? v1::Fact::BLANK : v1::Fact::REPORTED);
  } else if (!v1::Fact::Presence_IsValid(given.presence())) {
    return InvalidField(absl::StrCat(field, ".presence"), "INVALID_PRESENCE",
                        "presence is none that Fact.Presence knows",
                        "presence 不是 Fact.Presence 的取值");
  }
  if (fact.presence() == v1::Fact::REPORTED) {
    if (!Decimal::Parse(given.value()).has_value()) {
      return InvalidField(absl::StrCat(field, ".value"), "INVALID_VALUE",
                          "value is no exact decimal of at most 18 digits, like 216 or -5 or 0.5",
                          "value 不是不超过 18 位的十进制数，例如 216、-5、0.5");
    }
    fact.set_value(given.value());
  } else if (!given.value().empty()) {
    return InvalidField(absl::StrCat(field, ".value"), "INVALID_VALUE",
                        "a value goes only with presence REPORTED",
                        "只有 presence 为 REPORTED 时才有 value");
  }
  return fact;
}

// `year`: the one that the report has to be of, 0: any.
absl::StatusOr<NeighbourReport> ReportOf(v1::GivenReport given, int year, const std::string& field,
                                         const FormCodes& forms) {
  RETURN_IF_ERROR(
      CheckWords(absl::StrCat(field, ".agency_name"), given.agency_name(), kMaxNameBytes));
  if (!CheckYear(given.year()).ok()) {
    return InvalidField(absl::StrCat(field, ".year"), "INVALID_YEAR",
                        "year must be 0 or from 1949 to 2200", "year 应为 0 或 1949 至 2200");
  }
  if (year != 0 && given.year() == 0) given.set_year(year);
  if (year != 0 && given.year() != year) {
    return InvalidField(absl::StrCat(field, ".year"), "WRONG_YEAR",
                        absl::StrCat("the report beside it is one of ", year),
                        absl::StrCat("用来对照的报告应为 ", year, " 年度"));
  }
  const std::string facts = absl::StrCat(field, ".facts");
  if (given.facts_size() > kMaxFacts) return TooMany(facts, kMaxFacts);
  NeighbourReport report;
  report.set_agency_name(given.agency_name());
  report.set_year(given.year());
  ASSIGN_OR_RETURN(*report.mutable_form_version(), FormOf(given, field, forms));
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<absl::Status> errors;
  for (int i = 0; i < given.facts_size() && errors.size() < kMaxErrors; ++i) {
    const std::string place = absl::StrCat(facts, "[", i, "]");
    absl::StatusOr<NeighbourFact> fact =
        FactOf(given.facts(i), place, report.form_version(), forms);
    if (!fact.ok()) {
      errors.push_back(fact.status());
    } else if (!seen.insert({fact->indicator(), fact->applicant()}).second) {
      errors.push_back(InvalidField(absl::StrCat(place, ".indicator"), "DUPLICATE_CELL",
                                    "the cell is given twice", "同一单元格给出了两次"));
    } else {
      *report.add_facts() = *std::move(fact);
    }
  }
  if (!errors.empty()) return InvalidFields(errors);
  return report;
}

}  // namespace

absl::StatusOr<internal::v1::ProcessRequest> FiguresToCheck(const v1::ValidateFactsRequest& request,
                                                            const FormCodes& forms) {
  if (request.report().facts().empty()) {
    return InvalidField("report.facts", "EMPTY_FACTS", "there are no facts to check",
                        "没有需要核对的数字");
  }
  internal::v1::ProcessRequest process;
  ASSIGN_OR_RETURN(*process.mutable_figures(), ReportOf(request.report(), 0, "report", forms));
  const int year = request.report().year();
  internal::v1::ReportContext& context = *process.mutable_context();
  if (request.has_prior_year()) {
    ASSIGN_OR_RETURN(*context.mutable_prior_year(),
                     ReportOf(request.prior_year(), year == 0 ? 0 : year - 1, "prior_year", forms));
  }
  if (request.children_size() > kMaxChildren) return TooMany("children", kMaxChildren);
  context.set_region_wide(request.region_wide());
  for (int i = 0; i < request.children_size(); ++i) {
    const v1::GivenChild& given = request.children(i);
    const std::string field = absl::StrCat("children[", i, "]");
    internal::v1::ChildReport* child = context.add_children();
    RETURN_IF_ERROR(
        CheckWords(absl::StrCat(field, ".agency_name"), given.agency_name(), kMaxNameBytes));
    if (given.agency_name().empty()) {
      return InvalidField(absl::StrCat(field, ".agency_name"), "EMPTY_NAME",
                          "a body that is added up needs a name", "参与汇总的机关须有名称");
    }
    child->set_agency_name(given.agency_name());
    if (!given.has_report()) continue;
    ASSIGN_OR_RETURN(*child->mutable_report(),
                     ReportOf(given.report(), year, absl::StrCat(field, ".report"), forms));
  }
  return process;
}

}  // namespace gongkai
