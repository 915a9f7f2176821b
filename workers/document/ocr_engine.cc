#include "workers/document/ocr_engine.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <utility>

#include "absl/strings/string_view.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

constexpr int kDotsPerInch = 300;

bool Start(tesseract::TessBaseAPI* api, const char* language) {
  if (api->Init(nullptr, language, tesseract::OEM_LSTM_ONLY) != 0) return false;
  api->SetVariable("debug_file", "/dev/null");
  // What the dictionaries know must not change digits.
  api->SetVariable("load_number_dawg", "0");
  return true;
}

// The first character of UTF-8 text.
char32_t FirstOf(absl::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](size_t i) -> char32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  if (byte(0) < 0x80) return byte(0);
  if (byte(0) < 0xE0) return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
  if (byte(0) < 0xF0) return (byte(0) & 0xF) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  return (byte(0) & 7) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
}

std::vector<OcrLine> ReadBy(tesseract::TessBaseAPI* api, Pix* picture,
                            tesseract::PageSegMode mode) {
  std::vector<OcrLine> lines;
  api->SetPageSegMode(mode);
  api->SetImage(picture);
  api->SetSourceResolution(kDotsPerInch);
  if (api->Recognize(nullptr) != 0) return lines;
  const std::unique_ptr<tesseract::ResultIterator> at(api->GetIterator());
  if (at == nullptr) return lines;
  do {
    const std::unique_ptr<char[]> text(at->GetUTF8Text(tesseract::RIL_SYMBOL));
    if (at->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) lines.emplace_back();
    if (text == nullptr || lines.empty()) continue;
    int left = 0, top = 0, right = 0, bottom = 0;
    if (!at->BoundingBox(tesseract::RIL_SYMBOL, &left, &top, &right, &bottom)) continue;
    OcrSymbol& symbol = lines.back().emplace_back();
    symbol.code = FirstOf(text.get());
    symbol.box = {static_cast<float>(left), static_cast<float>(top), static_cast<float>(right),
                  static_cast<float>(bottom)};
    symbol.confidence = static_cast<int>(at->Confidence(tesseract::RIL_SYMBOL));
  } while (at->Next(tesseract::RIL_SYMBOL));
  std::vector<OcrLine> filled;
  for (OcrLine& line : lines) {
    if (!line.empty()) filled.push_back(std::move(line));
  }
  api->Clear();
  return filled;
}

}  // namespace

OcrEngine::OcrEngine() : chinese_(new tesseract::TessBaseAPI), latin_(new tesseract::TessBaseAPI) {}

OcrEngine::~OcrEngine() = default;

absl::StatusOr<std::unique_ptr<OcrEngine>> OcrEngine::Load() {
  std::unique_ptr<OcrEngine> engine(new OcrEngine);
  if (!Start(engine->chinese_.get(), "chi_sim") || !Start(engine->latin_.get(), "eng")) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "SANDBOX_UNAVAILABLE",
                     "text recognition needs the packages tesseract-ocr-chi-sim and "
                     "tesseract-ocr-eng",
                     "文字识别需要安装软件包 tesseract-ocr-chi-sim 与 tesseract-ocr-eng");
  }
  engine->latin_->SetVariable("tessedit_char_whitelist", "0123456789+-./,%");
  setMsgSeverity(L_SEVERITY_NONE);
  // What it opens for its own messages it opens with the first of them: that a page is empty.
  Pix* empty = pixCreate(200, 200, 8);
  pixSetAll(empty);
  engine->Read(empty, Layout::kPage);
  engine->ReadAsFigures(empty);
  pixDestroy(&empty);
  return engine;
}

std::vector<OcrLine> OcrEngine::Read(Pix* picture, Layout layout) {
  switch (layout) {
    case Layout::kPage:
      return ReadBy(chinese_.get(), picture, tesseract::PSM_SINGLE_COLUMN);
    case Layout::kBlock:
      return ReadBy(chinese_.get(), picture, tesseract::PSM_SINGLE_BLOCK);
    case Layout::kLine:
      break;
  }
  return ReadBy(chinese_.get(), picture, tesseract::PSM_SINGLE_LINE);
}

std::vector<OcrLine> OcrEngine::ReadAsFigures(Pix* picture) {
  return ReadBy(latin_.get(), picture, tesseract::PSM_SINGLE_LINE);
}

}  // namespace gongkai
