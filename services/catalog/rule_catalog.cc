#include "services/catalog/rule_catalog.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "services/catalog/formula.h"
#include "services/catalog/rule_files.h"

namespace gongkai {
namespace {

v1::RuleExplanation Explained(PlacedRule placed) {
  internal::v1::RuleSpec& spec = placed.spec;
  v1::RuleExplanation explanation;
  if (spec.has_identity()) {
    Formula formula = FormulaOf(spec.identity());
    explanation.set_formula(std::move(formula.zh));
    explanation.set_formula_en(std::move(formula.en));
    for (std::string& cell : CellsOf(spec.identity())) explanation.add_cells(std::move(cell));
  } else {
    explanation.set_formula(absl::StrCat("由程序内置的检查 ", spec.builtin(), " 判断"));
    explanation.set_formula_en(absl::StrCat("judged by the built-in check ", spec.builtin()));
    explanation.mutable_cells()->Swap(spec.mutable_cells());
  }
  explanation.set_message_template(std::move(*spec.mutable_message_zh()));
  explanation.set_message_template_en(std::move(*spec.mutable_message_en()));
  v1::Rule& rule = *explanation.mutable_rule();
  rule.set_rule_id(std::move(*spec.mutable_id()));
  // Both enums have the same numbers.
  rule.set_severity(static_cast<v1::Finding::Severity>(spec.severity()));
  rule.set_scope(std::move(*spec.mutable_scope()));
  rule.set_description(std::move(*spec.mutable_description_zh()));
  rule.set_description_en(std::move(*spec.mutable_description_en()));
  rule.mutable_form_versions()->Swap(spec.mutable_form_versions());
  rule.set_basis(std::move(*spec.mutable_basis()));
  rule.set_first_year(spec.first_year());
  rule.set_last_year(spec.last_year());
  rule.set_source(std::move(placed.file));
  return explanation;
}

}  // namespace

const v1::RuleExplanation* RuleCatalog::Find(absl::string_view rule_id) const {
  for (const v1::RuleExplanation& rule : rules) {
    if (rule.rule().rule_id() == rule_id) return &rule;
  }
  return nullptr;
}

absl::StatusOr<RuleCatalog> ReadRuleCatalog(absl::Span<const EmbeddedFile> files) {
  RuleCatalog catalog;
  catalog.version = FilesVersion(files);
  ASSIGN_OR_RETURN(std::vector<PlacedRule> parsed, ParseRules(files));
  for (PlacedRule& placed : parsed) {
    catalog.rules.push_back(Explained(std::move(placed)));
    catalog.rules.back().set_rules_version(catalog.version);
  }
  return catalog;
}

}  // namespace gongkai
