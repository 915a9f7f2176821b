#include "workers/cli/arguments.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/base/error.h"
#include "workers/cli/text.h"

namespace gongkai {
namespace {

constexpr char kDescription[] =
    "政府信息公开工作年度报告的核查与查询\n"
    "Checks annual reports on government information disclosure and serves the results.";
constexpr char kFooter[] =
    R"(退出码 exit codes: 0 完成 done; 1 有错误级问题 findings of severity ERROR; 2 无法处理 trouble

例 examples:
  gongkai check 年报.html                      离线核查 check offline
  gongkai submit 年报目录/ --wait              提交并等待结果 submit and wait
  gongkai list --year 2024 --verdict failed    列出未通过的报告 list failed reports
  gongkai get agencies/ID/reports/2024 --tables
  gongkai help check                           某个命令的说明 help on one command)";

// The word that stands where the command should; empty if there is none.
std::string CommandWord(const std::vector<std::string>& arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--server" || arguments[i] == "--timeout") {
      ++i;
    } else if (!absl::StartsWith(arguments[i], "-")) {
      return arguments[i];
    }
  }
  return "";
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

void AddOptionNames(const CLI::App& app, std::vector<std::string>* names) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names->push_back(absl::StrCat("--", name));
    }
  }
}

// Nothing for what is no time, or none that makes sense.
std::optional<absl::Duration> ParseTimeout(const std::string& text) {
  double seconds = 0;
  absl::Duration duration = absl::ZeroDuration();
  if (absl::SimpleAtod(text, &seconds)) {
    duration = absl::Seconds(seconds);
  } else if (!absl::ParseDuration(text, &duration)) {
    return std::nullopt;
  }
  if (duration > absl::ZeroDuration() && duration < absl::Hours(24 * 365)) return duration;
  return std::nullopt;
}

absl::string_view ChineseOf(const CLI::ParseError& error) {
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::ExtrasError:
      return "不认识的参数";
    case CLI::ExitCodes::RequiredError:
      return "缺少必需的参数";
    case CLI::ExitCodes::ConversionError:
    case CLI::ExitCodes::ValidationError:
      return "参数值无效";
    case CLI::ExitCodes::ExcludesError:
      return "这些参数不能同时使用";
    case CLI::ExitCodes::ArgumentMismatch:
      return "参数个数不对";
    default:
      return "命令行有误";
  }
}

}  // namespace

std::string Nearest(absl::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  size_t best_distance = std::max<size_t>(1, word.size() * 2 / 5) + 1;
  for (const std::string& candidate : candidates) {
    // Levenshtein, one row at a time.
    std::vector<size_t> row(candidate.size() + 1);
    for (size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= word.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j < row.size(); ++j) {
        const size_t change = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

absl::Status NoSuchRule(const std::string& id, const std::vector<std::string>& ids) {
  const std::string nearest = Nearest(absl::AsciiStrToUpper(id), ids);
  return MakeError(
      absl::StatusCode::kNotFound, "RULE_NOT_FOUND",
      absl::StrCat("there is no rule ", id,
                   nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest)),
      absl::StrCat("没有规则 ", id, nearest.empty() ? "" : absl::StrCat("，您是否要用 ", nearest)));
}

std::string UsageErrorText(const CLI::App& app, const std::vector<std::string>& arguments,
                           const CLI::ParseError& error) {
  const std::string word = CommandWord(arguments);
  const std::vector<std::string> commands = CommandNames(app);
  const bool known = std::find(commands.begin(), commands.end(), word) != commands.end();
  std::string text;
  std::string nearest;
  if (word.empty() && app.remaining(true).empty() &&
      error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError)) {
    absl::StrAppend(&text, "gongkai: 缺少命令\n  no command given; commands: ",
                    absl::StrJoin(commands, " "), "\n");
  } else if (!word.empty() && !known) {
    absl::StrAppend(&text, "gongkai: 没有命令 ", Printable(word), "\n  unknown command ",
                    Printable(word), "; commands: ", absl::StrJoin(commands, " "), "\n");
    nearest = Nearest(word, commands);
    std::error_code ignored;
    // `gongkai FILE`
    if (nearest.empty() && std::filesystem::exists(word, ignored)) {
      nearest = absl::StrCat("gongkai check ", Printable(word));
    }
  } else {
    absl::StrAppend(&text, "gongkai: ", ChineseOf(error), "\n  ", Printable(error.what()), "\n");
    std::vector<std::string> options;
    AddOptionNames(app, &options);
    for (const CLI::App* command : app.get_subcommands()) AddOptionNames(*command, &options);
    for (const std::string& extra : app.remaining(true)) {
      if (absl::StartsWith(extra, "-") && nearest.empty()) {
        nearest = Nearest(extra.substr(0, extra.find('=')), options);
      }
    }
  }
  if (!nearest.empty()) {
    absl::StrAppend(&text, "  您是否要用 did you mean: ", nearest, "\n");
  }
  absl::StrAppend(&text, "  说明 help: gongkai ", known ? absl::StrCat(word, " ") : "", "--help\n");
  return text;
}

void AddLanguageOption(CLI::App& command, Language& language) {
  AddChoice<Language>(
      command, "--lang", language,
      {{"zh", Language::kChinese}, {"en", Language::kEnglish}, {"both", Language::kBoth}},
      "文字 language: zh, en, both", "LANG");
}

void AddExplainOption(CLI::App& command, bool& explain, CLI::Option* json) {
  command
      .add_flag("--explain", explain,
                "说明每个数字的出处及存疑原因 tell where each number comes from and why in doubt")
      ->excludes(json);
}

void AddYearOption(CLI::App& command, int& year, const std::string& description) {
  command.add_option("--year", year, description)
      ->check(CLI::Range(1949, 2200).description(""))
      ->type_name("YEAR");
}

std::unique_ptr<CLI::App> MakeParser(Session& session) {
  auto app = std::make_unique<CLI::App>(kDescription, "gongkai");
  app->get_formatter()->label("OPTIONS", "选项 OPTIONS");
  app->get_formatter()->label("SUBCOMMAND", "命令 COMMAND");
  app->get_formatter()->label("Usage", "用法 usage");
  app->get_formatter()->label("Positionals", "参数 arguments");
  app->get_formatter()->column_width(34);
  app->footer(kFooter);
  app->require_subcommand(1);
  app->fallthrough();
  app->option_defaults()->group("选项 options");
  app->set_help_flag("-h,--help", "显示说明 show this help")->group("选项 options");
  app->set_version_flag("--version", VersionText, "显示版本 show the versions")
      ->group("选项 options");
  app->add_option("--server", session.server, "网关地址 address of the gateway (127.0.0.1:50051)")
      ->envname("GONGKAI_SERVER")
      ->type_name("HOST:PORT");
  app->add_option_function<std::string>(
         "--timeout",
         [&session](const std::string& text) {
           session.timeout = ParseTimeout(text);
           if (session.timeout.has_value()) return;
           throw CLI::ValidationError("--timeout",
                                      absl::StrCat(text, " is no duration: 30, 1.5s, 10m"));
         },
         "限时 time limit: 30, 1.5s, 10m (调用 calls 60s, --wait 10m)")
      ->type_name("TIME");

  AddCheckCommand(*app, session);
  AddSubmitCommand(*app, session);
  AddGetCommand(*app, session);
  AddListCommand(*app, session);
  AddJobsCommand(*app, session);
  AddFindingsCommand(*app, session);
  AddAgenciesCommand(*app, session);
  AddDecideCommand(*app, session);
  AddAmendCommand(*app, session);
  AddRulesCommand(*app, session);
  AddVersionCommand(*app, session);
  AddHelpCommand(*app, session);
  for (CLI::App* command : app->get_subcommands([](CLI::App*) { return true; })) {
    command->group("命令 commands");
    command->get_help_ptr()->group("选项 options");
  }
  return app;
}

absl::StatusOr<std::unique_ptr<client::Client>> Session::Connect() const {
  client::ClientOptions options;
  options.server = server;
  options.timeout = timeout.value_or(options.timeout);
  return client::Client::Connect(std::move(options));
}

}  // namespace gongkai
