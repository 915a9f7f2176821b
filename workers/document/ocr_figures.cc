#include "workers/document/ocr_figures.h"

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {
namespace {

constexpr int kLeastConfidence = 80;   // of 100, of every character
constexpr float kWidestDigit = 0.95f;  // of its height
constexpr size_t kMostShapes = 14;     // of a number
constexpr float kDashShape = 2.5f;     // how many times as wide as high a dash is at least

bool IsDigit(char32_t code) { return code >= U'0' && code <= U'9'; }

bool IsLikeZero(char32_t code) {
  return code == U'o' || code == U'O' || code == U'〇' || code == U'○' || code == U'Ｏ' ||
         code == U'。';
}

bool IsLikeOne(char32_t code) {
  return code == U'工' || code == U'丁' || code == U'l' || code == U'I' || code == U'|';
}

bool IsDash(char32_t code) {
  return code == U'-' || code == U'—' || code == U'–' || code == U'一' || code == U'―';
}

bool IsSign(char32_t code) {
  return code == U'+' || code == U'.' || code == U',' || code == U'/' || code == U'%';
}

// In one spelling; empty if it is no number and no mark, or not certain.
std::u32string SpellingOf(const OcrLine& line) {
  std::u32string text;
  for (const OcrSymbol& symbol : line) {
    if (symbol.code == U' ') continue;
    if (symbol.confidence < kLeastConfidence) return {};
    if (IsDigit(symbol.code) || IsSign(symbol.code)) {
      text += symbol.code;
    } else if (IsLikeZero(symbol.code)) {
      text += U'0';
    } else if (IsDash(symbol.code)) {
      text += U'-';
    } else if (IsLikeOne(symbol.code) && line.size() == 1) {
      text += U'1';
    } else {
      return {};
    }
  }
  return text;
}

std::u32string DigitsOf(const std::u32string& text) {
  std::u32string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), IsDigit);
  return digits;
}

// Whether every digit of the text is one shape, in order.
bool HasItsShapes(const OcrFigures& cell, const std::u32string& text) {
  return DigitsOf(text).size() == cell.shapes.size() &&
         text.find_first_of(U"+/%") == std::u32string::npos;
}

// Whether points and commas can only be what they seem: commas between groups of three digits, and
// no point where a comma would stand or that only zeros follow, as behind a speck.
bool HasSureMarks(const std::u32string& text) {
  const size_t point = text.find(U'.');
  if (point != std::u32string::npos) {
    const std::u32string behind = text.substr(point + 1);
    if (behind.size() == 3 || behind.find_first_not_of(U'0') == std::u32string::npos) return false;
    if (behind.find_first_not_of(U"0123456789") != std::u32string::npos) return false;
  }
  const std::u32string whole = text.substr(0, point);
  for (size_t comma = whole.find(U','); comma != std::u32string::npos;
       comma = whole.find(U',', comma + 1)) {
    const size_t next = std::min(whole.find(U',', comma + 1), whole.size());
    if (comma == 0 || next - comma != 4) return false;
  }
  return true;
}

// Whether nothing that is printed speaks against the text.
bool IsPossible(const OcrFigures& cell, const std::u32string& text, const ShapeKinds& kinds) {
  const std::u32string digits = DigitsOf(text);
  if (digits.empty()) return true;
  if (cell.dash != (text[0] == U'-') || !HasSureMarks(text)) return false;
  if (!HasItsShapes(cell, text)) {
    // A tall sign is a shape as well.
    return digits.size() < text.size() && digits.size() <= cell.shapes.size() &&
           text.find_first_of(U"+/%") != std::u32string::npos;
  }
  for (size_t i = 0; i < digits.size(); ++i) {
    if (!CouldBe(cell.shapes[i], digits[i])) return false;
    if (kinds.Contradicts(cell.kinds[i], digits[i])) return false;
  }
  return true;
}

bool LooksLike(const OcrFigures& cell, const std::u32string& text, const ShapeKinds& kinds) {
  const std::u32string digits = DigitsOf(text);
  if (text == U"-") {
    if (cell.shapes.size() != 1) return false;
    const gongkai::Box& box = cell.shapes[0].box;
    return box.right - box.left > kDashShape * (box.bottom - box.top);
  }
  if (digits.empty() || !HasItsShapes(cell, text)) return false;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (!kinds.Confirms(cell.kinds[i], digits[i])) return false;
  }
  return true;
}

OcrLine LineOf(const std::u32string& text, const OcrLine& source) {
  int confidence = 100;
  for (const OcrSymbol& symbol : source) confidence = std::min(confidence, symbol.confidence);
  OcrLine line;
  for (const char32_t code : text) line.push_back({code, {}, confidence});
  return line;
}

}  // namespace

bool MayBeFigures(const OcrLine& line, const std::vector<PrintedShape>& shapes) {
  const bool narrow = std::all_of(shapes.begin(), shapes.end(), [](const PrintedShape& shape) {
    return shape.box.right - shape.box.left < kWidestDigit * (shape.box.bottom - shape.box.top);
  });
  if (narrow && shapes.size() <= kMostShapes) return true;
  return std::all_of(line.begin(), line.end(), [&](const OcrSymbol& symbol) {
    return symbol.code == U' ' || IsDigit(symbol.code) || IsSign(symbol.code) ||
           IsDash(symbol.code) || IsLikeZero(symbol.code) ||
           (IsLikeOne(symbol.code) && line.size() == 1);
  });
}

void Learn(const OcrFigures& cell, ShapeKinds* kinds) {
  const std::u32string text = SpellingOf(cell.by_chinese);
  if (text.empty() || !HasItsShapes(cell, text)) return;
  const std::u32string digits = DigitsOf(text);
  const bool twice = text == SpellingOf(cell.by_digits);
  for (size_t i = 0; i < digits.size(); ++i) kinds->Vote(cell.kinds[i], digits[i], twice);
}

std::optional<OcrLine> Decide(const OcrFigures& cell, const ShapeKinds& kinds) {
  const std::u32string ours = SpellingOf(cell.by_chinese);
  const std::u32string theirs = SpellingOf(cell.by_digits);
  if (!ours.empty() && IsPossible(cell, ours, kinds) &&
      (ours == theirs || LooksLike(cell, ours, kinds))) {
    return LineOf(ours, cell.by_chinese);
  }
  if (ours.empty() && !theirs.empty() && IsPossible(cell, theirs, kinds) &&
      LooksLike(cell, theirs, kinds)) {
    return LineOf(theirs, cell.by_digits);
  }
  return std::nullopt;
}

}  // namespace gongkai
