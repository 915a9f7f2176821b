#include "tests/data/container/container.h"

#include <zip.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace gongkai {
namespace {

constexpr char kXml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr char kOffice[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr char kWord[] =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
    " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\""
    " xmlns:v=\"urn:schemas-microsoft-com:vml\"";

void Require(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "zip: %s\n", what);
  std::abort();
}

std::string Relationships(const std::vector<std::pair<std::string, std::string>>& targets) {
  std::string xml = absl::StrCat(
      kXml,
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
  int id = 0;
  for (const auto& [type, target] : targets) {
    absl::StrAppend(&xml, "<Relationship Id=\"rId", ++id, "\" Type=\"", kOffice, type,
                    "\" Target=\"", target, "\"/>");
  }
  return absl::StrCat(xml, "</Relationships>");
}

}  // namespace

std::string MakeZip(const Files& files, const ZipOptions& options) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
  Require(target != nullptr, "source");
  zip_source_keep(target);
  zip_t* const archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  Require(archive != nullptr, "open");
  for (const auto& [name, content] : files) {
    if (!name.empty() && name.back() == '/') {
      Require(zip_dir_add(archive, name.c_str(), ZIP_FL_ENC_RAW) >= 0, "folder");
      continue;
    }
    zip_source_t* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_RAW);
    Require(index >= 0, "file");
    const auto at = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(archive, at, options.store ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
    zip_file_set_dostime(archive, at, 0, 0x5A21, 0);
    if (!options.password.empty()) {
      zip_file_set_encryption(archive, at, ZIP_EM_AES_256, options.password.c_str());
    }
  }
  Require(zip_close(archive) == 0, "close");
  zip_stat_t stat;
  Require(zip_source_stat(target, &stat) == 0, "stat");
  std::string bytes(stat.size, '\0');
  Require(zip_source_open(target) == 0, "reopen");
  Require(
      zip_source_read(target, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()),
      "read");
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

Files DocxFiles(absl::string_view body, absl::string_view styles, absl::string_view numbering) {
  std::vector<std::pair<std::string, std::string>> related;
  if (!styles.empty()) related.push_back({"styles", "styles.xml"});
  if (!numbering.empty()) related.push_back({"numbering", "numbering.xml"});
  Files files = {
      {"[Content_Types].xml",
       absl::StrCat(kXml,
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    "<Default Extension=\"rels\" ContentType=\"application/"
                    "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
                    "ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" "
                    "ContentType=\"application/vnd.openxmlformats-officedocument."
                    "wordprocessingml.document.main+xml\"/></Types>")},
      {"_rels/.rels", Relationships({{"officeDocument", "word/document.xml"}})},
      {"word/_rels/document.xml.rels", Relationships(related)},
      {"word/document.xml", absl::StrCat(kXml, "<w:document", kWord, "><w:body>", body,
                                         "<w:sectPr/></w:body></w:document>")}};
  if (!styles.empty()) {
    files.push_back(
        {"word/styles.xml", absl::StrCat(kXml, "<w:styles", kWord, ">", styles, "</w:styles>")});
  }
  if (!numbering.empty()) {
    files.push_back({"word/numbering.xml",
                     absl::StrCat(kXml, "<w:numbering", kWord, ">", numbering, "</w:numbering>")});
  }
  return files;
}

std::string MakeDocx(absl::string_view body, absl::string_view styles,
                     absl::string_view numbering) {
  return MakeZip(DocxFiles(body, styles, numbering));
}

Files XlsxFiles(const std::vector<XlsxSheetPart>& sheets, absl::string_view strings,
                absl::string_view styles) {
  constexpr char kMain[] = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  std::vector<std::pair<std::string, std::string>> related;
  std::string names;
  for (const XlsxSheetPart& sheet : sheets) {
    related.push_back({"worksheet", absl::StrCat("worksheets/sheet", related.size() + 1, ".xml")});
    absl::StrAppend(&names, "<sheet name=\"", sheet.name, "\" sheetId=\"", related.size(),
                    "\" r:id=\"rId", related.size(), "\"",
                    sheet.state.empty() ? "" : absl::StrCat(" state=\"", sheet.state, "\""), "/>");
  }
  if (!strings.empty()) related.push_back({"sharedStrings", "sharedStrings.xml"});
  if (!styles.empty()) related.push_back({"styles", "styles.xml"});
  Files files = {
      {"[Content_Types].xml",
       absl::StrCat(kXml,
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>")},
      {"_rels/.rels", Relationships({{"officeDocument", "xl/workbook.xml"}})},
      {"xl/_rels/workbook.xml.rels", Relationships(related)},
      {"xl/workbook.xml", absl::StrCat(kXml, "<workbook", kMain, " xmlns:r=\"",
                                       absl::string_view(kOffice, sizeof kOffice - 2),
                                       "\"><sheets>", names, "</sheets></workbook>")}};
  for (size_t i = 0; i < sheets.size(); ++i) {
    files.push_back(
        {absl::StrCat("xl/", related[i].second),
         absl::StrCat(kXml, "<worksheet", kMain, ">", sheets[i].content, "</worksheet>")});
  }
  if (!strings.empty()) {
    files.push_back(
        {"xl/sharedStrings.xml", absl::StrCat(kXml, "<sst", kMain, ">", strings, "</sst>")});
  }
  if (!styles.empty()) {
    files.push_back(
        {"xl/styles.xml", absl::StrCat(kXml, "<styleSheet", kMain, ">", styles, "</styleSheet>")});
  }
  return files;
}

std::string MakeXlsx(const std::vector<XlsxSheetPart>& sheets, absl::string_view strings,
                     absl::string_view styles) {
  return MakeZip(XlsxFiles(sheets, strings, styles));
}

}  // namespace gongkai
