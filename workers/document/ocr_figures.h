// Cells that hold a number: what two models and the look of their digits agree on.
#pragma once

#include <optional>
#include <vector>

#include "workers/document/ocr_engine.h"
#include "workers/document/ocr_shape.h"

namespace gongkai {

// One cell as it was read.
struct OcrFigures {
  OcrLine by_chinese;                // by OcrEngine::Read; may be empty
  OcrLine by_digits;                 // by OcrEngine::ReadAsFigures; may be empty
  std::vector<PrintedShape> shapes;  // from left to right, without what is low as a point or a dash
  std::vector<int> kinds;            // of the shapes
  bool dash = false;                 // stands in front of them
};

// Whether the cell may hold a number, or a mark for none, and nothing else: by the look of its
// shapes, or by the line, which may be empty and may hold characters that digits are taken for.
bool MayBeFigures(const OcrLine& line, const std::vector<PrintedShape>& shapes);

// Has the kinds learn from the cell.
void Learn(const OcrFigures& cell, ShapeKinds* kinds);

// The text of the cell, with the least confidence of its characters on each and without boxes, if
// two of the three (both models, and the kinds of its digits) say the same and nothing speaks
// against it.
std::optional<OcrLine> Decide(const OcrFigures& cell, const ShapeKinds& kinds);

}  // namespace gongkai
