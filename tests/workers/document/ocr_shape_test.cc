#include "workers/document/ocr_shape.h"

#include <gtest/gtest.h>

namespace gongkai {
namespace {

PrintedShape ShapeOf(int holes, uint8_t grey) {
  PrintedShape shape;
  shape.holes = holes;
  shape.squares.fill(grey);
  return shape;
}

TEST(OcrShapeTest, HasNoMoreHolesThanItsDigit) {
  EXPECT_TRUE(CouldBe(ShapeOf(1, 0), U'0'));
  EXPECT_TRUE(CouldBe(ShapeOf(0, 0), U'0'));  // a thin stroke is broken
  EXPECT_FALSE(CouldBe(ShapeOf(2, 0), U'0'));
  EXPECT_TRUE(CouldBe(ShapeOf(2, 0), U'8'));
  for (const char32_t digit : U"12357") {
    if (digit != 0) EXPECT_FALSE(CouldBe(ShapeOf(1, 0), digit)) << static_cast<int>(digit);
  }
}

TEST(OcrShapeTest, KindsHoldWhatLooksTheSame) {
  ShapeKinds kinds;
  const int dark = kinds.Add(ShapeOf(0, 200));
  EXPECT_EQ(kinds.Add(ShapeOf(0, 205)), dark);
  EXPECT_NE(kinds.Add(ShapeOf(0, 100)), dark);
}

TEST(OcrShapeTest, AKindConfirmsWhatItsMembersWereTakenFor) {
  ShapeKinds kinds;
  const int kind = kinds.Add(ShapeOf(0, 200));
  kinds.Vote(kind, U'7', /*twice=*/true);
  kinds.Vote(kind, U'7', /*twice=*/false);
  EXPECT_FALSE(kinds.Confirms(kind, U'7')) << "two are few";
  kinds.Vote(kind, U'7', /*twice=*/false);
  EXPECT_TRUE(kinds.Confirms(kind, U'7'));
  EXPECT_FALSE(kinds.Contradicts(kind, U'7'));
  EXPECT_TRUE(kinds.Contradicts(kind, U'1'));
  kinds.Vote(kind, U'1', /*twice=*/false);
  EXPECT_FALSE(kinds.Confirms(kind, U'7')) << "one in four was taken for another digit";
}

TEST(OcrShapeTest, OneModelAloneConfirmsNothing) {
  ShapeKinds kinds;
  const int kind = kinds.Add(ShapeOf(0, 200));
  for (int i = 0; i < 10; ++i) kinds.Vote(kind, U'7', /*twice=*/false);
  EXPECT_FALSE(kinds.Confirms(kind, U'7'));
}

}  // namespace
}  // namespace gongkai
