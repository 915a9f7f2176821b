#include <unistd.h>

#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "services/base/error.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/json.h"
#include "workers/cli/messages.h"
#include "workers/cli/report_text.h"

namespace gongkai {
namespace {

constexpr char kFooter[] =
    R"(例 examples:
  gongkai get agencies/11500000009275780L/reports/2019 --tables
  gongkai get jobs/ID --json)";

struct GetOptions {
  std::string name;
  bool json = false;
  bool tables = false;
  bool explain = false;
  Language language = Language::kBoth;
};

std::string JobText(const v1::Job& job, Language language, const Paint& paint) {
  std::string text = absl::StrCat(paint.Bold(job.name()), "  ", In(language, NameOf(job.state())));
  if (job.state() == v1::Job::SUCCEEDED) {
    absl::StrAppend(&text, "  ", VerdictText(job.verdict(), language, paint));
  }
  absl::StrAppend(&text, "\n");
  const auto line = [&](const Words& words, const std::string& value) {
    if (!value.empty()) absl::StrAppend(&text, In(language, words), ": ", Printable(value), "\n");
  };
  line({"文件", "file"}, job.filename());
  line({"报告", "report"}, job.report());
  line({"原因", "reason"}, job.error().reason());
  if (language != Language::kEnglish) line({"说明", "message"}, job.error().message());
  if (language != Language::kChinese) line({"说明", "message"}, job.error().message_en());
  return text;
}

int Get(const GetOptions& options, const Session& session) {
  const bool is_job = absl::StartsWith(options.name, "jobs/");
  if (!is_job && !absl::StartsWith(options.name, "agencies/")) {
    PrintError(
        options.name,
        MakeError(absl::StatusCode::kInvalidArgument, "BAD_NAME",
                  "names are agencies/{agency}/reports/{year} and jobs/{id}; see gongkai list",
                  "名称应为 agencies/机关/reports/年度 或 jobs/编号，可用 gongkai list 查看"));
    return kExitTrouble;
  }
  const auto forms = FormSet::Load(FormFiles());
  if (!forms.ok()) {
    PrintError("", forms.status());
    return kExitTrouble;
  }
  const auto client = session.Connect();
  if (!client.ok()) {
    PrintError("", client.status());
    return kExitTrouble;
  }
  ReportTextOptions text;
  text.language = options.language;
  text.tables = options.tables;
  text.explain = options.explain;
  text.paint = Paint::For(STDOUT_FILENO);
  std::string out;
  absl::Status status;
  if (is_job) {
    const auto job = (*client)->GetJob(options.name);
    status = job.status();
    if (job.ok()) {
      out = options.json ? absl::StrCat(ToJson(*job), "\n")
                         : JobText(*job, options.language, text.paint);
    }
  } else {
    const auto report = (*client)->GetReport(options.name);
    status = report.status();
    if (report.ok()) {
      out = options.json ? absl::StrCat(ToJson(*report), "\n") : ReportText(*report, *forms, text);
    }
  }
  if (!status.ok()) {
    PrintError(options.name, status);
    return kExitTrouble;
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
  return kExitDone;
}

}  // namespace

void AddGetCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<GetOptions>();
  CLI::App* command = app.add_subcommand("get", "查看报告或任务 show a report or a job");
  command->footer(kFooter);
  command
      ->add_option("NAME", options->name, "名称 agencies/{agency}/reports/{year} 或 or jobs/{id}")
      ->required()
      ->type_name("");
  CLI::Option* const json = command->add_flag("--json", options->json, "输出 JSON print JSON");
  command->add_flag("--tables", options->tables, "显示表格 print the tables");
  AddExplainOption(*command, options->explain, json);
  AddLanguageOption(*command, options->language);
  command->callback([options, &session] {
    session.run = [options, &session] { return Get(*options, session); };
  });
}

}  // namespace gongkai
