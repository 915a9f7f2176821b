#include "workers/document/legacy_format.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace gongkai {
namespace {

constexpr absl::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
// In UTF-16, the streams that hold the text: "WordDocument", "Workbook".
constexpr absl::string_view kWordStream("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 24);
constexpr absl::string_view kWorkbookStream("W\0o\0r\0k\0b\0o\0o\0k\0", 16);
constexpr absl::string_view kEncryptedStream("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0", 26);

// OpenDocument says what it is at the start of its first file, which is not packed.
constexpr absl::string_view kZip = "PK\x03\x04";
constexpr size_t kFirstName = 30;
constexpr absl::string_view kOpenDocument = "mimetypeapplication/vnd.oasis.opendocument.";
constexpr size_t kFlatHead = 4096;

absl::string_view OpenDocumentFormat(absl::string_view kind) {
  if (absl::StartsWith(kind, "text")) return "odt";
  if (absl::StartsWith(kind, "spreadsheet")) return "ods";
  return "";
}

}  // namespace

absl::string_view LegacyFormat(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "{\\rtf")) return "rtf";
  if (absl::StartsWith(bytes, kCompoundFile)) {
    if (absl::StrContains(bytes, kEncryptedStream)) return "";
    if (absl::StrContains(bytes, kWordStream)) return "doc";
    if (absl::StrContains(bytes, kWorkbookStream)) return "xls";
    return "";
  }
  if (absl::StartsWith(bytes, kZip)) {
    absl::string_view first = absl::ClippedSubstr(bytes, kFirstName);
    return absl::ConsumePrefix(&first, kOpenDocument) ? OpenDocumentFormat(first) : "";
  }
  const absl::string_view head = bytes.substr(0, kFlatHead);
  if (absl::StrContains(head, "<office:document ") &&
      absl::StrContains(head, "office:mimetype=\"application/vnd.oasis.opendocument.text\"")) {
    return "fodt";
  }
  return "";
}

}  // namespace gongkai
