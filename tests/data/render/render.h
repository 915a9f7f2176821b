// Reports made for tests: a set of figures on a national form, printed in the layouts in which
// reports are found.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/form.h"

namespace gongkai {

enum class Layout {
  kPipeCells,       // one cell a line, each ends in " |"
  kPipeRows,        // one row a line, cells end in " |"
  kMarkdown,        // one row a line between '|', a line of dashes below the first
  kTabs,            // one row a line, tabs between cells
  kPlainLines,      // one cell a line; an empty cell is an empty line
  kBlankLines,      // the same with an empty line between cells
  kHtmlOneTable,    // table 2 is one table
  kHtmlManyTables,  // table 2 is a table for each block
  kHtmlWord,        // as a word processor exports it: a span for each character, &nbsp;
  kHtmlNested,      // inside tables that only lay out the page, a menu beside it
  kHtmlGb18030,     // kHtmlOneTable in GB18030, declared as gb2312
  kDocx,            // a Word document with merged cells
};
const std::vector<Layout>& AllLayouts();
absl::string_view LayoutName(Layout layout);
bool IsHtml(Layout layout);

// (indicator, applicant), the latter empty outside of table 3.
using CellCode = std::pair<std::string, std::string>;

struct ReportToRender {
  const Form* form = nullptr;  // not owned
  // As printed; a cell that is not here is blank. With a figure for requests.other the row 其他处理
  // is printed as one even if the form has sub-rows.
  std::map<CellCode, std::string> cells;
  std::string title = "清河县教育局2019年政府信息公开工作年度报告";
  std::string opening = "本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。";
  // 索引号, 发布机构 and so on in front of the title.
  std::vector<std::pair<std::string, std::string>> metadata;
  // Prose of the six sections, below their headings; may hold line breaks.
  std::vector<std::string> prose = {"本年度主动公开信息120条，开展培训3次。",
                                    "",
                                    "",
                                    "",
                                    "个别栏目更新不够及时，下一步将逐月核对。",
                                    "本年度未收取信息处理费。"};
};

// A report with the figures of a .facts.tsv file (indicator, applicant, value).
ReportToRender ReportWithFigures(const Form& form, absl::string_view tsv);

// A report whose figures satisfy all identities of the form; the same seed gives the same figures.
ReportToRender RandomReport(const Form& form, uint32_t seed);

// The bytes of the report. Deterministic.
std::string Render(const ReportToRender& report, Layout layout);

// One cell of a table with its spans, as HTML knows them.
struct TableCell {
  std::string text;
  int row_span = 1;
  int column_span = 1;
};
struct Table {
  int number = 0;  // 2, 3, 4 of the form
  int columns = 0;
  std::vector<std::vector<TableCell>> rows;
};
// Table 2 (one, or one for each block), 3 and 4.
std::vector<Table> TablesOf(const ReportToRender& report, bool table2_in_one);

}  // namespace gongkai
