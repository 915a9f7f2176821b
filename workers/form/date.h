// Dates and years as reports print them.
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"
#include "workers/form/reading.h"

namespace gongkai {

// The first whole date in the text: 2020-03-31, 2020/3/31, 2020.3.31, 2020年3月31日, with white
// space or full-width digits or 二〇二〇年三月三十一日. Year 0 if there is none or no such day
// exists. *end: behind it. `default_year`: for a date without a year (12月31日), 0: none.
Date FindDate(absl::string_view text, size_t* end, int default_year = 0);

// The first year from 1990 to 2099 that stands before 年; 0: none. *begin and *end: where it stands
// with its 年 or 年度.
int FindYear(absl::string_view text, size_t* begin, size_t* end);

}  // namespace gongkai
