#include "workers/document/sniff.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/error.h"
#include "workers/document/read_budget.h"

namespace gongkai {
namespace {

using namespace std::string_literals;

constexpr size_t kSniffed = 64 << 10;  // bytes looked at from the start

enum class WayOut { kSaveAs, kSubmitText, kUnpack };

absl::Status Unsupported(absl::string_view found_en, absl::string_view found_zh, WayOut way_out) {
  absl::string_view advice_en = "save it as HTML or text";
  absl::string_view advice_zh = "请另存为 HTML 或文本后提交";
  if (way_out == WayOut::kSubmitText) {
    advice_en = "submit the report as HTML or text instead";
    advice_zh = "请改交 HTML 或文本格式的报告";
  } else if (way_out == WayOut::kUnpack) {
    advice_en = "unpack it and submit the report inside as HTML or text";
    advice_zh = "请解压后提交其中的 HTML 或文本";
  }
  return MakeError(absl::StatusCode::kInvalidArgument, "UNSUPPORTED_FORMAT",
                   absl::StrCat("the file is ", found_en, ", which cannot be read; ", advice_en),
                   absl::StrCat("该文件是", found_zh, ",暂不支持;", advice_zh));
}

struct Magic {
  absl::string_view bytes;
  absl::string_view name_en;
  absl::string_view name_zh;
  WayOut way_out;
};

const Magic kMagics[] = {
    {"{\\rtf", "a rich text document (RTF)", " RTF 文档", WayOut::kSaveAs},
    {"GIF87a", "an image (GIF)", "图片(GIF)", WayOut::kSubmitText},
    {"GIF89a", "an image (GIF)", "图片(GIF)", WayOut::kSubmitText},
    {"Rar!\x1A\x07", "a RAR archive", " RAR 压缩包", WayOut::kUnpack},
    {"7z\xBC\xAF\x27\x1C", "a 7z archive", " 7z 压缩包", WayOut::kUnpack},
    {"\x1F\x8B", "a gzip archive", " gzip 压缩包", WayOut::kUnpack},
    {"\x7F"
     "ELF",
     "a program", "程序文件", WayOut::kSubmitText},
};

struct ScanMagic {
  absl::string_view bytes;
  absl::string_view name;
};

constexpr ScanMagic kScanMagics[] = {
    {"\x89PNG\r\n", "PNG"},
    {"\xFF\xD8\xFF", "JPEG"},
    {absl::string_view("II*\0", 4), "TIFF"},
    {absl::string_view("MM\0*", 4), "TIFF"},
};

const ScanMagic* FindScanMagic(absl::string_view bytes) {
  for (const ScanMagic& magic : kScanMagics) {
    if (absl::StartsWith(bytes, magic.bytes)) return &magic;
  }
  return nullptr;
}

// A name inside a container that says what the container is.
struct Inside {
  std::string name;
  absl::string_view name_en;
  absl::string_view name_zh;
};

std::string Utf16(absl::string_view ascii) {
  std::string wide;
  for (const char c : ascii) {
    wide += c;
    wide += '\0';
  }
  return wide;
}

absl::Status RefuseCompoundFile(absl::string_view bytes) {
  if (absl::StrContains(bytes, Utf16("EncryptedPackage"))) return Encrypted();
  static const auto& kinds = *new std::vector<Inside>{
      {Utf16("WordDocument"), "an old Word or WPS document (DOC, WPS)",
       "旧版 Word 或 WPS 文档(DOC、WPS)"},
      {Utf16("Workbook"), "an old Excel workbook (XLS)", "旧版 Excel 工作簿(XLS)"},
      {Utf16("PowerPoint Document"), "an old presentation (PPT)", "旧版演示文稿(PPT)"},
  };
  for (const Inside& kind : kinds) {
    if (absl::StrContains(bytes, kind.name)) {
      return Unsupported(kind.name_en, kind.name_zh, WayOut::kSaveAs);
    }
  }
  return Unsupported("an old Office or WPS document (DOC, WPS, XLS)",
                     "旧版 Office 或 WPS 文档(DOC、WPS、XLS)", WayOut::kSaveAs);
}

// `what` is in lower case.
bool ContainsIgnoringCase(absl::string_view text, absl::string_view what) {
  return absl::StrContains(absl::AsciiStrToLower(text), what);
}

bool IsOneOf(absl::string_view name, const absl::string_view* begin, const absl::string_view* end) {
  return std::find(begin, end, name) != end;
}

// Tags that say that a text is a page. `name` is in lower case.
bool IsKnownTag(absl::string_view name) {
  static constexpr absl::string_view kTags[] = {
      "html",   "head",   "body",  "meta",   "title",  "table",   "tbody",   "thead",
      "tr",     "td",     "th",    "div",    "p",      "span",    "font",    "br",
      "h1",     "h2",     "h3",    "h4",     "h5",     "h6",      "ul",      "ol",
      "li",     "a",      "b",     "strong", "center", "section", "article", "main",
      "header", "script", "style", "link",   "img",    "pre",     "form",    "frameset"};
  return IsOneOf(name, std::begin(kTags), std::end(kTags));
}

}  // namespace

bool IsScan(absl::string_view bytes) { return FindScanMagic(bytes) != nullptr; }

absl::Status RefuseKnownBinary(absl::string_view bytes) {
  if (const ScanMagic* const scan = FindScanMagic(bytes)) {
    return MakeError(absl::StatusCode::kInvalidArgument, "SCANNED_DOCUMENT",
                     absl::StrCat("the file is an image (", scan->name,
                                  "), and text recognition (OCR) is off; submit the report as HTML "
                                  "or text instead"),
                     absl::StrCat("该文件是图片(", scan->name,
                                  "),且未开启文字识别(OCR);请改交 HTML 或文本格式的报告"));
  }
  for (const Magic& magic : kMagics) {
    if (absl::StartsWith(bytes, magic.bytes)) {
      return Unsupported(magic.name_en, magic.name_zh, magic.way_out);
    }
  }
  if (absl::StartsWith(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    return RefuseCompoundFile(bytes);
  }
  if (absl::StartsWith(bytes, "RIFF") && absl::ClippedSubstr(bytes, 8, 4) == "WEBP") {
    return Unsupported("an image (WebP)", "图片(WebP)", WayOut::kSubmitText);
  }
  if (absl::StartsWith(bytes, "BM") && bytes.size() > 26 && bytes.substr(6, 4) == "\0\0\0\0"s) {
    return Unsupported("an image (BMP)", "图片(BMP)", WayOut::kSubmitText);
  }
  if (IsPdf(bytes)) {
    return Unsupported("a PDF file", " PDF 文件", WayOut::kSaveAs);
  }
  const absl::string_view head = bytes.substr(0, 2048);
  if (absl::StartsWithIgnoreCase(head, "MIME-Version:") &&
      ContainsIgnoringCase(head, "multipart/related")) {
    return Unsupported("a web archive (MHT)", "网页归档(MHT)", WayOut::kSaveAs);
  }
  if (absl::StrContains(head, "<?mso-application progid=\"Word")) {
    return Unsupported("a Word document in XML", " XML 格式的 Word 文档", WayOut::kSaveAs);
  }
  return absl::OkStatus();
}

bool IsZip(absl::string_view bytes) {
  return absl::StartsWith(bytes, "PK\x03\x04") || absl::StartsWith(bytes, "PK\x05\x06");
}

absl::Status RefuseKnownContainer(absl::string_view mimetype,
                                  absl::FunctionRef<bool(absl::string_view)> has_entry) {
  if (has_entry("ppt/presentation.xml")) {
    return Unsupported("a presentation (PPTX)", "演示文稿(PPTX)", WayOut::kSaveAs);
  }
  if (has_entry("xl/workbook.bin")) {
    return Unsupported("a binary Excel workbook (XLSB)", "二进制 Excel 工作簿(XLSB)",
                       WayOut::kSaveAs);
  }
  if (has_entry("OFD.xml")) return Unsupported("an OFD file", " OFD 文件", WayOut::kSaveAs);
  if (absl::StrContains(mimetype, "epub+zip")) {
    return Unsupported("an e-book (EPUB)", "电子书(EPUB)", WayOut::kSaveAs);
  }
  if (absl::StrContains(mimetype, "opendocument.text")) {
    return Unsupported("an OpenDocument text (ODT)", " OpenDocument 文档(ODT)", WayOut::kSaveAs);
  }
  if (absl::StrContains(mimetype, "opendocument")) {
    return Unsupported("an OpenDocument file", " OpenDocument 文件", WayOut::kSaveAs);
  }
  return absl::OkStatus();
}

bool IsPdf(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "%PDF-")) return true;
  // PDF readers accept junk before the header.
  return absl::StrContains(bytes.substr(0, 1024), "\n%PDF-1.");
}

absl::Status NotText() {
  return Unsupported("binary data of an unknown kind", "无法识别的二进制数据", WayOut::kSubmitText);
}

bool LooksLikeHtml(absl::string_view text) {
  text = text.substr(0, kSniffed);
  const size_t first = text.find_first_not_of(" \t\r\n\f\xEF\xBB\xBF");
  if (first == absl::string_view::npos) return false;
  int known = 0;
  bool closing = false;
  for (size_t at = text.find('<', first); at != absl::string_view::npos;
       at = text.find('<', at + 1)) {
    absl::string_view rest = text.substr(at + 1);
    if (at == first && (absl::StartsWith(rest, "!--") || absl::StartsWith(rest, "?xml"))) {
      return ContainsIgnoringCase(text, "<html") || absl::StrContains(text, "</");
    }
    if (absl::StartsWithIgnoreCase(rest, "!doctype html")) return true;
    const bool is_end = absl::ConsumePrefix(&rest, "/");
    size_t length = 0;
    while (length < rest.size() && length < 10 && absl::ascii_isalnum(rest[length])) ++length;
    if (length == 0 || length == rest.size()) continue;
    const char after = rest[length];
    if (after != '>' && after != '/' && !absl::ascii_isspace(after)) continue;
    if (!IsKnownTag(absl::AsciiStrToLower(rest.substr(0, length)))) continue;
    if (at == first) return true;
    closing |= is_end;
    if (++known >= 3 && closing) return true;
    if (known >= 12) return true;  // tag soup that closes nothing
  }
  return false;
}

absl::string_view DeclaredCharset(absl::string_view html) {
  const absl::string_view head = html.substr(0, 8192);
  for (size_t at = head.find('<'); at != absl::string_view::npos; at = head.find('<', at + 1)) {
    const absl::string_view tag = head.substr(at + 1, head.find('>', at) - at);
    if (!absl::StartsWithIgnoreCase(tag, "meta") && !absl::StartsWith(tag, "?xml")) continue;
    const std::string lower = absl::AsciiStrToLower(tag);
    const absl::string_view key = lower[0] == '?' ? "encoding" : "charset";
    size_t value = lower.find(std::string(key));
    if (value == std::string::npos) continue;
    value = lower.find_first_not_of(" \t\r\n=\"'", value + key.size());
    if (value == std::string::npos) continue;
    const size_t end = lower.find_first_of(" \t\r\n\"';/>?", value);
    if (end == std::string::npos) continue;
    return tag.substr(value, end - value);
  }
  return {};
}

}  // namespace gongkai
