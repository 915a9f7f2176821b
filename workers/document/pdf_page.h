// A page of a PDF as what is printed on it: characters and ruling lines with their places. Lengths
// are points, the origin is the top left corner of the page as it is shown.
#pragma once

#include <cstdint>
#include <vector>

#include "workers/document/document.h"

namespace gongkai {

// One character (code point). Not every glyph of a font has a known character: kUnmappedGlyph.
struct PdfGlyph {
  enum class Turn : uint8_t { kUpright, kDown, kUpsideDown, kUp };  // where its line runs

  char32_t code = 0;
  Turn turn = Turn::kUpright;
  uint8_t certainty = 100;  // of 100; less for what was recognised from a picture
  float size = 0;           // of the font
  uint32_t run = 0;         // characters of one drawing operation have the same
  Box box;                  // as wide as the character's advance, as high as the font

  float center_x() const { return (box.left + box.right) / 2; }
  float center_y() const { return (box.top + box.bottom) / 2; }
};

inline constexpr char32_t kUnmappedGlyph = 0xFFFD;
inline constexpr char32_t kSoftHyphen = 0xAD;

// A straight line along an axis, drawn in any way (stroke, thin rectangle, thin image).
struct PdfRule {
  float at = 0;    // y of a horizontal line, x of a vertical one
  float from = 0;  // from <= to
  float to = 0;
};

struct PdfPage {
  int number = 0;  // 1-based
  float width = 0;
  float height = 0;
  std::vector<PdfGlyph> glyphs;  // in the order in which they were drawn
  std::vector<PdfRule> horizontal;
  std::vector<PdfRule> vertical;
  // What was left out or stands for text that cannot be had.
  int unmapped = 0;       // glyphs of which the character is not known (they are in `glyphs` too)
  float image_share = 0;  // of the page covered by images, 0 to 1
  bool hidden_text = false;  // `glyphs` is the invisible text laid over a scan
};

// A soft hyphen shows as a hyphen, unless the next character stands in its place.
void ResolveSoftHyphens(std::vector<PdfGlyph>* glyphs);

// Bold text is often the same text drawn twice, a little apart: keeps one of both.
void DropDoubled(std::vector<PdfGlyph>* glyphs);

// Drops texts that lie over or under the others and are far larger: watermarks.
void DropWatermarks(std::vector<PdfGlyph>* glyphs);

// Turns a page whose lines run upwards, downwards or upside down so that most of them are upright.
void TurnUpright(PdfPage* page);

}  // namespace gongkai
