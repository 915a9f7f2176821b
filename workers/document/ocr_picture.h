// Pictures of pages, as leptonica holds them: upright, in grey, 400 dots an inch, and the ruling
// lines that they show.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/document/ocr_shape.h"
#include "workers/document/pdf_page.h"

struct Pix;

namespace gongkai {

struct PixCloser {
  void operator()(Pix* picture) const;
};
using Picture = std::unique_ptr<Pix, PixCloser>;

inline constexpr float kPictureDotsPerInch = 400;
inline constexpr size_t kMostPixels = 40'000'000;  // of one page
inline constexpr float kCutMargin = 20;            // white pixels around what CutOut() gives

// Unpacks the pages of a PNG, JPEG or TIFF file one after the other and hands them over. Errors:
// DAMAGED_FILE, TOO_MANY_PAGES, MEMORY_LIMIT (a picture of too many pixels, known before it is
// unpacked), UNSUPPORTED_FORMAT (one that moves).
absl::Status DecodePictures(absl::string_view bytes, int max_pages,
                            const std::function<void(Picture)>& take);

// Grey pixels of a page, `dots_per_inch` of them.
Picture PictureOf(const unsigned char* grey, int width, int height, int stride);

// A page ready to be read: turned upright by the degrees that it was scanned aslant, in black and
// white.
struct CleanPicture {
  Picture ink;                      // 1 bit a pixel, without the ruling lines
  Picture grey;                     // 8 bits a pixel, without the ruling lines
  std::vector<PdfRule> horizontal;  // in pixels
  std::vector<PdfRule> vertical;
};
struct PixelSize {
  float width = 0;
  float height = 0;
};
PixelSize SizeOf(const Picture& picture);

// Null pictures if the page cannot be made so.
CleanPicture Clean(Picture picture);

// The pixels inside the box with a white margin of kCutMargin around them.
Picture CutOut(const CleanPicture& page, const Box& box);

// The picture so many times as large; null if that cannot be.
Picture Scaled(const Picture& picture, float scale);

// Whether anything is printed inside the box; specks are nothing.
bool HasInk(const CleanPicture& page, const Box& box);

// The connected shapes that are printed inside the box, from left to right, of those at least half
// as high as the highest: one for each digit of a clear print.
std::vector<PrintedShape> ShapesIn(const CleanPicture& page, const Box& box);

// Whether a dash is printed inside the box, to the left of `right`.
bool HasDash(const CleanPicture& page, const Box& box, float right, float digit_height);

// The smallest box around all that is printed inside the box; `box` if nothing is.
Box InkIn(const CleanPicture& page, const Box& box);

// Whites out the box.
void WhiteOut(const Box& box, CleanPicture* page);

}  // namespace gongkai
