#include "workers/document/pdf_unicode.h"

#include <GlobalParams.h>
#include <UnicodeTypeTable.h>
#include <goo/gmem.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <utility>

#include "workers/document/pdf_page.h"

namespace gongkai {
namespace {

// Characters that fonts use in place of the ordinary ones.
char32_t OrdinaryRadical(char32_t code) {
  static constexpr std::pair<char32_t, char32_t> kRadicals[] = {
      {0x2E81, U'厂'}, {0x2E85, U'亻'}, {0x2E8C, U'小'}, {0x2E95, U'彐'}, {0x2E97, U'心'},
      {0x2E9F, U'母'}, {0x2EA0, U'民'}, {0x2EA9, U'王'}, {0x2EAA, U'疋'}, {0x2EAF, U'糸'},
      {0x2EB6, U'羊'}, {0x2EBC, U'月'}, {0x2EC1, U'虎'}, {0x2EC4, U'西'}, {0x2EC5, U'见'},
      {0x2EC6, U'角'}, {0x2EC8, U'讠'}, {0x2EC9, U'贝'}, {0x2ECA, U'足'}, {0x2ECB, U'车'},
      {0x2ED3, U'长'}, {0x2ED4, U'门'}, {0x2ED8, U'青'}, {0x2EDA, U'页'}, {0x2EDB, U'风'},
      {0x2EDC, U'飞'}, {0x2EDD, U'食'}, {0x2EE0, U'饣'}, {0x2EE2, U'马'}, {0x2EE3, U'骨'},
      {0x2EE4, U'鬼'}, {0x2EE5, U'鱼'}, {0x2EE6, U'鸟'}, {0x2EE7, U'卤'}, {0x2EE8, U'麦'},
      {0x2EE9, U'黄'}, {0x2EEA, U'黾'}, {0x2EEC, U'齐'}, {0x2EEE, U'齿'}, {0x2EF0, U'龙'},
      {0x2EF3, U'龟'}, {0x2F3E, U'户'}};
  for (const auto& [radical, ordinary] : kRadicals) {
    if (radical == code) return ordinary;
  }
  return 0;
}

bool IsPresentationForm(char32_t code) {
  return (code >= 0x2E80 && code <= 0x2FDF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFB00 && code <= 0xFB06) || (code >= 0xFE30 && code <= 0xFE4F);
}

// Shown as nothing, though fonts may give it a width.
bool IsZeroWidth(char32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

bool IsUnmapped(char32_t code) {
  return code == 0 || code == 0xFFFD || (code >= 0xD800 && code <= 0xF8FF) || code >= 0xF0000;
}

// Without a character map the codes of such a font are numbers of its glyphs, which poppler would
// take for characters.
bool LacksCharacterMap(const GfxFont& font) {
  if (font.hasToUnicodeCMap() || !font.isCIDFont()) return false;
  const GooString* const collection = static_cast<const GfxCIDFont&>(font).getCollection();
  return collection == nullptr || collection->cmp("Adobe-Identity") == 0;
}

// The name of the glyph is no name of a character (g17, cid_20), for which poppler would take the
// code of the glyph as that of the character. Names that repeat the code (a49) are left to it.
bool HasNumberForName(GfxFont* font, CharCode code) {
  if (font->isCIDFont() || font->hasToUnicodeCMap() || code > 0xFF) return false;
  const char* const name = static_cast<Gfx8BitFont*>(font)->getEncoding()[code];
  if (name == nullptr || globalParams->mapNameToUnicodeText(name) != 0) return false;
  std::string_view text = name;
  text = text.substr(0, text.find('.'));  // one.tnum2: behind the point stands a variant
  const size_t digits = text.find_first_of("0123456789");
  if (digits == std::string_view::npos || text[0] == 'u') return false;
  return std::strtoul(name + digits, nullptr, 10) != code;
}

// A font that is not in the file, of one of the Chinese character collections.
bool IsBorrowed(GfxFont* font) {
  Ref embedded;
  return font->isCIDFont() && !font->getEmbeddedFontID(&embedded);
}

}  // namespace

std::vector<char32_t> OrdinaryCharacters(const Unicode* unicode, int length) {
  std::vector<char32_t> codes;
  for (int i = 0; i < length; ++i) {
    const char32_t code = unicode[i];
    if (IsZeroWidth(code) || (code == kSoftHyphen && length > 1)) continue;
    if (IsUnmapped(code)) {
      codes.push_back(kUnmappedGlyph);
    } else if (const char32_t ordinary = OrdinaryRadical(code); ordinary != 0) {
      codes.push_back(ordinary);
    } else if (IsPresentationForm(code)) {
      int count = 0;
      Unicode* const normal = unicodeNormalizeNFKC(unicode + i, 1, &count, nullptr);
      codes.insert(codes.end(), normal, normal + count);
      gfree(normal);
    } else {
      codes.push_back(code);
    }
  }
  if (codes.empty() && length == 0) codes.push_back(kUnmappedGlyph);
  return codes;
}

std::vector<char32_t> CharactersOf(GfxFont* font, CharCode code, const Unicode* unicode,
                                   int length) {
  if (LacksCharacterMap(*font) || HasNumberForName(font, code)) length = 0;
  // What such a font does not have it shows as nothing: mostly a no-break space.
  if (length == 0 && code == 0 && IsBorrowed(font)) return {U' '};
  return OrdinaryCharacters(unicode, length);
}

}  // namespace gongkai
