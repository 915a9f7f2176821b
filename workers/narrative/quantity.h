// Finding the quantities of a text, before anything is known of what they count.
#pragma once

#include <cstddef>
#include <vector>

#include "workers/narrative/narrative.h"
#include "workers/narrative/prose_text.h"

namespace gongkai {

// Indices into ProseText::characters.
struct Quantity {
  size_t begin = 0;   // of the printed words: the number, or 从 of a range
  size_t number = 0;  // of the first number
  size_t prefix = 0;  // of the words that belong to it: 超过, 近; number where there are none
  size_t end = 0;     // behind unit, 以上
  Decimal value;
  Decimal upper_value;
  int exponent = 0;
  std::u16string_view unit;  // static text; empty: none printed
  Claim::Qualifier qualifier = Claim::Qualifier::kExact;
  bool moved = false;  // one end of a rise or fall: 由35%提高至60%
};

// A year named in the text, outside titles: 2018年.
struct YearMark {
  size_t at = 0;
  int year = 0;
};

struct Quantities {
  std::vector<Quantity> quantities;  // in the order of the text; none overlaps another
  std::vector<YearMark> years;
};

// Not quantities: dates and periods, numbers of documents, articles, telephones, houses and
// editions, ordinals, anything in 《》, names in “”.
Quantities FindQuantities(const ProseText& text);

}  // namespace gongkai
