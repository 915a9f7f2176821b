// Pictures of pages to the characters and ruling lines that they show.
#pragma once

#include <vector>

#include "workers/document/ocr_engine.h"
#include "workers/document/ocr_figures.h"
#include "workers/document/ocr_picture.h"
#include "workers/document/pdf_page.h"

namespace gongkai {

// Reads the pages of one document. What one page leaves in doubt is decided when all are read, by
// what their digits look like.
class ScanReader {
 public:
  // `engine` must outlive it.
  explicit ScanReader(OcrEngine* engine) : engine_(engine) {}

  void AddPage(Picture picture, int number);

  // Every character has its certainty; a digit that is not certain, and print that could not be
  // read at all, is kUnmappedGlyph.
  std::vector<PdfPage> Finish() &&;

 private:
  // A cell that may hold a number.
  struct Pending {
    size_t page = 0;
    Box box;      // pixels of the page: what is printed
    Picture cut;  // the cell
    OcrFigures figures;
  };

  void ReadCell(const CleanPicture& picture, const Box& cell);
  // Reads it again, larger and smaller.
  std::optional<OcrLine> TryAgain(const Pending& cell);
  void AddLine(OcrLine line, float left, float top, PdfPage* page);

  OcrEngine* const engine_;
  ShapeKinds kinds_;
  std::vector<PdfPage> pages_;
  std::vector<Pending> pending_;
  uint32_t run_ = 0;
};

}  // namespace gongkai
