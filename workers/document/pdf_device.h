// The poppler device that notes what is printed on a page. Included by pdf_source.cc only.
#pragma once

#include <OutputDev.h>

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "workers/document/pdf_page.h"
#include "workers/document/reader.h"

namespace gongkai {

// Thrown through poppler to leave it at once: its own request to abort a page is heard in one of
// the nested content streams only. poppler is built without exceptions, so nothing on the way is
// freed; what it holds is lost to the process.
struct PdfLimitExceeded {
  absl::Status status;
};

class PdfDevice : public OutputDev {
 public:
  explicit PdfDevice(const ReadLimits& limits) : limits_(limits) {}

  void BeginPage(int number, float width, float height);
  PdfPage TakePage();

  // Work that poppler has done; throws PdfLimitExceeded when it is too much.
  void CountWork(int operations);

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return true; }
  bool interpretType3Chars() override { return false; }
  bool useTilingPatternFill() override { return true; }
  bool useShadedFills(int type) override { return true; }
  void dump() override { CountWork(20'000); }

  void saveState(GfxState* state) override;
  void restoreState(GfxState* state) override { --depth_; }

  void stroke(GfxState* state) override;
  void fill(GfxState* state) override;
  void eoFill(GfxState* state) override { fill(state); }
  bool tilingPatternFill(GfxState* state, Gfx* gfx, Catalog* catalog, GfxTilingPattern* pattern,
                         const double* matrix, int x0, int y0, int x1, int y1, double x_step,
                         double y_step) override;
  bool functionShadedFill(GfxState* state, GfxFunctionShading* shading) override;
  bool axialShadedFill(GfxState* state, GfxAxialShading* shading, double min, double max) override;
  bool radialShadedFill(GfxState* state, GfxRadialShading* shading, double min,
                        double max) override;
  bool gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading* shading) override;
  bool patchMeshShadedFill(GfxState* state, GfxPatchMeshShading* shading) override;

  void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x,
                double origin_y, CharCode code, int bytes, const Unicode* unicode,
                int length) override;
  void beginStringOp(GfxState* state) override { ++run_; }
  void beginActualText(GfxState* state, const GooString* text) override;
  void endActualText(GfxState* state) override;

  void drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height,
                     bool invert, bool interpolate, bool inline_image) override;
  void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height,
                 GfxImageColorMap* colors, bool interpolate, const int* mask,
                 bool inline_image) override;
  void drawMaskedImage(GfxState* state, Object* ref, Stream* stream, int width, int height,
                       GfxImageColorMap* colors, bool interpolate, Stream* mask, int mask_width,
                       int mask_height, bool mask_invert, bool mask_interpolate) override;
  void drawSoftMaskedImage(GfxState* state, Object* ref, Stream* stream, int width, int height,
                           GfxImageColorMap* colors, bool interpolate, Stream* mask, int mask_width,
                           int mask_height, GfxImageColorMap* mask_colors,
                           bool mask_interpolate) override;

  void beginTransparencyGroup(GfxState* state, const double* box, GfxColorSpace* space,
                              bool isolated, bool knockout, bool for_soft_mask) override;
  void endTransparencyGroup(GfxState* state) override;

 private:
  // An area painted over whatever stood there before.
  struct Paint {
    Box box;
    bool white;
  };

  bool IsMuted() const { return mask_depth_ > 0; }
  // `color` of the area that is painted next is white.
  void AddArea(GfxState* state, Box box, bool white);
  void AddThin(Box box);
  void AddImage(GfxState* state);
  void AddSubpath(GfxState* state, const GfxSubpath& path, bool white);
  bool IsPaintedDark(const PdfGlyph& glyph) const;
  // A character that nobody sees; a number that goes on with it cannot be read.
  void NoteCut(const PdfGlyph& glyph, bool is_number);
  void AddGlyphs(GfxState* state, PdfGlyph glyph, CharCode code, const Unicode* unicode,
                 int length);

  const ReadLimits limits_;
  PdfPage page_;
  std::vector<PdfGlyph> hidden_;  // of the page, drawn in an invisible mode
  std::vector<Paint> paints_;     // of the page
  std::vector<Box> frames_;       // rectangles of the path that is being filled
  std::vector<Box> dots_;         // areas of the page as high as wide: parts of dotted lines
  float image_area_ = 0;
  PdfGlyph
      cut_;  // the digit that was left out last, since it stands outside of the page or its clip
  uint32_t run_ = 0;
  int depth_ = 0;
  int mask_depth_ = 0;  // > 0: inside a soft mask, where nothing is shown
  std::vector<bool> groups_;
  // An /ActualText that replaces the glyphs from actual_from_ on; empty: none is open.
  std::vector<Unicode> actual_text_;
  size_t actual_from_ = 0;
  int actual_depth_ = 0;
  int64_t work_ = 0;   // of the document
  size_t glyphs_ = 0;  // of the document
  size_t rules_ = 0;   // of the document
};

}  // namespace gongkai
