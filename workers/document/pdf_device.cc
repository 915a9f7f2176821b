#include "workers/document/pdf_device.h"

#include <GfxFont.h>
#include <GfxState.h>
#include <UTF.h>
#include <goo/gmem.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "workers/document/pdf_unicode.h"
#include "workers/document/pdf_value.h"
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

// The number that ends with the first goes on with the second, of which one is not seen.
bool IsRestOf(const PdfGlyph& last, const PdfGlyph& glyph) {
  constexpr float kTouch = 0.1f;  // of the size
  return last.size > 0 && std::abs(last.box.bottom - glyph.box.bottom) < 1 &&
         std::abs(glyph.box.left - last.box.right) < kTouch * glyph.size;
}

bool Contains(const Box& box, float x, float y) {
  return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
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
  cut_ = PdfGlyph();
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
  ResolveSoftHyphens(&page_.glyphs);
  DropDoubled(&page_.glyphs);
  DropWatermarks(&page_.glyphs);
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
    NoteCut(glyph, length > 0 && IsNumberChar(unicode[0]));
    return;
  }
  AddGlyphs(state, glyph, code, unicode, length);
}

void PdfDevice::NoteCut(const PdfGlyph& glyph, bool is_number) {
  cut_ = is_number ? glyph : PdfGlyph();
  if (is_number && !page_.glyphs.empty() && IsNumberChar(page_.glyphs.back().code) &&
      IsRestOf(page_.glyphs.back(), glyph)) {
    page_.glyphs.back().code = kUnmappedGlyph;
  }
}

void PdfDevice::AddGlyphs(GfxState* state, PdfGlyph glyph, CharCode code, const Unicode* unicode,
                          int length) {
  const int mode = state->getRender() & 3;
  const bool hidden = mode == 3 || (mode == 0 && state->getFillOpacity() <= 0);
  if (!hidden && mode == 0 && FillIsWhite(state) && !IsPaintedDark(glyph)) return;
  const std::vector<char32_t> codes = CharactersOf(state->getFont().get(), code, unicode, length);
  const float step = (glyph.box.right - glyph.box.left) / static_cast<float>(codes.size());
  for (const char32_t one : codes) {
    glyph.code = IsNumberChar(one) && IsRestOf(cut_, glyph) ? kUnmappedGlyph : one;
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
      OrdinaryCharacters(actual_text_.data(), static_cast<int>(actual_text_.size()));
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
