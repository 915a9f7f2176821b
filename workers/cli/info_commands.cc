#include <cstdio>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "embedded/rule_files.h"
#include "services/base/error.h"
#include "workers/cli/commands.h"
#include "workers/cli/messages.h"

namespace gongkai {
namespace {

int Version() {
  const std::string out = VersionText() + "\n";
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

std::string VersionText() {
  return absl::StrCat("gongkai ", GONGKAI_VERSION, "\n表格 forms ", FilesVersion(FormFiles()),
                      "\n规则 rules ", FilesVersion(RuleFiles()));
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
