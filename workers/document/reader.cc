#include "workers/document/reader.h"

#include <utility>

#include "services/base/status_macros.h"
#include "workers/document/charset.h"
#include "workers/document/double_byte.h"
#include "workers/document/html_reader.h"
#include "workers/document/read_budget.h"
#include "workers/document/sniff.h"
#include "workers/document/text_reader.h"

namespace gongkai {

absl::StatusOr<Document> ReadDocument(absl::string_view bytes, const ReadLimits& limits) {
  if (bytes.empty()) return EmptyDocument();
  if (bytes.size() > limits.max_bytes) return TooComplex("bytes", "字节", limits.max_bytes);
  RETURN_IF_ERROR(RefuseKnownBinary(bytes));

  const bool is_wide = IsUtf16(bytes);
  bool is_html = !is_wide && LooksLikeHtml(bytes);
  DecodedText decoded = DecodeText(bytes, is_html ? DeclaredCharset(bytes) : absl::string_view());
  if (IsGarbage(decoded)) return NotText();
  if (is_wide) is_html = LooksLikeHtml(decoded.text());

  Document document;
  document.charset = decoded.charset();
  ReadBudget budget(limits);
  if (is_html) {
    document.format = Format::kHtml;
    RETURN_IF_ERROR(ReadHtml(decoded.text(), &budget, &document));
  } else {
    if (decoded.text().size() > limits.max_text_bytes) {
      return budget.AddText(decoded.text().size());
    }
    const absl::string_view source = document.Keep(std::move(decoded).TakeString());
    RETURN_IF_ERROR(ReadText(source, &budget, &document));
  }
  if (document.blocks.empty()) return EmptyDocument();
  return document;
}

void LoadCharsets() { LoadDoubleByteTables(); }

}  // namespace gongkai
