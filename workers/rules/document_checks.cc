#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/base/credit_code.h"
#include "workers/form/label.h"
#include "workers/rules/agency_name.h"
#include "workers/rules/builtins.h"

namespace gongkai {
namespace {

constexpr int kProblemsSection = 5;
constexpr int kOtherSection = 6;
constexpr int kLeastCharacters = 10;

std::string NumeralOf(int number) {
  static constexpr std::array<const char*, 11> kNumerals = {"零", "一", "二", "三", "四", "五",
                                                            "六", "七", "八", "九", "十"};
  if (number >= 0 && number <= 10) return kNumerals[static_cast<size_t>(number)];
  return absl::StrCat(number);
}

std::string SectionSubject(int number) { return absl::StrCat("section ", number); }

bool IsBefore(const Date& a, const Date& b) {
  return std::tie(a.year, a.month, a.day) < std::tie(b.year, b.month, b.day);
}

const SectionReading* FindSection(const Reading& reading, int number) {
  for (const SectionReading& section : reading.sections) {
    if (section.number == number) return &section;
  }
  return nullptr;
}

void UnknownSection(int number, Recorder& recorder) {
  recorder.Unknown(SectionSubject(number), absl::StrCat("没有找到第", NumeralOf(number), "部分。"),
                   absl::StrCat("Section ", number, " was not found."));
}

// For the first occurrence of each official section in the order of the document: whether it
// stands in order. As few as possible do not.
std::vector<bool> InOrder(const std::vector<const SectionReading*>& sections) {
  const size_t size = sections.size();
  std::vector<size_t> length(size, 1), previous(size, size);
  size_t last = size;
  for (size_t i = 0; i < size; ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (sections[j]->number < sections[i]->number && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        previous[i] = j;
      }
    }
    if (last == size || length[i] > length[last]) last = i;
  }
  std::vector<bool> in_order(size, false);
  for (; last < size; last = previous[last]) in_order[last] = true;
  return in_order;
}

int CharactersIn(absl::string_view text) {
  int count = 0;
  for (size_t at = 0; at < text.size() && count < kLeastCharacters;) {
    if (!IsSpace(NextCharacter(text, &at))) ++count;
  }
  return count;
}

RuleFinding AboutReport(std::string expected, std::string actual) {
  RuleFinding finding;
  finding.subject = "report";
  finding.expected = std::move(expected);
  finding.actual = std::move(actual);
  return finding;
}

// A year that the report or the submitter states.
struct StatedYear {
  int year;
  const char* zh;
  const char* en;
};

}  // namespace

void CheckSections(const CheckInput& input, Recorder& recorder) {
  std::vector<const SectionReading*> found;
  for (const SectionReading& section : input.reading.sections) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const SectionReading* other) {
      return other->number == section.number;
    });
    if (section.number > 0 && !known) found.push_back(&section);
  }
  const std::vector<bool> in_order = InOrder(found);
  for (const internal::v1::SectionTitle& title : input.form->form->file().sections()) {
    const int number = title.number();
    const std::string official = absl::StrCat(NumeralOf(number), "、", title.title().text());
    const auto at = std::find_if(found.begin(), found.end(), [&](const SectionReading* section) {
      return section->number == number;
    });
    std::vector<std::string> zh, en;
    std::string actual;
    if (at == found.end()) {
      zh.push_back("没有找到这一部分");
      en.push_back("it was not found");
    } else {
      const SectionReading& section = **at;
      actual = section.heading;
      if (!in_order[static_cast<size_t>(at - found.begin())]) {
        zh.push_back("次序不对");
        en.push_back("it stands out of order");
      }
      if (section.printed_ordinal == 0) {
        zh.push_back("序号缺失或无法辨认");
        en.push_back("its numeral is missing or damaged");
      } else if (section.printed_ordinal != number) {
        zh.push_back(absl::StrCat("序号印为“", NumeralOf(section.printed_ordinal), "”"));
        en.push_back(absl::StrCat("its numeral is ", section.printed_ordinal));
      }
      if (!section.official_title) {
        zh.push_back(absl::StrCat("标题印为“", section.heading, "”"));
        en.push_back(absl::StrCat("its title is \"", section.heading, "\""));
      }
    }
    if (zh.empty()) {
      recorder.Holds();
      continue;
    }
    RuleFinding finding;
    finding.subject = SectionSubject(number);
    finding.expected = official;
    finding.actual = actual;
    SlotValues values;
    values.Set(TextSlot::kDetail, absl::StrJoin(zh, "，"), absl::StrJoin(en, ", "));
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

void CheckEmptySection(const CheckInput& input, Recorder& recorder) {
  if (FindSection(input.reading, kProblemsSection) == nullptr) {
    UnknownSection(kProblemsSection, recorder);
    return;
  }
  std::string text;
  for (const SectionReading& section : input.reading.sections) {
    if (section.number == kProblemsSection && text.size() < 100) text += section.text;
  }
  if (CharactersIn(text) >= kLeastCharacters) {
    recorder.Holds();
    return;
  }
  RuleFinding finding;
  finding.subject = SectionSubject(kProblemsSection);
  finding.actual = text;
  SlotValues values;
  values.Set(TextSlot::kText, text);
  recorder.Breaks(std::move(finding), std::move(values));
}

void CheckFeeStatement(const CheckInput& input, Recorder& recorder) {
  if (FindSection(input.reading, kOtherSection) == nullptr) {
    UnknownSection(kOtherSection, recorder);
    return;
  }
  for (const SectionReading& section : input.reading.sections) {
    if (section.number != kOtherSection) continue;
    for (const char* words : {"处理费", "處理費", "收费", "收費", "收取"}) {
      if (!absl::StrContains(section.text, words)) continue;
      recorder.Holds();
      return;
    }
  }
  RuleFinding finding;
  finding.subject = SectionSubject(kOtherSection);
  recorder.Breaks(std::move(finding), {});
}

void CheckFormYear(const CheckInput& input, Recorder& recorder) {
  const int year = input.reading.metadata.year;
  if (year == 0) {
    recorder.Unknown("report", "报告年度不明。", "The report year is unknown.");
    return;
  }
  const auto covers = [year](const Form& form) {
    return form.file().first_year() <= year &&
           (form.file().last_year() == 0 || year <= form.file().last_year());
  };
  const Form& form = *input.form->form;
  if (covers(form)) {
    recorder.Holds();
    return;
  }
  std::string prescribed;
  for (const auto& other : input.forms.forms()) {
    if (covers(*other)) prescribed = other->version();
  }
  RuleFinding finding = AboutReport(prescribed, form.version());
  SlotValues values;
  values.Set(TextSlot::kYear, absl::StrCat(year));
  values.Set(TextSlot::kExpected,
             prescribed.empty() ? "没有全国统一格式" : absl::StrCat(prescribed, " 年格式"),
             prescribed.empty() ? "no national form" : absl::StrCat("the ", prescribed, " form"));
  recorder.Breaks(std::move(finding), std::move(values));
}

void CheckYear(const CheckInput& input, Recorder& recorder) {
  const MetadataReading& metadata = input.reading.metadata;
  const int title = metadata.title_year;
  // A period that is no calendar year is the business of another rule: it may touch two years.
  int period =
      metadata.period_end.year != 0 ? metadata.period_end.year : metadata.period_start.year;
  const int wanted = title != 0 ? title : input.context.requested_year;
  if (wanted != 0 && metadata.period_start.year == wanted) period = wanted;

  std::vector<StatedYear> stated;
  if (title != 0) stated.push_back({title, "标题", "the title"});
  if (period != 0) stated.push_back({period, "统计期限", "the stated period"});
  if (input.context.requested_year != 0) {
    stated.push_back({input.context.requested_year, "报送年度", "the year asked for"});
  }
  if (stated.size() < 2) {
    recorder.Unknown("report", "标题、统计期限和报送年度中写明年份的不足两处，无从比较。",
                     "Fewer than two of title, stated period and requested year are known.");
    return;
  }
  const auto other = std::find_if(stated.begin(), stated.end(), [&](const StatedYear& year) {
    return year.year != stated.front().year;
  });
  if (other == stated.end()) {
    recorder.Holds();
    return;
  }
  std::vector<std::string> zh, en;
  for (const StatedYear& year : stated) {
    zh.push_back(absl::StrCat(year.zh, "为 ", year.year, " 年"));
    en.push_back(absl::StrCat(year.en, " says ", year.year));
  }
  // What the submitter asks for decides; else the title.
  const bool asked = input.context.requested_year != 0;
  const int expected = asked ? input.context.requested_year : stated.front().year;
  const int actual = stated.front().year != expected ? stated.front().year : other->year;
  SlotValues values;
  values.Set(TextSlot::kDetail, absl::StrJoin(zh, "，"), absl::StrJoin(en, ", "));
  recorder.Breaks(AboutReport(absl::StrCat(expected), absl::StrCat(actual)), std::move(values));
}

void CheckPeriod(const CheckInput& input, Recorder& recorder) {
  const MetadataReading& metadata = input.reading.metadata;
  const Date& start = metadata.period_start;
  const Date& end = metadata.period_end;
  int year = metadata.year;
  if (year == 0) year = end.year != 0 ? end.year : start.year;
  const Date first{year, 1, 1}, last{year, 12, 31};
  const bool wrong = (start.year != 0 && !(start == first)) || (end.year != 0 && !(end == last));
  if (wrong) {
    SlotValues values;
    values.Set(TextSlot::kYear, absl::StrCat(year));
    RuleFinding finding = AboutReport(absl::StrCat(first.ToString(), "/", last.ToString()),
                                      absl::StrCat(start.ToString(), "/", end.ToString()));
    recorder.Breaks(std::move(finding), std::move(values));
  } else if (start.year == 0 || end.year == 0) {
    recorder.Unknown("report", "没有写明统计期限的起止日期。",
                     "The first and last day of the period are not stated.");
  } else {
    recorder.Holds();
  }
}

void CheckDeadline(const CheckInput& input, Recorder& recorder) {
  const MetadataReading& metadata = input.reading.metadata;
  if (metadata.year == 0 || metadata.published.year == 0) {
    recorder.Unknown("report", metadata.year == 0 ? "报告年度不明。" : "没有写明发布日期。",
                     metadata.year == 0 ? "The report year is unknown."
                                        : "The date of publication is not stated.");
    return;
  }
  const Date for_departments{metadata.year + 1, 1, 31};
  const Date for_governments{metadata.year + 1, 3, 31};
  const bool late_for_all = IsBefore(for_governments, metadata.published);
  if (!IsBefore(for_departments, metadata.published)) {
    recorder.Holds();
    return;
  }
  if (metadata.agency_name.empty() && !late_for_all) {
    recorder.Unknown("report", "不知道报告机关，无法确定应当公布的期限。",
                     "The reporting body is unknown, so its deadline is too.");
    return;
  }
  const bool government = metadata.agency_name.empty() || IsGovernment(metadata.agency_name);
  if (government && !late_for_all) {
    recorder.Holds();
    return;
  }
  SlotValues values;
  values.Set(TextSlot::kYear, absl::StrCat(metadata.year));
  values.Set(TextSlot::kDetail, government ? "政府" : "部门",
             government ? "governments" : "departments");
  recorder.Breaks(AboutReport((government ? for_governments : for_departments).ToString(),
                              metadata.published.ToString()),
                  std::move(values));
}

void CheckIndexCode(const CheckInput& input, Recorder& recorder) {
  const std::string& code = input.reading.metadata.credit_code;
  if (code.empty()) {
    recorder.Unknown("report", "索引号中没有统一社会信用代码。",
                     "The index code (索引号) holds no unified social credit code.");
  } else if (IsValidCreditCode(code)) {
    recorder.Holds();
  } else {
    recorder.Breaks(AboutReport("", code), {});
  }
}

void CheckAgency(const CheckInput& input, Recorder& recorder) {
  const MetadataReading& metadata = input.reading.metadata;
  const std::string& titled = metadata.title_agency;
  const std::string& issuing = metadata.issuing_body;
  if (!titled.empty() && !issuing.empty() && !MayBeSameBody(titled, issuing)) {
    SlotValues values;
    values.Set(TextSlot::kDetail, "发布机构", "the issuing body (发布机构)");
    recorder.Breaks(AboutReport(titled, issuing), std::move(values));
    return;
  }
  const std::string& body = titled.empty() ? issuing : titled;
  const absl::string_view province = ProvinceInName(body);
  const absl::string_view registered =
      IsValidCreditCode(metadata.credit_code) ? ProvinceOfCode(metadata.credit_code) : "";
  if (!province.empty() && !registered.empty() && province != registered) {
    SlotValues values;
    values.Set(TextSlot::kDetail, "索引号中统一社会信用代码的登记地",
               "the province that the code in its 索引号 was given in");
    recorder.Breaks(AboutReport(body, std::string(registered)), std::move(values));
  } else if (titled.empty() || issuing.empty()) {
    recorder.Unknown("report", "标题和发布机构没有都写明机关名称，无从比较。",
                     "Title and 发布机构 do not both name a body.");
  } else {
    recorder.Holds();
  }
}

}  // namespace gongkai
