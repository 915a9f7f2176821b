// Counting words.
#pragma once

#include <cstddef>
#include <string_view>

namespace gongkai {

struct Unit {
  std::u16string_view word;  // 件, 人次, 个百分点, %; a view of static text
  // 条, 件, 次: also counts what a single Chinese numeral counts (三次); 个 and 项 make names of
  // things (两个专栏, 四项制度).
  bool counts_acts = false;
};

// The counting word that begins at text[at], the longest; an empty word if there is none. Not a
// word that only looks like one: 部 of 部门, 条 of 条例.
Unit ReadUnit(std::u16string_view text, size_t at);

}  // namespace gongkai
