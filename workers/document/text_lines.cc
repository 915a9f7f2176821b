#include "workers/document/text_lines.h"

#include <algorithm>
#include <initializer_list>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "workers/document/characters.h"

namespace gongkai {
namespace {

constexpr char kRuled =
    '\x1F';  // fills a rule of box characters, stands in one with words beside it

Line MakeLine(absl::string_view raw) {
  Line line;
  line.raw = raw;
  line.text = TrimText(raw);
  line.pipes = static_cast<int>(std::count(line.text.begin(), line.text.end(), '|'));
  if (line.pipes > 0) {
    line.only_pipes = true;
    for (size_t at = 0; at < line.text.size() && line.only_pipes;) {
      const CharClass next = ClassifyChar(line.text, at);
      line.only_pipes = next.kind != CharKind::kText || line.text[at] == '|';
      at += next.length;
    }
  }
  return line;
}

bool ConsumeAny(absl::string_view* text, std::initializer_list<absl::string_view> choices) {
  for (const absl::string_view choice : choices) {
    if (absl::ConsumePrefix(text, choice)) return true;
  }
  return false;
}

// A line that only rules a table: +-----+-----+.
bool IsRule(const Line& line) {
  return line.text.size() > 2 && absl::StrContains(line.text, '+') &&
         line.text.find_first_not_of("+-=| ") == absl::string_view::npos &&
         (absl::StrContains(line.text, "--") || absl::StrContains(line.text, "=="));
}

// "4" or "- 4 -": the number, or -1.
int NumberOfPage(absl::string_view text) {
  constexpr size_t kMostDigits = 3;
  int number = -1;
  size_t digits = 0;
  for (size_t at = 0; at < text.size();) {
    const CharClass next = ClassifyChar(text, at);
    const absl::string_view one = text.substr(at, next.length);
    at += next.length;
    if (absl::ascii_isdigit(one[0])) {
      if (++digits > kMostDigits) return -1;
      number = std::max(number, 0) * 10 + (one[0] - '0');
    } else if (next.kind == CharKind::kText && one != "-" && one != "—" && one != "–") {
      return -1;
    }
  }
  return number;
}

// What parts the pieces of a report that was put on one line, or 0.
char SeparatorOf(absl::string_view line) {
  constexpr size_t kLongLine = 3000;        // bytes
  constexpr ptrdiff_t kFewestPieces = 150;  // a report has as many cells
  if (line.size() < kLongLine) return 0;
  for (const char separator : {'|', '\t', ' '}) {
    if (std::count(line.begin(), line.end(), separator) >= kFewestPieces) return separator;
  }
  return 0;
}

// U+2500 to U+257F.
bool IsBox(absl::string_view text, size_t at) {
  return text.size() >= at + 3 && text[at] == '\xE2' &&
         (text[at + 1] == '\x94' || text[at + 1] == '\x95');
}

// Whether a line of box characters rules some cells while words stand in others.
bool IsPartlyRuled(absl::string_view line) {
  constexpr absl::string_view kRules[] = {"───", "━━━", "═══"};
  return std::any_of(std::begin(kRules), std::end(kRules),
                     [line](absl::string_view rule) { return absl::StrContains(line, rule); });
}

// A line with borders drawn as '|' instead of box characters, in place.
void DrawWithoutBoxes(char* line, size_t size) {
  const absl::string_view text(line, size);
  bool boxes = false;
  bool words = false;
  for (size_t at = 0; at < size;) {
    const bool box = IsBox(text, at);
    boxes |= box;
    words |= !box && line[at] != ' ' && line[at] != '|' && line[at] != '\r';
    at += box ? 3 : 1;
  }
  if (!boxes) return;
  if (!words) {  // a rule: what is left of it is no row
    std::fill(line, line + size, kRuled);
    return;
  }
  const bool partly = IsPartlyRuled(text);
  size_t first = size;  // box character
  for (size_t at = 0; at < size;) {
    if (!IsBox(text, at)) {
      ++at;
      continue;
    }
    const absl::string_view one = text.substr(at, 3);
    bool border = one == "│" || one == "┃" || one == "║";
    for (const absl::string_view cross : {"├", "┤", "┼", "╠", "╣", "╬", "┣", "┫", "╋"}) {
      border |= partly && one == cross;
    }
    first = std::min(first, at);
    line[at] = border ? '|' : ' ';
    line[at + 1] = line[at + 2] = ' ';
    at += 3;
  }
  if (partly) line[first + 1] = kRuled;
}

}  // namespace

bool HasOrdinal(absl::string_view line) {
  ConsumeAny(&line, {"(", "（", "第"});
  bool any = false;
  while (ConsumeAny(&line, {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}))
    any = true;
  return any && ConsumeAny(&line, {"、", ".", "．", ",", "，", ")", "）", "部分"});
}

std::vector<Line> SplitLines(absl::string_view text, std::vector<size_t>* rules) {
  std::vector<Line> lines;
  lines.reserve(text.size() / 24 + 8);
  size_t begin = 0;
  while (begin < text.size()) {
    size_t end = text.find_first_of(absl::string_view("\r\n", 2), begin);
    if (end == absl::string_view::npos) end = text.size();
    absl::string_view raw = text.substr(begin, end - begin);
    if (const char separator = SeparatorOf(raw); separator != 0) {
      while (!raw.empty()) {
        const absl::string_view piece = raw.substr(0, raw.find(separator));
        lines.push_back(MakeLine(piece));
        if (lines.back().blank()) lines.pop_back();
        raw.remove_prefix(std::min(piece.size() + 1, raw.size()));
      }
    } else {
      lines.push_back(MakeLine(raw));
      const bool ruled = absl::StrContains(raw, kRuled);
      if (IsRule(lines.back()) || (ruled && lines.back().blank())) {
        lines.pop_back();
        if (rules != nullptr) rules->push_back(lines.size());
      } else if (ruled && rules != nullptr) {
        // Words beside a rule: they stand in a row of their own.
        rules->push_back(lines.size() - 1);
        rules->push_back(lines.size());
      }
    }
    if (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n') ++end;
    begin = end + 1;
  }
  return lines;
}

void DropPageNumbers(std::vector<Line>* lines) {
  struct PageNumber {
    size_t line;
    int offset;  // to the page's place in the text
  };
  std::vector<PageNumber> numbers;
  int page = 1;
  size_t last = 0;  // line with text, plus one
  const auto end_page = [&] {
    const int number = last > 0 ? NumberOfPage((*lines)[last - 1].text) : -1;
    if (number >= 0) numbers.push_back({last - 1, number - page});
    ++page;
    last = 0;
  };
  for (size_t i = 0; i < lines->size(); ++i) {
    if (absl::StartsWith((*lines)[i].raw, "\f")) end_page();
    if (!(*lines)[i].blank()) last = i + 1;
  }
  if (page == 1) return;
  end_page();
  std::map<int, int> pages;  // by offset
  for (const PageNumber& number : numbers) ++pages[number.offset];
  for (const PageNumber& number : numbers) {
    if (pages[number.offset] > 1 || number.offset == 0) (*lines)[number.line] = MakeLine({});
  }
}

std::string WithoutBoxes(absl::string_view text) {
  if (!absl::StrContains(text, "\xE2\x94") && !absl::StrContains(text, "\xE2\x95")) return "";
  std::string plain(text);
  for (size_t begin = 0; begin < plain.size();) {
    const size_t end = std::min(plain.find('\n', begin), plain.size());
    DrawWithoutBoxes(&plain[begin], end - begin);
    begin = end + 1;
  }
  return plain;
}

bool IsSectionTitle(absl::string_view line, absl::string_view next) {
  std::string plain;
  if (HasInvisible(line) || absl::StrContains(line, "(")) {
    AppendVisible(line, &plain);
    line = plain = RemovePinyin(plain);
  }
  if (!HasOrdinal(line)) return false;
  for (const absl::string_view end : {"情况", "情況", "事项", "事項", "问题", "問題"}) {
    if (absl::EndsWith(line, end)) return true;
  }
  return ConsumeAny(&next, {"(", "（", "第"});
}

bool HasOpenBracket(absl::string_view text) {
  int open = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const absl::string_view rest = text.substr(at, 3);
    if (rest[0] == '(' || rest == "（") ++open;
    if (rest[0] == ')' || rest == "）") --open;
  }
  return open > 0;
}

bool LooksLikeFigure(absl::string_view text) {
  if (text == "/" || text == "无" || text == "不适用") return true;
  bool digit_or_dash = false;
  size_t others = 0;
  for (size_t at = 0; at < text.size() && others <= 3;) {
    const CharClass next = ClassifyChar(text, at);
    const absl::string_view one = text.substr(at, next.length);
    if (absl::ascii_isdigit(one[0]) || one == "-" || one == "—" || one == "–" || one == "－" ||
        (one.size() == 3 && one >= "０" && one <= "９")) {
      digit_or_dash = true;
    } else if (one != "." && one != "," && one != "%" && one != "+" && one != "，" &&
               next.kind == CharKind::kText) {
      ++others;
    }
    at += next.length;
  }
  return digit_or_dash && others <= 3;
}

}  // namespace gongkai
