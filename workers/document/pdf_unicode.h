// Which characters the glyphs of a font stand for. Used by pdf_device.cc only.
#pragma once

#include <CharTypes.h>
#include <GfxFont.h>

#include <vector>

namespace gongkai {

// The characters of one glyph, ligatures and presentation forms resolved, stand-ins for ordinary
// characters replaced, those without a width left out. kUnmappedGlyph where the font does not say.
std::vector<char32_t> OrdinaryCharacters(const Unicode* unicode, int length);

// The same for the glyph `code` of the font, for which poppler found `unicode`.
std::vector<char32_t> CharactersOf(GfxFont* font, CharCode code, const Unicode* unicode,
                                   int length);

}  // namespace gongkai
