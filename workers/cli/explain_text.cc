#include "workers/cli/explain_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace gongkai {
namespace {

constexpr int kSections = 6;
// Longest piece of a cell's text that is shown.
constexpr size_t kMaxRawBytes = 120;

// On one line, in quotation marks, shortened.
std::string Quoted(absl::string_view raw) {
  std::string text = absl::StrReplaceAll(Printable(raw), {{"\n", " "}});
  if (text.size() > kMaxRawBytes) {
    size_t end = kMaxRawBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = absl::StrCat(text.substr(0, end), "…");
  }
  return absl::StrCat("“", text, "”");
}

std::string ValueText(const v1::Fact& fact, Language language) {
  if (fact.presence() != v1::Fact::REPORTED) return In(language, NameOf(fact.presence()));
  return absl::StrCat(Printable(fact.value()), " ", Printable(fact.unit()));
}

bool IsDoubtful(const v1::Fact& fact) { return fact.confidence() < 1 && !fact.doubt_en().empty(); }

bool SameDoubt(const v1::Fact& a, const v1::Fact& b) {
  return a.confidence() == b.confidence() && a.doubt_en() == b.doubt_en();
}

// "自然人", or for table 4, which is one row of several groups, "行政复议 / 结果维持".
std::string ColumnName(const FormCell& cell) {
  return cell.table == 4 ? absl::StrCat(cell.group_label, " / ", cell.row_label)
                         : cell.column_label;
}

std::string RowName(const FormCell& cell) {
  if (cell.table == 4) return "";
  return cell.group_label.empty() ? cell.row_label
                                  : absl::StrCat(cell.group_label, " / ", cell.row_label);
}

Words TableName(int table) {
  switch (table) {
    case 2:
      return {"表二 主动公开政府信息情况", "Table 2: disclosure on own initiative"};
    case 3:
      return {"表三 收到和处理政府信息公开申请情况", "Table 3: requests"};
    default:
      return {"表四 行政复议、行政诉讼情况", "Table 4: reviews and lawsuits"};
  }
}

// The facts of a report on a form.
class Explanation {
 public:
  Explanation(const v1::Report& report, const Form& form, Language language, const Paint& paint)
      : form_(form), language_(language), paint_(paint), facts_(form.cells().size(), nullptr) {
    for (const v1::Fact& fact : report.facts()) {
      const int cell = form.FindCell(fact.indicator(), fact.applicant());
      if (cell >= 0) facts_[cell] = &fact;
    }
  }

  std::string Text() {
    int table = 0;
    for (const FormRow& row : form_.rows()) {
      if (row.table != table) {
        table = row.table;
        absl::StrAppend(&text_, "\n", paint_.Bold(In(language_, TableName(table))), "\n");
      }
      Add(row);
    }
    return absl::StrCat(Summary(), text_);
  }

 private:
  bool IsMissing(int cell) const {
    return facts_[cell] == nullptr || facts_[cell]->presence() == v1::Fact::MISSING;
  }

  void Add(const FormRow& row) {
    const std::string name = RowName(form_.cells()[row.first_cell]);
    if (!name.empty()) absl::StrAppend(&text_, "  ", name, "\n");
    int label_width = 0;
    int value_width = 0;
    std::vector<std::string> missing;
    for (int cell = row.first_cell; cell < row.first_cell + row.size; ++cell) {
      if (IsMissing(cell)) {
        missing.push_back(ColumnName(form_.cells()[cell]));
        continue;
      }
      label_width = std::max(label_width, DisplayWidth(ColumnName(form_.cells()[cell])));
      value_width = std::max(value_width, DisplayWidth(ValueText(*facts_[cell], language_)));
    }
    const v1::Fact* last = nullptr;
    for (int cell = row.first_cell; cell < row.first_cell + row.size; ++cell) {
      if (IsMissing(cell)) continue;
      // One reason for several cells side by side is given once, below them.
      if (last != nullptr && !SameDoubt(*last, *facts_[cell])) AddDoubt(*last);
      Add(cell, label_width, value_width);
      last = facts_[cell];
    }
    if (last != nullptr) AddDoubt(*last);
    if (!missing.empty()) {
      missing_ += missing.size();
      absl::StrAppend(&text_, "  - ",
                      paint_.Yellow(In(language_, {"文件中没有找到", "not found in the document"})),
                      ": ",
                      static_cast<int>(missing.size()) == row.size
                          ? In(language_, {"整行", "the whole row"})
                          : absl::StrJoin(missing, language_ == Language::kEnglish ? ", " : "、"),
                      "\n");
    }
  }

  void Add(int cell, int label_width, int value_width) {
    const v1::Fact& fact = *facts_[cell];
    const bool doubtful = IsDoubtful(fact);
    ++(doubtful ? doubtful_ : sure_);
    absl::StrAppend(&text_, doubtful ? paint_.Yellow("  ? ") : "    ",
                    PadRight(ColumnName(form_.cells()[cell]), label_width), "  ",
                    PadRight(ValueText(fact, language_), value_width), "  ← ",
                    Quoted(fact.raw_text()));
    const std::string place = SourcePlaceText(fact.provenance(), language_);
    if (!place.empty()) absl::StrAppend(&text_, "  ", paint_.Faint(place));
    absl::StrAppend(&text_, "\n");
  }

  void AddDoubt(const v1::Fact& fact) {
    if (!IsDoubtful(fact)) return;
    absl::StrAppend(&text_, "      ", In(language_, {"可信度", "confidence"}), " ",
                    absl::StrFormat("%.2f", fact.confidence()), ": ",
                    In(language_, {Printable(fact.doubt()), Printable(fact.doubt_en())}), "\n");
  }

  std::string Summary() const {
    return absl::StrCat(
        "\n", paint_.Bold(In(language_, {"每个数字的出处", "Where each number comes from"})), "\n",
        In(language_, {"读取无疑", "read without doubt"}), " ", sure_, "  ",
        In(language_, {"存疑（标 ?）", "doubtful (marked ?)"}), " ", doubtful_, "  ",
        In(language_, {"没有找到", "not found"}), " ", missing_, "\n");
  }

  const Form& form_;
  const Language language_;
  const Paint& paint_;
  std::vector<const v1::Fact*> facts_;  // by cell; null: not in the report
  std::string text_;
  size_t sure_ = 0;
  size_t doubtful_ = 0;
  size_t missing_ = 0;
};

std::string SectionsText(const v1::Report& report, Language language, const Paint& paint) {
  std::string text = absl::StrCat(
      "\n", paint.Bold(In(language, {"各部分的出处", "Where the sections are"})), "\n");
  bool found[kSections + 1] = {};
  for (const v1::Section& section : report.sections()) {
    if (section.number() >= 0 && section.number() <= kSections) found[section.number()] = true;
    absl::StrAppend(&text, "  ", Quoted(section.heading()), "  ",
                    paint.Faint(SourcePlaceText(section.provenance(), language)), "\n");
  }
  std::vector<int> missing;
  for (int number = 1; number <= kSections; ++number) {
    if (!found[number]) missing.push_back(number);
  }
  if (!missing.empty()) {
    absl::StrAppend(&text, "  - ",
                    paint.Yellow(In(language, {"没有找到的部分", "sections not found"})), ": ",
                    absl::StrJoin(missing, ", "), "\n");
  }
  return text;
}

}  // namespace

std::string GridPlaceText(const v1::Provenance& place, Language language) {
  if (!place.cell().empty()) {
    return language == Language::kEnglish
               ? absl::StrCat("sheet ", Printable(place.part()), ", cell ", place.cell())
               : absl::StrCat("工作表“", Printable(place.part()), "” ", place.cell());
  }
  if (place.grid() == 0) return "";
  return language == Language::kEnglish
             ? absl::StrCat("grid ", place.grid(), ", row ", place.row(), ", column ",
                            place.column())
             : absl::StrCat("表格", place.grid(), " 第", place.row(), "行第", place.column(), "列");
}

std::string SourcePlaceText(const v1::Provenance& place, Language language) {
  const bool english = language == Language::kEnglish;
  std::vector<std::string> parts;
  if (!place.part().empty() && place.cell().empty()) parts.push_back(Printable(place.part()));
  if (std::string grid = GridPlaceText(place, language); !grid.empty()) parts.push_back(grid);
  if (place.page() > 0) {
    const auto round = [](float points) { return static_cast<int>(std::lround(points)); };
    const v1::Box& box = place.box();
    const std::string corners = absl::StrCat("(", round(box.left()), ",", round(box.top()), ")-(",
                                             round(box.right()), ",", round(box.bottom()), ")");
    parts.push_back(english ? absl::StrCat("page ", place.page(), " ", corners)
                            : absl::StrCat("第", place.page(), "页 ", corners));
  }
  if (place.end() > place.begin()) {
    parts.push_back(absl::StrCat(english ? "bytes " : "字节 ", place.begin(), "-", place.end()));
  }
  return absl::StrJoin(parts, english ? ", " : " ");
}

std::string ExplainText(const v1::Report& report, const Form* form, Language language,
                        const Paint& paint) {
  std::string text;
  if (form == nullptr) {
    text = absl::StrCat(
        "\n",
        In(language,
           {"文件中没有全国统一格式的表格，因此没有单元格可说明",
            "the document has no table of a national form, so there are no cells to explain"}),
        "\n");
  } else {
    text = Explanation(report, *form, language, paint).Text();
  }
  return absl::StrCat(text, SectionsText(report, language, paint));
}

}  // namespace gongkai
