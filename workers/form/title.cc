#include "workers/form/title.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "workers/form/date.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

constexpr size_t kMinTitleBytes = 18;

bool EndsWithAny(absl::string_view text, std::initializer_list<absl::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](absl::string_view end) { return absl::EndsWith(text, end); });
}

std::u16string Folded(absl::string_view text) {
  std::u16string folded;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = NextCharacter(text, &i);
    if (IsSpace(c)) continue;
    const char16_t f = FoldCharacter(c);
    folded.push_back(f == 0 ? u'*' : f);
    if (folded.size() > 1) FoldUsage(&folded[folded.size() - 2]);
  }
  return folded;
}

// Without the kind of page that some sites print in front of a title: 【年报】某县….
absl::string_view WithoutTag(absl::string_view title) {
  constexpr absl::string_view kOpen = "【";
  constexpr absl::string_view kClose = "】";
  constexpr size_t kMaxTag = 30;  // bytes
  if (!absl::StartsWith(title, kOpen)) return title;
  const size_t close = title.find(kClose);
  if (close > kMaxTag || close + kClose.size() == title.size()) return title;
  return title.substr(close + kClose.size());
}

}  // namespace

absl::string_view StripMarks(absl::string_view text) {
  text = TrimSpace(text);
  for (bool changed = true; changed;) {
    changed = false;
    for (const absl::string_view mark :
         {"[", "]", "【", "】", "《", "》", "“", "”", "|", "-", "*"}) {
      changed |= absl::ConsumePrefix(&text, mark) || absl::ConsumeSuffix(&text, mark);
    }
    text = TrimSpace(text);
  }
  return text;
}

size_t CountCharacters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool LooksLikeAgency(absl::string_view text) {
  return text.size() <= 90 && !absl::StrContains(text, ":") && !absl::StrContains(text, "：") &&
         EndsWithAny(text, {"政府", "局",     "委员会", "办公室", "厅", "镇", "乡",
                            "街道", "办事处", "县",     "市",     "区", "省", "中心",
                            "委",   "院",     "管委会", "州",     "旗", "部"});
}

bool NamesRegion(absl::string_view text) {
  for (const absl::string_view word :
       {"省", "市", "县", "縣", "区", "區", "州", "旗", "镇", "乡"}) {
    if (absl::StrContains(text, word)) return true;
  }
  return false;
}

bool IsRestOfAgency(absl::string_view name) {
  return !name.empty() && CountCharacters(name) <= 6 && !NamesRegion(name);
}

bool BeginsAgency(absl::string_view line) {
  if (CountCharacters(line) < 3 || CountCharacters(line) > 25) return false;
  for (const absl::string_view mark : {"，", "。", "：", ":", ">", "|", "首页", "年"}) {
    if (absl::StrContains(line, mark)) return false;
  }
  return NamesRegion(line) && !LooksLikeAgency(line);
}

absl::string_view StripBrackets(absl::string_view text) {
  text = StripMarks(text);
  for (const absl::string_view mark : {"(", "（"}) absl::ConsumePrefix(&text, mark);
  for (const absl::string_view mark : {")", "）"}) absl::ConsumeSuffix(&text, mark);
  return TrimSpace(text);
}

int YearOfTitle(absl::string_view title) {
  const std::string text = RemoveSpace(title);
  size_t begin = 0;
  size_t end = 0;
  const int year = FindYear(text, &begin, &end);
  if (year != 0) return year;
  absl::string_view last = StripMarks(text);
  if (!absl::ConsumeSuffix(&last, ")") && !absl::ConsumeSuffix(&last, "）")) return 0;
  const size_t digits = last.size() - std::min<size_t>(last.size(), 4);
  const absl::string_view before = last.substr(0, digits);
  if (!absl::EndsWith(before, "(") && !absl::EndsWith(before, "（")) return 0;
  return FindYear(absl::StrCat(last.substr(digits), "年"), &begin, &end);
}

bool LooksLikeTitle(absl::string_view text) {
  if (text.size() < kMinTitleBytes) return false;
  if (text.size() > kMaxTitle * 4 || CountCharacters(text) > kMaxTitle) return false;
  for (const absl::string_view mark :
       {"。", "；", "根据", "按照", "编制本", "如下", "格式", ">", "»", "位置：", "位置:"}) {
    if (absl::StrContains(text, mark)) return false;
  }
  const std::u16string folded = Folded(text);
  if (folded.find(u"信息公开") == std::u16string::npos) return false;
  return folded.find(u"报告") != std::u16string::npos ||
         folded.find(u"年报") != std::u16string::npos;
}

std::string AgencyInTitle(absl::string_view title) {
  const std::string text = RemoveSpace(title);
  title = WithoutTag(text);
  title = StripMarks(title);
  // 关于印发《某县林业局2021年政府信息公开工作年度报告》的通知
  const size_t quoted = title.find("《");
  if (quoted != absl::string_view::npos) title = StripMarks(title.substr(quoted));
  if (absl::ConsumePrefix(&title, "关于")) {
    for (const absl::string_view word : {"印发", "发布", "公布", "报送"}) {
      absl::ConsumePrefix(&title, word);
    }
  }
  size_t begin = 0;
  size_t end = 0;
  absl::string_view name;
  if (FindYear(title, &begin, &end) != 0) {
    name = title.substr(0, begin);
    if (TrimSpace(name).empty()) name = title.substr(end);
  } else {
    name = title;
  }
  for (const absl::string_view word :
       {"政府信息公开", "政府信息", "信息公开", "政府資訊", "資訊公開", "政務公開", "政务公开"}) {
    name = name.substr(0, name.find(word));
  }
  name = StripMarks(name);
  for (const absl::string_view word : {"关于", "的", "工作", "年度", "发布", "公布"}) {
    while (absl::ConsumeSuffix(&name, word)) name = TrimSpace(name);
  }
  std::string result = RemoveSpace(StripMarks(name));
  return CountCharacters(result) >= 2 ? result : "";
}

std::string CompleteAgencyName(absl::string_view name) {
  if (EndsWithAny(name, {"开发区", "高新区", "新区", "园区", "示范区", "保税区", "景区", "试验区",
                         "小区", "度假区", "管理区", "城市", "股市"})) {
    return std::string(name);
  }
  if (absl::EndsWith(name, "街道")) return absl::StrCat(name, "办事处");
  if (EndsWithAny(name, {"省", "市", "县", "区", "州", "旗", "镇", "乡"})) {
    return absl::StrCat(name, "人民政府");
  }
  return std::string(name);
}

}  // namespace gongkai
