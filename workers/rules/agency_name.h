// What the name of a public body tells about it. Careful: only what is clear from the name.
#pragma once

#include "absl/strings/string_view.h"

namespace gongkai {

// The name is that of a body which clearly may not make 规章: a township, a street, a county, a
// district, a county-level city, a bureau, a committee below the State Council. False in doubt.
bool LacksRegulationPower(absl::string_view name);

// A people's government, its office, or a region alone; not a department.
bool IsGovernment(absl::string_view name);

// A region that reports for all its bodies: 重庆市, 重庆市人民政府; not its office, not a township.
bool ReportsForRegion(absl::string_view name);

// False only where the two names cannot be one body: offices and governments of the same region
// are one, abbreviations are, and what is no name of a body contradicts nothing.
bool MayBeSameBody(absl::string_view a, absl::string_view b);

// The province, autonomous region or municipality (省级行政区, GB/T 2260) whose full name the name
// of a body begins with, and the one where a 统一社会信用代码 was given; empty if none, or in
// doubt.
absl::string_view ProvinceInName(absl::string_view name);
absl::string_view ProvinceOfCode(absl::string_view credit_code);

}  // namespace gongkai
