#include "workers/document/read_budget.h"

#include "absl/strings/str_cat.h"
#include "services/base/error.h"

namespace gongkai {

absl::Status ReadBudget::AddCells(size_t count) {
  cells_ += count;
  if (cells_ <= limits_.max_cells) return absl::OkStatus();
  return TooComplex("table cells", "个表格单元格", limits_.max_cells);
}

absl::Status ReadBudget::AddText(size_t bytes) {
  text_bytes_ += bytes;
  if (text_bytes_ <= limits_.max_text_bytes) return absl::OkStatus();
  return TooComplex("bytes of text", "字节文本", limits_.max_text_bytes);
}

absl::Status ReadBudget::AddUnpacked(size_t bytes) {
  unpacked_bytes_ += bytes;
  if (unpacked_bytes_ <= limits_.max_unpacked_bytes) return absl::OkStatus();
  return ExpandsTooMuch(absl::StrCat(limits_.max_unpacked_bytes, " bytes"),
                        absl::StrCat(limits_.max_unpacked_bytes, " 字节"));
}

absl::Status TooComplex(absl::string_view what_en, absl::string_view what_zh, size_t limit) {
  return MakeError(absl::StatusCode::kInvalidArgument, "TOO_COMPLEX",
                   absl::StrCat("the document has more than ", limit, " ", what_en),
                   absl::StrCat("文件过于复杂:超过 ", limit, " ", what_zh));
}

absl::Status ExpandsTooMuch(absl::string_view limit_en, absl::string_view limit_zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "EXPANDS_TOO_MUCH",
                   absl::StrCat("the file unpacks to more than ", limit_en),
                   absl::StrCat("文件解压后过大:超过", limit_zh));
}

absl::Status TooManyEntries(size_t limit) {
  return MakeError(absl::StatusCode::kInvalidArgument, "TOO_MANY_ENTRIES",
                   absl::StrCat("the archive holds more than ", limit, " files"),
                   absl::StrCat("压缩包内文件过多:超过 ", limit, " 个"));
}

absl::Status DamagedFile(absl::string_view what_en, absl::string_view what_zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "DAMAGED_FILE",
                   absl::StrCat("the file is damaged: ", what_en),
                   absl::StrCat("文件已损坏:", what_zh));
}

absl::Status Encrypted() {
  return MakeError(absl::StatusCode::kInvalidArgument, "ENCRYPTED",
                   "the file is encrypted; submit it without a password",
                   "文件已加密;请取消密码保护后重新提交");
}

absl::Status EmptyDocument() {
  return MakeError(absl::StatusCode::kInvalidArgument, "EMPTY_DOCUMENT",
                   "the document holds no text", "文件中没有任何文字");
}

}  // namespace gongkai
