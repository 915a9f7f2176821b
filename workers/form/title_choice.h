// Which of the lines that could be a report's title is it: links to the reports of other years and
// of other bodies stand before and behind it on many pages.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/token.h"

namespace gongkai {

struct TitleChoice {
  std::string text;  // empty: there is no title
  bool in_text = false;
  size_t token = 0;  // where it begins, only if in_text
  size_t below = 0;  // the token behind it
};

// What is known of the report's title without looking for it.
struct TitleClues {
  std::string field;       // 标题 or 名称 of the fields before the report; empty: none
  size_t field_token = 0;  // where that stands
  std::string page_title;  // of <title>, as far as it may be a report's; empty: none
  int period_year = 0;     // of the period that the report states; 0: none
};

// Looks at the tokens before `body`, which is that of the first section's heading.
TitleChoice ChooseTitle(const std::vector<Token>& tokens, size_t body, const TitleClues& clues);

}  // namespace gongkai
