#include "workers/cli/messages.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "workers/cli/text.h"

namespace gongkai {
namespace {

struct WayOut {
  absl::string_view reason;
  absl::string_view zh;
  absl::string_view en;
};

constexpr WayOut kWaysOut[] = {
    {"UNSUPPORTED_FORMAT", "请另存为 DOCX、HTML 或纯文本后重试",
     "save it as DOCX, HTML or plain text and try again"},
    {"NOT_A_REPORT", "请确认文件是政府信息公开工作年度报告的正文",
     "make sure that the file is the annual report itself"},
    {"EMPTY_DOCUMENT", "请确认文件完整、未被截断", "make sure that the file is complete"},
    {"TOO_COMPLEX", "请只保留年度报告正文后重试", "keep only the report itself and try again"},
    {"FILE_TOO_LARGE", "请只保留年度报告正文，去掉图片和附件",
     "keep only the report, without pictures and attachments"},
    {"FILE_NOT_FOUND", "请核对路径；*.html 没有匹配的文件时会原样传入",
     "check the path; a pattern like *.html that matches no file is passed on as it is"},
    {"EMPTY_DIRECTORY", "请给出报告文件或其所在目录（隐藏文件不计）",
     "name the reports or the directory they are in (hidden files are left out)"},
    {"TIME_LIMIT", "请只保留年度报告正文，或另存为 HTML 后重试",
     "keep only the report itself, or save it as HTML, and try again"},
    {"MEMORY_LIMIT", "请只保留年度报告正文，去掉图片和附件",
     "keep only the report, without pictures and attachments"},
    {"READER_CRASHED", "请另存为 HTML 后重试，并将原文件报告给维护者",
     "save it as HTML and try again; please report the file to the maintainers"},
    {"CONVERTER_UNAVAILABLE", "或将文件另存为 HTML 后重试", "or save it as HTML and try again"},
    {"CONVERSION_FAILED", "请另存为 HTML 后重试", "save it as HTML and try again"},
    {"SANDBOX_UNAVAILABLE", "gongkai-reader 须与 gongkai 放在同一目录，且可执行",
     "gongkai-reader must lie beside gongkai and be executable"},
    {"PERMISSION_DENIED", "请检查文件权限", "check the permissions of the file"},
    {"SERVER_UNREACHABLE", "请检查 --server 或环境变量 GONGKAI_SERVER，并确认服务已启动",
     "check --server or GONGKAI_SERVER, and that the gateway is running"},
    {"SERVER_TIMEOUT", "可用 --timeout 延长等待时间", "give more time with --timeout"},
};

}  // namespace

absl::Status StatusOf(const v1::JobError& error) {
  return MakeError(absl::StatusCode::kFailedPrecondition, error.reason(), error.message_en(),
                   error.message());
}

std::string ErrorText(absl::string_view subject, const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  std::string text = absl::StrCat("gongkai: ", Printable(subject), subject.empty() ? "" : ": ");
  if (!detail.message_zh.empty()) absl::StrAppend(&text, Printable(detail.message_zh), "\n  ");
  absl::StrAppend(&text, Printable(status.message()));
  if (!detail.field.empty()) absl::StrAppend(&text, " (", Printable(detail.field), ")");
  absl::StrAppend(&text, " [",
                  detail.reason.empty() ? absl::StatusCodeToString(status.code()) : detail.reason,
                  "]\n");
  for (const WayOut& way : kWaysOut) {
    if (way.reason == detail.reason) {
      absl::StrAppend(&text, "  办法 what to do: ", way.zh, "\n    ", way.en, "\n");
    }
  }
  return text;
}

void PrintError(absl::string_view subject, const absl::Status& status) {
  const std::string text = ErrorText(subject, status);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace gongkai
