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
    {"UNSUPPORTED_FORMAT", "请另存为 HTML 或纯文本后重试",
     "save it as HTML or plain text and try again"},
    {"NOT_A_REPORT", "请确认文件是政府信息公开工作年度报告的正文",
     "make sure that the file is the annual report itself"},
    {"EMPTY_DOCUMENT", "请确认文件完整、未被截断", "make sure that the file is complete"},
    {"TOO_COMPLEX", "请只保留年度报告正文后重试", "keep only the report itself and try again"},
    {"FILE_TOO_LARGE", "请只保留年度报告正文，去掉图片和附件",
     "keep only the report, without pictures and attachments"},
    {"FILE_NOT_FOUND", "请核对路径", "check the path"},
    {"IS_A_DIRECTORY", "请给出文件，例如 目录/*.html；submit 可直接提交目录",
     "name the files, for example DIR/*.html; submit takes directories"},
    {"PERMISSION_DENIED", "请检查文件权限", "check the permissions of the file"},
    {"SERVER_UNREACHABLE", "请检查 --server 或环境变量 GONGKAI_SERVER，并确认服务已启动",
     "check --server or GONGKAI_SERVER, and that the gateway is running"},
    {"SERVER_TIMEOUT", "可用 --timeout 延长等待时间", "give more time with --timeout"},
};

}  // namespace

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
