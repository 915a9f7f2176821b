#include "workers/rules/rule_loader.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/catalog/rule_files.h"

namespace gongkai {
namespace {

using internal::v1::Identity;
using internal::v1::RuleSpec;

constexpr SlotMask kIdentitySlots = kCellSlots | MaskOf(TextSlot::kSubject, TextSlot::kExpected,
                                                        TextSlot::kActual, TextSlot::kDifference);

Severity SeverityOf(const RuleSpec& spec) {
  return spec.severity() == RuleSpec::INFO      ? Severity::kInfo
         : spec.severity() == RuleSpec::WARNING ? Severity::kWarning
                                                : Severity::kError;
}

absl::Status Fault(absl::string_view en, absl::string_view zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "FAULTY_RULE", en, zh);
}

absl::Status CheckIdentity(const Identity& identity) {
  if (identity.relation() == Identity::RELATION_UNSPECIFIED) {
    return Fault("the identity has no relation", "identity 缺少 relation");
  }
  if (identity.left().empty()) {
    return Fault("the identity has no left side", "identity 缺少 left");
  }
  const bool each_binding = identity.quantifier() == Identity::EACH_BINDING;
  if (each_binding != !identity.bindings().empty()) {
    return Fault("bindings go with EACH_BINDING, and only with it",
                 "bindings 与 EACH_BINDING 须同时使用");
  }
  return absl::OkStatus();
}

absl::StatusOr<LoadedRule> LoadRule(const RuleSpec& spec, const FormSet& forms) {
  LoadedRule loaded;
  loaded.spec = spec;
  loaded.rule.id = spec.id();
  loaded.rule.severity = SeverityOf(spec);
  loaded.rule.first_year = spec.first_year();
  loaded.rule.last_year = spec.last_year();

  bool for_none = false;
  for (const std::string& version : spec.form_versions()) {
    if (version == "none") {
      for_none = true;
    } else if (forms.Find(version) == nullptr) {
      return Fault(absl::StrCat("unknown form \"", version, "\""),
                   absl::StrCat("没有格式“", version, "”"));
    }
  }

  SlotMask slots = kIdentitySlots;
  bool needs_form = true;
  if (spec.has_identity()) {
    RETURN_IF_ERROR(CheckIdentity(spec.identity()));
  } else {
    loaded.builtin = FindBuiltin(spec.builtin());
    if (loaded.builtin == nullptr) {
      return Fault(absl::StrCat("unknown builtin \"", spec.builtin(), "\""),
                   absl::StrCat("没有内置检查“", spec.builtin(), "”"));
    }
    slots = loaded.builtin->slots;
    needs_form = loaded.builtin->needs_form;
  }
  if (for_none && needs_form) {
    return Fault("a check of cells cannot apply to form \"none\"",
                 "核对单元格的规则不能用于 \"none\" 格式");
  }
  ASSIGN_OR_RETURN(loaded.rule.message_zh, MessageTemplate::Parse(spec.message_zh(), slots));
  ASSIGN_OR_RETURN(loaded.rule.message_en, MessageTemplate::Parse(spec.message_en(), slots));
  return loaded;
}

}  // namespace

absl::Status FaultyAt(absl::string_view place, const absl::Status& fault) {
  return FaultyRule(place, fault.message(), DetailOf(fault).message_zh);
}

absl::StatusOr<std::vector<LoadedRule>> LoadRules(absl::Span<const EmbeddedFile> files,
                                                  const FormSet& forms) {
  std::vector<LoadedRule> rules;
  ASSIGN_OR_RETURN(std::vector<PlacedRule> parsed, ParseRules(files));
  for (PlacedRule& placed : parsed) {
    absl::StatusOr<LoadedRule> rule = LoadRule(placed.spec, forms);
    if (!rule.ok()) return FaultyAt(placed.place, rule.status());
    rule->place = std::move(placed.place);
    rules.push_back(*std::move(rule));
  }
  return rules;
}

}  // namespace gongkai
