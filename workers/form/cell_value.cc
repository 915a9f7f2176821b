#include "workers/form/cell_value.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "workers/document/characters.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;

// One printed number with its sign and unit.
struct Number {
  Decimal value;
  int exponent = 0;
  bool has_unit = false;
  bool is_money = false;
  bool torn = false;  // white space stood inside it
};

struct Unit {
  absl::string_view text;
  int exponent;
  bool is_money;
};
constexpr Unit kUnits[] = {
    {"百万元", 6, true}, {"千万元", 7, true}, {"万元", 4, true},  {"亿元", 8, true},
    {"千元", 3, true},   {"万件", 4, false},  {"万条", 4, false}, {"万", 4, false},
    {"亿", 8, false},    {"元整", 0, true},   {"元", 0, true},    {"件次", 0, false},
    {"件", 0, false},    {"条", 0, false},    {"项", 0, false},   {"宗", 0, false},
    {"份", 0, false},    {"个", 0, false},    {"起", 0, false},   {"例", 0, false},
    {"次", 0, false},
};

struct SignWord {
  absl::string_view text;
  int sign;
};
constexpr SignWord kSigns[] = {
    {"增加", 1}, {"新增", 1}, {"增", 1},  {"减少", -1}, {"取消", -1},
    {"减", -1},  {"負", -1},  {"负", -1}, {"+", 1},     {"-", -1},
};
// Bytes of a text that counts as a value, whatever stands behind its digits.
constexpr size_t kShortValue = 12;
constexpr absl::string_view kNoteStarts[] = {"含", "其中", "包括", "另", "注", "均为"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The text with full-width characters made half width, dashes and brackets made one kind, and
// runs of white space made one blank; none at the ends. A line break between digits stays one.
std::string Normalise(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  bool line_break = false;
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    char32_t c = NextCharacter(text, &i);
    if (IsSpace(c)) {
      space = !out.empty();
      line_break |= c == U'\n';
      continue;
    }
    if (c >= U'！' && c <= U'～') c = c - U'！' + U'!';
    if (space) {
      const bool digits = IsDigit(out.back()) && c < 0x80 && IsDigit(static_cast<char>(c));
      out.push_back(line_break && digits ? '\n' : ' ');
    }
    space = line_break = false;
    switch (c) {
      case U'—':
      case U'–':
      case U'―':
      case U'−':
      case U'‐':
      case U'‑':
      case U'─':
      case U'﹣':
      case U'ー':
      case U'━':
        c = U'-';
        break;
      case U'\\':
      case U'∕':
      case U'╱':
      case U'⁄':
        c = U'/';
        break;
      case U'﹢':
        c = U'+';
        break;
      case U'【':
      case U'〔':
      case U'[':
        c = U'(';
        break;
      case U'】':
      case U'〕':
      case U']':
        c = U')';
        break;
      case U'減':
        out += "减";
        continue;
      case U'無':
        out += "无";
        continue;
      case U'適':
        out += "适";
        continue;
      case U'萬':
        out += "万";
        continue;
      case U'億':
        out += "亿";
        continue;
      case U'項':
        out += "项";
        continue;
      default:
        break;
    }
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
    } else {
      out.append(text.data() + start, i - start);
    }
  }
  return out;
}

void SkipSpace(absl::string_view* text) {
  while (!text->empty() && text->front() == ' ') text->remove_prefix(1);
}

bool Consume(absl::string_view* text, absl::string_view prefix) {
  if (!absl::StartsWith(*text, prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

int ConsumeSign(absl::string_view* text) {
  for (const SignWord& word : kSigns) {
    if (Consume(text, word.text)) {
      SkipSpace(text);
      return word.sign;
    }
  }
  return 0;
}

// Digits with thousands separators, a point and stray blanks. Nothing if it is no number or could
// be several.
std::optional<Number> ConsumeNumber(absl::string_view* text) {
  std::string digits;
  Number number;
  bool point = false;
  size_t i = 0;
  const absl::string_view s = *text;
  const auto digits_from = [&](size_t at) {
    size_t n = 0;
    while (at + n < s.size() && IsDigit(s[at + n])) ++n;
    return n;
  };
  while (i < s.size()) {
    if (IsDigit(s[i])) {
      digits.push_back(s[i++]);
    } else if (s[i] == ',' && !point && digits_from(i + 1) == 3 && !digits.empty()) {
      ++i;
    } else if (s[i] == '.' && !point && !digits.empty() && digits_from(i + 1) > 0) {
      point = true;
      digits.push_back('.');
      ++i;
    } else if (s[i] == ' ' && !digits.empty() && digits_from(i + 1) > 0) {
      if (digits == "0") return std::nullopt;
      number.torn = true;
      ++i;
    } else {
      break;
    }
  }
  if (digits.empty() || (i < s.size() && (s[i] == ',' || s[i] == '.'))) return std::nullopt;
  const std::optional<Decimal> value = Decimal::Parse(digits);
  if (!value) return std::nullopt;
  number.value = *value;
  text->remove_prefix(i);
  SkipSpace(text);
  for (const Unit& unit : kUnits) {
    if (Consume(text, unit.text)) {
      number.exponent = unit.exponent;
      number.is_money = unit.is_money;
      number.has_unit = true;
      SkipSpace(text);
      break;
    }
  }
  return number;
}

// Takes bracketed notes, and words that announce a note, from the end or the start. False if
// something else is left beside the number.
bool TakeNote(absl::string_view rest, std::string* note) {
  while (true) {
    SkipSpace(&rest);
    if (rest.empty() || rest == "。" || rest == ";") return true;
    if (rest.front() == '(') {
      size_t close = rest.find(')');
      if (close == absl::string_view::npos) close = rest.size();
      absl::StrAppend(note, RemoveSpace(rest.substr(1, close - 1)));
      rest.remove_prefix(std::min(rest.size(), close + 1));
      continue;
    }
    for (const absl::string_view start : kNoteStarts) {
      if (!absl::StartsWith(rest, start)) continue;
      std::string words = RemoveSpace(rest);
      words.erase(
          std::remove_if(words.begin(), words.end(), [](char c) { return c == '(' || c == ')'; }),
          words.end());
      absl::StrAppend(note, words);
      return true;
    }
    return false;
  }
}

CellValue Empty(Presence presence) {
  CellValue result;
  result.presence = presence;
  return result;
}

CellValue Unreadable(const Doubt& doubt) {
  CellValue result;
  result.presence = Presence::kUnreadable;
  result.confidence = 0;
  result.doubt = doubt;
  return result;
}

// 0/0 and +(0) -(0): an increase and a decrease in one cell.
std::optional<CellValue> ParseIncreaseAndDecrease(absl::string_view text) {
  std::string compact;
  for (const char c : text) {
    if (c != ' ' && c != '(' && c != ')') compact.push_back(c);
  }
  absl::string_view rest = compact;
  const int first_sign = ConsumeSign(&rest);
  const std::optional<Number> increase = ConsumeNumber(&rest);
  if (!increase || rest.empty()) return std::nullopt;
  if (!Consume(&rest, "/") && !Consume(&rest, ",") && !Consume(&rest, "，")) {
    Consume(&rest, "、");
  }
  const int second_sign = ConsumeSign(&rest);
  const std::optional<Number> decrease = ConsumeNumber(&rest);
  if (!decrease || !rest.empty()) return std::nullopt;
  const bool zeros = increase->value == Decimal(0) && decrease->value == Decimal(0);
  if (!zeros && !(first_sign > 0 && second_sign < 0)) {
    return Unreadable(doubts::kTwoNumbers);
  }
  const std::optional<Decimal> difference = Decimal::Subtract(increase->value, decrease->value);
  if (!difference) return std::nullopt;
  CellValue result = Empty(Presence::kReported);
  result.value = *difference;
  if (!zeros) {
    result.confidence = 0.8f;
    result.doubt = doubts::kIncreaseAndDecrease;
  }
  return result;
}

bool AllOf(absl::string_view text, absl::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == absl::string_view::npos;
}

}  // namespace

CellValue ParseCell(absl::string_view text, CellSpec::Kind kind, int exponent) {
  // Most cells are a few plain digits.
  if (!text.empty() && text.size() <= 9 && std::all_of(text.begin(), text.end(), IsDigit)) {
    int64_t whole = 0;
    for (const char c : text) whole = whole * 10 + (c - '0');
    CellValue result = Empty(Presence::kReported);
    result.value = kind == CellSpec::AMOUNT ? *Decimal::FromParts(whole, exponent) : Decimal(whole);
    return result;
  }
  std::string normal = Normalise(text);
  if (normal.empty()) return Empty(Presence::kBlank);
  if (absl::StrContains(normal, "(")) {
    std::string plain = RemovePinyin(normal);
    if (!plain.empty()) normal = std::move(plain);  // a reading alone is no number either
  }
  if (AllOf(normal, "/- _")) return Empty(Presence::kDash);
  if (normal == "无" || normal == "不适用" || normal == "不适 用" || normal == "不 适用" ||
      normal == "(无)" || normal == "(不适用)") {
    return Empty(Presence::kNotApplicable);
  }
  absl::string_view rest = normal;
  CellValue result = Empty(Presence::kReported);
  // A note in front of the number.
  if (rest.front() == '(') {
    const size_t close = rest.find(')');
    if (close != absl::string_view::npos) {
      const absl::string_view inside = rest.substr(1, close - 1);
      const absl::string_view behind = rest.substr(close + 1);
      if (!inside.empty() && std::none_of(inside.begin(), inside.end(), IsDigit) &&
          !behind.empty()) {
        result.note = RemoveSpace(inside);
        rest = behind;
      } else if (behind.empty()) {
        rest = inside;
      }
    }
  }
  Consume(&rest, "人民币");
  Consume(&rest, "¥");
  Consume(&rest, "￥");
  const bool has_word = !rest.empty() && static_cast<unsigned char>(rest.front()) >= 0x80;
  const int sign = ConsumeSign(&rest);
  const std::optional<Number> number = ConsumeNumber(&rest);
  if (!number || (has_word && sign != 0 && kind != CellSpec::SIGNED)) {
    if (kind == CellSpec::SIGNED) {
      if (std::optional<CellValue> both = ParseIncreaseAndDecrease(normal)) return *both;
    }
    return Unreadable(doubts::kNoNumber);
  }
  if (kind == CellSpec::AMOUNT && !number->has_unit) {
    // A unit in brackets behind the number.
    for (const Unit& unit : kUnits) {
      if (!unit.is_money || !absl::StartsWith(rest, absl::StrCat("(", unit.text, ")"))) continue;
      rest.remove_prefix(unit.text.size() + 2);
      exponent = unit.exponent;
      break;
    }
  }
  if (!TakeNote(rest, &result.note)) {
    if (kind == CellSpec::SIGNED) {
      if (std::optional<CellValue> both = ParseIncreaseAndDecrease(normal)) return *both;
    }
    return Unreadable(absl::StartsWith(rest, "\n") ? doubts::kTwoNumbers : doubts::kOtherText);
  }
  int shift = number->exponent;
  if (kind == CellSpec::AMOUNT) {
    if (!number->has_unit) {
      shift = exponent;
    } else if (!number->is_money && number->exponent == 0) {
      return Unreadable(doubts::kNoMoneyUnit);
    }
  } else if (number->is_money) {
    return Unreadable(doubts::kMoneyForCount);
  }
  const std::optional<Decimal> value = number->value.Shifted(shift);
  if (!value) return Unreadable(doubts::kTooManyDigits);
  result.value = sign < 0 ? value->Negated() : *value;
  if (number->torn) {
    result.confidence = 0.7f;
    result.doubt = doubts::kSpaceInside;
  }
  return result;
}

bool LooksLikeValue(absl::string_view text) {
  if (text.empty()) return true;
  size_t i = 0;
  char32_t c = 0;
  do {
    if (i >= text.size()) return true;
    c = NextCharacter(text, &i);
  } while (IsSpace(c));
  if (text.size() > 96) return false;
  if (c >= U'０' && c <= U'９') {
    if (ParseCell(text, CellSpec::AMOUNT, 0).presence != Presence::kUnreadable) return true;
  }
  if (c >= U'0' && c <= U'9') {
    // An ordinal of a label is no value: "1.属于国家秘密", "12、".
    while (i < text.size()) {
      const char32_t next = NextCharacter(text, &i);
      if (next >= U'0' && next <= U'9') continue;
      if (next == U'、') return false;
      if (next == U'.' || next == U'．') {
        if (i >= text.size()) return false;
        const char32_t after = NextCharacter(text, &i);
        if (!(after >= U'0' && after <= U'9') && !(after >= U'０' && after <= U'９')) return false;
      }
      break;
    }
    if (text.size() <= kShortValue) return true;
    if (ParseCell(text, CellSpec::AMOUNT, 0).presence != Presence::kUnreadable) return true;
  }
  const CellValue value = ParseCell(text, CellSpec::SIGNED, 0);
  if (value.presence != Presence::kUnreadable) return true;
  const std::string normal = Normalise(text);
  // The end of a label that is torn off: ), -8).
  if (absl::EndsWith(normal, ")") && !absl::StrContains(normal, "(")) return false;
  return normal == "增" || normal == "减" || AllOf(normal, "0123456789/-+(). \n");
}

int UnitExponentIn(absl::string_view header) {
  if (!absl::StrContains(header, "元")) return -1;
  const std::string plain = RemoveSpace(Normalise(RemovePinyin(header)));
  for (const Unit& unit : kUnits) {
    if (unit.is_money && absl::StrContains(plain, unit.text)) return unit.exponent;
  }
  return -1;
}

}  // namespace gongkai
