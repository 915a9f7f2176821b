// Text recognition by tesseract. Nothing else of it is known outside of this file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "workers/document/document.h"

struct Pix;

namespace tesseract {
class TessBaseAPI;
}  // namespace tesseract

namespace gongkai {

struct OcrSymbol {
  char32_t code = 0;
  Box box;             // pixels of the picture
  int confidence = 0;  // 0 to 100
};

// One line of text, its symbols from left to right; never empty.
using OcrLine = std::vector<OcrSymbol>;

// One thread uses it.
class OcrEngine {
 public:
  enum class Layout { kPage, kBlock, kLine };

  // Loads the models for simplified Chinese and for English, which it needs from files: nothing
  // later does. FAILED_PRECONDITION names the packages if they are not installed.
  static absl::StatusOr<std::unique_ptr<OcrEngine>> Load();
  ~OcrEngine();

  // The text of a picture, dark on light, which is taken for one of 300 dots an inch.
  std::vector<OcrLine> Read(Pix* picture, Layout layout);

  // One line by the English model, which is asked for nothing but digits and their signs and finds
  // some in anything: to be compared with Read().
  std::vector<OcrLine> ReadAsFigures(Pix* picture);

 private:
  OcrEngine();
  std::unique_ptr<tesseract::TessBaseAPI> chinese_;
  std::unique_ptr<tesseract::TessBaseAPI> latin_;
};

}  // namespace gongkai
