// Which cell of the tables a number names.
#pragma once

#include <cstddef>

#include "workers/narrative/cell_name.h"
#include "workers/narrative/mark.h"
#include "workers/narrative/prose_text.h"
#include "workers/narrative/quantity.h"

namespace gongkai {

// Where the words around a quantity stand; indices into ProseText.
struct Surroundings {
  size_t sentence = 0;  // begin of the sentence
  size_t clause = 0;    // behind the last comma, semicolon or bracket
  size_t piece = 0;     // the same, or behind 、 or the quantity before, if that is nearer
  size_t last = 0;      // end of the quantity before in the sentence; begin of the sentence if none
  size_t tail = 0;      // end of the words behind it: the next mark of punctuation or quantity
  bool of_requests = false;  // the paragraph is about requests
  int section = 0;           // number of the official section, 0: unknown
};

// Null where it names none, or where it counts only some of what the cell counts (by channel, by
// applicant). Says nothing of scope and year.
const CellName* FindName(const ProseText& text, const Marks& marks, const Quantity& quantity,
                         const Surroundings& around);

}  // namespace gongkai
