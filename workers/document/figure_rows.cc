#include "workers/document/figure_rows.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace gongkai {
namespace {

constexpr size_t kLongestRow = 2000;  // bytes
constexpr size_t kShortLabel = 15;    // characters of a label with one empty mark behind it
constexpr size_t kLongestLabel = 45;  // characters of what stands before the figures of a row
constexpr size_t kLongestName = 20;   // characters of a word in a head
constexpr size_t kMostNames = 20;     // of a head
constexpr int kWideGap = 4;           // characters of white space
constexpr size_t kMostHeadRows = 3;
constexpr size_t kLongestNotedLabel = 120;  // the same with its notes in brackets
constexpr int kFewestFigures = 4;  // of a row without a label; fewer may be one number: 16 7

constexpr absl::string_view kUnits[] = {"元", "万元", "亿元", "万", "亿", "件",
                                        "项", "个",   "条",   "宗", "次"};

bool HasTab(absl::string_view text) { return absl::StrContains(text, '\t'); }

bool StartsWithMark(absl::string_view text) {
  return absl::StartsWith(text, ".") || absl::StartsWith(text, "、") ||
         absl::StartsWith(text, "．");
}

bool IsUnit(absl::string_view word) {
  return std::any_of(std::begin(kUnits), std::end(kUnits),
                     [word](absl::string_view known) { return word == known; });
}

bool HasDigit(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); }) ||
         absl::StrContains(text, "\xEF\xBC");  // full width
}

// A bracket that opens in front of the text closes in it.
bool ClosesBracket(absl::string_view text) {
  const size_t close = std::min(text.find(')'), text.find("）"));
  return close != absl::string_view::npos && close < std::min(text.find('('), text.find("（"));
}

// Where the last word begins; white space within brackets parts no words.
size_t BeginOfLastWord(absl::string_view text) {
  size_t begin = text.size();
  while (begin > 0) {
    size_t before = begin - 1;
    while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
    if (ClassifyChar(text, before).kind == CharKind::kSpace && !ClosesBracket(text.substr(begin))) {
      break;
    }
    begin = before;
  }
  return begin;
}

// What may stand before the figures of a row.
bool MayBeLabel(absl::string_view text) {
  return LabelSize(text) <= kLongestLabel && CountChars(text) <= kLongestNotedLabel &&
         !absl::StrContains(text, "。") && !absl::EndsWith(text, ":") &&
         !absl::EndsWith(text, "：") && !absl::EndsWith(text, "，");
}

// The figure stands so far behind the label that it is no part of a sentence.
bool StandsApart(const FigureRow& row) {
  const char* const end = row.label.data() + row.label.size();
  const absl::string_view gap(end, static_cast<size_t>(row.words[0].data() - end));
  int blanks = 0;
  for (size_t at = 0; at < gap.size();) {
    const CharClass next = ClassifyChar(gap, at);
    blanks += next.kind == CharKind::kSpace;
    at += next.length;
  }
  return !row.label.empty() && blanks >= kWideGap && !IsSectionTitle(row.label, {});
}

// Two short words or more, no figures among them.
bool IsHead(absl::string_view text) {
  size_t words = 0;
  bool all_short = true;
  ForEachWord(text, [&](absl::string_view word) {
    ++words;
    all_short &= CountChars(word) <= kLongestName && !IsBareFigure(word) &&
                 !absl::EndsWith(word, "。") && !absl::EndsWith(word, "，") &&
                 !absl::EndsWith(word, ":") && !absl::EndsWith(word, "：");
  });
  return words >= 2 && words <= kMostNames && all_short;
}

}  // namespace

bool IsOrdinalWord(absl::string_view word, absl::string_view behind) {
  size_t digits = 0;
  while (digits < word.size() && absl::ascii_isdigit(word[digits])) ++digits;
  if (digits == 0 || digits > 2) return false;
  const absl::string_view mark = word.substr(digits);
  if (mark.empty()) return StartsWithMark(behind);
  return mark == "." || mark == "、" || mark == "．";
}

bool IsBareFigure(absl::string_view text) {
  if (text == "无" || text == "不适用") return true;
  const size_t note = std::min(text.find('('), text.find("（"));
  if (note != 0) text = text.substr(0, note);
  for (const absl::string_view change : {"增加", "减少", "新增", "增", "减"}) {
    if (absl::ConsumePrefix(&text, change)) break;
  }
  bool digit = false;
  size_t at = 0;
  for (size_t length = 0; at < text.size(); at += length) {
    length = ClassifyChar(text, at).length;
    const absl::string_view one = text.substr(at, length);
    const bool is_digit = absl::ascii_isdigit(one[0]) || (one >= "０" && one <= "９");
    digit |= is_digit;
    if (!is_digit && !absl::StrContains("-—–－/.,，+%＋", one)) break;
  }
  const absl::string_view unit = text.substr(at);
  return unit.empty() ? at > 0 : digit && IsUnit(unit);
}

bool IsNoteWord(absl::string_view word) {
  if (IsUnit(word)) return true;
  return (absl::StartsWith(word, "(") || absl::StartsWith(word, "（")) &&
         (absl::EndsWith(word, ")") || absl::EndsWith(word, "）")) && HasDigit(word);
}

FigureRow SplitFigures(absl::string_view text) {
  FigureRow row;
  row.label = text;
  bool digit = false;
  absl::string_view note;  // may stand behind the figure in front of it
  absl::string_view rest = text;
  while (!rest.empty()) {
    const absl::string_view word = rest.substr(BeginOfLastWord(rest));
    const bool figure = IsBareFigure(word);
    if (!figure && (!note.empty() || !IsNoteWord(word))) break;
    rest = TrimText(rest.substr(0, rest.size() - word.size()));
    if (!figure) {
      note = word;
      continue;
    }
    digit |= HasDigit(word);
    if (IsUnit(note)) {
      row.words.emplace_back(word.data(), note.data() + note.size() - word.data());
    } else {
      if (!note.empty()) row.words.push_back(note);
      row.words.push_back(word);
    }
    note = {};
    ++row.count;
    row.label = rest;
  }
  std::reverse(row.words.begin(), row.words.end());
  const bool page_number = row.label.empty() && row.count <= 3 && !HasDigit(text.substr(0, 1)) &&
                           !absl::StartsWith(text, "/") && !absl::StartsWith(text, "无");
  // Dashes alone: cells of nothing, or a line drawn in prose.
  const bool nothing =
      !digit && row.count < 2 && (row.label.empty() || CountChars(row.label) > kShortLabel);
  if (nothing || page_number) row.count = 0;
  return row;
}

size_t LabelSize(absl::string_view text) {
  size_t size = 0;
  int open = 0;
  for (size_t at = 0; at < text.size();) {
    const CharClass next = ClassifyChar(text, at);
    const absl::string_view one = text.substr(at, next.length);
    at += next.length;
    if (one == "(" || one == "（") ++open;
    if (open == 0 && next.kind == CharKind::kText) ++size;
    if (one == ")" || one == "）") open = open > 0 ? open - 1 : 0;
  }
  return size;
}

WordRows::WordRows(const std::vector<Line>& lines) {
  kinds_.reserve(lines.size());
  for (const Line& line : lines) {
    kinds_.push_back(KindOf(line));
    if (kinds_.back() != Kind::kBlank) filled_ = kinds_.size();
  }
}

WordRows::Kind WordRows::KindOf(const Line& line) {
  if (line.blank()) return Kind::kBlank;
  if (line.pipes > 0 || HasTab(line.text) || absl::EndsWith(line.text, "。")) return Kind::kOther;
  if (line.text.size() > kLongestRow) return Kind::kOther;
  const FigureRow row = SplitFigures(line.text);
  if (row.count >= (row.label.empty() ? kFewestFigures : 1) && MayBeLabel(row.label)) {
    return row.count > 1 || StandsApart(row) ? Kind::kFigures : Kind::kOneFigure;
  }
  return IsHead(line.text) ? Kind::kHead : Kind::kOther;
}

bool WordRows::Has(size_t i) const {
  if (kinds_[i] == Kind::kFigures) return true;
  if (kinds_[i] != Kind::kHead && kinds_[i] != Kind::kOneFigure) return false;
  size_t next = i + 1;
  while (next < filled_ && kinds_[next] == Kind::kBlank) ++next;
  if (next < filled_ && IsFigures(next)) return true;
  if (kinds_[i] == Kind::kHead) return IsAboveFigures(i);
  size_t last = i;
  while (last > 0 && kinds_[last - 1] == Kind::kBlank) --last;
  return last > 0 && (IsFigures(last - 1) || kinds_[last - 1] == Kind::kHead);
}

bool WordRows::IsAboveFigures(size_t i) const {
  for (size_t k = i + 1; k < kinds_.size() && k <= i + kMostHeadRows; ++k) {
    if (IsFigures(k)) return true;
    if (kinds_[k] != Kind::kHead) return false;
  }
  return false;
}

}  // namespace gongkai
