// Findings and agencies of the whole collection, and what people decide about findings.
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/json.h"
#include "workers/cli/listing.h"
#include "workers/cli/names.h"
#include "workers/cli/text.h"

namespace gongkai {
namespace {

constexpr char kFindingsFooter[] =
    R"(例 examples:
  gongkai findings --year 2024 --severity error
  gongkai findings --agency agencies/11500000009275780L --rule T3.ROW_TOTAL
  gongkai findings --disposition open --json | jq -r .finding.fingerprint)";
constexpr char kAgenciesFooter[] =
    R"(例 examples:
  gongkai agencies
  gongkai agencies --parent agencies/11500000009275780L --json)";
constexpr char kDecideFooter[] =
    R"(FINGERPRINT 取自 gongkai findings。豁免须说明理由；open 撤回先前的决定。
FINGERPRINT is told by gongkai findings. Waiving needs a reason; open takes a decision back.

例 examples:
  gongkai decide agencies/ID/reports/2024 0123456789abcdef confirmed --actor 张三
  gongkai decide agencies/ID/reports/2024 0123456789abcdef waived --actor 张三 --reason 口径不同)";
constexpr char kAmendFooter[] =
    R"(更正写在原数旁边，原数不变；报告随后重新核查。不给 VALUE 则撤回更正。
A correction stands beside the printed number, which stays; the report is checked again. Without
VALUE an earlier correction is withdrawn.
CELL 的代码 codes: gongkai get REPORT --json | jq -r '.facts[] | .indicator + "/" + .applicant'

例 examples:
  gongkai amend agencies/ID/reports/2024 requests.granted/total 216 --actor 张三 --reason 笔误)";

struct FindingsOptions {
  v1::ListFindingsRequest request;
  std::string agency;
  int year = 0;
  bool json = false;
  Language language = Language::kBoth;
};

struct AgenciesOptions {
  v1::ListAgenciesRequest request;
  std::string parent;
  bool json = false;
};

const Choices<v1::Finding::Severity>& Severities() {
  static const auto& choices =
      *new Choices<v1::Finding::Severity>{{"error", v1::Finding::ERROR},
                                          {"warning", v1::Finding::WARNING},
                                          {"info", v1::Finding::INFO}};
  return choices;
}

const Choices<v1::Finding::Disposition>& Dispositions() {
  static const auto& choices =
      *new Choices<v1::Finding::Disposition>{{"open", v1::Finding::OPEN},
                                             {"confirmed", v1::Finding::CONFIRMED},
                                             {"waived", v1::Finding::WAIVED},
                                             {"fixed", v1::Finding::FIXED}};
  return choices;
}

std::string FindingText(const v1::ReportFinding& entry, Language language, const Paint& paint) {
  const v1::Finding& finding = entry.finding();
  std::string text =
      absl::StrCat(finding.fingerprint(), "  ", In(language, NameOf(finding.severity())), "  ",
                   In(language, NameOf(finding.disposition())), "  ",
                   paint.Bold(Printable(finding.rule_id())), "  ", Printable(finding.subject()),
                   "\n    ", entry.report(), "  ", Printable(entry.agency_name()), "\n");
  if (language != Language::kEnglish) {
    absl::StrAppend(&text, "    ", Printable(finding.message()), "\n");
  }
  if (language != Language::kChinese) {
    absl::StrAppend(&text, "    ", Printable(finding.message_en()), "\n");
  }
  if (!finding.disposition_actor().empty()) {
    absl::StrAppend(&text, "    ", In(language, {"决定", "decided by"}), ": ",
                    Printable(finding.disposition_actor()), "  ",
                    Printable(finding.disposition_reason()), "\n");
  }
  return text;
}

// Whether the gateway has such a rule. Only asked where there are no findings: those of a rule that
// is no more are still listed.
absl::Status CheckRule(const std::string& id, client::Client& client) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(client.ForEachRule([&ids](const v1::Rule& rule) {
    ids.push_back(rule.rule_id());
    return true;
  }));
  const bool known = std::find(ids.begin(), ids.end(), id) != ids.end();
  return known ? absl::OkStatus() : NoSuchRule(id, ids);
}

int Findings(const FindingsOptions& options, const Session& session) {
  const auto client = session.Connect();
  if (!client.ok()) return Finish(client.status());
  v1::ListFindingsRequest request = options.request;
  const std::string agency = options.agency.empty() ? "agencies/-" : AsAgencyName(options.agency);
  request.set_parent(absl::StrCat(
      agency, "/reports/", options.year == 0 ? std::string("-") : absl::StrCat(options.year)));
  const Paint paint = Paint::For(STDOUT_FILENO);
  bool any = false;
  absl::Status status = (*client)->ForEachFinding(request, [&](const v1::ReportFinding& entry) {
    any = true;
    return Print(options.json ? absl::StrCat(ToJson(entry), "\n")
                              : FindingText(entry, options.language, paint));
  });
  if (status.ok() && !any && !request.rule_id().empty()) {
    status = CheckRule(request.rule_id(), **client);
  }
  return Finish(InWordsOf("--agency", options.agency, status));
}

int Agencies(const AgenciesOptions& options, const Session& session) {
  const auto client = session.Connect();
  if (!client.ok()) return Finish(client.status());
  v1::ListAgenciesRequest request = options.request;
  request.set_parent(AsAgencyName(options.parent));
  const absl::Status status = (*client)->ForEachAgency(request, [&](const v1::Agency& agency) {
    if (options.json) return Print(absl::StrCat(ToJson(agency), "\n"));
    std::string line = absl::StrCat(agency.name(), "  ", Printable(agency.display_name()));
    if (!agency.parent().empty()) absl::StrAppend(&line, "  < ", agency.parent());
    if (agency.region_wide()) absl::StrAppend(&line, "  全地区 region-wide");
    return Print(line + "\n");
  });
  return Finish(InWordsOf("--parent", options.parent, status));
}

int Decide(const v1::SetFindingDispositionRequest& request, const Session& session) {
  const auto client = session.Connect();
  if (!client.ok()) return Finish(client.status());
  const auto finding = (*client)->SetFindingDisposition(request);
  if (!finding.ok()) return Finish(finding.status());
  v1::ReportFinding entry;
  entry.set_report(request.report());
  *entry.mutable_finding() = *finding;
  Print(FindingText(entry, Language::kBoth, Paint::For(STDOUT_FILENO)));
  return kExitDone;
}

int Amend(v1::AmendFactRequest request, const std::string& cell, const Session& session) {
  const size_t slash = cell.find('/');
  request.set_indicator(cell.substr(0, slash));
  if (slash != std::string::npos) request.set_applicant(cell.substr(slash + 1));
  const auto client = session.Connect();
  if (!client.ok()) return Finish(client.status());
  const auto job = (*client)->AmendFact(request);
  if (!job.ok()) return Finish(job.status());
  Print(absl::StrCat("已记录，重新核查 recorded, checked again: ", job->name(), "\n"));
  return kExitDone;
}

// What both kinds of decisions ask for.
template <typename Request>
void AddDecisionOptions(CLI::App& command, Request& request) {
  command
      .add_option_function<std::string>(
          "REPORT", [&request](const std::string& value) { request.set_report(value); },
          "报告 agencies/{agency}/reports/{year}")
      ->required()
      ->type_name("");
  command
      .add_option_function<std::string>(
          "--actor", [&request](const std::string& value) { request.set_actor(value); },
          "由谁决定 who decides")
      ->required()
      ->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--reason", [&request](const std::string& value) { request.set_reason(value); },
          "理由 why")
      ->type_name("TEXT");
}

}  // namespace

void AddFindingsCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<FindingsOptions>();
  CLI::App* command = app.add_subcommand("findings", "列出问题 list findings of all reports");
  command->footer(kFindingsFooter);
  command->add_option("--agency", options->agency, "机关 only this agency: agencies/{id}")
      ->type_name("AGENCY");
  AddYearOption(*command, options->year, "年度 only this year");
  auto severity = std::make_shared<v1::Finding::Severity>(v1::Finding::SEVERITY_UNSPECIFIED);
  AddChoice(*command, "--severity", *severity, Severities(), "级别 error, warning, info",
            "SEVERITY");
  auto disposition =
      std::make_shared<v1::Finding::Disposition>(v1::Finding::DISPOSITION_UNSPECIFIED);
  AddChoice(*command, "--disposition", *disposition, Dispositions(),
            "处理情况 open, confirmed, waived, fixed", "DISPOSITION");
  command
      ->add_option_function<std::string>(
          "--rule", [options](const std::string& id) { options->request.set_rule_id(id); },
          "规则 only this rule: T3.ROW_TOTAL")
      ->type_name("ID");
  command->add_flag("--json", options->json, "每个问题一行 JSON one line of JSON a finding");
  AddLanguageOption(*command, options->language);
  command->callback([options, severity, disposition, &session] {
    session.run = [options, severity, disposition, &session] {
      options->request.set_severity(*severity);
      options->request.set_disposition(*disposition);
      return Findings(*options, session);
    };
  });
}

void AddAgenciesCommand(CLI::App& app, Session& session) {
  auto options = std::make_shared<AgenciesOptions>();
  CLI::App* command = app.add_subcommand("agencies", "列出机关 list agencies");
  command->footer(kAgenciesFooter);
  command->add_option("--parent", options->parent, "上级机关 only those below: agencies/{id}")
      ->type_name("AGENCY");
  command->add_flag("--json", options->json, "每个机关一行 JSON one line of JSON an agency");
  command->callback([options, &session] {
    session.run = [options, &session] { return Agencies(*options, session); };
  });
}

void AddDecideCommand(CLI::App& app, Session& session) {
  auto request = std::make_shared<v1::SetFindingDispositionRequest>();
  CLI::App* command = app.add_subcommand("decide", "处理一个问题 decide about a finding");
  command->footer(kDecideFooter);
  AddDecisionOptions(*command, *request);
  command
      ->add_option_function<std::string>(
          "FINGERPRINT", [request](const std::string& value) { request->set_fingerprint(value); },
          "问题的指纹 of the finding")
      ->required()
      ->type_name("");
  auto disposition =
      std::make_shared<v1::Finding::Disposition>(v1::Finding::DISPOSITION_UNSPECIFIED);
  AddChoice(*command, "DISPOSITION", *disposition, Dispositions(),
            "处理决定 open, confirmed, waived, fixed", "");
  command->get_option("DISPOSITION")->required();
  command->callback([request, disposition, &session] {
    session.run = [request, disposition, &session] {
      request->set_disposition(*disposition);
      return Decide(*request, session);
    };
  });
}

void AddAmendCommand(CLI::App& app, Session& session) {
  auto request = std::make_shared<v1::AmendFactRequest>();
  auto cell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("amend", "更正一个数字 correct a number");
  command->footer(kAmendFooter);
  AddDecisionOptions(*command, *request);
  command->get_option("--reason")->required();
  command->add_option("CELL", *cell, "单元格 indicator or indicator/applicant")
      ->required()
      ->type_name("");
  command
      ->add_option_function<std::string>(
          "VALUE", [request](const std::string& value) { request->set_value(value); },
          "应为 what it should be, in 件, 项 or 元")
      ->type_name("");
  command->callback([request, cell, &session] {
    session.run = [request, cell, &session] { return Amend(*request, *cell, session); };
  });
}

}  // namespace gongkai
