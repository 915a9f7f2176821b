// The words of a line with the places where they stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/document/text_lines.h"

namespace gongkai {

// How wide a character is: programs differ.
enum class Measure : uint8_t {
  kCharacters,  // all alike (pdftotext)
  kWide,        // Chinese characters and punctuation take two places
  kAllWide,     // so do quotation marks and dashes
};

inline constexpr Measure kMeasures[] = {Measure::kCharacters, Measure::kWide, Measure::kAllWide};

struct TextSpan {
  int from = 0;
  int to = 0;
};

inline bool Overlap(const TextSpan& a, const TextSpan& b) { return a.from < b.to && b.from < a.to; }

struct TextWord {
  absl::string_view text;
  TextSpan at;
};

// How many places a character takes.
int WidthOf(absl::string_view character, Measure measure);

// The words of a line; white space within brackets parts none.
std::vector<TextWord> WordsOf(const Line& line, Measure measure);

// Lets the word go on to the end of another behind it.
void Append(const TextWord& behind, TextWord* word);

// Words with one blank between them as one field.
std::vector<TextWord> FieldsOf(const std::vector<TextWord>& words);

// （一）, 三、 or 1. stands in front.
bool BeginsWithOrdinal(absl::string_view word);

// The same, but words with an ordinal in front, （一）予以公开, begin fields.
std::vector<TextWord> LabelFieldsOf(const std::vector<TextWord>& words);

// The first of the words that are figures, most of those behind it being so too; words.size() if
// there is none.
size_t FirstFigure(const std::vector<TextWord>& words);

}  // namespace gongkai
