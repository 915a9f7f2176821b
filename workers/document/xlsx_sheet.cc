#include "workers/document/xlsx_sheet.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

constexpr int kMostRows = 1'000'000;
constexpr int kMostColumns = 16'384;

struct Address {
  int row = 0;
  int column = 0;
};

// "B7" or "$B$7"; false for anything else.
bool ParseAddress(absl::string_view text, Address* address) {
  int row = 0;
  int column = 0;
  size_t i = 0;
  const auto skip_dollar = [&] { i += i < text.size() && text[i] == '$'; };
  skip_dollar();
  const size_t letters = i;
  for (; i < text.size() && absl::ascii_isalpha(text[i]) && column <= kMostColumns; ++i) {
    column = column * 26 + (absl::ascii_toupper(text[i]) - 'A' + 1);
  }
  if (i == letters) return false;
  skip_dollar();
  const size_t digits = i;
  for (; i < text.size() && absl::ascii_isdigit(text[i]) && row <= kMostRows; ++i) {
    row = row * 10 + (text[i] - '0');
  }
  if (i == digits || i != text.size()) return false;
  if (row < 1 || row > kMostRows || column > kMostColumns) return false;
  *address = {row - 1, column - 1};
  return true;
}

bool IsSet(pugi::xml_node node, absl::string_view name) {
  const absl::string_view value = AttributeOf(node, name);
  return value == "1" || value == "true";
}

class SheetReader {
 public:
  SheetReader(const XlsxBook& book, ReadBudget* budget) : book_(book), budget_(budget) {}

  absl::StatusOr<XlsxSheet> Read(pugi::xml_node worksheet) {
    ReadHiddenColumns(ChildOf(worksheet, "cols"));
    for (const pugi::xml_node row : ChildOf(worksheet, "sheetData").children()) {
      if (LocalName(row) != "row") continue;
      RETURN_IF_ERROR(ReadRow(row));
    }
    Order();
    for (const pugi::xml_node merge : ChildOf(worksheet, "mergeCells").children()) {
      ReadMerge(AttributeOf(merge, "ref"));
    }
    std::sort(sheet_.merges.begin(), sheet_.merges.end(),
              [](const XlsxMerge& a, const XlsxMerge& b) {
                return std::tie(a.top, a.left) < std::tie(b.top, b.left);
              });
    return std::move(sheet_);
  }

 private:
  void ReadHiddenColumns(pugi::xml_node columns) {
    int left = kMostColumns;  // more ranges than columns are a trap
    for (const pugi::xml_node range : columns.children()) {
      if (left-- == 0) break;
      if (!IsSet(range, "hidden")) continue;
      const int first = std::max(IntAttributeOf(range, "min", 1), 1);
      const int last = std::min(IntAttributeOf(range, "max", 1), kMostColumns);
      for (int column = first; column <= last; ++column) hidden_[column - 1] = true;
    }
  }

  absl::Status ReadRow(pugi::xml_node node) {
    // Rows and cells without an address follow the one before.
    const int number = IntAttributeOf(node, "r", next_row_ + 1) - 1;
    if (number < 0 || number >= kMostRows) return absl::OkStatus();
    next_row_ = number + 1;
    XlsxRow row;
    row.number = number;
    int column = 0;
    for (const pugi::xml_node cell : node.children()) {
      if (LocalName(cell) != "c") continue;
      Address address = {number, column};
      if (Address stated; ParseAddress(AttributeOf(cell, "r"), &stated)) {
        address.column = stated.column;
      }
      column = address.column + 1;
      if (address.column >= kMostColumns) break;
      RETURN_IF_ERROR(budget_->AddCells(1));
      if (IsHidden(address.column)) continue;
      const int style = IntAttributeOf(cell, "s", 0);
      row.cells.push_back({address.column, TextOfCell(cell, style), book_.styles.HasBorder(style)});
    }
    if (row.cells.empty()) return absl::OkStatus();
    if (IsSet(node, "hidden")) {
      ++sheet_.hidden_rows;
    } else {
      sheet_.rows.push_back(std::move(row));
    }
    return absl::OkStatus();
  }

  bool IsHidden(int column) {
    if (!hidden_[column]) return false;
    sheet_.hidden_columns += !seen_hidden_[column];
    seen_hidden_[column] = true;
    return true;
  }

  absl::string_view TextOfCell(pugi::xml_node cell, int style) {
    const absl::string_view type = AttributeOf(cell, "t");
    if (type == "inlineStr") return Keep(XlsxText(ChildOf(cell, "is")));
    const pugi::xml_node value = ChildOf(cell, "v");
    if (!value) {
      // A formula that nobody has worked out is not an empty cell.
      const pugi::xml_node formula = ChildOf(cell, "f");
      return formula ? Keep(absl::StrCat("=", TextOf(formula))) : absl::string_view();
    }
    const std::string stored = TextOf(value);
    if (type == "s") {
      size_t index = 0;
      const bool known = absl::SimpleAtoi(stored, &index) && index < book_.strings.size();
      return known ? absl::string_view(book_.strings[index]) : absl::string_view("?");
    }
    if (type.empty() || type == "n") {
      return Keep(ShowXlsxNumber(stored, book_.styles.NumberOf(style), book_.days_of_1904));
    }
    if (type == "b") return stored == "1" ? "TRUE" : "FALSE";
    return Keep(stored);  // the text of a formula, an error, a date
  }

  absl::string_view Keep(const std::string& text) {
    TextFolder folder;
    folder.AppendLines(text);
    if (folder.empty()) return {};
    return sheet_.texts.emplace_back(folder.text());
  }

  void Order() {
    const auto by_column = [](const XlsxCell& a, const XlsxCell& b) { return a.column < b.column; };
    for (XlsxRow& row : sheet_.rows) {
      std::stable_sort(row.cells.begin(), row.cells.end(), by_column);
      row.cells.erase(
          std::unique(row.cells.begin(), row.cells.end(),
                      [](const XlsxCell& a, const XlsxCell& b) { return a.column == b.column; }),
          row.cells.end());
    }
    std::stable_sort(sheet_.rows.begin(), sheet_.rows.end(),
                     [](const XlsxRow& a, const XlsxRow& b) { return a.number < b.number; });
    sheet_.rows.erase(
        std::unique(sheet_.rows.begin(), sheet_.rows.end(),
                    [](const XlsxRow& a, const XlsxRow& b) { return a.number == b.number; }),
        sheet_.rows.end());
  }

  void ReadMerge(absl::string_view range) {
    const size_t colon = range.find(':');
    if (colon == absl::string_view::npos) return;
    Address first, last;
    if (!ParseAddress(range.substr(0, colon), &first)) return;
    if (!ParseAddress(range.substr(colon + 1), &last)) return;
    const XlsxMerge merge = {std::min(first.row, last.row), std::min(first.column, last.column),
                             std::max(first.row, last.row), std::max(first.column, last.column)};
    if (merge.top == merge.bottom && merge.left == merge.right) return;
    sheet_.merges.push_back(merge);
  }

  const XlsxBook& book_;
  ReadBudget* const budget_;
  XlsxSheet sheet_;
  int next_row_ = 0;
  std::vector<bool> hidden_ = std::vector<bool>(kMostColumns);  // columns
  std::vector<bool> seen_hidden_ = std::vector<bool>(kMostColumns);
};

}  // namespace

std::string XlsxText(pugi::xml_node item) {
  std::string text;
  for (const pugi::xml_node child : item.children()) {
    if (LocalName(child) == "t") text += TextOf(child);
    if (LocalName(child) == "r") text += TextOf(ChildOf(child, "t"));
  }
  TextFolder folder;
  folder.AppendLines(text);
  return std::string(folder.text());
}

absl::StatusOr<XlsxSheet> ReadXlsxSheet(pugi::xml_node worksheet, const XlsxBook& book,
                                        ReadBudget* budget) {
  return SheetReader(book, budget).Read(worksheet);
}

}  // namespace gongkai
