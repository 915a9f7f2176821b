#include "workers/cli/neighbour_files.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <iterator>
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

// The reports in JSON, one a line.
absl::Status ReadJson(absl::string_view text, std::vector<v1::Report>* reports) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    const auto status = google::protobuf::util::JsonStringToMessage(
        std::string(line), &reports->emplace_back(), options);
    if (!status.ok() || reports->back().form_version().empty()) {
      return MakeError(absl::StatusCode::kInvalidArgument, "BAD_JSON",
                       absl::StrCat("line ", number, " is no report in JSON; one report a line"),
                       absl::StrCat("第 ", number, " 行不是一份 JSON 格式的报告，应每份报告一行"));
    }
  }
  return absl::OkStatus();
}

// All reports in the files, in the order of the paths and of the files below them.
absl::StatusOr<std::vector<v1::Report>> ReadReports(const std::vector<std::string>& paths,
                                                    const SandboxOptions& sandbox_options) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    FoundFiles found = FilesUnder(path);
    if (!found.unusable.empty()) return At(found.unusable[0].path, found.unusable[0].status);
    std::move(found.files.begin(), found.files.end(), std::back_inserter(files));
  }
  CheckFilesOptions options;
  options.sandbox = sandbox_options;
  std::vector<std::vector<v1::Report>> found(files.size());
  // Each file once: it may be a pipe.
  const auto read = [&](size_t file, Sandbox& sandbox) -> absl::Status {
    ASSIGN_OR_RETURN(std::string content, ReadInput(files[file], kMaxInputBytes));
    if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(content), "{")) {
      return ReadJson(content, &found[file]);
    }
    ASSIGN_OR_RETURN(found[file].emplace_back(), CheckBytes(std::move(content), options, sandbox));
    return absl::OkStatus();
  };
  absl::Status first_error;
  const auto done = [&](size_t file, const absl::Status& status) {
    if (!status.ok() && first_error.ok()) first_error = At(files[file], status);
  };
  RETURN_IF_ERROR(ReadInParallel(files.size(), options, read, done));
  RETURN_IF_ERROR(first_error);
  std::vector<v1::Report> reports;
  for (std::vector<v1::Report>& of_file : found) {
    std::move(of_file.begin(), of_file.end(), std::back_inserter(reports));
  }
  return reports;
}

absl::Status WrongYear(absl::string_view en, absl::string_view zh, int wanted, int found) {
  if (found == 0) {
    return MakeError(
        absl::StatusCode::kInvalidArgument, "WRONG_YEAR",
        absl::StrCat(en, " should be one of ", wanted, "; its year could not be found"),
        absl::StrCat(zh, "应为 ", wanted, " 年度，但从中找不到年度"));
  }
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
