#include "workers/cli/table_text.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "workers/cli/text.h"

namespace gongkai {
namespace {

constexpr absl::string_view kGap = "  ";

std::string Trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// The facts of a report by what they are about. Refers to the report.
class FactIndex {
 public:
  FactIndex(const v1::Report& report, Language language) : language_(language) {
    facts_.reserve(report.facts_size());
    for (const v1::Fact& fact : report.facts()) {
      facts_.emplace(
          std::pair<absl::string_view, absl::string_view>(fact.indicator(), fact.applicant()),
          &fact);
    }
  }
  std::string Text(absl::string_view indicator, absl::string_view applicant = "") const {
    const auto fact = facts_.find({indicator, applicant});
    return fact == facts_.end() ? "" : CellText(*fact->second, language_);
  }

 private:
  Language language_;
  absl::flat_hash_map<std::pair<absl::string_view, absl::string_view>, const v1::Fact*> facts_;
};

std::vector<Column> LabelAndNumbers(int numbers) {
  std::vector<Column> columns(1, {false, 44});
  columns.resize(numbers + 1, {true, 24});
  return columns;
}

}  // namespace

std::string GridText(const std::vector<Column>& columns, const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> widths(columns.size(), 0);
  const auto measure = [&](const std::vector<std::string>& row) {
    for (size_t i = 0; i < std::min(row.size(), columns.size()); ++i) {
      widths[i] = std::max(widths[i], std::min(columns[i].max_width, DisplayWidth(row[i])));
    }
  };
  measure(header);
  for (const auto& row : rows) measure(row);

  std::string text;
  const auto print = [&](const std::vector<std::string>& row) {
    std::vector<std::vector<std::string>> cells(columns.size());
    size_t height = 1;
    for (size_t i = 0; i < std::min(row.size(), columns.size()); ++i) {
      cells[i] = Wrap(row[i], columns[i].max_width);
      height = std::max(height, cells[i].size());
    }
    for (size_t line = 0; line < height; ++line) {
      std::string out;
      for (size_t i = 0; i < columns.size(); ++i) {
        const std::string part = line < cells[i].size() ? cells[i][line] : "";
        if (i > 0) absl::StrAppend(&out, kGap);
        absl::StrAppend(&out,
                        columns[i].right ? PadLeft(part, widths[i]) : PadRight(part, widths[i]));
      }
      absl::StrAppend(&text, Trimmed(std::move(out)), "\n");
    }
  };
  print(header);
  int total = static_cast<int>(kGap.size()) * (static_cast<int>(columns.size()) - 1);
  for (const int width : widths) total += width;
  absl::StrAppend(&text, std::string(std::max(0, total), '-'), "\n");
  for (const auto& row : rows) print(row);
  return text;
}

std::string CellText(const v1::Fact& fact, Language language) {
  const bool english = language == Language::kEnglish;
  switch (fact.presence()) {
    case v1::Fact::REPORTED: {
      std::string text = absl::StrCat(fact.value(), fact.unit() == "元" ? "元" : "");
      if (!fact.note().empty()) absl::StrAppend(&text, "（", Printable(fact.note()), "）");
      return text;
    }
    case v1::Fact::BLANK:
      return english ? "(blank)" : "〔空〕";
    case v1::Fact::MISSING:
      return english ? "(missing)" : "〔缺〕";
    case v1::Fact::UNREADABLE:
      return absl::StrCat("?", Printable(fact.raw_text()));
    default:
      return Printable(fact.raw_text());
  }
}

std::string FormTablesText(const v1::Report& report, const Form& form, Language language) {
  const FactIndex facts(report, language);
  const internal::v1::FormFile& file = form.file();
  std::string text = absl::StrCat(
      In(language, {"二、主动公开政府信息情况", "Table 2: proactive disclosure"}), "\n");
  for (const auto& block : file.blocks()) {
    std::vector<std::string> header = {block.caption().text()};
    for (const auto& column : block.columns()) header.push_back(column.text());
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : block.rows()) {
      auto& cells = rows.emplace_back(1, row.label().text());
      for (const auto& cell : row.cells()) cells.push_back(facts.Text(cell.indicator()));
    }
    absl::StrAppend(&text, "\n", GridText(LabelAndNumbers(block.columns_size()), header, rows));
  }

  absl::StrAppend(&text, "\n",
                  In(language, {"三、收到和处理政府信息公开申请情况", "Table 3: requests"}),
                  "\n\n");
  {
    std::vector<std::string> header = {""};
    for (const auto& applicant : file.request_table().applicants()) {
      header.push_back(applicant.label().text());
    }
    std::vector<std::vector<std::string>> rows;
    // Groups such as （三） stand inside a group without brackets, which is named once.
    absl::flat_hash_set<absl::string_view> named;
    for (const auto& row : file.request_table().rows()) {
      const absl::string_view group = row.group().text();
      const bool inner = absl::StartsWith(group, "（");
      if (!group.empty() && named.insert(group).second) {
        rows.push_back({absl::StrCat(inner ? "  " : "", group)});
      }
      auto& cells = rows.emplace_back(1, absl::StrCat(group.empty() ? ""
                                                      : inner       ? "    "
                                                                    : "  ",
                                                      row.label().text()));
      for (const auto& applicant : file.request_table().applicants()) {
        cells.push_back(facts.Text(row.indicator(), applicant.code()));
      }
    }
    absl::StrAppend(
        &text, GridText(LabelAndNumbers(file.request_table().applicants_size()), header, rows));
  }

  absl::StrAppend(
      &text, "\n",
      In(language, {"四、政府信息公开行政复议、行政诉讼情况", "Table 4: reviews and lawsuits"}),
      "\n\n");
  std::vector<std::string> header = {""};
  std::vector<std::vector<std::string>> rows;
  int numbers = 0;
  for (const auto& group : file.dispute_groups()) {
    auto& cells = rows.emplace_back(1, group.label().text());
    for (const auto& cell : group.cells()) {
      if (rows.size() == 1) header.push_back(cell.label().text());
      cells.push_back(facts.Text(cell.indicator()));
    }
    numbers = std::max(numbers, group.cells_size());
  }
  absl::StrAppend(&text, GridText(LabelAndNumbers(numbers), header, rows));
  return text;
}

}  // namespace gongkai
