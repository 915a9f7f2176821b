#include "workers/form/sections.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

constexpr int kOfficialSections = 6;
constexpr size_t kMaxHeading = 40;  // characters of a heading's key
constexpr size_t kMaxHeadingBytes = 240;

struct Candidate {
  SectionHeading heading;
  bool bracketed = false;
  int weight = 0;
};

struct Word {
  std::u16string_view text;
  int number;
};
// In the order in which they decide.
constexpr Word kWords[] = {
    {u"行政复议", 4},   {u"行政诉讼", 4},   {u"总体情况", 1},       {u"基本情况", 1},
    {u"概述", 1},       {u"依申请公开", 3}, {u"公开申请情况", 3},   {u"申请和处理", 3},
    {u"收到和处理", 3}, {u"主动公开", 2},   {u"问题", 5},           {u"改进", 5},
    {u"需要报告", 6},   {u"其他报告", 6},   {u"需要说明的事项", 6}, {u"其他事项", 6},
};

// The number of a section by the words of its title, 0: none.
int NumberByWords(std::u16string_view key) {
  for (const Word& word : kWords) {
    if (key.find(word.text) != std::u16string_view::npos) return word.number;
  }
  return 0;
}

bool HasSentenceEnd(absl::string_view text) {
  return absl::EndsWith(text, "。") || absl::EndsWith(text, "；") || absl::EndsWith(text, ";") ||
         absl::StrContains(text, "。");
}

bool StartsWithDigit(absl::string_view text) {
  size_t i = 0;
  if (text.empty()) return false;
  const char32_t c = NextCharacter(text, &i);
  return (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９');
}

// The text behind dirt before the ordinal ("l六、", "|六、"); the same text if there is none.
absl::string_view WithoutDirt(absl::string_view text) {
  size_t n = 0;
  while (n < text.size() && absl::StrContains("lLiI|!1.,", text.substr(n, 1))) ++n;
  return n <= 3 ? TrimSpace(text.substr(n)) : text;
}

const LabelRef* SectionRef(const LabelIndex& labels, int entry) {
  if (entry < 0) return nullptr;
  for (const LabelRef& ref : labels.entries()[entry].refs) {
    if (ref.kind == LabelRef::Kind::kSection) return &ref;
  }
  return nullptr;
}

// A heading in the token, if it is one.
bool ReadCandidate(const Token& token, const LabelIndex& labels, Candidate* candidate) {
  if (token.used || token.text.size() > kMaxHeadingBytes) return false;
  SectionHeading& heading = candidate->heading;
  heading.printed_ordinal = token.ordinal;
  candidate->bracketed = token.bracketed;
  if (token.kind == Token::Kind::kLabel) {
    const LabelRef* ref = SectionRef(labels, token.entry);
    if (ref == nullptr) return false;
    heading.number = ref->index;
    heading.official_title = true;
    candidate->weight = 4 + (token.ordinal == heading.number ? 2 : 0) + (token.ordinal ? 1 : 0);
    return true;
  }
  if (token.kind != Token::Kind::kText || HasSentenceEnd(token.text)) return false;
  const absl::string_view clean = WithoutDirt(token.text);
  const LabelKey key(clean);
  if (key.empty() || key.view().size() > kMaxHeading) return false;
  const bool dirty = clean.size() != token.text.size();
  if (dirty) {
    const LabelRef* ref = SectionRef(labels, labels.Find(key.view()));
    if (ref != nullptr) {
      heading.number = ref->index;
      heading.official_title = true;
      heading.printed_ordinal = 0;
      candidate->bracketed = false;
      candidate->weight = 5;
      return true;
    }
  }
  if (key.ordinal() == 0 || key.bracketed() || StartsWithDigit(clean)) return false;
  heading.number = NumberByWords(key.view());
  heading.printed_ordinal = dirty ? 0 : key.ordinal();
  candidate->weight = key.ordinal() == heading.number ? 2 : 1;
  return true;
}

constexpr absl::string_view kPageFoot[] = {
    "您即将离开", "您访问的链接", "分享到",   "打印本页",  "关闭窗口",   "【打印】",
    "[打印]",     "版权所有",     "主办单位", "承办单位",  "网站标识码", "公网安备",
    "ICP备",      "上一篇",       "下一篇",   "扫一扫",    "网站地图",   "责任编辑",
    "相关链接",   "友情链接",     "返回顶部", "打印 关闭",
};

bool IsPageFoot(absl::string_view text) {
  if (text.size() > 200) return false;
  if (text == "打印" || text == "关闭" || text == "分享" || text == "收藏") return true;
  return std::any_of(std::begin(kPageFoot), std::end(kPageFoot),
                     [&](absl::string_view foot) { return absl::StrContains(text, foot); });
}

void AppendProse(const Document& document, const Token& token, char separator,
                 SectionReading* section) {
  if (!section->text.empty()) section->text += separator;
  section->pieces.push_back({section->text.size(), token.text.size(), PlaceOf(document, token)});
  section->text.append(token.text.data(), token.text.size());
}

}  // namespace

std::vector<SectionHeading> FindSections(const std::vector<Token>& tokens, const LabelIndex& labels,
                                         bool free_form) {
  std::vector<Candidate> candidates;
  for (size_t i = 0; i < tokens.size(); ++i) {
    Candidate candidate;
    if (!ReadCandidate(tokens[i], labels, &candidate)) continue;
    candidate.heading.token = i;
    // The entry of a table of contents has no text behind it.
    if (!candidates.empty() && candidates.back().heading.token + 1 < i) {
      candidates.back().weight += 3;
    }
    candidates.push_back(candidate);
  }
  if (!candidates.empty()) candidates.back().weight += 3;
  const bool plain = std::count_if(candidates.begin(), candidates.end(), [](const Candidate& c) {
                       return c.heading.number > 0 && !c.bracketed;
                     }) >= 2;
  const Candidate* best[kOfficialSections + 1] = {};
  for (const Candidate& candidate : candidates) {
    const int number = candidate.heading.number;
    if (number == 0 || number > kOfficialSections || (plain && candidate.bracketed)) continue;
    if (best[number] == nullptr || best[number]->weight < candidate.weight) {
      best[number] = &candidate;
    }
  }
  std::vector<SectionHeading> headings;
  for (const Candidate* candidate : best) {
    if (candidate != nullptr) headings.push_back(candidate->heading);
  }
  const auto by_place = [](const SectionHeading& a, const SectionHeading& b) {
    return a.token < b.token;
  };
  std::sort(headings.begin(), headings.end(), by_place);
  // Further headings: those that count on behind the last official one, or all of a report that
  // follows no form.
  free_form |= headings.size() < 3;
  const size_t behind = headings.empty() ? 0 : headings.back().token;
  int last_ordinal = headings.empty() ? 0 : headings.back().printed_ordinal;
  std::vector<SectionHeading> others;
  for (const Candidate& candidate : candidates) {
    if (candidate.heading.number != 0 || candidate.bracketed) continue;
    const bool counts_on = candidate.heading.token > behind && last_ordinal > 0 &&
                           candidate.heading.printed_ordinal == last_ordinal + 1;
    if (!free_form && !counts_on) continue;
    last_ordinal = candidate.heading.printed_ordinal;
    others.push_back(candidate.heading);
  }
  headings.insert(headings.end(), others.begin(), others.end());
  std::sort(headings.begin(), headings.end(), by_place);
  return headings;
}

std::vector<SectionReading> ReadSections(const Document& document, const std::vector<Token>& tokens,
                                         const std::vector<SectionHeading>& headings) {
  std::vector<SectionReading> sections;
  sections.reserve(headings.size());
  for (size_t h = 0; h < headings.size(); ++h) {
    const SectionHeading& heading = headings[h];
    SectionReading section;
    section.number = heading.number;
    section.printed_ordinal = heading.printed_ordinal;
    section.official_title = heading.official_title;
    section.where = PlaceOf(document, tokens[heading.token]);
    size_t i = heading.token;
    do {
      absl::StrAppend(&section.heading, tokens[i++].text);
    } while (i < tokens.size() && tokens[i].kind == Token::Kind::kJoined && !tokens[i].used);
    const bool last = h + 1 == headings.size();
    const size_t end = last ? tokens.size() : headings[h + 1].token;
    int line = -1;
    for (; i < end; ++i) {
      const Token& token = tokens[i];
      if (token.used || token.kind == Token::Kind::kEmpty || token.text.empty()) continue;
      if (last && IsPageFoot(token.text)) break;
      AppendProse(document, token, token.line == line ? ' ' : '\n', &section);
      line = token.line;
    }
    sections.push_back(std::move(section));
  }
  return sections;
}

SectionReading ReadOpening(const Document& document, const std::vector<Token>& tokens,
                           const std::vector<SectionHeading>& headings) {
  SectionReading opening;
  const size_t end = headings.empty() ? tokens.size() : headings.front().token;
  for (size_t i = 0; i < end; ++i) {
    const Token& token = tokens[i];
    if (token.used || token.in_grid || token.heading || token.kind != Token::Kind::kText) continue;
    AppendProse(document, token, '\n', &opening);
  }
  return opening;
}

}  // namespace gongkai
