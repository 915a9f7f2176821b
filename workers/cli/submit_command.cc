#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/input.h"
#include "workers/cli/json.h"
#include "workers/cli/messages.h"
#include "workers/cli/progress.h"
#include "workers/cli/report_text.h"

namespace gongkai {
namespace {

constexpr int kInFlight = 64;
constexpr absl::Duration kWaitTimeout = absl::Minutes(10);

constexpr char kFooter[] =
    R"(提交文件或整个目录（隐藏文件除外），每个任务输出一行。--wait 等待核查结果。
Submits files and whole directories (hidden files left out) and prints one line a job.
--wait waits for the results.

退出码 exit codes: 0 完成 done; 1 有报告未通过 a report FAILED (--wait);
  2 有文件未能提交或读取 a file could not be submitted or read

例 examples:
  gongkai submit 年报.html --wait
  gongkai submit 2024年报/ --year 2024 --priority bulk
  gongkai --server gateway:50051 submit 2024年报/ --wait --json)";

struct SubmitOptions {
  std::vector<std::string> paths;
  bool wait = false;
  bool json = false;
  int year = 0;
  v1::Job::Priority priority = v1::Job::PRIORITY_UNSPECIFIED;
};

void PrintJob(const v1::Job& job, const std::string& file, bool json, const Paint& paint) {
  std::string line;
  if (json) {
    line = ToJson(job);
  } else {
    line = absl::StrCat(job.name(), "  ", In(Language::kBoth, NameOf(job.state())));
    if (job.state() == v1::Job::SUCCEEDED) {
      absl::StrAppend(&line, "  ", VerdictText(job.verdict(), Language::kBoth, paint),
                      "  错误 errors ", job.error_count(), " 警告 warnings ", job.warning_count(),
                      "  ", job.report());
    }
    absl::StrAppend(&line, "  ", Printable(file));
  }
  absl::StrAppend(&line, "\n");
  std::fwrite(line.data(), 1, line.size(), stdout);
}

int Submit(const SubmitOptions& options, const Session& session) {
  std::vector<std::string> files;
  int exit_code = CollectFiles(options.paths, &files) ? kExitDone : kExitTrouble;
  if (files.empty()) return exit_code;
  const auto client = session.Connect();
  if (!client.ok()) {
    PrintError("", client.status());
    return kExitTrouble;
  }
  const Paint paint = Paint::For(STDOUT_FILENO);
  const v1::Job::Priority priority = options.priority != v1::Job::PRIORITY_UNSPECIFIED
                                         ? options.priority
                                     : files.size() > 1 ? v1::Job::BULK
                                                        : v1::Job::INTERACTIVE;
  std::vector<size_t> file_of;     // by number of submission
  std::map<size_t, v1::Job> jobs;  // by file
  size_t next_file = 0;
  size_t finished = 0;
  {
    Progress progress("已提交 submitted", files.size());
    const auto trouble = [&](size_t file, const absl::Status& status) {
      progress.Clear();
      PrintError(files[file], status);
      exit_code = kExitTrouble;
    };
    (*client)->SubmitAll(
        [&]() -> std::optional<client::Submission> {
          while (next_file < files.size()) {
            const size_t file = next_file++;
            auto content = ReadInput(files[file], kMaxInputBytes);
            if (!content.ok()) {
              trouble(file, content.status());
              progress.Show(++finished);
              continue;
            }
            file_of.push_back(file);
            client::Submission submission;
            submission.content = *std::move(content);
            submission.filename = NameToSubmit(files[file]);
            submission.year = options.year;
            submission.priority = priority;
            return submission;
          }
          return std::nullopt;
        },
        kInFlight,
        [&](size_t number, absl::StatusOr<v1::Job> job) {
          const size_t file = file_of[number];
          if (!job.ok()) {
            trouble(file, job.status());
          } else if (options.wait) {
            jobs.emplace(file, *std::move(job));
          } else {
            progress.Clear();
            PrintJob(*job, files[file], options.json, paint);
          }
          progress.Show(++finished);
        });
  }
  Progress progress("已核查 checked", jobs.size());
  size_t checked = 0;
  for (const auto& [file, submitted] : jobs) {
    auto job = (*client)->WaitJob(submitted.name(), session.timeout.value_or(kWaitTimeout));
    progress.Clear();
    if (!job.ok()) {
      PrintError(files[file], job.status());
      exit_code = kExitTrouble;
    } else {
      PrintJob(*job, files[file], options.json, paint);
      if (job->state() == v1::Job::FAILED) {
        std::fflush(stdout);
        PrintError(files[file], StatusOf(job->error()));
      } else if (!client::IsFinal(job->state())) {
        std::fflush(stdout);
        PrintError(files[file],
                   MakeError(absl::StatusCode::kDeadlineExceeded, "NOT_FINISHED",
                             absl::StrCat("not finished in time; later: gongkai get ", job->name()),
                             absl::StrCat("限时内未完成，稍后可用 gongkai get ", job->name())));
      }
      if (job->state() != v1::Job::SUCCEEDED) {
        exit_code = kExitTrouble;
      } else if (job->verdict() == v1::Report::FAILED || job->verdict() == v1::Report::UNREADABLE) {
        exit_code = std::max(exit_code, kExitFindings);
      }
    }
    progress.Show(++checked);
  }
  return exit_code;
}

}  // namespace

void AddSubmitCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<SubmitOptions>();
  CLI::App* command = app.add_subcommand("submit", "提交报告 submit reports to the gateway");
  command->footer(kFooter);
  command->add_option("PATH", options->paths, "文件或目录 files or directories")
      ->required()
      ->type_name("");
  command->add_flag("--wait", options->wait, "等待核查结果 wait for the results");
  command->add_flag("--json", options->json, "每个任务一行 JSON one line of JSON a job");
  AddYearOption(*command, options->year, "应报年度 report year expected");
  AddChoice<v1::Job::Priority>(
      *command, "--priority", options->priority,
      {{"bulk", v1::Job::BULK}, {"interactive", v1::Job::INTERACTIVE}},
      "优先级 bulk, interactive (一个文件 one file: interactive; 多个 more: bulk)", "PRIORITY");
  command->callback([options, &session] {
    session.run = [options, &session] { return Submit(*options, session); };
  });
}

}  // namespace gongkai
