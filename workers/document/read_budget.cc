#include "workers/document/read_budget.h"

#include "absl/strings/str_cat.h"
#include "services/base/error.h"

namespace gongkai {

absl::Status ReadBudget::AddCells(size_t count) {
  cells_ += count;
  if (cells_ <= limits_.max_cells) return absl::OkStatus();
  return TooManyCells("table cells", "个表格单元格", limits_.max_cells);
}

absl::Status ReadBudget::AddText(size_t bytes) {
  text_bytes_ += bytes;
  if (text_bytes_ <= limits_.max_text_bytes) return absl::OkStatus();
  return TooMuchText("bytes of text", "字节文本", limits_.max_text_bytes);
}

absl::Status ReadBudget::AddUnpacked(size_t bytes) {
  unpacked_bytes_ += bytes;
  if (unpacked_bytes_ <= limits_.max_unpacked_bytes) return absl::OkStatus();
  return ExpandsTooMuch(absl::StrCat(limits_.max_unpacked_bytes, " bytes"),
                        absl::StrCat(limits_.max_unpacked_bytes, " 字节"));
}

namespace {

absl::Status MoreThan(absl::string_view reason, absl::string_view what_en,
                      absl::string_view what_zh, size_t limit) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason,
                   absl::StrCat("the document has more than ", limit, " ", what_en),
                   absl::StrCat("文件过于复杂:超过 ", limit, " ", what_zh));
}

}  // namespace

absl::Status TooComplex(absl::string_view what_en, absl::string_view what_zh, size_t limit) {
  return MoreThan("TOO_COMPLEX", what_en, what_zh, limit);
}

absl::Status TooManyCells(absl::string_view what_en, absl::string_view what_zh, size_t limit) {
  return MoreThan("TOO_MANY_CELLS", what_en, what_zh, limit);
}

absl::Status TooDeep(absl::string_view what_en, absl::string_view what_zh, size_t limit) {
  return MoreThan("TOO_DEEP", what_en, what_zh, limit);
}

absl::Status TooMuchText(absl::string_view what_en, absl::string_view what_zh, size_t limit) {
  return MoreThan("TOO_MUCH_TEXT", what_en, what_zh, limit);
}

absl::Status FileTooLarge(size_t limit) {
  return MakeError(absl::StatusCode::kInvalidArgument, "FILE_TOO_LARGE",
                   absl::StrCat("the file has more than ", limit, " bytes"),
                   absl::StrCat("文件过大:超过 ", limit, " 字节"));
}

absl::Status TooMuchMemory(size_t limit) {
  return MakeError(
      absl::StatusCode::kInvalidArgument, "MEMORY_LIMIT",
      absl::StrCat("reading the document needs more than ", limit >> 20, " MB of memory"),
      absl::StrCat("读取文件所需内存超过 ", limit >> 20, " MB"));
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
