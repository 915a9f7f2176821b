#include "workers/rules/rule_loader.h"

#include <google/protobuf/text_format.h>

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/base/text_proto_error.h"

namespace gongkai {
namespace {

using google::protobuf::TextFormat;
using internal::v1::Identity;
using internal::v1::RuleFile;
using internal::v1::RuleSpec;

constexpr SlotMask kIdentitySlots =
    kCellSlots | MaskOf(Slot::kSubject, Slot::kExpected, Slot::kActual, Slot::kDifference);

absl::StatusOr<Severity> SeverityOf(const RuleSpec& spec) {
  switch (spec.severity()) {
    case RuleSpec::INFO:
      return Severity::kInfo;
    case RuleSpec::WARNING:
      return Severity::kWarning;
    case RuleSpec::ERROR:
      return Severity::kError;
    default:
      return absl::InvalidArgumentError("severity is missing");
  }
}

absl::Status CheckTexts(const RuleSpec& spec) {
  const std::pair<const char*, const std::string*> texts[] = {
      {"scope", &spec.scope()},
      {"description_zh", &spec.description_zh()},
      {"description_en", &spec.description_en()},
      {"message_zh", &spec.message_zh()},
      {"message_en", &spec.message_en()}};
  for (const auto& [name, text] : texts) {
    if (text->empty()) return absl::InvalidArgumentError(absl::StrCat(name, " is missing"));
  }
  return absl::OkStatus();
}

absl::Status CheckIdentity(const Identity& identity) {
  if (identity.relation() == Identity::RELATION_UNSPECIFIED) {
    return absl::InvalidArgumentError("the identity has no relation");
  }
  if (identity.left().empty()) return absl::InvalidArgumentError("the identity has no left side");
  const bool each_binding = identity.quantifier() == Identity::EACH_BINDING;
  if (each_binding != !identity.bindings().empty()) {
    return absl::InvalidArgumentError("bindings go with EACH_BINDING, and only with it");
  }
  return absl::OkStatus();
}

absl::StatusOr<LoadedRule> LoadRule(const RuleSpec& spec, const FormSet& forms) {
  LoadedRule loaded;
  loaded.spec = spec;
  loaded.rule.id = spec.id();
  ASSIGN_OR_RETURN(loaded.rule.severity, SeverityOf(spec));
  RETURN_IF_ERROR(CheckTexts(spec));

  bool for_none = false;
  for (const std::string& version : spec.form_versions()) {
    if (version == "none") {
      for_none = true;
    } else if (forms.Find(version) == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("unknown form \"", version, "\""));
    }
  }
  if (spec.form_versions().empty()) return absl::InvalidArgumentError("form_versions is missing");

  SlotMask slots = kIdentitySlots;
  bool needs_form = true;
  switch (spec.check_case()) {
    case RuleSpec::kIdentity:
      RETURN_IF_ERROR(CheckIdentity(spec.identity()));
      break;
    case RuleSpec::kBuiltin:
      loaded.builtin = FindBuiltin(spec.builtin());
      if (loaded.builtin == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat("unknown builtin \"", spec.builtin(), "\""));
      }
      slots = loaded.builtin->slots;
      needs_form = loaded.builtin->needs_form;
      break;
    default:
      return absl::InvalidArgumentError("neither identity nor builtin");
  }
  if (for_none && needs_form) {
    return absl::InvalidArgumentError("a check of cells cannot apply to form \"none\"");
  }
  ASSIGN_OR_RETURN(loaded.rule.message_zh, MessageTemplate::Parse(spec.message_zh(), slots));
  ASSIGN_OR_RETURN(loaded.rule.message_en, MessageTemplate::Parse(spec.message_en(), slots));
  return loaded;
}

}  // namespace

absl::Status FaultyRule(absl::string_view place, absl::string_view fault) {
  return MakeError(absl::StatusCode::kInvalidArgument, "FAULTY_RULE_FILE",
                   absl::StrCat(place, ": ", fault),
                   absl::StrCat("规则文件有误：", place, "：", fault));
}

absl::StatusOr<std::vector<LoadedRule>> LoadRules(absl::Span<const EmbeddedFile> files,
                                                  const FormSet& forms) {
  std::vector<LoadedRule> rules;
  absl::flat_hash_map<std::string, std::string> places;
  for (const EmbeddedFile& embedded : files) {
    RuleFile file;
    TextProtoError errors;
    TextFormat::ParseInfoTree locations;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&errors);
    parser.WriteLocationsTo(&locations);
    if (!parser.ParseFromString(std::string(embedded.text), &file)) {
      return FaultyRule(absl::StrCat(embedded.name, ":", errors.place()), errors.message());
    }
    const auto* rules_field =
        RuleFile::descriptor()->FindFieldByNumber(RuleFile::kRulesFieldNumber);
    for (int i = 0; i < file.rules_size(); ++i) {
      const RuleSpec& spec = file.rules(i);
      const int line = locations.GetLocation(rules_field, i).line + 1;
      const std::string place = absl::StrCat(embedded.name, ":", line, ": ",
                                             spec.id().empty() ? "rule without id" : spec.id());
      if (spec.id().empty()) return FaultyRule(place, "id is missing");
      const auto [known, is_new] = places.try_emplace(spec.id(), place);
      if (!is_new) {
        return FaultyRule(place, absl::StrCat("the id is already that of ", known->second));
      }
      absl::StatusOr<LoadedRule> rule = LoadRule(spec, forms);
      if (!rule.ok()) return FaultyRule(place, rule.status().message());
      rule->place = place;
      rules.push_back(*std::move(rule));
    }
  }
  return rules;
}

}  // namespace gongkai
