#include <unistd.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "embedded/form_files.h"
#include "embedded/rule_files.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "gongkai/v1/validation_service.pb.h"
#include "google/protobuf/text_format.h"
#include "services/base/error.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/json.h"
#include "workers/cli/messages.h"
#include "workers/cli/report_text.h"

namespace gongkai {
namespace {

constexpr char kRulesFooter[] =
    R"(列出本程序内置的规则，不连接服务器。 Lists the rules built into this program; no server.

例 examples:
  gongkai rules
  gongkai rules --json | jq -r .ruleId)";

v1::Rule RuleOf(const internal::v1::RuleSpec& spec) {
  v1::Rule rule;
  rule.set_rule_id(spec.id());
  rule.set_severity(static_cast<v1::Finding::Severity>(spec.severity()));
  rule.set_scope(spec.scope());
  rule.set_description(spec.description_zh());
  rule.set_description_en(spec.description_en());
  *rule.mutable_form_versions() = spec.form_versions();
  rule.set_basis(spec.basis());
  return rule;
}

int Rules(bool json, Language language) {
  const Paint paint = Paint::For(STDOUT_FILENO);
  std::string out;
  for (const EmbeddedFile& embedded : RuleFiles()) {
    internal::v1::RuleFile file;
    if (!google::protobuf::TextFormat::ParseFromString(std::string(embedded.text), &file)) {
      PrintError(embedded.name, absl::InternalError("the built-in rule file is damaged"));
      return kExitTrouble;
    }
    for (const internal::v1::RuleSpec& spec : file.rules()) {
      const v1::Rule rule = RuleOf(spec);
      if (json) {
        absl::StrAppend(&out, ToJson(rule), "\n");
        continue;
      }
      absl::StrAppend(&out, paint.Bold(rule.rule_id()), "  ", In(language, NameOf(rule.severity())),
                      "  ", absl::StrJoin(rule.form_versions(), ","), "\n");
      if (language != Language::kEnglish) absl::StrAppend(&out, "    ", rule.description(), "\n");
      if (language != Language::kChinese) {
        absl::StrAppend(&out, "    ", rule.description_en(), "\n");
      }
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
  return kExitDone;
}

int Version() {
  const std::string out =
      absl::StrCat("gongkai ", GONGKAI_VERSION, "\n表格 forms ", FilesVersion(FormFiles()),
                   "\n规则 rules ", FilesVersion(RuleFiles()), "\n");
  std::fwrite(out.data(), 1, out.size(), stdout);
  return kExitDone;
}

int Help(const CLI::App& app, const std::string& name) {
  const CLI::App* about = &app;
  if (!name.empty()) {
    const auto named =
        app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
    if (named.empty()) {
      PrintError(name, MakeError(absl::StatusCode::kNotFound, "UNKNOWN_COMMAND",
                                 "there is no such command; see gongkai help",
                                 "没有这个命令，可用 gongkai help 查看"));
      return kExitTrouble;
    }
    about = named.front();
  }
  // Not app.help(), which speaks of the command that was parsed.
  const std::string out = about == &app ? app.get_formatter()->make_help(&app, app.get_name(),
                                                                         CLI::AppFormatMode::Normal)
                                        : about->help(app.get_name());
  std::fwrite(out.data(), 1, out.size(), stdout);
  return kExitDone;
}

}  // namespace

void AddRulesCommand(CLI::App& app, Session& session) {
  struct Options {
    bool json = false;
    Language language = Language::kBoth;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("rules", "列出核查规则 list the rules");
  command->footer(kRulesFooter);
  command->add_flag("--json", options->json, "每条规则一行 JSON one line of JSON a rule");
  AddLanguageOption(*command, options->language);
  command->callback([options, &session] {
    session.run = [options] { return Rules(options->json, options->language); };
  });
}

void AddVersionCommand(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("version", "显示版本 show the versions");
  command->footer("");
  command->callback([&session] { session.run = [] { return Version(); }; });
}

void AddHelpCommand(CLI::App& app, Session& session) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("help", "显示说明 show help");
  command->footer("");
  command->add_option("COMMAND", *name, "命令 command")->type_name("");
  command->callback(
      [name, &app, &session] { session.run = [name, &app] { return Help(app, *name); }; });
}

}  // namespace gongkai
