// What printed digits look like: whether a shape can be the digit that it was recognised as, by its
// holes and by the shapes of the document that look the same.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "workers/document/document.h"

namespace gongkai {

// One connected shape of ink.
struct PrintedShape {
  static constexpr int kSide = 24;

  Box box;        // pixels of the page
  int holes = 0;  // white places that ink encloses; specks are none
  // How much of each square is ink, 0 to 255; rows from top to bottom. The shape fills the squares
  // in its longer direction and stands in their middle.
  std::array<uint8_t, kSide* kSide> squares = {};
};

// Whether the digit, '0' to '9', has so many holes; fewer are damage.
bool CouldBe(const PrintedShape& shape, char32_t digit);

// Sorts the shapes of a document into kinds that look the same, and keeps what their members were
// recognised as.
class ShapeKinds {
 public:
  // Returns the kind of the shape; -1 in a document of too many kinds.
  int Add(const PrintedShape& shape);

  // A member of the kind was recognised as the digit. `twice`: by two models.
  void Vote(int kind, char32_t digit, bool twice);

  // Whether several members were recognised as the digit, at least one of them by two models, and
  // hardly any as another.
  bool Confirms(int kind, char32_t digit) const;
  // Whether a good part of its members were recognised as other digits.
  bool Contradicts(int kind, char32_t digit) const;

 private:
  struct Kind {
    std::array<uint32_t, PrintedShape::kSide* PrintedShape::kSide> sum = {};
    uint32_t members = 0;
    std::map<char32_t, int> votes;
    std::map<char32_t, int> votes_twice;
  };

  std::vector<Kind> kinds_;
};

}  // namespace gongkai
