#include <unistd.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "embedded/rule_files.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/catalog/rule_catalog.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/json.h"
#include "workers/cli/messages.h"
#include "workers/cli/names.h"
#include "workers/cli/own_rules.h"
#include "workers/cli/text.h"

namespace gongkai {
namespace {

constexpr char kFooter[] =
    R"(列出本程序内置的规则和 --rules 所给的规则，不连接服务器；给出编号时说明该条规则。
Lists the rules built into this program and those of --rules; no server. With an ID: that rule.
自定规则的写法 how to write a rule: docs/own_rules.md

例 examples:
  gongkai rules
  gongkai rules T3.ROW_TOTAL
  gongkai rules --rules 本市规则.txtpb         有误时指出文件、行号和原因 tells what is wrong
  gongkai rules --json | jq -r .ruleId)";

struct RulesOptions {
  std::string id;
  std::vector<std::string> own;
  bool json = false;
  Language language = Language::kBoth;
};

std::string YearsText(const v1::Rule& rule) {
  const auto year = [](int value) { return value == 0 ? std::string() : absl::StrCat(value); };
  if (rule.first_year() == 0 && rule.last_year() == 0) return "";
  return absl::StrCat(year(rule.first_year()), "-", year(rule.last_year()));
}

std::string LineText(const v1::Rule& rule, Language language, const Paint& paint) {
  std::string text = absl::StrCat(paint.Bold(Printable(rule.rule_id())), "  ",
                                  In(language, NameOf(rule.severity())), "  ",
                                  Printable(absl::StrJoin(rule.form_versions(), ",")));
  if (const std::string years = YearsText(rule); !years.empty()) {
    absl::StrAppend(&text, "  ", years);
  }
  absl::StrAppend(&text, "\n");
  if (language != Language::kEnglish) {
    absl::StrAppend(&text, "    ", Printable(rule.description()), "\n");
  }
  if (language != Language::kChinese) {
    absl::StrAppend(&text, "    ", Printable(rule.description_en()), "\n");
  }
  return text;
}

std::string ExplanationText(const v1::RuleExplanation& explanation, Language language,
                            const Paint& paint) {
  const v1::Rule& rule = explanation.rule();
  std::string text = LineText(rule, language, paint);
  const auto line = [&](const Words& words, absl::string_view value) {
    if (value.empty()) return;
    absl::StrAppend(&text, "  ", In(language, words), ": ", Printable(value), "\n");
  };
  const bool zh = language != Language::kEnglish;
  const bool en = language != Language::kChinese;
  line({"对象", "once for"}, rule.scope());
  if (zh) line({"判断", "judged"}, explanation.formula());
  if (en && explanation.formula_en() != explanation.formula()) {
    line({"判断", "judged"}, explanation.formula_en());
  }
  line({"单元格", "cells"}, absl::StrJoin(explanation.cells(), ", "));
  line({"依据", "basis"}, rule.basis());
  if (zh) line({"提示", "message"}, explanation.message_template());
  if (en) line({"提示", "message"}, explanation.message_template_en());
  line({"出处", "source"}, absl::StrCat(rule.source(), " (", explanation.rules_version(), ")"));
  return text;
}

absl::StatusOr<std::string> RulesText(const RulesOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<RuleText> own, ReadRuleTexts(options.own));
  ASSIGN_OR_RETURN(const RuleCatalog catalog, ReadRuleCatalog(WithOwnRules(RuleFiles(), own)));
  RETURN_IF_ERROR(CheckOwnRules(own));
  const Paint paint = Paint::For(STDOUT_FILENO);
  if (!options.id.empty()) {
    const v1::RuleExplanation* rule = catalog.Find(options.id);
    if (rule == nullptr) {
      std::vector<std::string> ids;
      for (const v1::RuleExplanation& known : catalog.rules) ids.push_back(known.rule().rule_id());
      return NoSuchRule(options.id, ids);
    }
    return options.json ? absl::StrCat(ToJson(*rule), "\n")
                        : ExplanationText(*rule, options.language, paint);
  }
  std::string out;
  for (const v1::RuleExplanation& rule : catalog.rules) {
    absl::StrAppend(&out, options.json ? absl::StrCat(ToJson(rule.rule()), "\n")
                                       : LineText(rule.rule(), options.language, paint));
  }
  return out;
}

int Rules(const RulesOptions& options) {
  const absl::StatusOr<std::string> out = RulesText(options);
  if (!out.ok()) {
    PrintError("", out.status());
    return kExitTrouble;
  }
  std::fwrite(out->data(), 1, out->size(), stdout);
  return kExitDone;
}

}  // namespace

void AddRulesCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<RulesOptions>();
  CLI::App* command = app.add_subcommand("rules", "列出或说明核查规则 list or explain the rules");
  command->footer(kFooter);
  command->add_option("ID", options->id, "规则编号 rule id: T3.ROW_TOTAL")->type_name("");
  AddOwnRulesOption(*command, options->own);
  command->add_flag("--json", options->json, "输出 JSON print JSON");
  AddLanguageOption(*command, options->language);
  command->callback([options, &session] { session.run = [options] { return Rules(*options); }; });
}

}  // namespace gongkai
