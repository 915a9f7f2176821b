#include "tests/data/render/render.h"

#include <iconv.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/data/render/printer.h"

namespace gongkai {
namespace {

constexpr absl::string_view kNumerals[] = {"一", "二", "三", "四", "五", "六"};

std::string HeadingOf(const ReportToRender& report, int section) {
  return absl::StrCat(kNumerals[section], "、",
                      report.form->file().sections(section).title().text());
}

int ColumnsOf(const std::vector<TableCell>& row) {
  int columns = 0;
  for (const TableCell& cell : row) columns += cell.column_span;
  return columns;
}

class TextPrinter : public Printer {
 public:
  explicit TextPrinter(Layout layout) : layout_(layout) {}

  void Metadata(const std::vector<std::pair<std::string, std::string>>& fields) override {
    for (const auto& [name, value] : fields) {
      if (layout_ == Layout::kPipeCells || layout_ == Layout::kPipeRows) {
        absl::StrAppend(&out, name, " : | ", value, " |\n");
      } else {
        Line(absl::StrCat(name, "：", value));
      }
    }
  }

  void Line(const std::string& text) override {
    absl::StrAppend(&out, text, layout_ == Layout::kBlankLines ? "\n\n" : "\n");
  }

  void PrintTable(const Table& table) override {
    for (size_t r = 0; r < table.rows.size(); ++r) {
      const std::vector<TableCell>& row = table.rows[r];
      const std::string spare(ColumnsOf(row) - static_cast<int>(row.size()), '|');
      switch (layout_) {
        case Layout::kPipeCells:
          for (size_t c = 0; c < row.size(); ++c) {
            absl::StrAppend(&out, row[c].text, row[c].text.empty() ? "|" : " |");
            if (c + 1 == row.size() && !spare.empty()) absl::StrAppend(&out, " ", spare);
            out += "\n";
          }
          break;
        case Layout::kPipeRows:
        case Layout::kMarkdown:
          if (layout_ == Layout::kMarkdown) out += "| ";
          for (const TableCell& cell : row) absl::StrAppend(&out, cell.text, " | ");
          out.pop_back();
          absl::StrAppend(&out, spare, "\n");
          if (layout_ == Layout::kMarkdown && r == 0) {
            out += "|";
            for (int c = 0; c < table.columns; ++c) out += " --- |";
            out += "\n";
          }
          break;
        case Layout::kTabs:
          for (size_t c = 0; c < row.size(); ++c) {
            absl::StrAppend(&out, c == 0 ? "" : "\t", row[c].text);
          }
          out += "\n";
          break;
        case Layout::kBlankLines:
          for (const TableCell& cell : row) {
            absl::StrAppend(&out, cell.text, cell.text.empty() ? "\n" : "\n\n");
          }
          break;
        default:
          for (const TableCell& cell : row) absl::StrAppend(&out, cell.text, "\n");
      }
    }
  }

 private:
  const Layout layout_;
};

class HtmlPrinter : public Printer {
 public:
  explicit HtmlPrinter(bool word) : word_(word) {}

  void Metadata(const std::vector<std::pair<std::string, std::string>>& fields) override {
    out += "<table class=\"xxgk\">\n";
    for (size_t i = 0; i < fields.size(); i += 2) {
      out += "<tr>";
      for (size_t k = i; k < i + 2 && k < fields.size(); ++k) {
        absl::StrAppend(&out, "<td>", fields[k].first, "：</td><td>", Escaped(fields[k].second),
                        "</td>");
      }
      out += "</tr>\n";
    }
    out += "</table>\n";
  }

  void Line(const std::string& text) override {
    absl::StrAppend(&out, "<p>", word_ ? Spans(text) : Escaped(text), "</p>\n");
  }

  void PrintTable(const Table& table) override {
    out += word_ ? "<table border=1 class=MsoNormalTable><tbody>\n" : "<table border=\"1\">\n";
    for (const std::vector<TableCell>& row : table.rows) {
      out += "<tr>";
      for (const TableCell& cell : row) {
        out += "<td";
        if (cell.row_span > 1) absl::StrAppend(&out, " rowspan=\"", cell.row_span, "\"");
        if (cell.column_span > 1) {
          absl::StrAppend(&out, " colspan=\"", cell.column_span, word_ ? ";\"" : "\"");
        }
        out += ">";
        if (word_) {
          absl::StrAppend(&out, "<p class=MsoNormal>", Spans(cell.text), "</p>");
        } else {
          absl::StrAppend(&out, Escaped(cell.text), "</td>");
        }
      }
      out += "</tr>\n";
    }
    out += word_ ? "</tbody></table>\n" : "</table>\n";
  }

 private:
  // One span for each character, as word processors leave them.
  static std::string Spans(const std::string& text) {
    if (text.empty()) return "<span lang=EN-US>&nbsp;<o:p></o:p></span>";
    if (text == "商业企业") return "<span>商业</span></p><p class=MsoNormal><span>企业</span>";
    std::string spans;
    for (size_t i = 0; i < text.size();) {
      size_t next = i + 1;
      while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
      absl::StrAppend(&spans, "<span style='font-family:\"仿宋\"'>",
                      Escaped(text.substr(i, next - i)), "</span>");
      i = next;
    }
    return absl::StrCat(spans, "<span lang=EN-US><o:p></o:p></span>");
  }

  const bool word_;
};

std::string ToGb18030(std::string text) {
  const iconv_t converter = iconv_open("GB18030", "UTF-8");
  if (converter == reinterpret_cast<iconv_t>(-1)) std::abort();
  std::string result(text.size() * 2 + 16, '\0');
  char* in = text.data();
  char* to = result.data();
  size_t in_left = text.size();
  size_t left = result.size();
  if (iconv(converter, &in, &in_left, &to, &left) == static_cast<size_t>(-1)) std::abort();
  iconv_close(converter);
  result.resize(result.size() - left);
  return result;
}

std::string HtmlPage(const ReportToRender& report, absl::string_view charset,
                     absl::string_view body) {
  return absl::StrCat("<!DOCTYPE html>\n<html><head><meta charset=\"", charset, "\"><title>",
                      Escaped(report.title), "</title><script>var a = \"<td>1</td>\";</script>",
                      "</head>\n<body>\n", body, "</body></html>\n");
}

}  // namespace

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}});
}

void Printer::PrintReport(const ReportToRender& report, bool table2_in_one) {
  if (!report.metadata.empty()) Metadata(report.metadata);
  Line(report.title);
  Line(report.opening);
  const std::vector<Table> tables = TablesOf(report, table2_in_one);
  for (int s = 0; s < report.form->file().sections_size(); ++s) {
    Line(HeadingOf(report, s));
    if (s < static_cast<int>(report.prose.size())) {
      for (const absl::string_view line : absl::StrSplit(report.prose[s], '\n')) {
        if (!line.empty()) Line(std::string(line));
      }
    }
    for (const Table& table : tables) {
      if (table.number == s + 1) PrintTable(table);
    }
  }
}

const std::vector<Layout>& AllLayouts() {
  static const auto& layouts = *new std::vector<Layout>{
      Layout::kPipeCells,  Layout::kPipeRows,   Layout::kMarkdown,     Layout::kTabs,
      Layout::kPlainLines, Layout::kBlankLines, Layout::kHtmlOneTable, Layout::kHtmlManyTables,
      Layout::kHtmlWord,   Layout::kHtmlNested, Layout::kHtmlGb18030,  Layout::kDocx};
  return layouts;
}

absl::string_view LayoutName(Layout layout) {
  switch (layout) {
    case Layout::kPipeCells:
      return "PipeCells";
    case Layout::kPipeRows:
      return "PipeRows";
    case Layout::kMarkdown:
      return "Markdown";
    case Layout::kTabs:
      return "Tabs";
    case Layout::kPlainLines:
      return "PlainLines";
    case Layout::kBlankLines:
      return "BlankLines";
    case Layout::kHtmlOneTable:
      return "HtmlOneTable";
    case Layout::kHtmlManyTables:
      return "HtmlManyTables";
    case Layout::kHtmlWord:
      return "HtmlWord";
    case Layout::kHtmlNested:
      return "HtmlNested";
    case Layout::kHtmlGb18030:
      return "HtmlGb18030";
    case Layout::kDocx:
      return "Docx";
  }
  return "";
}

bool IsHtml(Layout layout) {
  return layout >= Layout::kHtmlOneTable && layout <= Layout::kHtmlGb18030;
}

std::string Render(const ReportToRender& report, Layout layout) {
  if (layout == Layout::kDocx) return PrintDocx(report);
  if (!IsHtml(layout)) {
    TextPrinter printer(layout);
    printer.PrintReport(report, true);
    return printer.out;
  }
  HtmlPrinter printer(layout == Layout::kHtmlWord);
  printer.PrintReport(report, layout != Layout::kHtmlManyTables);
  if (layout == Layout::kHtmlNested) {
    return HtmlPage(
        report, "utf-8",
        absl::StrCat("<table width=\"1000\"><tr><td colspan=\"2\">首页 &gt; 政务公开",
                     "</td></tr><tr><td><ul><li>机构职能</li><li>规章</li><li>规划",
                     "计划</li></ul></td><td><table><tr><td>", printer.out,
                     "</td></tr></table></td></tr></table>\n", "<div>打印本页 关闭窗口</div>"));
  }
  if (layout == Layout::kHtmlGb18030) return ToGb18030(HtmlPage(report, "gb2312", printer.out));
  return HtmlPage(report, "utf-8", printer.out);
}

}  // namespace gongkai
