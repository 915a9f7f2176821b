// Who reports, for which year, under which numbers and dates.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/form/reading.h"
#include "workers/form/token.h"

namespace gongkai {

// True for a line that can be the title of an annual report.
bool LooksLikeTitle(absl::string_view text);

// The body that a title names: "重庆市" in 重庆市2019年政府信息公开工作年度报告; empty if none.
std::string AgencyInTitle(absl::string_view title);

// A region's name as that of its government (重庆市 → 重庆市人民政府); other names as they are.
std::string CompleteAgencyName(absl::string_view name);

// Reads the metadata from the tokens before `body` (index of the first section's heading, or
// tokens.size()); the stated period also from behind it.
MetadataReading ReadMetadata(const Document& document, const std::vector<Token>& tokens,
                             size_t body);

}  // namespace gongkai
