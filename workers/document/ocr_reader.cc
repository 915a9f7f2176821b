#include "workers/document/ocr_reader.h"

#include <memory>
#include <utility>
#include <vector>

#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/ocr_engine.h"
#include "workers/document/ocr_page.h"
#include "workers/document/ocr_picture.h"
#include "workers/document/pdf_reader.h"
#include "workers/document/pdf_render.h"

namespace gongkai {
namespace {

constexpr int kMostPages = 30;  // recognising a page takes seconds

OcrEngine* engine = nullptr;  // set by LoadOcr(), lives as long as the process

void MarkRecognised(Document* document) {
  document->recognised = true;
  document->notes.push_back(
      {"全文由文字识别（OCR）得出，可能有误；数字请与原件核对，看不清的数字未作猜测",
       "the text was recognised from pictures (OCR) and may be wrong: compare the figures with the "
       "source; digits that were not clear were not guessed"});
}

}  // namespace

absl::Status LoadOcr() {
  ASSIGN_OR_RETURN(std::unique_ptr<OcrEngine> loaded, OcrEngine::Load());
  engine = loaded.release();
  return absl::OkStatus();
}

absl::Status ReadScannedImage(absl::string_view bytes, ReadBudget* budget, Document* document) {
  document->format = Format::kImage;
  ScanReader scan(engine);
  int number = 0;
  RETURN_IF_ERROR(DecodePictures(
      bytes, kMostPages, [&](Picture picture) { scan.AddPage(std::move(picture), ++number); }));
  MarkRecognised(document);
  return AddPdfPages(std::move(scan).Finish(), budget, document);
}

absl::Status ReadPdfOrScan(absl::string_view bytes, ReadBudget* budget, Document* document) {
  const absl::Status read = ReadPdf(bytes, budget, document);
  const std::string reason = DetailOf(read).reason;
  if (reason != "SCANNED_DOCUMENT" && reason != "TEXT_UNMAPPED") return read;
  ScanReader scan(engine);
  RETURN_IF_ERROR(RenderPdf(bytes, kMostPages, kPictureDotsPerInch, [&](const RenderedPage& page) {
    Picture picture = PictureOf(page.grey, page.width, page.height, page.stride);
    if (picture != nullptr) {
      scan.AddPage(std::move(picture), page.number);
    }
    return absl::OkStatus();
  }));
  MarkRecognised(document);
  return AddPdfPages(std::move(scan).Finish(), budget, document);
}

}  // namespace gongkai
