#include "workers/document/pdf_source.h"

#include <Annot.h>
#include <Catalog.h>
#include <Error.h>
#include <ErrorCodes.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Page.h>
#include <Stream.h>
#include <UTF.h>
#include <goo/gmem.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/double_byte.h"
#include "workers/document/pdf_device.h"
#include "workers/document/read_budget.h"

namespace gongkai {
namespace {

constexpr int64_t kMostContent = 64 << 20;    // bytes of one page's drawing operations
constexpr int64_t kSmallStream = 16 << 10;    // packed; not worth counting
constexpr int kOperationsBetweenChecks = 11;  // poppler asks whether to go on so often

// poppler keeps its settings and character maps in one global object.
void StartPoppler() {
  static std::once_flag once;
  std::call_once(once, [] {
    globalParams = std::make_unique<GlobalParams>();
    setErrorCallback([](ErrorCategory, Goffset, const char*) {});
  });
}

absl::Status Damaged() {
  return DamagedFile("it holds no page that can be read", "没有可读取的页面");
}

absl::Status TooManyPages(int limit) {
  return MakeError(absl::StatusCode::kInvalidArgument, "TOO_MANY_PAGES",
                   absl::StrCat("the PDF file has more than ", limit, " pages"),
                   absl::StrCat("该 PDF 文件超过 ", limit, " 页"));
}

// Bytes that a stream unpacks to, counted up to a little more than `most`.
int64_t UnpackedSize(Object* object, int64_t most) {
  if (!object->isStream()) return 0;
  const Object length = object->streamGetDict()->lookup("Length");
  if (length.isInt() && length.getInt() < kSmallStream) return 0;
  Stream* const stream = object->getStream();
  stream->reset();
  int64_t size = 0;
  unsigned char buffer[4096];
  while (size <= most) {
    const int read = stream->doGetChars(sizeof buffer, buffer);
    if (read <= 0) break;
    size += read;
  }
  stream->close();
  return size;
}

absl::Status CheckContent(Page* page) {
  Object contents = page->getContents();
  int64_t size = 0;
  if (contents.isArray()) {
    for (int i = 0; i < contents.arrayGetLength() && size <= kMostContent; ++i) {
      Object part = contents.arrayGet(i);
      size += UnpackedSize(&part, kMostContent - size);
    }
  } else {
    size = UnpackedSize(&contents, kMostContent);
  }
  if (size <= kMostContent) return absl::OkStatus();
  return ExpandsTooMuch(absl::StrCat(kMostContent, " bytes on one page"),
                        absl::StrCat("单页 ", kMostContent, " 字节"));
}

std::string TitleOf(PDFDoc* file) {
  const std::unique_ptr<GooString> title(file->getDocInfoTitle());
  if (title == nullptr) return "";
  Unicode* codes = nullptr;
  const int length = TextStringToUCS4(title->toStr(), &codes);
  constexpr int kLongest = 200;
  std::string text;
  for (int i = 0; i < std::min(length, kLongest); ++i) AppendUtf8(codes[i], &text);
  gfree(codes);
  std::string visible;
  AppendVisible(TrimText(text), &visible);
  return visible;
}

// Only what a person filled in belongs to the text; notes and links do not.
bool ShowsAnnotation(Annot* annotation, void*) {
  return annotation->getType() == Annot::typeWidget || annotation->getType() == Annot::typeFreeText;
}

bool CountOperations(void* device) {
  static_cast<PdfDevice*>(device)->CountWork(kOperationsBetweenChecks);
  return false;
}

absl::Status ReadPages(PDFDoc* file, const ReadLimits& limits,
                       const std::function<absl::Status(PdfPage page)>& take) {
  const int pages = file->getNumPages();
  if (pages <= 0) return Damaged();
  if (pages > limits.max_pages) return TooManyPages(limits.max_pages);
  PdfDevice device(limits);
  for (int number = 1; number <= pages; ++number) {
    Page* const page = file->getPage(number);
    if (page == nullptr) continue;
    RETURN_IF_ERROR(CheckContent(page));
    float width = static_cast<float>(page->getCropWidth());
    float height = static_cast<float>(page->getCropHeight());
    if (page->getRotate() % 180 != 0) std::swap(width, height);
    device.BeginPage(number, width, height);
    file->displayPage(&device, number, 72, 72, 0, /*useMediaBox=*/false, /*crop=*/true,
                      /*printing=*/false, CountOperations, &device, ShowsAnnotation);
    RETURN_IF_ERROR(take(device.TakePage()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadPdfPages(absl::string_view bytes, const ReadLimits& limits,
                          const std::function<absl::Status(PdfPage page)>& take,
                          std::string* title) {
  StartPoppler();
  auto file = std::make_unique<PDFDoc>(
      new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull)));
  if (!file->isOk()) return file->getErrorCode() == errEncrypted ? Encrypted() : Damaged();
  *title = TitleOf(file.get());
  try {
    return ReadPages(file.get(), limits, take);
  } catch (const PdfLimitExceeded& exceeded) {
    // poppler was left in the middle of a page and still holds its locks.
    (void)file.release();
    return exceeded.status;
  }
}

}  // namespace gongkai
