#include "workers/narrative/cell_name.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace gongkai {
namespace {

constexpr absl::string_view kReceived = "requests.received";
constexpr absl::string_view kCarriedIn = "requests.carried_in";
constexpr absl::string_view kConcluded = "requests.concluded";
constexpr absl::string_view kGranted = "requests.granted";
constexpr absl::string_view kPartlyGranted = "requests.partially_granted";

constexpr NamedSum One(absl::string_view cell) { return {{{cell}, {}}}; }
constexpr NamedSum Plus(absl::string_view a, absl::string_view b) { return {{{a}, {b}}}; }
constexpr NamedSum Minus(absl::string_view a, absl::string_view b) { return {{{a}, {b, true}}}; }

// In the order of Named.
constexpr CellName kNames[] = {
    {"本年新收政府信息公开申请数量", {One(kReceived), Plus(kReceived, kCarriedIn)}},
    {"本年新收政府信息公开申请数量", {One(kReceived)}},
    {"本年新收与上年结转之和", {Plus(kReceived, kCarriedIn)}},
    {"本年度办理结果总计",
     {One(kConcluded), Minus(kConcluded, kCarriedIn), One(kReceived), Plus(kReceived, kCarriedIn)}},
    {"本年度办理结果总计", {One(kConcluded), Minus(kConcluded, kCarriedIn)}},
    {"上年结转政府信息公开申请数量", {One(kCarriedIn)}},
    {"结转下年度继续办理", {One("requests.carried_out")}},
    {"予以公开", {One(kGranted), Plus(kGranted, kPartlyGranted)}},
    {"部分公开", {One(kPartlyGranted)}},
    {"不予公开", {One("requests.denied.*")}},
    {"无法提供", {One("requests.unavailable.*")}},
    {"不予处理", {One("requests.not_processed.*")}},
    {"其他处理", {One("requests.other.*"), One("requests.other")}},
    {"行政复议总计", {One("disputes.review.total")}},
    {"行政复议结果维持", {One("disputes.review.upheld")}},
    {"行政复议结果纠正", {One("disputes.review.corrected")}},
    {"行政复议其他结果", {One("disputes.review.other")}},
    {"行政复议尚未审结", {One("disputes.review.pending")}},
    {"行政诉讼总计",
     {Plus("disputes.litigation_direct.total", "disputes.litigation_after_review.total"),
      One("disputes.litigation_direct.total")}},
    {"行政诉讼结果维持",
     {Plus("disputes.litigation_direct.upheld", "disputes.litigation_after_review.upheld"),
      One("disputes.litigation_direct.upheld")}},
    {"行政诉讼结果纠正",
     {Plus("disputes.litigation_direct.corrected", "disputes.litigation_after_review.corrected"),
      One("disputes.litigation_direct.corrected")}},
    {"行政诉讼其他结果",
     {Plus("disputes.litigation_direct.other", "disputes.litigation_after_review.other"),
      One("disputes.litigation_direct.other")}},
    {"行政诉讼尚未审结",
     {Plus("disputes.litigation_direct.pending", "disputes.litigation_after_review.pending"),
      One("disputes.litigation_direct.pending")}},
    {"未经复议直接起诉总计", {One("disputes.litigation_direct.total")}},
    {"复议后起诉总计", {One("disputes.litigation_after_review.total")}},
    {"规章本年制发件数",
     {One("disclosure.regulations.issued"), One("disclosure.regulations.made"),
      One("disclosure.regulations.published")}},
    {"规章本年废止件数", {One("disclosure.regulations.repealed")}},
    {"规章现行有效件数",
     {One("disclosure.regulations.in_force"), One("disclosure.regulations.public_total")}},
    {"规范性文件本年制发件数",
     {One("disclosure.normative_documents.issued"), One("disclosure.normative_documents.made"),
      One("disclosure.normative_documents.published")}},
    {"规范性文件本年废止件数", {One("disclosure.normative_documents.repealed")}},
    {"规范性文件现行有效件数",
     {One("disclosure.normative_documents.in_force"),
      One("disclosure.normative_documents.public_total")}},
    {"行政许可处理决定数量", {One("disclosure.licensing.decisions")}},
    {"行政处罚处理决定数量", {One("disclosure.penalties.decisions")}},
    {"行政强制处理决定数量", {One("disclosure.coercion.decisions")}},
    {"行政事业性收费金额", {One("disclosure.fees.amount")}},
    {"政府集中采购项目数量", {One("disclosure.procurement.projects")}},
    {"政府集中采购总金额", {One("disclosure.procurement.amount")}},
};
static_assert(sizeof(kNames) / sizeof(kNames[0]) ==
              static_cast<size_t>(Named::kProcurementAmount) + 1);

bool HasCell(const Form& form, absl::string_view indicator) {
  const bool of_requests = absl::StartsWith(indicator, "requests.");
  if (!absl::EndsWith(indicator, ".*")) {
    return form.FindCell(indicator, of_requests ? "total" : "") >= 0;
  }
  const absl::string_view prefix = indicator.substr(0, indicator.size() - 1);
  return std::any_of(form.cells().begin(), form.cells().end(), [&](const FormCell& cell) {
    return absl::StartsWith(cell.indicator, prefix);
  });
}

}  // namespace

const CellName* NameOf(Named named) { return &kNames[static_cast<size_t>(named)]; }

bool HasCells(const Form& form, const NamedSum& sum) {
  for (const NamedTerm& term : sum.terms) {
    if (!term.indicator.empty() && !HasCell(form, term.indicator)) return false;
  }
  return !sum.terms[0].indicator.empty();
}

absl::string_view IndicatorOf(const CellName& name, const Form* form) {
  absl::string_view code = name.sums[0].terms[0].indicator;
  for (const NamedSum& sum : name.sums) {
    if (form == nullptr || !HasCells(*form, sum)) continue;
    code = sum.terms[0].indicator;
    break;
  }
  return absl::StripSuffix(code, ".*");
}

}  // namespace gongkai
