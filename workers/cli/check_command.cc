#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "embedded/form_files.h"
#include "services/base/error.h"
#include "workers/cli/arguments.h"
#include "workers/cli/check_files.h"
#include "workers/cli/commands.h"
#include "workers/cli/input.h"
#include "workers/cli/json.h"
#include "workers/cli/messages.h"
#include "workers/cli/neighbour_files.h"
#include "workers/cli/own_rules.h"
#include "workers/cli/progress.h"
#include "workers/cli/report_text.h"

namespace gongkai {
namespace {

// With the limits of a reader put in.
constexpr char kFooter[] =
    R"(离线核查：不连接服务器，不保存任何内容。FILE 可为目录（隐藏文件除外），为 - 时读取标准输入。
每个文件由受限的 gongkai-reader 进程读取：限时 $0 秒、内存 $2 MB。
--ocr：由 gongkai-ocr-reader 读取，限时 $1 秒；识别出的数字可信度低，须与原件核对。
--json：每个文件输出一行 JSON（gongkai.v1.Report）；无法处理的文件只在标准错误输出中说明。
Checks offline: no server, nothing is stored. FILE may be a directory (hidden files left out);
- reads standard input. A confined process, gongkai-reader, opens each file: at most $0 seconds and
$2 MB of memory. --ocr: gongkai-ocr-reader does, in at most $1 seconds; figures that were recognised
are of low trust: compare them with the source.
--json prints one line of JSON a file (gongkai.v1.Report); files that cannot be used are
explained on standard error only, so standard output stays JSON.

退出码 exit codes: 0 无错误 clean; 1 有错误级问题 ERROR findings; 2 有文件无法处理 unusable input

例 examples:
  gongkai check 年报.html
  gongkai check --tables --lang zh 年报.txt
  gongkai check --explain 年报.html | less
  gongkai check 2024年报/
  gongkai check 2024年报.html --prior 2023年报.html        与上年衔接 against last year
  gongkai check 全县.html --children 下级年报/             汇总核对 a region and its bodies
  gongkai check --rules 本市规则.txtpb 年报.html
  gongkai check --json *.html | jq -r '.findings[].ruleId')";

struct CheckOptions {
  std::vector<std::string> paths;
  bool json = false;
  bool tables = false;
  bool explain = false;
  bool ocr = false;
  int year = 0;
  std::vector<std::string> own_rules;
  NeighbourFiles neighbours;
  Language language = Language::kBoth;
};

bool HasErrors(const v1::Report& report) {
  return std::any_of(report.findings().begin(), report.findings().end(),
                     [](const auto& finding) { return finding.severity() == v1::Finding::ERROR; });
}

// How many files came out how.
class Tally {
 public:
  void Add(const v1::Report& report) { ++verdicts_[report.verdict()]; }
  void AddUnusable() { ++unusable_; }

  std::string Text(Language language, const Paint& paint) const {
    size_t files = unusable_;
    std::vector<std::string> parts;
    for (const auto& [verdict, count] : verdicts_) {
      files += count;
      parts.push_back(absl::StrCat(VerdictText(verdict, language, paint), " ", count));
    }
    if (unusable_ > 0) {
      parts.push_back(absl::StrCat(paint.Red(In(language, {"无法处理的文件", "unusable files"})),
                                   " ", unusable_));
    }
    return absl::StrCat(In(language, {"合计文件", "files in all"}), ": ", files, " (",
                        absl::StrJoin(parts, ", "), ")\n");
  }

 private:
  std::map<v1::Report::Verdict, size_t> verdicts_;
  size_t unusable_ = 0;
};

int Check(const CheckOptions& options) {
  const auto forms = FormSet::Load(FormFiles());
  if (!forms.ok()) {
    PrintError("", forms.status());
    return kExitTrouble;
  }
  std::vector<std::string> files;
  int exit_code = CollectFiles(options.paths, &files) ? kExitDone : kExitTrouble;
  if (files.empty()) return exit_code;
  if (std::count(files.begin(), files.end(), "-") > 0 && isatty(STDIN_FILENO) == 1) {
    std::fputs(
        "gongkai: 从标准输入读取，以 Ctrl-D 结束 reading standard input; end it with Ctrl-D\n",
        stderr);
  }
  ReportTextOptions text;
  text.language = options.language;
  text.tables = options.tables;
  text.explain = options.explain;
  text.paint = Paint::For(STDOUT_FILENO);
  CheckFilesOptions check;
  check.requested_year = options.year;
  check.sandbox.log_losses = false;
  if (options.ocr) UseOcr(&check.sandbox);
  const auto own_rules = ReadRuleTexts(options.own_rules);
  if (!own_rules.ok()) {
    PrintError("", own_rules.status());
    return kExitTrouble;
  }
  check.sandbox.setup = SetupOf(*own_rules);

  if (!options.neighbours.prior.empty() || !options.neighbours.children.empty()) {
    if (files.size() != 1) {
      PrintError("", MakeError(absl::StatusCode::kInvalidArgument, "NOT_ONE_REPORT",
                               "--prior and --children go with one report",
                               "--prior 和 --children 只用于核查一份报告"));
      return kExitTrouble;
    }
    auto context = ReadNeighbours(options.neighbours, check.sandbox);
    if (!context.ok()) {
      PrintError("", context.status());
      return kExitTrouble;
    }
    check.context = *std::move(context);
  }

  const bool several = files.size() > 1;
  Tally tally;
  Progress progress("已核查 checked", files.size());
  const absl::Status status =
      CheckFiles(files, check, [&](size_t i, absl::StatusOr<v1::Report> report) {
        progress.Clear();
        if (report.ok()) {
          const absl::Status years = CheckYears(*report, check.context);
          if (!years.ok()) report = years;
        }
        if (!report.ok()) {
          PrintError(files[i] == "-" ? "标准输入 standard input" : files[i], report.status());
          exit_code = kExitTrouble;
          tally.AddUnusable();
        } else {
          std::string out;
          if (options.json) {
            out = absl::StrCat(ToJson(*report), "\n");
          } else {
            if (several) {
              absl::StrAppend(&out, i > 0 ? "\n" : "", "== ", Printable(files[i]), "\n");
            }
            absl::StrAppend(&out, ReportText(*report, *forms, text));
          }
          std::fwrite(out.data(), 1, out.size(), stdout);
          // In the order of the files also where both streams go to one place.
          std::fflush(stdout);
          tally.Add(*report);
          if (HasErrors(*report)) exit_code = std::max(exit_code, kExitFindings);
        }
        progress.Show(i + 1);
      });
  progress.Clear();
  if (!status.ok()) {
    PrintError("", status);
    return kExitTrouble;
  }
  if (several && !options.json) {
    const std::string out = absl::StrCat("\n", tally.Text(options.language, text.paint));
    std::fwrite(out.data(), 1, out.size(), stdout);
  }
  return exit_code;
}

}  // namespace

void AddCheckCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "离线核查报告 check reports offline");
  command->footer(absl::Substitute(kFooter, absl::ToInt64Seconds(kTimeLimit),
                                   absl::ToInt64Seconds(kOcrTimeLimit),
                                   SandboxOptions().memory_limit_bytes >> 20));
  command
      ->add_option("FILE", options->paths,
                   "报告文件或目录 reports or directories; - 标准输入 standard input")
      ->required()
      ->type_name("");
  CLI::Option* const json = command->add_flag("--json", options->json, "输出 JSON print JSON");
  command->add_flag("--tables", options->tables, "显示表格 print the tables");
  AddExplainOption(*command, options->explain, json);
  command
      ->add_option("--prior", options->neighbours.prior,
                   "上年的报告（文件或 JSON） last year's report (a file, or JSON)")
      ->type_name("FILE");
  command
      ->add_option("--children", options->neighbours.children,
                   "全部下级的报告（文件、目录或 JSON） the reports of all bodies below")
      ->type_name("FILE...");
  command->add_flag("--ocr", options->ocr,
                    "识别扫描件和图片中的文字（可信度低，每页需数秒） recognise the text of scans "
                    "and images (low "
                    "trust, seconds a page)");
  AddOwnRulesOption(*command, options->own_rules);
  AddYearOption(*command, options->year, "应报年度 report year expected");
  AddLanguageOption(*command, options->language);
  command->callback([options, &session] { session.run = [options] { return Check(*options); }; });
}

}  // namespace gongkai
