#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/data/container/container.h"
#include "tests/data/render/printer.h"

namespace gongkai {
namespace {

constexpr char kFonts[] =
    "<w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"仿宋\" w:hAnsi=\"仿宋\" w:eastAsia=\"仿宋\" "
    "w:cs=\"仿宋\"/><w:color w:val=\"000000\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/></w:rPr>";
constexpr char kBorders[] =
    "<w:tcBorders><w:top w:val=\"single\" w:color=\"auto\" w:sz=\"4\" w:space=\"0\"/>"
    "<w:left w:val=\"single\" w:color=\"auto\" w:sz=\"4\" w:space=\"0\"/>"
    "<w:bottom w:val=\"single\" w:color=\"auto\" w:sz=\"4\" w:space=\"0\"/>"
    "<w:right w:val=\"single\" w:color=\"auto\" w:sz=\"4\" w:space=\"0\"/></w:tcBorders>";

bool IsAscii(char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; }

// A run for each stretch of Chinese or other text, as word processors cut them.
std::string Runs(const std::string& text) {
  std::string runs;
  for (size_t i = 0; i < text.size();) {
    size_t next = i + 1;
    while (next < text.size() && IsAscii(text[next]) == IsAscii(text[i])) ++next;
    absl::StrAppend(&runs, "<w:r>", kFonts, "<w:t xml:space=\"preserve\">",
                    Escaped(text.substr(i, next - i)), "</w:t></w:r>");
    i = next;
  }
  return runs;
}

std::string Paragraph(const std::string& text) {
  return absl::StrCat(
      "<w:p><w:pPr><w:pStyle w:val=\"2\"/><w:spacing w:line=\"560\"/>"
      "<w:ind w:left=\"0\" w:firstLine=\"420\"/><w:jc w:val=\"both\"/>",
      kFonts, "</w:pPr>", Runs(text), "</w:p>");
}

class DocxPrinter : public Printer {
 public:
  void Metadata(const std::vector<std::pair<std::string, std::string>>& fields) override {
    Table table;
    table.columns = 4;
    for (size_t i = 0; i < fields.size(); i += 2) {
      table.rows.emplace_back();
      for (size_t k = i; k < i + 2; ++k) {
        table.rows.back().push_back({k < fields.size() ? fields[k].first + "：" : ""});
        table.rows.back().push_back({k < fields.size() ? fields[k].second : ""});
      }
    }
    PrintTable(table);
  }

  void Line(const std::string& text) override { out += Paragraph(text); }

  void PrintTable(const Table& table) override {
    out +=
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"3\"/><w:tblW w:w=\"9740\" w:type=\"dxa\"/></w:tblPr>"
        "<w:tblGrid>";
    for (int c = 0; c < table.columns; ++c) out += "<w:gridCol w:w=\"900\"/>";
    out += "</w:tblGrid>";
    struct Open {
      int rows = 0;  // in which the cell goes on
      int span = 1;
    };
    std::vector<Open> open(table.columns);
    for (const std::vector<TableCell>& row : table.rows) {
      out += "<w:tr><w:trPr><w:jc w:val=\"center\"/></w:trPr>";
      size_t next = 0;
      for (int column = 0; column < table.columns;) {
        if (open[column].rows > 0) {
          const int span = open[column].span;
          PrintCell("", span, "<w:vMerge w:val=\"continue\"/>");
          --open[column].rows;
          column += span;
        } else if (next < row.size()) {
          const TableCell& cell = row[next++];
          PrintCell(cell.text, cell.column_span,
                    cell.row_span > 1 ? "<w:vMerge w:val=\"restart\"/>" : "");
          open[column] = {cell.row_span - 1, cell.column_span};
          column += cell.column_span;
        } else {
          ++column;
        }
      }
      out += "</w:tr>";
    }
    absl::StrAppend(&out, "</w:tbl>", Paragraph(""));
  }

 private:
  void PrintCell(const std::string& text, int span, absl::string_view merge) {
    absl::StrAppend(&out, "<w:tc><w:tcPr><w:tcW w:w=\"", 900 * span, "\" w:type=\"dxa\"/>");
    if (span > 1) absl::StrAppend(&out, "<w:gridSpan w:val=\"", span, "\"/>");
    absl::StrAppend(&out, merge, kBorders, "</w:tcPr>", Paragraph(text), "</w:tc>");
  }
};

}  // namespace

std::string PrintDocx(const ReportToRender& report) {
  DocxPrinter printer;
  printer.PrintReport(report, true);
  return MakeDocx(
      printer.out,
      "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"1\"><w:name "
      "w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name "
      "w:val=\"Normal (Web)\"/><w:basedOn w:val=\"1\"/></w:style>");
}

}  // namespace gongkai
