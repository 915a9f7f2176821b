#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/json.h"
#include "workers/cli/listing.h"
#include "workers/cli/report_text.h"

namespace gongkai {
namespace {

constexpr char kListFooter[] =
    R"(例 examples:
  gongkai list --year 2024 --verdict failed
  gongkai list --agency agencies/11500000009275780L
  gongkai list --json | jq -r .name)";
constexpr char kJobsFooter[] =
    R"(例 examples:
  gongkai jobs --state failed
  gongkai jobs --json | head)";

struct ListOptions {
  client::ReportFilter filter;
  bool json = false;
};

struct JobsOptions {
  v1::Job::State state = v1::Job::STATE_UNSPECIFIED;
  bool json = false;
};

int List(const ListOptions& options, const Session& session) {
  client::ReportFilter filter = options.filter;
  filter.agency = AsAgencyName(filter.agency);
  const auto client = session.Connect();
  if (!client.ok()) return Finish(client.status());
  const Paint paint = Paint::For(STDOUT_FILENO);
  const absl::Status status = (*client)->ForEachReport(filter, [&](const v1::Report& report) {
    if (options.json) return Print(absl::StrCat(ToJson(report), "\n"));
    return Print(absl::StrCat(report.name(), "  ", PadRight(report.form_version(), 4), "  ",
                              VerdictText(report.verdict(), Language::kBoth, paint), "  ",
                              Printable(report.agency_name()), "\n"));
  });
  return Finish(InWordsOf("--agency", options.filter.agency, status));
}

int Jobs(const JobsOptions& options, const Session& session) {
  const auto client = session.Connect();
  if (!client.ok()) return Finish(client.status());
  const Paint paint = Paint::For(STDOUT_FILENO);
  return Finish((*client)->ForEachJob(options.state, [&](const v1::Job& job) {
    if (options.json) return Print(absl::StrCat(ToJson(job), "\n"));
    std::string line = absl::StrCat(job.name(), "  ", In(Language::kBoth, NameOf(job.state())));
    if (job.state() == v1::Job::SUCCEEDED) {
      absl::StrAppend(&line, "  ", VerdictText(job.verdict(), Language::kBoth, paint), "  ",
                      job.report());
    } else if (job.state() == v1::Job::FAILED) {
      absl::StrAppend(&line, "  ", job.error().reason());
    }
    absl::StrAppend(&line, "  ", Printable(job.filename()), "\n");
    return Print(line);
  }));
}

}  // namespace

void AddListCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* command = app.add_subcommand("list", "列出报告 list reports");
  command->footer(kListFooter);
  AddYearOption(*command, options->filter.year, "年度 only this year");
  command->add_option("--agency", options->filter.agency, "机关 only this agency: agencies/{id}")
      ->type_name("AGENCY");
  AddChoice<v1::Report::Verdict>(*command, "--verdict", options->filter.verdict,
                                 {{"passed", v1::Report::PASSED},
                                  {"passed_with_warnings", v1::Report::PASSED_WITH_WARNINGS},
                                  {"failed", v1::Report::FAILED},
                                  {"unreadable", v1::Report::UNREADABLE}},
                                 "结论 passed, passed_with_warnings, failed, unreadable",
                                 "VERDICT");
  command->add_flag("--json", options->json, "每份报告一行 JSON one line of JSON a report");
  command->callback([options, &session] {
    session.run = [options, &session] { return List(*options, session); };
  });
}

void AddJobsCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<JobsOptions>();
  CLI::App* command = app.add_subcommand("jobs", "列出任务 list jobs, newest first");
  command->footer(kJobsFooter);
  AddChoice<v1::Job::State>(*command, "--state", options->state,
                            {{"queued", v1::Job::QUEUED},
                             {"running", v1::Job::RUNNING},
                             {"succeeded", v1::Job::SUCCEEDED},
                             {"failed", v1::Job::FAILED},
                             {"cancelled", v1::Job::CANCELLED}},
                            "状态 queued, running, succeeded, failed, cancelled", "STATE");
  command->add_flag("--json", options->json, "每个任务一行 JSON one line of JSON a job");
  command->callback([options, &session] {
    session.run = [options, &session] { return Jobs(*options, session); };
  });
}

}  // namespace gongkai
