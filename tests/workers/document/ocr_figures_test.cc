#include "workers/document/ocr_figures.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai {
namespace {

OcrLine LineOf(const std::u32string& text, int confidence = 99) {
  OcrLine line;
  for (const char32_t code : text) line.push_back({code, {}, confidence});
  return line;
}

// A digit as high as it is printed; `look` tells kinds apart.
PrintedShape ShapeOf(int holes, int look, float width = 20) {
  PrintedShape shape;
  shape.holes = holes;
  shape.box = {0, 0, width, 40};
  for (size_t i = 0; i < shape.squares.size(); ++i) {
    shape.squares[i] = i % 10 == static_cast<size_t>(look) ? 255 : 0;
  }
  return shape;
}

class OcrFiguresTest : public testing::Test {
 protected:
  // What is decided of a cell with these readings whose digits look like `looks`.
  std::string Read(const OcrLine& chinese, const OcrLine& digits, const std::string& looks,
                   int holes = 0) {
    OcrFigures cell;
    cell.by_chinese = chinese;
    cell.by_digits = digits;
    for (const char look : looks) {
      cell.shapes.push_back(ShapeOf(holes, look - '0'));
      cell.kinds.push_back(kinds_.Add(cell.shapes.back()));
    }
    Learn(cell, &kinds_);
    const auto line = Decide(cell, kinds_);
    if (!line) return "?";
    std::string text;
    for (const OcrSymbol& symbol : *line) text += static_cast<char>(symbol.code);
    return text;
  }

  ShapeKinds kinds_;
};

TEST_F(OcrFiguresTest, TakesWhatBothModelsSay) {
  EXPECT_EQ(Read(LineOf(U"12"), LineOf(U"12"), "12"), "12");
  EXPECT_EQ(Read(LineOf(U"12"), LineOf(U"17"), "12"), "?");
  EXPECT_EQ(Read(LineOf(U"12", 60), LineOf(U"12"), "12"), "?");
  EXPECT_EQ(Read(LineOf(U"—"), LineOf(U"-"), "3"), "-");
  EXPECT_EQ(Read(LineOf(U"O"), LineOf(U"0"), "0", 1), "0");
}

// Both missed the 1 of 711.
TEST_F(OcrFiguresTest, TakesNoNumberOfFewerDigitsThanArePrinted) {
  EXPECT_EQ(Read(LineOf(U"71"), LineOf(U"71"), "711"), "?");
}

// A comma was taken for a point, a speck for a point or for a dash.
TEST_F(OcrFiguresTest, TakesNoMarkThatMayBeAnother) {
  EXPECT_EQ(Read(LineOf(U"1.761"), LineOf(U"1.761"), "1761"), "?");
  EXPECT_EQ(Read(LineOf(U"3.0"), LineOf(U"3.0"), "30"), "?");
  EXPECT_EQ(Read(LineOf(U"1,76"), LineOf(U"1,76"), "176"), "?");
  EXPECT_EQ(Read(LineOf(U"1,761"), LineOf(U"1,761"), "1761"), "1,761");
  EXPECT_EQ(Read(LineOf(U"17.61"), LineOf(U"17.61"), "1761"), "17.61");
  EXPECT_EQ(Read(LineOf(U"-7"), LineOf(U"-7"), "7"), "?") << "no dash is printed";
}

TEST_F(OcrFiguresTest, TakesNoDigitWithTooManyHoles) {
  EXPECT_EQ(Read(LineOf(U"3"), LineOf(U"3"), "8", 2), "?");
}

TEST_F(OcrFiguresTest, OneModelIsEnoughForDigitsThatLookLikeSuch) {
  EXPECT_EQ(Read(LineOf(U"7"), {}, "7"), "?");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Read(LineOf(U"7"), LineOf(U"7"), "7"), "7");
  EXPECT_EQ(Read(LineOf(U"7"), {}, "7"), "7");
  EXPECT_EQ(Read({}, LineOf(U"7"), "7"), "7");
  EXPECT_EQ(Read(LineOf(U"站"), LineOf(U"7"), "7"), "7");
  EXPECT_EQ(Read({}, {}, "7"), "?") << "a look alone is no reading";
}

TEST_F(OcrFiguresTest, NothingIsTakenAgainstTheLook) {
  for (int i = 0; i < 30; ++i) Read(LineOf(U"7"), LineOf(U"7"), "7");
  EXPECT_EQ(Read(LineOf(U"1"), LineOf(U"1"), "7"), "?");
}

TEST_F(OcrFiguresTest, TellsCellsThatMayHoldNumbers) {
  EXPECT_TRUE(MayBeFigures(LineOf(U"12"), {}));
  EXPECT_TRUE(MayBeFigures(LineOf(U"站"), {ShapeOf(0, 1), ShapeOf(0, 2), ShapeOf(0, 3)}));
  EXPECT_FALSE(MayBeFigures(LineOf(U"总计"), {ShapeOf(0, 1, 45), ShapeOf(0, 2, 45)}));
}

}  // namespace
}  // namespace gongkai
