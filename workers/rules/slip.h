// Slips of the hand that turn one number into another.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

enum class Slip {
  // One number.
  kTransposed,    // two digits side by side changed places: 216 for 126
  kTorn,          // the digits of the cell, put together, are the number: "30 71"
  kTimesTen,      // a zero too many or too few at the end
  kWrongSign,     // -5 for 5
  kMissingDigit,  // 371 for 3071
  kExtraDigit,    // 30071 for 3071
  kWrongDigit,    // one digit is another
  kTotal,         // a total that does not follow its parts
  kValue,         // any number for any other
  // Several cells.
  kSwappedNeighbours,  // two cells side by side hold each other's number
  kSwapped,            // two cells of one row or column hold each other's number
  kShifted,            // the numbers of a row or column stand one cell too far
  kSeveral,            // several cells of one row or column
  // Cells without a number.
  kEmpty,         // a number is wanted
  kEmptyForZero,  // 0 is wanted
};

// How much a slip explains, 1 best: 1 leaves a trace that chance seldom leaves, 2 a trace that
// chance leaves more often, 3 is likely by what the cell is, 4 explains any difference.
int LevelOf(Slip slip);

// What turns `meant` into `printed`, both as exact decimals; `raw` is the text of the cell. kValue
// if nothing better does.
Slip SlipBetween(absl::string_view printed, absl::string_view meant, absl::string_view raw);

// The numbers that a slip of level 1 turns into `printed`.
std::vector<std::string> LikelyMeant(absl::string_view printed, absl::string_view raw);

}  // namespace gongkai
