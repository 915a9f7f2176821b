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

absl::Status TooComplex(absl::string_view what_en, absl::string_view what_zh, size_t limit) {
  return MakeError(absl::StatusCode::kInvalidArgument, "TOO_COMPLEX",
                   absl::StrCat("the document has more than ", limit, " ", what_en),
                   absl::StrCat("文件过于复杂:超过 ", limit, " ", what_zh));
}

absl::Status EmptyDocument() {
  return MakeError(absl::StatusCode::kInvalidArgument, "EMPTY_DOCUMENT",
                   "the document holds no text", "文件中没有任何文字");
}

}  // namespace gongkai
