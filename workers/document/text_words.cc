#include "workers/document/text_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "workers/document/characters.h"
#include "workers/document/figure_rows.h"

namespace gongkai {
namespace {

constexpr int kTab = 8;

}  // namespace

int WidthOf(absl::string_view character, Measure measure) {
  if (character.size() < 2 || measure == Measure::kCharacters) return 1;
  const auto byte = static_cast<unsigned char>(character[0]);
  if (byte >= 0xE3) return 2;  // U+3000 and above
  return measure == Measure::kAllWide && byte == 0xE2 ? 2 : 1;
}

std::vector<TextWord> WordsOf(const Line& line, Measure measure) {
  std::vector<TextWord> words;
  const absl::string_view raw = line.raw;
  size_t last_close = std::min(raw.rfind(')'), raw.size());
  const size_t wide_close = raw.rfind("）");
  if (raw.rfind(')') == absl::string_view::npos) last_close = 0;
  if (wide_close != absl::string_view::npos) last_close = std::max(last_close, wide_close);
  int x = 0;
  int open = 0;
  size_t begin = absl::string_view::npos;
  TextSpan at;
  for (size_t i = 0; i < raw.size();) {
    const CharClass next = ClassifyChar(raw, i);
    const absl::string_view character = raw.substr(i, next.length);
    if (next.kind == CharKind::kText) {
      if (begin == absl::string_view::npos) {
        begin = i;
        at.from = x;
      }
      const bool opens = character == "(" || character == "（";
      if (opens && i < last_close) ++open;
      if ((character == ")" || character == "）") && open > 0) --open;
      x += WidthOf(character, measure);
      at.to = x;
    } else if (next.kind == CharKind::kSpace) {
      if (begin != absl::string_view::npos && open == 0) {
        words.push_back({raw.substr(begin, i - begin), at});
        begin = absl::string_view::npos;
      }
      if (character == "\t") {
        x = (x / kTab + 1) * kTab;
      } else if (character != "\f" && character != "\r") {
        x += WidthOf(character, measure);
      }
    }
    i += next.length;
  }
  if (begin != absl::string_view::npos) words.push_back({TrimText(raw.substr(begin)), at});
  return words;
}

void Append(const TextWord& behind, TextWord* word) {
  const char* const end = behind.text.data() + behind.text.size();
  word->text = {word->text.data(), static_cast<size_t>(end - word->text.data())};
  word->at.to = behind.at.to;
}

namespace {

template <typename F>
std::vector<TextWord> JoinWords(const std::vector<TextWord>& words, F begins) {
  std::vector<TextWord> fields;
  for (const TextWord& word : words) {
    if (!fields.empty() && word.at.from - fields.back().at.to < 2 && !begins(word)) {
      Append(word, &fields.back());
    } else {
      fields.push_back(word);
    }
  }
  return fields;
}

}  // namespace

std::vector<TextWord> FieldsOf(const std::vector<TextWord>& words) {
  return JoinWords(words, [](const TextWord&) { return false; });
}

bool BeginsWithOrdinal(absl::string_view word) {
  if (word.empty()) return false;
  const absl::string_view behind = word.substr(1);
  const bool digit = absl::ascii_isdigit(word[0]) &&
                     (absl::StartsWith(behind, ".") || absl::StartsWith(behind, "、") ||
                      absl::StartsWith(behind, "．"));
  return digit || HasOrdinal(word);
}

std::vector<TextWord> LabelFieldsOf(const std::vector<TextWord>& words) {
  return JoinWords(words, [](const TextWord& word) { return BeginsWithOrdinal(word.text); });
}

size_t FirstFigure(const std::vector<TextWord>& words) {
  size_t best = words.size();
  size_t figures = 0;
  size_t others = 0;
  for (size_t w = words.size(); w-- > 0;) {
    const absl::string_view next = w + 1 < words.size() ? words[w + 1].text : "";
    if (IsNoteWord(words[w].text)) continue;
    if (!IsBareFigure(words[w].text) || IsOrdinalWord(words[w].text, next)) {
      ++others;
    } else if (++figures > others) {
      best = w;
    }
  }
  return best;
}

}  // namespace gongkai
