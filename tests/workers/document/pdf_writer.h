// PDF files made by hand, for tests: text at places, lines, and any operator.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

// Lengths are points; x from the left, y from the top of the page down to the baseline of a text.
class PdfWriter {
 public:
  // The font of the text that follows.
  enum class Font {
    kMapped,      // says which characters its glyphs are
    kUnmapped,    // does not
    kPredefined,  // not embedded, encoded by one of poppler's own character maps (GBK-EUC-H)
  };

  explicit PdfWriter(float width = 595, float height = 842) : width_(width), height_(height) {}

  PdfWriter& AddPage();  // the first one too
  PdfWriter& Rotate(int degrees);
  PdfWriter& Use(Font font);
  PdfWriter& Text(float x, float y, absl::string_view utf8, float size = 10);
  PdfWriter& Line(float x0, float y0, float x1, float y1);
  PdfWriter& Fill(float left, float top, float right, float bottom);
  PdfWriter& Raw(absl::string_view operators);
  // A picture over the whole page.
  PdfWriter& Image();

  // A table: ruling lines at all xs and ys, the texts row by row in the middle of the cells'
  // height.
  PdfWriter& Table(const std::vector<float>& xs, const std::vector<float>& ys,
                   const std::vector<std::string>& texts);

  std::string Finish(absl::string_view trailer = "") const;

 private:
  struct Page {
    std::string content;
    int rotate = 0;
  };

  const float width_;
  const float height_;
  Font font_ = Font::kMapped;
  std::vector<Page> pages_;
};

}  // namespace gongkai
