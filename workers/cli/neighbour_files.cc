#include "workers/cli/neighbour_files.h"

#include <google/protobuf/util/json_util.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/store/neighbour_report.h"
#include "workers/cli/check_files.h"
#include "workers/cli/input.h"

namespace gongkai {
namespace {

absl::Status At(const std::string& file, const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  return MakeError(status.code(), detail.reason, absl::StrCat(file, ": ", status.message()),
                   absl::StrCat(file, "：", detail.message_zh));
}

absl::Status ReadJson(const std::string& file, const std::string& text,
                      std::vector<v1::Report>* reports) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    const auto status = google::protobuf::util::JsonStringToMessage(
        std::string(line), &reports->emplace_back(), options);
    if (!status.ok() || reports->back().form_version().empty()) {
      return MakeError(absl::StatusCode::kInvalidArgument, "BAD_JSON",
                       absl::StrCat(file, ": a line is no report in JSON"),
                       absl::StrCat(file, "：有一行不是 JSON 格式的报告"));
    }
  }
  return absl::OkStatus();
}

// All reports in the files, in their order.
absl::StatusOr<std::vector<v1::Report>> ReadReports(const std::vector<std::string>& paths,
                                                    const SandboxOptions& sandbox) {
  std::vector<v1::Report> reports;
  std::vector<std::string> documents;
  for (const std::string& path : paths) {
    absl::StatusOr<std::vector<std::string>> files = FilesUnder(path);
    if (!files.ok()) return At(path, files.status());
    for (std::string& file : *files) {
      const absl::StatusOr<std::string> bytes = ReadInput(file, kMaxInputBytes);
      if (!bytes.ok()) return At(file, bytes.status());
      if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(*bytes), "{")) {
        RETURN_IF_ERROR(ReadJson(file, *bytes, &reports));
      } else {
        documents.push_back(std::move(file));
      }
    }
  }
  if (documents.empty()) return reports;
  CheckFilesOptions options;
  options.sandbox = sandbox;
  absl::Status first_error;
  RETURN_IF_ERROR(CheckFiles(documents, options, [&](size_t i, absl::StatusOr<v1::Report> report) {
    if (report.ok()) {
      reports.push_back(*std::move(report));
    } else if (first_error.ok()) {
      first_error = At(documents[i], report.status());
    }
  }));
  if (!first_error.ok()) return first_error;
  return reports;
}

absl::Status WrongYear(absl::string_view en, absl::string_view zh, int wanted, int found) {
  return MakeError(absl::StatusCode::kInvalidArgument, "WRONG_YEAR",
                   absl::StrCat(en, " should be one of ", wanted, ", not ", found),
                   absl::StrCat(zh, "应为 ", wanted, " 年度，实为 ", found, " 年度"));
}

}  // namespace

absl::StatusOr<internal::v1::ReportContext> ReadNeighbours(const NeighbourFiles& files,
                                                           const SandboxOptions& sandbox) {
  internal::v1::ReportContext context;
  if (!files.prior.empty()) {
    ASSIGN_OR_RETURN(std::vector<v1::Report> reports, ReadReports({files.prior}, sandbox));
    if (reports.size() != 1) {
      return MakeError(absl::StatusCode::kInvalidArgument, "NOT_ONE_REPORT",
                       absl::StrCat(files.prior, ": holds ", reports.size(), " reports, not one"),
                       absl::StrCat(files.prior, "：含有 ", reports.size(), " 份报告，应为一份"));
    }
    *context.mutable_prior_year() = NeighbourOf(std::move(reports[0]));
  }
  context.set_region_wide(!files.children.empty());
  ASSIGN_OR_RETURN(std::vector<v1::Report> children, ReadReports(files.children, sandbox));
  for (v1::Report& report : children) {
    internal::v1::ChildReport* child = context.add_children();
    child->set_agency_name(report.agency_name());
    *child->mutable_report() = NeighbourOf(std::move(report));
  }
  return context;
}

absl::Status CheckYears(const v1::Report& report, const internal::v1::ReportContext& context) {
  if (report.year() == 0) return absl::OkStatus();
  if (context.has_prior_year() && context.prior_year().year() != report.year() - 1) {
    return WrongYear("the report of --prior", "--prior 的报告", report.year() - 1,
                     context.prior_year().year());
  }
  for (const internal::v1::ChildReport& child : context.children()) {
    if (child.report().year() == report.year()) continue;
    return WrongYear(absl::StrCat("the report of ", child.agency_name(), " in --children"),
                     absl::StrCat("--children 中", child.agency_name(), "的报告"), report.year(),
                     child.report().year());
  }
  return absl::OkStatus();
}

}  // namespace gongkai
