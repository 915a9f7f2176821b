#include "workers/document/pdf_device.h"

#include <GfxFont.h>
#include <GfxState.h>
#include <UTF.h>
#include <UnicodeTypeTable.h>
#include <goo/gmem.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "workers/document/read_budget.h"

namespace gongkai {
namespace {

using Turn = PdfGlyph::Turn;

constexpr float kThin = 3.0f;    // points: a line and not an area
constexpr float kDotGap = 4.0f;  // between the dots of one line
constexpr int64_t kMostWork = 20'000'000;
constexpr int kMostDepth = 5'000;  // saved graphics states
constexpr size_t kMostGlyphs = 4'000'000;
constexpr size_t kMostRules = 2'000'000;
constexpr size_t kMostPaints = 20'000;  // of one page

Box Bounds(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

bool IsWhite(const GfxRGB& color) {
  constexpr double kWhite = 0.97;
  return colToDbl(color.r) > kWhite && colToDbl(color.g) > kWhite && colToDbl(color.b) > kWhite;
}

bool FillIsWhite(GfxState* state) {
  if (state->getFillColorSpace()->getMode() == csPattern) return false;
  GfxRGB color;
  state->getFillRGB(&color);
  return IsWhite(color);
}

// Cuts the box at the clip; false if nothing is left.
bool Clip(const GfxState* state, Box* box) {
  double left, top, right, bottom;
  state->getClipBBox(&left, &top, &right, &bottom);
  // A line drawn along the edge of its own clip still shows.
  constexpr float kSlack = 1.0f;
  box->left = std::max(box->left, static_cast<float>(left) - kSlack);
  box->top = std::max(box->top, static_cast<float>(top) - kSlack);
  box->right = std::min(box->right, static_cast<float>(right) + kSlack);
  box->bottom = std::min(box->bottom, static_cast<float>(bottom) + kSlack);
  return box->left <= box->right && box->top <= box->bottom;
}

bool Contains(const Box& box, float x, float y) {
  return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
}

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

bool IsUnmapped(char32_t code) {
  return code == 0 || code == 0xFFFD || (code >= 0xD800 && code <= 0xF8FF) || code >= 0xF0000;
}

// The characters that one glyph stands for, ligatures and presentation forms resolved.
std::vector<char32_t> Ordinary(const Unicode* unicode, int length) {
  std::vector<char32_t> codes;
  for (int i = 0; i < length; ++i) {
    const char32_t code = unicode[i];
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
  if (codes.empty()) codes.push_back(kUnmappedGlyph);
  return codes;
}

// Without a character map the codes of such a font are numbers of its glyphs, which poppler would
// take for characters.
bool LacksCharacterMap(const GfxFont& font) {
  if (font.hasToUnicodeCMap() || !font.isCIDFont()) return false;
  const GooString* const collection = static_cast<const GfxCIDFont&>(font).getCollection();
  return collection == nullptr || collection->cmp("Adobe-Identity") == 0;
}

// Bold text is often the same text drawn twice, a little apart.
void DropDoubled(std::vector<PdfGlyph>* glyphs) {
  constexpr float kCell = 1.5f;
  absl::flat_hash_map<uint64_t, uint32_t> seen;
  seen.reserve(glyphs->size());
  size_t kept = 0;
  for (const PdfGlyph& glyph : *glyphs) {
    const float near = std::max(0.5f, 0.15f * glyph.size);
    const auto cell_x = static_cast<int64_t>(std::floor(glyph.box.left / kCell));
    const auto cell_y = static_cast<int64_t>(std::floor(glyph.box.bottom / kCell));
    const auto key_of = [&](int64_t x, int64_t y) {
      return (uint64_t{glyph.code} << 40) ^ (static_cast<uint64_t>(x & 0xFFFFF) << 20) ^
             static_cast<uint64_t>(y & 0xFFFFF);
    };
    const auto reach = static_cast<int64_t>(std::min(near / kCell, 2.0f)) + 1;
    bool doubled = false;
    for (int64_t y = cell_y - reach; y <= cell_y + reach && !doubled; ++y) {
      for (int64_t x = cell_x - reach; x <= cell_x + reach && !doubled; ++x) {
        const auto found = seen.find(key_of(x, y));
        if (found == seen.end()) continue;
        const PdfGlyph& other = (*glyphs)[found->second];
        doubled = other.code == glyph.code && std::abs(other.box.left - glyph.box.left) < near &&
                  std::abs(other.box.bottom - glyph.box.bottom) < near &&
                  std::abs(other.size - glyph.size) < near;
      }
    }
    if (doubled) continue;
    seen[key_of(cell_x, cell_y)] = static_cast<uint32_t>(kept);
    (*glyphs)[kept++] = glyph;
  }
  glyphs->resize(kept);
}

// Dots in a row make a line.
void JoinDots(std::vector<Box> dots, bool horizontal, std::vector<PdfRule>* rules) {
  const auto across = [&](const Box& b) {
    return horizontal ? (b.top + b.bottom) / 2 : (b.left + b.right) / 2;
  };
  const auto from = [&](const Box& b) { return horizontal ? b.left : b.top; };
  const auto to = [&](const Box& b) { return horizontal ? b.right : b.bottom; };
  std::sort(dots.begin(), dots.end(), [&](const Box& a, const Box& b) {
    const float ra = std::round(across(a) * 2), rb = std::round(across(b) * 2);
    return ra != rb ? ra < rb : from(a) < from(b);
  });
  constexpr size_t kFewest = 4;
  for (size_t i = 0; i < dots.size();) {
    size_t end = i + 1;
    float reach = to(dots[i]);
    while (end < dots.size() &&
           std::round(across(dots[end]) * 2) == std::round(across(dots[i]) * 2) &&
           from(dots[end]) - reach <= kDotGap) {
      reach = std::max(reach, to(dots[end]));
      ++end;
    }
    if (end - i >= kFewest) rules->push_back({across(dots[i]), from(dots[i]), reach});
    i = end;
  }
}

}  // namespace

void PdfDevice::BeginPage(int number, float width, float height) {
  page_ = PdfPage();
  page_.number = number;
  page_.width = width;
  page_.height = height;
  hidden_.clear();
  paints_.clear();
  dots_.clear();
  image_area_ = 0;
  depth_ = mask_depth_ = actual_depth_ = 0;
  groups_.clear();
  actual_text_.clear();
}

PdfPage PdfDevice::TakePage() {
  if (page_.width > 0 && page_.height > 0) {
    page_.image_share = std::min(1.0f, image_area_ / (page_.width * page_.height));
  }
  // The text that a scanner lays invisibly over the picture of the page.
  if (page_.glyphs.empty() && !hidden_.empty() && page_.image_share > 0.3f) {
    page_.glyphs = std::move(hidden_);
    page_.hidden_text = true;
  }
  DropDoubled(&page_.glyphs);
  for (const PdfGlyph& glyph : page_.glyphs) page_.unmapped += glyph.code == kUnmappedGlyph;
  JoinDots(dots_, true, &page_.horizontal);
  JoinDots(dots_, false, &page_.vertical);
  TurnUpright(&page_);
  return std::move(page_);
}

void PdfDevice::CountWork(int operations) {
  work_ += operations;
  if (work_ > kMostWork) {
    throw PdfLimitExceeded{TooComplex("drawing operations", "个绘图操作", kMostWork)};
  }
}

void PdfDevice::saveState(GfxState* state) {
  CountWork(1);
  if (++depth_ > kMostDepth) {
    throw PdfLimitExceeded{TooDeep("nested graphics states", "层图形状态", kMostDepth)};
  }
}

void PdfDevice::AddThin(Box box) {
  const float width = box.right - box.left;
  const float height = box.bottom - box.top;
  if (width > kThin && height > kThin) return;
  if (++rules_ > kMostRules) throw PdfLimitExceeded{TooComplex("lines", "条线", kMostRules)};
  if (width <= kThin && height <= kThin && width < 2 * height && height < 2 * width) {
    dots_.push_back(box);
  } else if (width > height) {
    page_.horizontal.push_back({(box.top + box.bottom) / 2, box.left, box.right});
  } else {
    page_.vertical.push_back({(box.left + box.right) / 2, box.top, box.bottom});
  }
}

void PdfDevice::AddArea(GfxState* state, Box box, bool white) {
  if (!Clip(state, &box)) return;
  AddThin(box);
  if (paints_.size() < kMostPaints) paints_.push_back({box, white});
}

void PdfDevice::stroke(GfxState* state) {
  CountWork(1);
  if (IsMuted()) return;
  const GfxPath* const path = state->getPath();
  const float half = std::max(0.05f, static_cast<float>(state->getTransformedLineWidth()) / 2);
  for (int i = 0; i < path->getNumSubpaths(); ++i) {
    const GfxSubpath& part = *path->getSubpath(i);
    CountWork(part.getNumPoints());
    for (int k = 1; k < part.getNumPoints(); ++k) {
      if (part.getCurve(k) || part.getCurve(k - 1)) continue;
      double x0, y0, x1, y1;
      state->transform(part.getX(k - 1), part.getY(k - 1), &x0, &y0);
      state->transform(part.getX(k), part.getY(k), &x1, &y1);
      const double dx = std::abs(x1 - x0);
      const double dy = std::abs(y1 - y0);
      const double slant = 0.3 + 0.005 * std::max(dx, dy);
      if (std::min(dx, dy) > slant) continue;
      Box box = {static_cast<float>(std::min(x0, x1)), static_cast<float>(std::min(y0, y1)),
                 static_cast<float>(std::max(x0, x1)), static_cast<float>(std::max(y0, y1))};
      // As wide as the pen across the segment, no longer along it.
      if (dx >= dy) {
        box.top -= half;
        box.bottom += half;
      } else {
        box.left -= half;
        box.right += half;
      }
      if (Clip(state, &box)) AddThin(box);
    }
  }
}

void PdfDevice::AddSubpath(GfxState* state, const GfxSubpath& path, bool white) {
  const int points = path.getNumPoints();
  CountWork(points);
  if (points < 2) return;
  double x, y;
  state->transform(path.getX(0), path.getY(0), &x, &y);
  Box box = {static_cast<float>(x), static_cast<float>(y), static_cast<float>(x),
             static_cast<float>(y)};
  for (int i = 1; i < points; ++i) {
    state->transform(path.getX(i), path.getY(i), &x, &y);
    box = Bounds(box, {static_cast<float>(x), static_cast<float>(y), static_cast<float>(x),
                       static_cast<float>(y)});
  }
  const bool thin = box.right - box.left <= kThin || box.bottom - box.top <= kThin;
  if (!thin) {
    // Only a rectangle is an area; letters and logos are drawn as paths too.
    for (int i = 0; i < points; ++i) {
      state->transform(path.getX(i), path.getY(i), &x, &y);
      const bool on_side = std::min(std::abs(x - box.left), std::abs(x - box.right)) < 0.7;
      const bool on_end = std::min(std::abs(y - box.top), std::abs(y - box.bottom)) < 0.7;
      if (path.getCurve(i) || !on_side || !on_end) return;
    }
    // Two rectangles, one just inside the other, are a frame.
    for (const Box& outer : frames_) {
      const float gaps[] = {box.left - outer.left, box.top - outer.top, outer.right - box.right,
                            outer.bottom - box.bottom};
      const auto [least, most] = std::minmax_element(std::begin(gaps), std::end(gaps));
      if (*least < 0 || *most > kThin || *most == 0) continue;
      AddArea(state, {outer.left, outer.top, outer.right, box.top}, white);
      AddArea(state, {outer.left, box.bottom, outer.right, outer.bottom}, white);
      AddArea(state, {outer.left, outer.top, box.left, outer.bottom}, white);
      AddArea(state, {box.right, outer.top, outer.right, outer.bottom}, white);
      return;
    }
    if (frames_.size() < 8) frames_.push_back(box);
  }
  AddArea(state, box, white);
}

void PdfDevice::fill(GfxState* state) {
  CountWork(1);
  if (IsMuted() || state->getFillOpacity() <= 0) return;
  const GfxPath* const path = state->getPath();
  const bool white = FillIsWhite(state);
  frames_.clear();
  for (int i = 0; i < path->getNumSubpaths(); ++i) AddSubpath(state, *path->getSubpath(i), white);
}

bool PdfDevice::tilingPatternFill(GfxState* state, Gfx* gfx, Catalog* catalog,
                                  GfxTilingPattern* pattern, const double* matrix, int x0, int y0,
                                  int x1, int y1, double x_step, double y_step) {
  fill(state);
  return true;
}
bool PdfDevice::functionShadedFill(GfxState* state, GfxFunctionShading* shading) { return true; }
bool PdfDevice::axialShadedFill(GfxState* state, GfxAxialShading* shading, double min, double max) {
  return true;
}
bool PdfDevice::radialShadedFill(GfxState* state, GfxRadialShading* shading, double min,
                                 double max) {
  return true;
}
bool PdfDevice::gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading* shading) {
  return true;
}
bool PdfDevice::patchMeshShadedFill(GfxState* state, GfxPatchMeshShading* shading) { return true; }

bool PdfDevice::IsPaintedDark(const PdfGlyph& glyph) const {
  const float x = glyph.center_x();
  const float y = glyph.center_y();
  for (size_t i = paints_.size(); i-- > 0;) {
    if (Contains(paints_[i].box, x, y)) return !paints_[i].white;
  }
  return false;
}

void PdfDevice::drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x,
                         double origin_y, CharCode code, int bytes, const Unicode* unicode,
                         int length) {
  CountWork(1);
  if (IsMuted() || state->getFont() == nullptr) return;
  if (++glyphs_ > kMostGlyphs) {
    throw PdfLimitExceeded{TooMuchText("characters", "个字符", kMostGlyphs)};
  }
  const bool vertical = state->getFont()->getWMode() != 0;
  // The advance holds the extra space behind the character.
  double space = state->getCharSpace();
  if (length == 1 && unicode[0] == ' ') space += state->getWordSpace();
  double space_x, space_y;
  if (vertical) {
    state->textTransformDelta(0, space, &space_x, &space_y);
  } else {
    state->textTransformDelta(space * state->getHorizScaling(), 0, &space_x, &space_y);
  }
  double px, py, ax, ay, m11, m12, m21, m22;
  state->transform(x, y, &px, &py);
  state->transformDelta(dx - space_x, dy - space_y, &ax, &ay);
  state->getFontTransMat(&m11, &m12, &m21, &m22);

  PdfGlyph glyph;
  glyph.run = run_;
  glyph.size = static_cast<float>(state->getTransformedFontSize());
  if (state->getFont()->getType() == fontType3) {
    // Its size is in units of its own.
    const double* const matrix = state->getFont()->getFontMatrix();
    const double advance = std::hypot(ax, ay);
    const double sized = glyph.size * std::abs(matrix[3]) * 1000;
    if (sized < advance * 0.7 || sized > advance * 5) glyph.size = static_cast<float>(advance);
  }
  if (!(glyph.size > 0.1f) || glyph.size > 2000) return;
  constexpr double kSkew = 0.2;  // more is no line of text but a stamp or a watermark
  if (std::abs(m12) <= kSkew * std::abs(m11)) {
    glyph.turn = m11 > 0 ? Turn::kUpright : Turn::kUpsideDown;
  } else if (std::abs(m11) <= kSkew * std::abs(m12)) {
    glyph.turn = m12 < 0 ? Turn::kUp : Turn::kDown;
  } else {
    return;
  }
  // Where "up" is for the reader of the line.
  const double up_x = glyph.turn == Turn::kDown ? 1 : glyph.turn == Turn::kUp ? -1 : 0;
  const double up_y = glyph.turn == Turn::kUpright ? -1 : glyph.turn == Turn::kUpsideDown ? 1 : 0;
  constexpr double kAbove = 0.86, kBelow = 0.14;
  const double size = glyph.size;
  double ends[4];
  if (vertical) {
    // The origin is the middle of the top.
    ends[0] = px - size / 2 * std::abs(up_y);
    ends[1] = py - size / 2 * std::abs(up_x);
    ends[2] = px + size / 2 * std::abs(up_y) + ax;
    ends[3] = py + size / 2 * std::abs(up_x) + ay;
  } else {
    ends[0] = px - kBelow * size * up_x;
    ends[1] = py - kBelow * size * up_y;
    ends[2] = px + kAbove * size * up_x + ax;
    ends[3] = py + kAbove * size * up_y + ay;
  }
  glyph.box = {static_cast<float>(std::min(ends[0], ends[2])),
               static_cast<float>(std::min(ends[1], ends[3])),
               static_cast<float>(std::max(ends[0], ends[2])),
               static_cast<float>(std::max(ends[1], ends[3]))};
  const float cx = glyph.center_x();
  const float cy = glyph.center_y();
  double left, top, right, bottom;
  state->getClipBBox(&left, &top, &right, &bottom);
  if (cx < std::max(0.0, left) || cx > std::min<double>(page_.width, right) ||
      cy < std::max(0.0, top) || cy > std::min<double>(page_.height, bottom)) {
    return;
  }
  AddGlyphs(state, glyph, unicode, length);
}

void PdfDevice::AddGlyphs(GfxState* state, PdfGlyph glyph, const Unicode* unicode, int length) {
  const int mode = state->getRender() & 3;
  const bool hidden = mode == 3 || (mode == 0 && state->getFillOpacity() <= 0);
  if (!hidden && mode == 0 && FillIsWhite(state) && !IsPaintedDark(glyph)) return;
  const std::vector<char32_t> codes =
      Ordinary(unicode, LacksCharacterMap(*state->getFont()) ? 0 : length);
  const float step = (glyph.box.right - glyph.box.left) / static_cast<float>(codes.size());
  for (const char32_t one : codes) {
    glyph.code = one;
    glyph.box.right = glyph.box.left + step;
    (hidden ? hidden_ : page_.glyphs).push_back(glyph);
    glyph.box.left = glyph.box.right;
  }
}

void PdfDevice::beginActualText(GfxState* state, const GooString* text) {
  if (actual_depth_++ > 0) return;
  Unicode* codes = nullptr;
  const int length = TextStringToUCS4(text->toStr(), &codes);
  actual_text_.assign(codes, codes + length);
  gfree(codes);
  actual_from_ = page_.glyphs.size();
}

void PdfDevice::endActualText(GfxState* state) {
  if (actual_depth_ == 0 || --actual_depth_ > 0) return;
  if (page_.glyphs.size() <= actual_from_ || actual_text_.empty()) return;
  PdfGlyph glyph = page_.glyphs[actual_from_];
  for (size_t i = actual_from_ + 1; i < page_.glyphs.size(); ++i) {
    // A text over several lines cannot be laid out again.
    if (std::abs(page_.glyphs[i].box.bottom - glyph.box.bottom) > glyph.size / 2) return;
    glyph.box = Bounds(glyph.box, page_.glyphs[i].box);
  }
  page_.glyphs.resize(actual_from_);
  const std::vector<char32_t> codes =
      Ordinary(actual_text_.data(), static_cast<int>(actual_text_.size()));
  const float step = (glyph.box.right - glyph.box.left) / static_cast<float>(codes.size());
  for (const char32_t one : codes) {
    glyph.code = one;
    glyph.box.right = glyph.box.left + step;
    page_.glyphs.push_back(glyph);
    glyph.box.left = glyph.box.right;
  }
}

void PdfDevice::AddImage(GfxState* state) {
  CountWork(1);
  if (IsMuted()) return;
  double x0, y0, x1, y1, x2, y2;
  state->transform(0, 0, &x0, &y0);
  state->transform(1, 1, &x1, &y1);
  state->transform(1, 0, &x2, &y2);
  Box box = {static_cast<float>(std::min({x0, x1, x2})), static_cast<float>(std::min({y0, y1, y2})),
             static_cast<float>(std::max({x0, x1, x2})),
             static_cast<float>(std::max({y0, y1, y2}))};
  AddArea(state, box, false);
  if (Clip(state, &box)) image_area_ += (box.right - box.left) * (box.bottom - box.top);
}

void PdfDevice::drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height,
                              bool invert, bool interpolate, bool inline_image) {
  AddImage(state);
  OutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, inline_image);
}

void PdfDevice::drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height,
                          GfxImageColorMap* colors, bool interpolate, const int* mask,
                          bool inline_image) {
  AddImage(state);
  OutputDev::drawImage(state, ref, stream, width, height, colors, interpolate, mask, inline_image);
}

void PdfDevice::drawMaskedImage(GfxState* state, Object* ref, Stream* stream, int width, int height,
                                GfxImageColorMap* colors, bool interpolate, Stream* mask,
                                int mask_width, int mask_height, bool mask_invert,
                                bool mask_interpolate) {
  AddImage(state);
}

void PdfDevice::drawSoftMaskedImage(GfxState* state, Object* ref, Stream* stream, int width,
                                    int height, GfxImageColorMap* colors, bool interpolate,
                                    Stream* mask, int mask_width, int mask_height,
                                    GfxImageColorMap* mask_colors, bool mask_interpolate) {
  AddImage(state);
}

void PdfDevice::beginTransparencyGroup(GfxState* state, const double* box, GfxColorSpace* space,
                                       bool isolated, bool knockout, bool for_soft_mask) {
  groups_.push_back(for_soft_mask);
  mask_depth_ += for_soft_mask;
}

void PdfDevice::endTransparencyGroup(GfxState* state) {
  if (groups_.empty()) return;
  mask_depth_ -= groups_.back();
  groups_.pop_back();
}

}  // namespace gongkai
