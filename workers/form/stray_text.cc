#include "workers/form/stray_text.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "workers/form/label.h"

namespace gongkai {

bool IsNote(absl::string_view text) {
  if (text.size() > 200) return false;
  // The head of table 3, torn.
  for (const absl::string_view word : {"本列数据", "本列數據", "勾稽", "钩稽", "鈎稽"}) {
    if (absl::StrContains(text, word)) return false;
  }
  const LabelKey key(text);
  if (key.ordinal() != 0 && (key.empty() || key.bracketed())) return false;  // （五）不 of a label
  if (absl::StartsWith(text, "(") || absl::StartsWith(text, "（")) return true;
  return (absl::EndsWith(text, ")") || absl::EndsWith(text, "）")) &&
         !absl::StrContains(text, "(") && !absl::StrContains(text, "（");
}

bool StandsForANumber(absl::string_view text) {
  for (const absl::string_view word :
       {"见附", "详见", "若干", "待定", "略", "同上", "不详", "未统计"}) {
    if (absl::StrContains(text, word)) return true;
  }
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) > 0; });
}

}  // namespace gongkai
