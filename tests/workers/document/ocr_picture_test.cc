#include "workers/document/ocr_picture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/base/error.h"

namespace gongkai {
namespace {

using std::string_literals::operator""s;

// A white page with black figures drawn on it.
class Page {
 public:
  void Fill(int left, int top, int right, int bottom, unsigned char grey) {
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x) pixels_[y * kWidth + x] = grey;
    }
  }
  // A ring with a hole.
  void Ring(int left, int top) {
    Fill(left, top, left + 30, top + 45, 0);
    Fill(left + 8, top + 8, left + 22, top + 37, 255);
  }
  CleanPicture Cleaned() const { return Clean(PictureOf(pixels_.data(), kWidth, kHeight, kWidth)); }

 private:
  static constexpr int kWidth = 600;
  static constexpr int kHeight = 400;
  std::vector<unsigned char> pixels_ = std::vector<unsigned char>(kWidth * kHeight, 255);
};

TEST(OcrPictureTest, FindsRulingLinesAndTakesThemOut) {
  Page page;
  page.Fill(50, 100, 550, 103, 0);
  page.Fill(200, 50, 203, 350, 0);
  page.Ring(300, 200);
  const CleanPicture clean = page.Cleaned();
  ASSERT_EQ(clean.horizontal.size(), 1u);
  EXPECT_NEAR(clean.horizontal[0].at, 101.5, 1);
  EXPECT_NEAR(clean.horizontal[0].to, 550, 2);
  ASSERT_EQ(clean.vertical.size(), 1u);
  EXPECT_NEAR(clean.vertical[0].at, 201.5, 1);
  EXPECT_FALSE(HasInk(clean, {60, 60, 540, 190}));
  EXPECT_TRUE(HasInk(clean, {290, 190, 340, 260}));
}

TEST(OcrPictureTest, CountsShapesAndTheirHoles) {
  Page page;
  page.Ring(100, 100);
  page.Fill(150, 100, 160, 145, 0);
  page.Fill(180, 138, 187, 145, 0);  // a point
  page.Fill(300, 100, 302, 102, 0);  // a speck
  const CleanPicture clean = page.Cleaned();
  const std::vector<PrintedShape> shapes = ShapesIn(clean, {80, 80, 320, 200});
  ASSERT_EQ(shapes.size(), 2u);
  EXPECT_EQ(shapes[0].holes, 1);
  EXPECT_EQ(shapes[1].holes, 0);
  EXPECT_NEAR(shapes[0].box.left, 100, 1);
  EXPECT_NEAR(shapes[1].box.bottom, 145, 1);
}

// The stroke over a 5 that does not touch it.
TEST(OcrPictureTest, PartsBelowEachOtherAreOneShape) {
  Page page;
  page.Fill(100, 100, 130, 110, 0);
  page.Fill(102, 114, 128, 150, 0);
  EXPECT_EQ(ShapesIn(page.Cleaned(), {80, 80, 320, 200}).size(), 1u);
}

std::string ReasonFor(absl::string_view bytes) {
  int pages = 0;
  const absl::Status status = DecodePictures(bytes, 30, [&](Picture) { ++pages; });
  EXPECT_EQ(pages, 0);
  return DetailOf(status).reason;
}

std::string PngOf(const std::string& size) {
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + size + "\x01\0\0\0\0\0\0\0\0"s +
         "\0\0\0\0IEND\xAE\x42\x60\x82"s;
}

TEST(OcrPictureTest, RefusesWhatCannotBeUnpacked) {
  EXPECT_EQ(ReasonFor(""), "DAMAGED_FILE");
  EXPECT_EQ(ReasonFor("\x89PNG\r\n\x1a\n"), "DAMAGED_FILE");
  EXPECT_EQ(ReasonFor("\xFF\xD8\xFF\xE0"), "DAMAGED_FILE");
  EXPECT_EQ(ReasonFor("II*\0\x08\0\0\0"s), "DAMAGED_FILE");
  EXPECT_EQ(ReasonFor(PngOf("\0\0\0\x10\0\0\0\x10"s)), "DAMAGED_FILE");
}

TEST(OcrPictureTest, RefusesTooManyPixelsBeforeUnpackingThem) {
  EXPECT_EQ(ReasonFor(PngOf("\0\1\0\0\0\1\0\0"s)), "MEMORY_LIMIT");
}

}  // namespace
}  // namespace gongkai
