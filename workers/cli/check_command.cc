#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/input.h"
#include "workers/cli/json.h"
#include "workers/cli/messages.h"
#include "workers/cli/report_text.h"
#include "workers/pipeline/pipeline.h"

namespace gongkai {
namespace {

constexpr char kFooter[] =
    R"(离线核查：不连接服务器，不保存任何内容。FILE 为 - 时读取标准输入。
--json：每个文件输出一行 JSON（gongkai.v1.Report）；无法处理的文件只在标准错误输出中说明。
Checks offline: no server, nothing is stored. FILE - reads standard input.
--json prints one line of JSON a file (gongkai.v1.Report); files that cannot be used are
explained on standard error only, so standard output stays JSON.

退出码 exit codes: 0 无错误 clean; 1 有错误级问题 ERROR findings; 2 有文件无法处理 unusable input

例 examples:
  gongkai check 年报.html
  gongkai check --tables --lang zh 年报.txt
  gongkai check --json *.html | jq -r '.findings[].ruleId')";

struct CheckOptions {
  std::vector<std::string> files;
  bool json = false;
  bool tables = false;
  int year = 0;
  Language language = Language::kBoth;
};

int Check(const CheckOptions& options) {
  auto pipeline = Pipeline::Create();
  auto forms = FormSet::Load(FormFiles());
  if (!pipeline.ok() || !forms.ok()) {
    PrintError("", pipeline.ok() ? forms.status() : pipeline.status());
    return kExitTrouble;
  }
  ProcessOptions process;
  process.requested_year = options.year;
  ReportTextOptions text;
  text.language = options.language;
  text.tables = options.tables;
  text.paint = Paint::For(STDOUT_FILENO);

  int exit_code = kExitDone;
  for (size_t i = 0; i < options.files.size(); ++i) {
    const std::string& file = options.files[i];
    const auto content = ReadInput(file, process.limits.max_bytes);
    const auto report = content.ok() ? pipeline->Process(*content, process)
                                     : absl::StatusOr<v1::Report>(content.status());
    if (!report.ok()) {
      // In the order of the files also where both streams go to one place.
      std::fflush(stdout);
      PrintError(file == "-" ? "标准输入 standard input" : file, report.status());
      exit_code = kExitTrouble;
      continue;
    }
    std::string out;
    if (options.json) {
      out = absl::StrCat(ToJson(*report), "\n");
    } else {
      if (options.files.size() > 1) {
        absl::StrAppend(&out, i > 0 ? "\n" : "", "== ", Printable(file), "\n");
      }
      absl::StrAppend(&out, ReportText(*report, *forms, text));
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
    if (std::any_of(report->findings().begin(), report->findings().end(),
                    [](const auto& finding) { return finding.severity() == v1::Finding::ERROR; })) {
      exit_code = std::max(exit_code, kExitFindings);
    }
  }
  return exit_code;
}

}  // namespace

void AddCheckCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "离线核查报告 check reports offline");
  command->footer(kFooter);
  command->add_option("FILE", options->files, "报告文件 reports; - 标准输入 standard input")
      ->required()
      ->type_name("");
  command->add_flag("--json", options->json, "输出 JSON print JSON");
  command->add_flag("--tables", options->tables, "显示表格 print the tables");
  AddYearOption(*command, options->year, "应报年度 report year expected");
  AddLanguageOption(*command, options->language);
  command->callback([options, &session] { session.run = [options] { return Check(*options); }; });
}

}  // namespace gongkai
