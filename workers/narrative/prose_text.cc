#include "workers/narrative/prose_text.h"

#include "workers/document/characters.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

constexpr size_t kWrappedLine = 18;  // characters; a shorter line was not wrapped

char16_t Fold(char32_t c) {
  if (c < 0x80) return static_cast<char16_t>(c);
  if (c >= 0xFF01 && c <= 0xFF5E) return static_cast<char16_t>(c - 0xFF01 + u'!');
  switch (c) {
    case U'—':
    case U'–':
    case U'−':
    case U'‐':
    case U'‑':
    case U'―':
      return u'-';
    case U'～':
    case U'〜':
      return u'~';
    case U'﹪':
    case U'٪':
      return u'%';
    case U'﹐':
      return u',';
    default:
      if (c >= 0x4E00 && c < 0xA000) return FoldCharacter(c);
      return c > 0xFFFF ? u'\uFFFD' : static_cast<char16_t>(c);
  }
}

bool EndsSentence(char16_t c) {
  return c == u'。' || c == u'!' || c == u'?' || c == u';' || c == u':' || c == u'.' || c == u'|';
}

bool StartsItem(std::u16string_view line) {
  if (line.empty()) return true;
  if (line[0] == u'(' || line[0] == u'|' || line[0] == u'#' || line[0] == u'-') return true;
  for (size_t i = 1; i < line.size() && i < 4; ++i) {
    if (line[i] == u'、')
      return std::u16string_view(u"一二三四五六七八九十0123456789").find(line[0]) !=
             std::u16string_view::npos;
  }
  return false;
}

}  // namespace

ProseText::ProseText(absl::string_view text) : source(text) {
  characters.reserve(text.size() / 2);
  at.reserve(text.size() / 2 + 1);
  ends.reserve(text.size() / 2);
  size_t line_begin = 0;  // index of the first character of the line
  bool space = false;     // white space since the last character
  bool new_line = false;  // a line break among it
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    const char32_t raw = NextCharacter(text, &i);
    if (IsSpace(raw)) {
      space = true;
      new_line |= raw == U'\n' || raw == U'\r';
      continue;
    }
    if (raw == U'(' || raw == U'（') {
      if (const size_t behind = EndOfPinyin(text, begin); behind != 0) {
        i = behind;
        continue;
      }
    }
    const char16_t c = Fold(raw);
    if (space && !characters.empty()) {
      const char16_t last = characters.back();
      const auto push = [&](char16_t mark) {
        characters.push_back(mark);
        at.push_back(ends.back());
        ends.push_back(ends.back());
      };
      if (new_line) {
        // What stands in front of the next characters decides only whether an item begins.
        char16_t ahead[4] = {c, 0, 0, 0};
        size_t k = i;
        for (size_t n = 1; n < 4 && k < text.size(); ++n) ahead[n] = Fold(NextCharacter(text, &k));
        const bool wrapped = characters.size() - line_begin >= kWrappedLine &&
                             !EndsSentence(last) && !StartsItem({ahead, 4});
        if (!wrapped) push(u'\n');
        line_begin = characters.size();
      } else if ((IsDigit(last) || IsLatin(last)) && (IsDigit(c) || IsLatin(c))) {
        push(u' ');
      }
    }
    space = new_line = false;
    characters.push_back(c);
    at.push_back(static_cast<uint32_t>(begin));
    ends.push_back(static_cast<uint32_t>(i));
  }
  at.push_back(static_cast<uint32_t>(text.size()));
}

std::string ProseText::Printed(size_t begin, size_t end) const {
  std::string printed;
  if (begin >= end) return printed;
  printed.reserve(ends[end - 1] - at[begin]);
  for (size_t i = begin; i < end;) {
    // Runs without white space between are copied at once.
    size_t next = i + 1;
    while (next < end && at[next] == ends[next - 1] && ends[next] > at[next]) ++next;
    if (ends[i] == at[i]) {
      printed.push_back(' ');
    } else {
      printed.append(source.data() + at[i], ends[next - 1] - at[i]);
    }
    i = next;
  }
  return printed;
}

}  // namespace gongkai
