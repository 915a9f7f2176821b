// Lines of a text as words: which of them are rows of figures, and where label and figures part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "workers/document/characters.h"
#include "workers/document/text_lines.h"

namespace gongkai {

// A row whose cells stand between blanks: 规章 1 0 11. The figures are its last words; a note in
// brackets is a word of its own where a blank stands before it.
struct FigureRow {
  absl::string_view label;                          // what stands before them; may be empty
  absl::InlinedVector<absl::string_view, 8> words;  // figures and notes
  int count = 0;                                    // of the figures
};
FigureRow SplitFigures(absl::string_view line);

// True for a note in brackets or a unit, which may stand behind a figure.
bool IsNoteWord(absl::string_view word);

// A number as a cell of figures alone holds it, with its unit or note, a dash or a word for
// nothing.
bool IsBareFigure(absl::string_view text);

// Characters that are no white space, without notes in brackets.
size_t LabelSize(absl::string_view text);

// "2." or "2" before a mark: the ordinal of a label that goes on behind the next blank.
bool IsOrdinalWord(absl::string_view word, absl::string_view behind);

// Calls f(word) for what stands between white space; an ordinal stands with its label.
template <typename F>
void ForEachWord(absl::string_view text, F f) {
  size_t word = 0;
  bool in_word = false;
  for (size_t at = 0; at < text.size();) {
    const CharClass next = ClassifyChar(text, at);
    const bool space = next.kind == CharKind::kSpace;
    if (space && in_word &&
        !IsOrdinalWord(text.substr(word, at - word), TrimText(text.substr(at)))) {
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

// Which lines are rows of cells between single spaces (规章 1 0 11) and the heads above them. Made
// once for all lines of a text.
class WordRows {
 public:
  explicit WordRows(const std::vector<Line>& lines);

  // One figure alone may end a line of prose: it needs another row, or a head, beside it.
  bool Has(size_t i) const;
  // The line ends in figures, one at least.
  bool IsFigures(size_t i) const {
    return kinds_[i] == Kind::kOneFigure || kinds_[i] == Kind::kFigures;
  }

 private:
  enum class Kind : uint8_t { kBlank, kOther, kHead, kOneFigure, kFigures };

  static Kind KindOf(const Line& line);
  // Whether a row of figures stands below a head of a few rows.
  bool IsAboveFigures(size_t i) const;

  std::vector<Kind> kinds_;  // by line
  size_t filled_ = 0;        // behind the last line that is not blank
};

}  // namespace gongkai
