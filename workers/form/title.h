// Titles of reports and the bodies that they and other lines name.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

constexpr size_t kMaxTitle = 60;  // characters

// True for a line that can be the title of an annual report.
bool LooksLikeTitle(absl::string_view text);

// The year of a title, also behind it in brackets: 年度报告（2021）; 0: none.
int YearOfTitle(absl::string_view title);

// The body that a title names: "重庆市" in 重庆市2019年政府信息公开工作年度报告; empty if none.
std::string AgencyInTitle(absl::string_view title);

// A region's name as that of its government (重庆市 → 重庆市人民政府); other names as they are.
std::string CompleteAgencyName(absl::string_view name);

// True for the name of a body, by its ending.
bool LooksLikeAgency(absl::string_view text);
// A province, city, county, district, town or township is in the name.
bool NamesRegion(absl::string_view text);
// 保障局: the end of a name that began in the line above.
bool IsRestOfAgency(absl::string_view name);
// 某县人力资源和社会: a line that only the next one makes a name.
bool BeginsAgency(absl::string_view line);

// Without white space and marks around a value or title: 【】《》“” and the like.
absl::string_view StripMarks(absl::string_view text);
// The same and without brackets around it.
absl::string_view StripBrackets(absl::string_view text);
size_t CountCharacters(absl::string_view text);

}  // namespace gongkai
