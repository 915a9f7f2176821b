// How the numbers of one sentence hang together.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "workers/narrative/mark.h"
#include "workers/narrative/naming.h"
#include "workers/narrative/narrative.h"
#include "workers/narrative/prose_text.h"
#include "workers/narrative/quantity.h"

namespace gongkai {

// A quantity of the sentence with its surroundings and its claim's index.
struct Member {
  const Quantity* quantity = nullptr;
  Surroundings around;
  int claim = 0;
  bool is_change = false;
  bool last_year = false;
};

// Appends the sums and ratios that the sentence of these members states.
void FindRelations(const ProseText& text, const Marks& marks, absl::Span<const Member> members,
                   Narrative* narrative);

}  // namespace gongkai
