#include "workers/document/pdf_render.h"

#include <GlobalParams.h>
#include <PDFDoc.h>
#include <SplashOutputDev.h>
#include <Stream.h>
#include <splash/SplashBitmap.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/read_budget.h"

namespace gongkai {
namespace {

constexpr double kLongestSide = 6000;  // pixels

}  // namespace

absl::Status RenderPdf(absl::string_view bytes, int max_pages, double dots_per_inch,
                       const std::function<absl::Status(const RenderedPage& page)>& take) {
  if (globalParams == nullptr) globalParams = std::make_unique<GlobalParams>();
  const auto file = std::make_unique<PDFDoc>(
      new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull)));
  if (!file->isOk()) {
    return file->getErrorCode() == errEncrypted
               ? Encrypted()
               : DamagedFile("it holds no page that can be read", "没有可读取的页面");
  }
  if (file->getNumPages() > max_pages) {
    return MakeError(absl::StatusCode::kInvalidArgument, "TOO_MANY_PAGES",
                     absl::StrCat("the scanned PDF file has more than ", max_pages, " pages"),
                     absl::StrCat("该扫描 PDF 文件超过 ", max_pages, " 页"));
  }
  SplashColor white = {255};
  SplashOutputDev device(splashModeMono8, 4, /*reverseVideo=*/false, white);
  device.startDoc(file.get());
  for (int number = 1; number <= file->getNumPages(); ++number) {
    const double side =
        std::max(file->getPageCropWidth(number), file->getPageCropHeight(number)) / 72;
    if (side <= 0) continue;
    const double dots = std::min(dots_per_inch, kLongestSide / side);
    file->displayPageSlice(&device, number, dots, dots, 0, /*useMediaBox=*/false, /*crop=*/true,
                           /*printing=*/false, -1, -1, -1, -1);
    SplashBitmap* const bitmap = device.getBitmap();
    if (bitmap == nullptr || bitmap->getDataPtr() == nullptr) continue;
    RenderedPage page;
    page.number = number;
    page.width = bitmap->getWidth();
    page.height = bitmap->getHeight();
    page.stride = bitmap->getRowSize();
    page.grey = bitmap->getDataPtr();
    RETURN_IF_ERROR(take(page));
  }
  return absl::OkStatus();
}

}  // namespace gongkai
