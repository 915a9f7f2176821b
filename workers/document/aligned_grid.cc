#include "workers/document/aligned_grid.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/grid_rows.h"

namespace gongkai {
namespace {

constexpr size_t kLongestField = 45;  // characters of a field between spaces
constexpr size_t kFewestLines = 3;    // of a table aligned by spaces
constexpr size_t kShortLabel = 15;    // characters of a label with one empty mark behind it
constexpr size_t kLongestLabel = 45;  // characters of what stands before the figures of a row
constexpr size_t kLongestName = 20;   // characters of a word in a head
constexpr size_t kMostNames = 20;     // of a head
constexpr size_t kMostHeadRows = 3;
// Of one table. Each line is looked at that often again where no table is.
constexpr int kMostCaptions = 24;
constexpr size_t kLongestNotedLabel = 120;  // the same with its notes in brackets
constexpr int kFewestFigures = 4;  // of a row without a label; fewer may be one number: 16 7

constexpr absl::string_view kUnits[] = {"元", "万元", "亿元", "万", "亿", "件",
                                        "项", "个",   "条",   "宗", "次"};

bool HasTab(absl::string_view text) { return absl::StrContains(text, '\t'); }

bool StartsWithMark(absl::string_view text) {
  return absl::StartsWith(text, ".") || absl::StartsWith(text, "、") ||
         absl::StartsWith(text, "．");
}

// "2." or "2" before a mark: the ordinal of a label that goes on behind the next blank.
bool IsOrdinal(absl::string_view word, absl::string_view behind) {
  size_t digits = 0;
  while (digits < word.size() && absl::ascii_isdigit(word[digits])) ++digits;
  if (digits == 0 || digits > 2) return false;
  const absl::string_view mark = word.substr(digits);
  if (mark.empty()) return StartsWithMark(behind);
  return mark == "." || mark == "、" || mark == "．";
}

// Calls f(word) for what stands between white space; an ordinal stands with its label.
template <typename F>
void ForEachWord(absl::string_view text, F f) {
  size_t word = 0;
  bool in_word = false;
  for (size_t at = 0; at < text.size();) {
    const CharClass next = ClassifyChar(text, at);
    const bool space = next.kind == CharKind::kSpace;
    if (space && in_word && !IsOrdinal(text.substr(word, at - word), TrimText(text.substr(at)))) {
      f(text.substr(word, at - word));
      in_word = false;
    }
    if (!space && !in_word) {
      word = at;
      in_word = true;
    }
    at += next.length;
  }
  if (in_word) f(text.substr(word));
}

// Calls f(field) for what stands between gaps: two spaces or more, or a full-width space or a tab.
template <typename F>
void ForEachSpacedField(absl::string_view text, F f) {
  size_t field = 0;  // where the field begins
  size_t gap = 0;    // where the white space before `at` begins
  int width = 0;     // of that white space
  for (size_t at = 0; at < text.size();) {
    const CharClass next = ClassifyChar(text, at);
    if (next.kind == CharKind::kSpace) {
      if (width == 0) gap = at;
      width += next.length > 1 || text[at] == '\t' ? 2 : 1;
    } else if (next.kind == CharKind::kText) {
      if (width >= 2) {
        f(text.substr(field, gap - field));
        field = at;
      }
      width = 0;
    }
    at += next.length;
  }
  if (field < text.size()) f(text.substr(field));
}

// A number as a cell of figures alone holds it, with its unit or note, a dash or a word for
// nothing.
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
  if (unit.empty()) return at > 0;
  return digit && std::any_of(std::begin(kUnits), std::end(kUnits),
                              [unit](absl::string_view known) { return unit == known; });
}

bool HasDigit(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); }) ||
         absl::StrContains(text, "\xEF\xBC");  // full width
}

// A row whose cells are kept apart by single spaces: 规章 1 0 11. The figures are its last words.
struct FigureRow {
  absl::string_view label;  // what stands before them; may be empty
  absl::string_view figures;
  int count = 0;  // of the figures
};

// A bracket that opens in front of the text closes in it.
bool ClosesBracket(absl::string_view text) {
  const size_t close = std::min(text.find(')'), text.find("）"));
  return close != absl::string_view::npos && close < std::min(text.find('('), text.find("（"));
}

FigureRow SplitFigures(absl::string_view text) {
  FigureRow row;
  row.label = text;
  bool digit = false;
  while (!row.label.empty()) {
    size_t begin = row.label.size();
    while (begin > 0) {
      size_t before = begin - 1;
      while (before > 0 && (static_cast<unsigned char>(row.label[before]) & 0xC0) == 0x80) --before;
      if (ClassifyChar(row.label, before).kind == CharKind::kSpace &&
          !ClosesBracket(row.label.substr(begin))) {
        break;
      }
      begin = before;
    }
    const absl::string_view word = row.label.substr(begin);
    if (!IsBareFigure(word)) break;
    digit |= HasDigit(word);
    ++row.count;
    row.figures = text.substr(begin);
    row.label = TrimText(text.substr(0, begin));
  }
  const bool page_number = row.label.empty() && row.count <= 3 && !HasDigit(text.substr(0, 1)) &&
                           !absl::StartsWith(text, "/") && !absl::StartsWith(text, "无");
  // Dashes alone: cells of nothing, or a line drawn in prose.
  const bool nothing =
      !digit && row.count < 2 && (row.label.empty() || CountChars(row.label) > kShortLabel);
  if (nothing || page_number) row.count = 0;
  return row;
}

// Characters that are no white space, without notes in brackets.
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

// What may stand before the figures of a row.
bool MayBeLabel(absl::string_view text) {
  return LabelSize(text) <= kLongestLabel && CountChars(text) <= kLongestNotedLabel &&
         !absl::StrContains(text, "。") && !absl::EndsWith(text, ":") &&
         !absl::EndsWith(text, "：") && !absl::EndsWith(text, "，");
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

struct SpacedLine {
  int fields = 0;
  int figures = 0;
};

// The fields of a line that may be a row of a table, or none.
SpacedLine CountFields(const Line& line) {
  SpacedLine counts;
  if (line.blank() || line.pipes > 0) return counts;
  bool is_prose = false;
  ForEachSpacedField(line.text, [&](absl::string_view field) {
    ++counts.fields;
    if (field.size() == line.text.size()) return;
    counts.figures += LooksLikeFigure(field);
    is_prose |= LabelSize(field) > kLongestField || absl::StrContains(field, "。") ||
                absl::StrContains(field, ";");
  });
  return is_prose ? SpacedLine() : counts;
}

// A line of one field within a table: the caption of a block.
bool IsCaption(const std::vector<Line>& lines, size_t i, const SpacedLine& counts) {
  if (counts.fields != 1 || CountChars(lines[i].text) > kLongestField) return false;
  const absl::string_view below = i + 1 < lines.size() ? lines[i + 1].text : absl::string_view();
  return !absl::EndsWith(lines[i].text, "。") && !IsSectionTitle(lines[i].text, below);
}

AlignedRun FindSpacedRun(const std::vector<Line>& lines, const WordRows& word_rows, size_t begin) {
  size_t end = begin;    // behind the last row
  size_t alike = begin;  // behind the first rows without a caption between them
  int fields = 0;
  int figures = 0;
  bool any_word_row = false;
  int captions = 0;
  for (size_t i = begin; i < lines.size(); ++i) {
    const bool word_row = word_rows.Has(i);
    const SpacedLine counts = word_row ? SpacedLine() : CountFields(lines[i]);
    if (!word_row && counts.fields < 3 &&
        !(counts.fields == 2 && (counts.figures > 0 || i > begin))) {
      if (i == begin || !IsCaption(lines, i, counts) || ++captions > kMostCaptions) break;
      continue;
    }
    if (alike == i) alike = i + 1;
    end = i + 1;
    any_word_row |= word_row;
    fields += counts.fields;
    figures += counts.figures;
  }
  const bool is_table = any_word_row || (end - begin >= kFewestLines && figures * 3 >= fields);
  return {is_table ? end : alike, is_table};
}

AlignedRun FindTabRun(const std::vector<Line>& lines, size_t begin) {
  if (!HasTab(lines[begin].text)) return {begin, false};
  size_t end = begin;
  while (end < lines.size() && !lines[end].blank() && HasTab(lines[end].raw)) ++end;
  // Trailing lines that are only indented belong to what follows.
  while (end > begin && !HasTab(lines[end - 1].text) && !absl::EndsWith(lines[end - 1].raw, "\t")) {
    --end;
  }
  return {end, end - begin >= 2};
}

bool StartsWithTab(const Line& line) { return absl::StartsWith(line.raw, "\t"); }

}  // namespace

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
  const FigureRow row = SplitFigures(line.text);
  if (row.count >= (row.label.empty() ? kFewestFigures : 1) && MayBeLabel(row.label)) {
    return row.count > 1 ? Kind::kFigures : Kind::kOneFigure;
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

AlignedRun FindAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows, size_t begin,
                          Alignment alignment) {
  return alignment == Alignment::kTabs ? FindTabRun(lines, begin)
                                       : FindSpacedRun(lines, word_rows, begin);
}

absl::Status ReadAlignedRun(const std::vector<Line>& lines, const WordRows& word_rows, size_t begin,
                            size_t end, Alignment alignment, absl::string_view source,
                            ReadBudget* budget, Document* document) {
  Grid grid;
  grid.structure = Grid::Structure::kRows;
  const bool indented = std::all_of(lines.begin() + begin, lines.begin() + end,
                                    [](const Line& line) { return StartsWithTab(line); });
  for (size_t i = begin; i < end; ++i) {
    const int row = static_cast<int>(i - begin);
    int column = 0;
    absl::Status status;
    const auto add = [&](absl::string_view field) {
      field = TrimText(field);
      if (status.ok()) {
        status = AddCell(CleanText(field, document), PlaceOf(field, source), row, column++, budget,
                         &grid);
      }
    };
    const bool by_words = alignment == Alignment::kSpaces && word_rows.Has(i);
    const FigureRow figures = by_words ? SplitFigures(lines[i].text) : FigureRow();
    if (figures.count > 0) {
      if (!figures.label.empty()) ForEachWord(figures.label, add);
      ForEachWord(figures.figures, add);
    } else if (by_words) {
      ForEachWord(lines[i].text, add);
    } else if (alignment == Alignment::kSpaces) {
      ForEachSpacedField(lines[i].text, add);
    } else {
      absl::string_view rest = lines[i].raw;
      if (indented) rest.remove_prefix(1);
      for (size_t tab = 0; tab != absl::string_view::npos;) {
        tab = rest.find('\t');
        add(rest.substr(0, tab));
        if (tab != absl::string_view::npos) rest.remove_prefix(tab + 1);
      }
    }
    RETURN_IF_ERROR(status);
  }
  Block& block = document->blocks.emplace_back();
  block.kind = Block::Kind::kGrid;
  block.place.begin = grid.cells.front().place.begin;
  block.place.end = grid.cells.back().place.end;
  block.grid = std::move(grid);
  return absl::OkStatus();
}

}  // namespace gongkai
