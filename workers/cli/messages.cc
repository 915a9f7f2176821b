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
    {"TOO_MUCH_TEXT", "请只保留年度报告正文，去掉附件和其他文件的内容",
     "keep only the report itself, without attachments and other documents"},
    {"TOO_MANY_CELLS", "请只保留年度报告的表格；合并单元格跨度过大的请重新绘制",
     "keep only the tables of the report; redraw merged cells that span far too much"},
    {"TOO_DEEP", "请将正文复制到新文件（或另存为 HTML、纯文本）后重试",
     "copy the text into a new file, or save it as HTML or plain text, and try again"},
    {"TOO_MANY_PAGES", "请只保留年度报告的页面后重试",
     "keep only the pages of the report and try again"},
    {"EXPANDS_TOO_MUCH", "请去掉图片和附件，或在办公软件中打开后重新保存",
     "remove pictures and attachments, or open the file in an office program and save it anew"},
    {"TOO_MANY_ENTRIES", "请解压后只提交其中的报告",
     "unpack the archive and submit the report inside"},
    {"NESTED_ARCHIVE", "请逐层解压后只提交其中的报告", "unpack it and submit the report inside"},
    {"SEVERAL_REPORTS", "请解压后逐个提交", "unpack the archive and submit the reports one by one"},
    {"NO_REPORT_INSIDE", "请把报告正文放入压缩包，或直接提交报告",
     "put the report into the archive, or submit the report itself"},
    {"ENCRYPTED", "请在办公软件中取消密码后另存", "save it without a password"},
    {"DAMAGED_FILE", "请重新下载或向原单位索取完整文件",
     "download it again, or ask the agency for a sound copy"},
    {"SCANNED_DOCUMENT",
     "请改交 DOCX、HTML 或由文字处理软件导出的 PDF；也可用 --ocr 识别（可信度低，须与原件核对）",
     "submit the DOCX or HTML, or the PDF that was exported from the word processor; or have it "
     "recognised with --ocr (low trust: compare it with the source)"},
    {"TEXT_UNMAPPED", "请改交 DOCX、HTML 或由原文件重新导出的 PDF",
     "submit the DOCX or HTML, or a PDF that is exported anew from it"},
    {"FILE_TOO_LARGE", "请只保留年度报告正文，去掉图片和附件",
     "keep only the report, without pictures and attachments"},
    {"CONTENT_TOO_LARGE",
     "请只保留年度报告正文，去掉图片和附件；上限由网关的 --max_document_bytes 设定",
     "keep only the report, without pictures and attachments; the limit is --max_document_bytes of "
     "the gateway"},
    {"INVALID_FILENAME", "请缩短文件名并去掉其中的控制字符",
     "shorten the name of the file and remove control characters from it"},
    {"WORKER_LOST", "请另存为 HTML 后重新提交，并将原文件报告给维护者",
     "save it as HTML and submit it again; please report the file to the maintainers"},
    {"REPORT_NOT_FOUND", "可用 gongkai list 查看已有的报告",
     "gongkai list tells which reports there are"},
    {"JOB_NOT_FOUND", "可用 gongkai jobs 查看任务", "gongkai jobs tells which jobs there are"},
    {"AGENCY_NOT_FOUND", "可用 gongkai agencies 查看机关",
     "gongkai agencies tells which agencies there are"},
    {"RULE_NOT_FOUND", "可用 gongkai rules 查看规则编号（自定规则须加 --rules）",
     "gongkai rules tells the ids (with --rules those of your own rules too)"},
    {"FINDING_NOT_FOUND", "可用 gongkai findings 查看问题及其指纹",
     "gongkai findings tells the findings and their fingerprints"},
    {"FACT_NOT_FOUND", "单元格代码为 indicator/applicant，见 gongkai get REPORT --json 的 facts",
     "cells are indicator/applicant, as in the facts of gongkai get REPORT --json"},
    {"BAD_JSON", "每份报告占一行，如 gongkai check --json 的输出；带缩进的 JSON 可用 jq -c . 转换",
     "one report a line, as gongkai check --json prints it; jq -c . makes that of indented JSON"},
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
    {"SANDBOX_UNAVAILABLE",
     "gongkai-reader（使用 --ocr 时为 gongkai-ocr-reader）须与 gongkai 放在同一目录，且可执行",
     "gongkai-reader (with --ocr gongkai-ocr-reader) must lie beside gongkai and be executable"},
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
