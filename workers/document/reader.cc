#include "workers/document/reader.h"

#include <utility>

#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/charset.h"
#include "workers/document/double_byte.h"
#include "workers/document/html_reader.h"
#include "workers/document/mixed_text.h"
#include "workers/document/paragraph_tables.h"
#include "workers/document/read_budget.h"
#include "workers/document/sniff.h"
#include "workers/document/text_reader.h"
#include "workers/document/zip_reader.h"

namespace gongkai {

namespace {

absl::Status NestedArchive() {
  return MakeError(absl::StatusCode::kInvalidArgument, "NESTED_ARCHIVE",
                   "the archive holds another archive; submit the report inside",
                   "压缩包内还有压缩包;请解压后提交其中的报告");
}

// Text and HTML.
absl::Status ReadCharacters(absl::string_view bytes, ReadBudget* budget, Document* document) {
  const bool is_wide = IsUtf16(bytes);
  bool is_html = !is_wide && LooksLikeHtml(bytes);
  DecodedText decoded = DecodeText(bytes, is_html ? DeclaredCharset(bytes) : absl::string_view());
  if (IsGarbage(decoded)) return NotText();
  if (is_wide) is_html = LooksLikeHtml(decoded.text());

  document->charset = decoded.charset();
  const bool is_mixed = is_html && IsTextWithTables(decoded.text());
  if (is_html && !is_mixed) {
    document->format = Format::kHtml;
    return ReadHtml(decoded.text(), budget, document);
  }
  document->format = Format::kText;
  if (decoded.text().size() > budget->limits().max_text_bytes) {
    return budget->AddText(decoded.text().size());
  }
  const absl::string_view source = document->Keep(std::move(decoded).TakeString());
  return is_mixed ? ReadTextWithTables(source, budget, document)
                  : ReadText(source, budget, document);
}

// `archives`: how many archives the bytes were taken out of.
absl::Status ReadBytes(absl::string_view bytes, int archives, const FormatReaders& readers,
                       ReadBudget* budget, Document* document) {
  if (bytes.empty()) return EmptyDocument();
  if (bytes.size() > budget->limits().max_bytes) {
    return FileTooLarge(budget->limits().max_bytes);
  }
  if (readers.pdf != nullptr && IsPdf(bytes)) return readers.pdf(bytes, budget, document);
  if (readers.image != nullptr && IsScan(bytes)) return readers.image(bytes, budget, document);
  RETURN_IF_ERROR(RefuseKnownBinary(bytes));
  if (!IsZip(bytes)) return ReadCharacters(bytes, budget, document);
  return ReadZip(
      bytes,
      [&](absl::string_view inside) {
        if (archives > 0) return NestedArchive();
        return ReadBytes(inside, archives + 1, readers, budget, document);
      },
      budget, document);
}

}  // namespace

absl::StatusOr<Document> ReadDocument(absl::string_view bytes, const ReadLimits& limits,
                                      const FormatReaders& readers) {
  Document document;
  ReadBudget budget(limits);
  RETURN_IF_ERROR(ReadBytes(bytes, 0, readers, &budget, &document));
  if (document.format == Format::kHtml || document.format == Format::kDocx) {
    RETURN_IF_ERROR(ReadTablesInParagraphs(&budget, &document));
  }
  // A page without text may say where its text is.
  const bool elsewhere = document.scripted || !document.linked_files.empty();
  if (document.blocks.empty() && !elsewhere) return EmptyDocument();
  return document;
}

}  // namespace gongkai
