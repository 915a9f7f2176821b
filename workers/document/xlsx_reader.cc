#include "workers/document/xlsx_reader.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/charset.h"
#include "workers/document/xlsx_blocks.h"
#include "workers/document/xlsx_sheet.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

constexpr int kMostSheets = 200;
constexpr size_t kMostNoted = 10;
constexpr size_t kMostNameBytes = 200;

// A sheet's name as it may be printed.
std::string NameOf(pugi::xml_node sheet) {
  TextFolder name;
  name.Append(ReadUtf8(AttributeOf(sheet, "name").substr(0, kMostNameBytes)).text());
  return std::string(name.text());
}

absl::StatusOr<XlsxBook> ReadBook(const OpcPackage& package) {
  XlsxBook book;
  const absl::string_view epoch =
      AttributeOf(ChildOf(package.main().root(), "workbookPr"), "date1904");
  book.days_of_1904 = epoch == "1" || epoch == "true";
  ASSIGN_OR_RETURN(const std::optional<XmlPart> styles, package.Related("styles"));
  if (styles.has_value()) book.styles = XlsxStyles(styles->root());
  ASSIGN_OR_RETURN(const std::optional<XmlPart> strings, package.Related("sharedStrings"));
  if (strings.has_value()) {
    for (const pugi::xml_node item : strings->root().children()) {
      if (LocalName(item) == "si") book.strings.push_back(XlsxText(item));
    }
  }
  return book;
}

// What was left out, for a person.
class LeftOut {
 public:
  void AddSheet(std::string name) { sheets_.push_back(std::move(name)); }

  void AddOf(const XlsxSheet& sheet, absl::string_view name, Document* document) {
    if (sheet.hidden_rows + sheet.hidden_columns == 0 || noted_++ >= kMostNoted) return;
    document->notes.push_back(
        {absl::StrCat("工作表“", name, "”中隐藏的 ", sheet.hidden_rows, " 行、",
                      sheet.hidden_columns, " 列未读取"),
         absl::StrCat("of the sheet ", name, " ", sheet.hidden_rows, " hidden rows and ",
                      sheet.hidden_columns, " hidden columns were left out")});
  }

  void NoteSheets(Document* document) {
    if (sheets_.empty()) return;
    const size_t count = sheets_.size();
    if (count > kMostNoted) sheets_.resize(kMostNoted);
    document->notes.push_back(
        {absl::StrCat("隐藏的 ", count, " 个工作表未读取：", absl::StrJoin(sheets_, "、")),
         absl::StrCat(count, " hidden sheets were left out: ", absl::StrJoin(sheets_, ", "))});
  }

 private:
  std::vector<std::string> sheets_;
  size_t noted_ = 0;
};

}  // namespace

absl::Status ReadXlsx(const OpcPackage& package, ReadBudget* budget, Document* document) {
  ASSIGN_OR_RETURN(const XlsxBook book, ReadBook(package));
  LeftOut left_out;
  int sheets = 0;
  for (const pugi::xml_node entry : ChildOf(package.main().root(), "sheets").children()) {
    if (LocalName(entry) != "sheet") continue;
    if (++sheets > kMostSheets) return TooComplex("sheets", "个工作表", kMostSheets);
    const std::string name = NameOf(entry);
    const absl::string_view state = AttributeOf(entry, "state");
    if (state == "hidden" || state == "veryHidden") {
      left_out.AddSheet(name);
      continue;
    }
    std::string part_name;
    ASSIGN_OR_RETURN(const std::optional<XmlPart> part,
                     package.RelatedById(AttributeOf(entry, "id"), &part_name));
    // A sheet that is a chart has no cells.
    if (!part.has_value() || LocalName(part->root()) != "worksheet") continue;
    ASSIGN_OR_RETURN(XlsxSheet sheet, ReadXlsxSheet(part->root(), book, budget));
    left_out.AddOf(sheet, name, document);
    RETURN_IF_ERROR(AddXlsxBlocks(std::move(sheet), document->Copy(name), budget, document));
  }
  left_out.NoteSheets(document);
  return absl::OkStatus();
}

}  // namespace gongkai
