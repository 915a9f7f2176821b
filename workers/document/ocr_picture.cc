#include "workers/document/ocr_picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/pdf_lines.h"
#include "workers/document/read_budget.h"

namespace gongkai {
namespace {

constexpr int kShortestRule = 80;  // pixels; longer than any stroke of a character
constexpr int kThickestRule = 14;  // pixels
constexpr int kSpeck = 9;          // black pixels that are no print
constexpr int kSpeckSide = 3;      // pixels; of what is removed
constexpr int kLeastSide = 40;     // pixels of a page
// A4, where a picture does not say its resolution.
constexpr float kPageWidth = 8.27f;  // inches
constexpr float kPageHeight = 11.69f;
constexpr float kHighestPage = 1.8f;  // times as high as wide; higher are several pages in one
constexpr float kDashShape = 1.5f;    // times as wide as high
constexpr double kLeastHole = 0.02;   // of the box of a shape

Picture Own(Pix* picture) { return Picture(picture); }

absl::Status Damaged() { return DamagedFile("the image cannot be decoded", "图片无法解码"); }

// In grey, and as large as a page is at kPictureDotsPerInch.
Picture AtPageScale(const Picture& picture) {
  Picture grey = Own(pixConvertTo8(picture.get(), 0));
  if (grey == nullptr) return nullptr;
  const int stated = pixGetXRes(grey.get());
  const auto [width, height] = SizeOf(grey);
  const float assumed =
      height > kHighestPage * width ? width / kPageWidth : std::max(width, height) / kPageHeight;
  // Screens and cameras state what they like.
  const float dots = stated >= 150 && stated <= 1200 ? static_cast<float>(stated) : assumed;
  // A high picture is kept smaller.
  const float scale =
      std::min(kPictureDotsPerInch / dots, std::sqrt(kMostPixels / (width * height)));
  if ((scale > 0.9f && scale < 1.12f) || scale > 4) return grey;
  return Own(pixScale(grey.get(), scale, scale));
}

absl::Status CheckSize(int width, int height) {
  if (width <= 0 || height <= 0) return Damaged();
  if (static_cast<size_t>(width) * static_cast<size_t>(height) > kMostPixels) {
    return MakeError(absl::StatusCode::kInvalidArgument, "MEMORY_LIMIT",
                     absl::StrCat("the image has ", width, " x ", height, " pixels; at most ",
                                  kMostPixels / 1'000'000, " million are read"),
                     absl::StrCat("图片为 ", width, " x ", height, " 像素，超过 ",
                                  kMostPixels / 10'000, " 万像素的上限"));
  }
  return absl::OkStatus();
}

// Whether a PNG file has the chunk that makes it move.
bool Moves(absl::string_view bytes) {
  constexpr size_t kSignature = 8;
  constexpr size_t kBesideData = 12;  // length, name and checksum of a chunk
  for (size_t at = kSignature; at + kBesideData <= bytes.size();) {
    const absl::string_view name = bytes.substr(at + 4, 4);
    if (name == "acTL") return true;
    if (name == "IDAT") return false;
    size_t length = 0;
    for (const char byte : bytes.substr(at, 4)) length = length << 8 | static_cast<uint8_t>(byte);
    at += kBesideData + length;
  }
  return false;
}

// With paper as white as can be.
Picture EvenlyLit(Picture grey) {
  constexpr int kPaper = 190;  // about as pixBackgroundNormSimple() leaves it
  if (Picture even = Own(pixBackgroundNormSimple(grey.get(), nullptr, nullptr))) {
    grey = std::move(even);
  }
  Picture stretched = Own(pixGammaTRC(nullptr, grey.get(), 1, 0, kPaper));
  return stretched == nullptr ? std::move(grey) : std::move(stretched);
}

// What is darker than halfway between ink and paper and paper, so that thin strokes hold together;
// without specks.
Picture InkOf(const Picture& grey) {
  constexpr int kPaper = 255;
  Pix* threshold = nullptr;
  const auto [width, height] = SizeOf(grey);
  if (pixOtsuAdaptiveThreshold(grey.get(), static_cast<int>(width), static_cast<int>(height), 0, 0,
                               0.1f, &threshold, nullptr) != 0) {
    return nullptr;
  }
  unsigned between = 0;
  pixGetPixel(threshold, 0, 0, &between);
  pixDestroy(&threshold);
  const int least = std::max(static_cast<int>(between), (static_cast<int>(between) + kPaper) / 2);
  const Picture ink = Own(pixThresholdToBinary(grey.get(), least));
  if (ink == nullptr) return nullptr;
  return Own(pixSelectBySize(ink.get(), kSpeckSide, kSpeckSide, 8, L_SELECT_IF_EITHER,
                             L_SELECT_IF_GT, nullptr));
}

// Lines of one direction, and takes them out of both pictures.
std::vector<PdfRule> TakeRules(bool horizontal, const Picture& original, CleanPicture* page) {
  std::vector<PdfRule> rules;
  const Picture lines = Own(horizontal ? pixOpenBrick(nullptr, original.get(), kShortestRule, 1)
                                       : pixOpenBrick(nullptr, original.get(), 1, kShortestRule));
  if (lines == nullptr) return rules;
  Boxa* boxes = pixConnCompBB(lines.get(), 8);
  const int count = boxes == nullptr ? 0 : boxaGetCount(boxes);
  for (int i = 0; i < count; ++i) {
    int x = 0, y = 0, width = 0, height = 0;
    boxaGetBoxGeometry(boxes, i, &x, &y, &width, &height);
    const int thickness = horizontal ? height : width;
    if (thickness > kThickestRule) continue;
    const auto at = static_cast<float>(horizontal ? y : x) + static_cast<float>(thickness) / 2;
    const auto from = static_cast<float>(horizontal ? x : y);
    rules.push_back({at, from, from + static_cast<float>(horizontal ? width : height)});
    const Box around = {static_cast<float>(x - 2), static_cast<float>(y - 2),
                        static_cast<float>(x + width + 2), static_cast<float>(y + height + 2)};
    WhiteOut(around, page);
  }
  boxaDestroy(&boxes);
  return rules;
}

struct Rect {
  int x, y, width, height;
};

// The pixels of the picture that lie inside the box.
Rect Within(const Picture& picture, const Box& box) {
  const int left = std::max(0, static_cast<int>(std::floor(box.left)));
  const int top = std::max(0, static_cast<int>(std::floor(box.top)));
  const int right = std::min(pixGetWidth(picture.get()), static_cast<int>(std::ceil(box.right)));
  const int bottom = std::min(pixGetHeight(picture.get()), static_cast<int>(std::ceil(box.bottom)));
  return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

Picture Clip(const Picture& picture, const Box& box) {
  const Rect rect = Within(picture, box);
  if (rect.width == 0 || rect.height == 0) return nullptr;
  ::Box* region = boxCreate(rect.x, rect.y, rect.width, rect.height);
  Picture clipped = Own(pixClipRectangle(picture.get(), region, nullptr));
  boxDestroy(&region);
  return clipped;
}

// Around each connected shape.
std::vector<Box> BoxesOf(const Picture& ink) {
  std::vector<Box> boxes;
  Boxa* found = pixConnCompBB(ink.get(), 8);
  const int count = found == nullptr ? 0 : boxaGetCount(found);
  for (int i = 0; i < count; ++i) {
    int x = 0, y = 0, width = 0, height = 0;
    boxaGetBoxGeometry(found, i, &x, &y, &width, &height);
    boxes.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + width),
                     static_cast<float>(y + height)});
  }
  boxaDestroy(&found);
  return boxes;
}

// Parts of one character: boxes of which one has half its width above or below another become one.
// From left to right.
std::vector<Box> JoinBelowEachOther(std::vector<Box> boxes) {
  std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.left < b.left; });
  std::vector<Box> joined;
  for (const Box& box : boxes) {
    if (!joined.empty()) {
      Box& last = joined.back();
      const float shared = std::min(last.right, box.right) - box.left;
      if (shared * 2 > std::min(last.right - last.left, box.right - box.left)) {
        last = UnionOf(last, box);
        continue;
      }
    }
    joined.push_back(box);
  }
  return joined;
}

Box Moved(const Box& box, const Rect& origin) {
  const auto x = static_cast<float>(origin.x);
  const auto y = static_cast<float>(origin.y);
  return {box.left + x, box.top + y, box.right + x, box.bottom + y};
}

// Of one shape, without specks.
int CountHoles(const Picture& shape) {
  // So that what is outside of the shape hangs together.
  const Picture framed = Own(pixAddBorder(shape.get(), 1, 0));
  const Picture holes = Own(pixHolesByFilling(framed.get(), 4));
  if (holes == nullptr) return 0;
  const double least = kLeastHole * pixGetWidth(shape.get()) * pixGetHeight(shape.get());
  Pixa* pictures = nullptr;
  Boxa* boxes = pixConnComp(holes.get(), &pictures, 4);
  const int found = boxes == nullptr ? 0 : boxaGetCount(boxes);
  int count = 0;
  for (int i = 0; i < found; ++i) {
    const Picture hole = Own(pixaGetPix(pictures, i, L_CLONE));
    int pixels = 0;
    if (hole != nullptr && pixCountPixels(hole.get(), &pixels, nullptr) == 0) {
      count += pixels > least;
    }
  }
  boxaDestroy(&boxes);
  pixaDestroy(&pictures);
  return count;
}

void FillSquares(const Picture& picture, PrintedShape* shape) {
  constexpr int kSide = PrintedShape::kSide;
  constexpr int kSteps = 4;  // places looked at in each direction of a square
  const auto [width, height] = SizeOf(picture);
  const float side = std::max(width, height) / kSide;  // of a square in pixels
  const float left = (width - side * kSide) / 2;
  const float top = (height - side * kSide) / 2;
  const auto is_ink = [&](float x, float y) {
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
    unsigned value = 0;
    pixGetPixel(picture.get(), static_cast<int>(x), static_cast<int>(y), &value);
    return value != 0;
  };
  for (int square = 0; square < kSide * kSide; ++square) {
    int inked = 0;
    for (int step = 0; step < kSteps * kSteps; ++step) {
      const float column = square % kSide + (step % kSteps + 0.5f) / kSteps;
      const float row = square / kSide + (step / kSteps + 0.5f) / kSteps;
      inked += is_ink(left + column * side, top + row * side);
    }
    shape->squares[static_cast<size_t>(square)] =
        static_cast<uint8_t>(255 * inked / (kSteps * kSteps));
  }
}

}  // namespace

void PixCloser::operator()(Pix* picture) const { pixDestroy(&picture); }

absl::Status DecodePictures(absl::string_view bytes, int max_pages,
                            const std::function<void(Picture)>& take) {
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
  int format = 0, width = 0, height = 0, bits = 0, samples = 0, map = 0, dots = 0;
  if (!absl::StartsWith(bytes, "II") && !absl::StartsWith(bytes, "MM")) {
    if (pixReadHeaderMem(data, bytes.size(), &format, &width, &height, &bits, &samples, &map) !=
        0) {
      return Damaged();
    }
    RETURN_IF_ERROR(CheckSize(width, height));
    if (format == IFF_PNG && Moves(bytes)) {
      return MakeError(absl::StatusCode::kInvalidArgument, "UNSUPPORTED_FORMAT",
                       "the file is a moving image (APNG)", "该文件是动图(APNG)");
    }
    Picture page = Own(pixReadMem(data, bytes.size()));
    if (page != nullptr) page = AtPageScale(page);
    if (page == nullptr) return Damaged();
    take(std::move(page));
    return absl::OkStatus();
  }
  size_t offset = 0;  // of the next page; 0: there is none
  int number = 0;
  do {
    if (number == max_pages) {
      return MakeError(absl::StatusCode::kInvalidArgument, "TOO_MANY_PAGES",
                       absl::StrCat("the image has more than ", max_pages, " pages"),
                       absl::StrCat("图片超过 ", max_pages, " 页"));
    }
    if (readHeaderMemTiff(data, bytes.size(), number, &width, &height, &bits, &samples, &dots, &map,
                          &format) != 0) {
      return Damaged();
    }
    RETURN_IF_ERROR(CheckSize(width, height));
    Picture page = Own(pixReadMemFromMultipageTiff(data, bytes.size(), &offset));
    if (page != nullptr) page = AtPageScale(page);
    if (page == nullptr) return Damaged();
    take(std::move(page));
    ++number;
  } while (offset != 0);
  return absl::OkStatus();
}

Picture PictureOf(const unsigned char* grey, int width, int height, int stride) {
  Picture picture = Own(pixCreate(width, height, 8));
  if (picture == nullptr) return nullptr;
  for (int y = 0; y < height; ++y) {
    l_uint32* const line = pixGetData(picture.get()) + y * pixGetWpl(picture.get());
    for (int x = 0; x < width; ++x) SET_DATA_BYTE(line, x, grey[y * stride + x]);
  }
  return picture;
}

PixelSize SizeOf(const Picture& picture) {
  return {static_cast<float>(pixGetWidth(picture.get())),
          static_cast<float>(pixGetHeight(picture.get()))};
}

CleanPicture Clean(Picture picture) {
  CleanPicture page;
  page.grey = Own(pixDeskew(picture.get(), 0));
  if (page.grey == nullptr) page.grey = std::move(picture);
  const auto [width, height] = SizeOf(page.grey);
  if (width < kLeastSide || height < kLeastSide) return {};
  page.grey = EvenlyLit(std::move(page.grey));
  page.ink = InkOf(page.grey);
  if (page.ink == nullptr) return {};
  const Picture original = Own(pixCopy(nullptr, page.ink.get()));
  page.horizontal = TakeRules(true, original, &page);
  page.vertical = TakeRules(false, original, &page);
  return page;
}

Picture CutOut(const CleanPicture& page, const Box& box) {
  const Picture clipped = Clip(page.grey, box);
  if (clipped == nullptr) return nullptr;
  return Own(pixAddBorder(clipped.get(), static_cast<int>(kCutMargin), 255));
}

Picture Scaled(const Picture& picture, float scale) {
  return Own(scale == 1 ? pixClone(picture.get()) : pixScale(picture.get(), scale, scale));
}

bool HasInk(const CleanPicture& page, const Box& box) {
  const Picture clipped = Clip(page.ink, box);
  if (clipped == nullptr) return false;
  int count = 0;
  return pixCountPixels(clipped.get(), &count, nullptr) == 0 && count > kSpeck;
}

std::vector<PrintedShape> ShapesIn(const CleanPicture& page, const Box& box) {
  std::vector<PrintedShape> shapes;
  const Picture clipped = Clip(page.ink, box);
  if (clipped == nullptr) return shapes;
  float highest = 0;
  std::vector<Box> boxes = JoinBelowEachOther(BoxesOf(clipped));
  for (const Box& shape : boxes) highest = std::max(highest, shape.bottom - shape.top);
  const Rect origin = Within(page.ink, box);
  for (const Box& place : boxes) {
    if ((place.bottom - place.top) * 2 < highest) continue;
    const Picture picture = Clip(clipped, place);
    if (picture == nullptr) continue;
    PrintedShape& shape = shapes.emplace_back();
    shape.box = Moved(place, origin);
    shape.holes = CountHoles(picture);
    FillSquares(picture, &shape);
  }
  return shapes;
}

bool HasDash(const CleanPicture& page, const Box& box, float right, float digit_height) {
  const Picture clipped = Clip(page.ink, box);
  if (clipped == nullptr) return false;
  const Rect origin = Within(page.ink, box);
  for (const Box& shape : BoxesOf(clipped)) {
    const float width = shape.right - shape.left;
    const float height = shape.bottom - shape.top;
    const bool left = shape.right + static_cast<float>(origin.x) <= right;
    if (left && width > kDashShape * height && width * 5 > digit_height) return true;
  }
  return false;
}

Box InkIn(const CleanPicture& page, const Box& box) {
  const Picture clipped = Clip(page.ink, box);
  if (clipped == nullptr) return box;
  const std::vector<Box> boxes = BoxesOf(clipped);
  if (boxes.empty()) return box;
  Box all = boxes[0];
  for (const Box& each : boxes) all = UnionOf(all, each);
  return Moved(all, Within(page.ink, box));
}

void WhiteOut(const Box& box, CleanPicture* page) {
  for (const Picture* picture : {&page->ink, &page->grey}) {
    const Rect rect = Within(*picture, box);
    if (rect.width == 0 || rect.height == 0) continue;
    ::Box* region = boxCreate(rect.x, rect.y, rect.width, rect.height);
    if (picture == &page->ink) {
      pixClearInRect(picture->get(), region);
    } else {
      pixSetInRectArbitrary(picture->get(), region, 255);
    }
    boxDestroy(&region);
  }
}

}  // namespace gongkai
