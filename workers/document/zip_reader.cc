#include "workers/document/zip_reader.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/docx_reader.h"
#include "workers/document/opc_package.h"
#include "workers/document/sniff.h"
#include "workers/document/xlsx_reader.h"
#include "workers/document/zip_archive.h"

namespace gongkai {
namespace {

using Entries = std::vector<const ZipArchive::Entry*>;

constexpr size_t kMostNamed = 10;      // files in an error
constexpr size_t kMostMimetype = 200;  // bytes

absl::string_view BaseName(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

// What systems leave in archives, and what pages and documents bring with them.
bool IsBeside(absl::string_view name) {
  static constexpr absl::string_view kEndings[] = {
      ".css", ".js",  ".png", ".jpg",   ".jpeg", ".gif", ".bmp", ".svg", ".ico",
      ".tif", ".ttf", ".eot", ".woff2", ".woff", ".mp4", ".mp3", ".db",  ".ini"};
  const absl::string_view base = BaseName(name);
  if (absl::StartsWith(name, "__MACOSX/") || absl::StartsWith(base, ".")) return true;
  return std::any_of(std::begin(kEndings), std::end(kEndings), [base](absl::string_view ending) {
    return absl::EndsWithIgnoreCase(base, ending);
  });
}

std::string NamesOf(const Entries& entries) {
  std::string names;
  for (size_t i = 0; i < entries.size() && i < kMostNamed; ++i) {
    absl::StrAppend(&names, i == 0 ? "" : ", ", entries[i]->name);
  }
  if (entries.size() > kMostNamed) absl::StrAppend(&names, ", ...");
  return names;
}

absl::StatusOr<const ZipArchive::Entry*> ReportIn(const ZipArchive& archive) {
  Entries all;
  Entries reports;
  for (const ZipArchive::Entry& entry : archive.entries()) {
    all.push_back(&entry);
    if (!IsBeside(entry.name)) reports.push_back(&entry);
  }
  if (reports.size() == 1) return reports[0];
  if (reports.empty()) {
    return MakeError(absl::StatusCode::kInvalidArgument, "NO_REPORT_INSIDE",
                     absl::StrCat("the archive holds no report",
                                  all.empty() ? "" : absl::StrCat("; inside are: ", NamesOf(all))),
                     absl::StrCat("压缩包内没有报告",
                                  all.empty() ? "" : absl::StrCat(";其中有:", NamesOf(all))));
  }
  return MakeError(absl::StatusCode::kInvalidArgument, "SEVERAL_REPORTS",
                   absl::StrCat("the archive holds ", reports.size(),
                                " files that may be the report; submit one: ", NamesOf(reports)),
                   absl::StrCat("压缩包内有 ", reports.size(),
                                " 个可能是报告的文件,请只提交其中一个:", NamesOf(reports)));
}

// Lets everything that was read from the file `name` of an archive say so.
void PlaceInside(const std::string& name, Document* document) {
  std::map<absl::string_view, absl::string_view> parts;  // as read -> within the archive
  const auto place_inside = [&](Place* place) {
    absl::string_view& part = parts[place->part];
    if (part.empty()) {
      part = document->Copy(place->part.empty() ? name : absl::StrCat(name, "/", place->part));
    }
    place->part = part;
  };
  for (Block& block : document->blocks) {
    place_inside(&block.place);
    for (Cell& cell : block.grid.cells) place_inside(&cell.place);
  }
}

absl::Status ReadPackage(const ZipArchive& archive, ReadBudget* budget, Document* document) {
  ASSIGN_OR_RETURN(const OpcPackage package, OpcPackage::Open(archive, budget));
  if (LocalName(package.main().root()) == "workbook") {
    document->format = Format::kXlsx;
    return ReadXlsx(package, budget, document);
  }
  document->format = Format::kDocx;
  return ReadDocx(package, budget, document);
}

}  // namespace

absl::Status ReadZip(absl::string_view bytes, ReadInside read, ReadBudget* budget,
                     Document* document) {
  ASSIGN_OR_RETURN(const ZipArchive archive, ZipArchive::Open(bytes, budget));
  std::string mimetype;
  if (const ZipArchive::Entry* const entry = archive.Find("mimetype");
      entry != nullptr && entry->size <= kMostMimetype) {
    ASSIGN_OR_RETURN(mimetype, archive.Read(*entry));
  }
  RETURN_IF_ERROR(RefuseKnownContainer(
      mimetype, [&archive](absl::string_view name) { return archive.Find(name) != nullptr; }));
  document->charset = "utf-8";
  if (OpcPackage::Is(archive)) return ReadPackage(archive, budget, document);
  ASSIGN_OR_RETURN(const ZipArchive::Entry* const report, ReportIn(archive));
  ASSIGN_OR_RETURN(const std::string inside, archive.Read(*report));
  RETURN_IF_ERROR(read(inside));
  PlaceInside(report->name, document);
  return absl::OkStatus();
}

}  // namespace gongkai
