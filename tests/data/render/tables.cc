#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/data/render/render.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;
using internal::v1::FormFile;

std::string TextOf(const ReportToRender& report, const std::string& indicator,
                   const std::string& applicant) {
  const auto it = report.cells.find({indicator, applicant});
  return it == report.cells.end() ? "" : it->second;
}

void AddBlock(const ReportToRender& report, const internal::v1::Block& block, Table* table) {
  const int columns = table->columns;
  table->rows.push_back({{block.caption().text(), 1, columns}});
  const int spare = columns - 1 - block.columns_size();
  const auto close = [&](std::vector<TableCell> row) {
    row.back().column_span += spare;
    table->rows.push_back(std::move(row));
  };
  std::vector<TableCell> head = {{"信息内容"}};
  for (const internal::v1::Label& column : block.columns()) head.push_back({column.text()});
  close(std::move(head));
  for (const internal::v1::BlockRow& row : block.rows()) {
    std::vector<TableCell> cells = {{row.label().text()}};
    for (const CellSpec& cell : row.cells()) {
      cells.push_back({TextOf(report, cell.indicator(), "")});
    }
    close(std::move(cells));
  }
}

// The rows of table 3 that are printed.
std::vector<internal::v1::RequestRow> RowsToPrint(const ReportToRender& report) {
  const bool single = report.cells.count({"requests.other", "total"}) > 0;
  std::vector<internal::v1::RequestRow> rows;
  for (const internal::v1::RequestRow& row : report.form->file().request_table().rows()) {
    const bool sub_row = absl::StartsWith(row.indicator(), "requests.other.");
    if (sub_row && single) {
      if (rows.back().indicator() == "requests.other") continue;
      internal::v1::RequestRow other;
      other.set_indicator("requests.other");
      *other.mutable_label() = row.group();
      rows.push_back(other);
    } else if (row.indicator() != "requests.other" || single) {
      rows.push_back(row);
    }
    if (rows.back().indicator() == "requests.other") {
      rows.back().mutable_group()->set_text("三、本年度办理结果");
    }
  }
  return rows;
}

Table RequestTableOf(const ReportToRender& report) {
  const internal::v1::RequestTable& spec = report.form->file().request_table();
  const std::vector<internal::v1::RequestRow> rows = RowsToPrint(report);
  Table table;
  table.number = 3;
  table.columns = 3 + spec.applicants_size();
  table.rows.push_back(
      {{"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3},
       {"申请人情况", 1, spec.applicants_size()}});
  table.rows.push_back({{spec.applicants(0).label().text(), 2, 1},
                        {"法人或其他组织", 1, spec.applicants_size() - 2},
                        {spec.applicants(spec.applicants_size() - 1).label().text(), 2, 1}});
  table.rows.emplace_back();
  for (int a = 1; a + 1 < spec.applicants_size(); ++a) {
    table.rows.back().push_back({spec.applicants(a).label().text()});
  }
  const auto grouped = [](const internal::v1::RequestRow& row) {
    return !row.group().text().empty();
  };
  int results = 0;
  for (const internal::v1::RequestRow& row : rows) results += grouped(row) ? 1 : 0;
  bool results_open = false;
  std::string group;
  for (size_t r = 0; r < rows.size(); ++r) {
    const internal::v1::RequestRow& row = rows[r];
    std::vector<TableCell> cells;
    if (!grouped(row)) {
      cells.push_back({row.label().text(), 1, 3});
    } else {
      if (!results_open) cells.push_back({"三、本年度办理结果", results, 1});
      results_open = true;
      if (absl::StartsWith(row.group().text(), "三、")) {
        cells.push_back({row.label().text(), 1, 2});
      } else {
        if (row.group().text() != group) {
          int size = 0;
          for (size_t k = r; k < rows.size() && rows[k].group().text() == row.group().text(); ++k) {
            ++size;
          }
          cells.push_back({row.group().text(), size, 1});
        }
        cells.push_back({row.label().text()});
      }
      group = row.group().text();
    }
    for (const internal::v1::Applicant& applicant : spec.applicants()) {
      cells.push_back({TextOf(report, row.indicator(), applicant.code())});
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table DisputeTableOf(const ReportToRender& report) {
  Table table;
  table.number = 4;
  std::vector<TableCell> top;
  std::vector<TableCell> middle;
  std::vector<TableCell> bottom;
  std::vector<TableCell> values;
  for (const internal::v1::DisputeGroup& group : report.form->file().dispute_groups()) {
    const int size = group.cells_size();
    table.columns += size;
    const std::vector<std::string> names = absl::StrSplit(group.label().text(), " / ");
    if (names.size() == 1) {
      top.push_back({names[0], 1, size});
    } else if (top.back().text == names[0]) {
      top.back().column_span += size;
    } else {
      top.push_back({names[0], 1, size});
    }
    if (names.size() == 2) middle.push_back({names[1], 1, size});
    for (const internal::v1::DisputeCell& cell : group.cells()) {
      if (names.size() == 1) {
        middle.push_back({cell.label().text(), 2, 1});
      } else {
        bottom.push_back({cell.label().text()});
      }
      values.push_back({TextOf(report, cell.indicator(), "")});
    }
  }
  table.rows = {top, middle, bottom, values};
  return table;
}

}  // namespace

std::vector<Table> TablesOf(const ReportToRender& report, bool table2_in_one) {
  std::vector<Table> tables;
  for (const internal::v1::Block& block : report.form->file().blocks()) {
    if (tables.empty() || !table2_in_one) {
      tables.emplace_back();
      tables.back().number = 2;
      tables.back().columns = table2_in_one ? 4 : 1 + block.columns_size();
    }
    AddBlock(report, block, &tables.back());
  }
  tables.push_back(RequestTableOf(report));
  tables.push_back(DisputeTableOf(report));
  return tables;
}

ReportToRender ReportWithFigures(const Form& form, absl::string_view tsv) {
  ReportToRender report;
  report.form = &form;
  for (const absl::string_view line : absl::StrSplit(tsv, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() != 3) continue;
    const int cell = form.FindCell(fields[0], fields[1]);
    const bool amount = cell >= 0 && form.cells()[cell].kind == CellSpec::AMOUNT;
    report.cells[{fields[0], fields[1]}] = amount ? absl::StrCat(fields[2], "元") : fields[2];
  }
  return report;
}

ReportToRender RandomReport(const Form& form, uint32_t seed) {
  ReportToRender report;
  report.form = &form;
  std::mt19937 random(seed);
  const auto draw = [&](int limit) { return static_cast<int>(random() % limit); };
  const auto set = [&](const std::string& indicator, const std::string& applicant, int value) {
    report.cells[{indicator, applicant}] = absl::StrCat(value);
  };
  std::map<std::string, int> concluded;  // by applicant
  for (const FormCell& cell : form.cells()) {
    if (cell.table == 2) {
      int value = cell.kind == CellSpec::SIGNED ? draw(9) - 4 : draw(500) + 5;
      if (absl::EndsWith(cell.indicator, ".in_force") ||
          absl::EndsWith(cell.indicator, ".public_total")) {
        value += 1000;
      }
      set(cell.indicator, "", value);
      if (cell.kind == CellSpec::AMOUNT) report.cells[{cell.indicator, ""}] += ".25万元";
    }
  }
  const internal::v1::RequestTable& table = form.file().request_table();
  const int total_at = table.applicants_size() - 1;
  const auto fill = [&](const internal::v1::RequestRow& row, const auto& value_of) {
    int total = 0;
    for (int a = 0; a < total_at; ++a) {
      const int value = value_of(table.applicants(a).code());
      total += value;
      set(row.indicator(), table.applicants(a).code(), value);
    }
    set(row.indicator(), table.applicants(total_at).code(), total);
  };
  std::map<std::string, int> carried_in;
  std::map<std::string, int> carried_out;
  for (const internal::v1::RequestRow& row : table.rows()) {
    if (row.indicator() == "requests.other" && form.version() == "2021") continue;
    if (row.indicator() == "requests.carried_in") {
      fill(row, [&](const std::string& code) { return carried_in[code] = draw(5); });
    } else if (row.indicator() == "requests.carried_out") {
      fill(row, [&](const std::string& code) { return carried_out[code] = 5 + draw(5); });
    } else if (row.indicator() == "requests.concluded") {
      fill(row, [&](const std::string& code) { return concluded[code]; });
    } else if (row.indicator() != "requests.received") {
      fill(row, [&](const std::string& code) {
        const int value = draw(4) == 0 ? draw(200) : 0;
        concluded[code] += value;
        return value;
      });
    }
  }
  for (const internal::v1::RequestRow& row : table.rows()) {
    if (row.indicator() != "requests.received") continue;
    fill(row, [&](const std::string& code) {
      return concluded[code] + carried_out[code] - carried_in[code];
    });
  }
  for (const internal::v1::DisputeGroup& group : form.file().dispute_groups()) {
    int total = 0;
    for (int c = 0; c + 1 < group.cells_size(); ++c) {
      const int value = draw(60);
      total += value;
      set(group.cells(c).indicator(), "", value);
    }
    set(group.cells(group.cells_size() - 1).indicator(), "", total);
  }
  return report;
}

}  // namespace gongkai
