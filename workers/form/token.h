// A document as one row of labelled pieces, in reading order.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/document/document.h"
#include "workers/form/label_index.h"
#include "workers/form/reading.h"

namespace gongkai {

struct Token {
  enum class Kind : uint8_t {
    kEmpty,   // a written-out empty cell
    kValue,   // what a cell with figures may hold
    kLabel,   // matched by the label index: see entry
    kText,    // anything else
    kJoined,  // part of the label that begins before it
  };
  Kind kind = Kind::kText;
  bool in_grid = false;
  bool exact = false;     // cell of a grid of kExact structure
  bool sequence = false;  // cell of a grid of kSequence structure
  bool heading = false;
  bool bracketed = false;  // the ordinal stood in brackets
  bool used = false;       // taken as part of a table of the form
  int8_t ordinal = 0;      // in front of the label, 0: none
  int entry = -1;          // LabelIndex::entries()
  int block = 0;           // Document::blocks
  int cell = -1;           // Grid::cells of it; -1: not in a grid
  int grid = 0;            // ordinal of the grid, 0: in none
  int line = 0;            // pieces of one row or source line share it
  int blank_lines = 0;     // as in Block
  int space_lines = 0;
  absl::string_view text;
};

// True for "- 4 -" and "— 4 —".
bool IsPageNumber(absl::string_view text);

// Views point into `document`.
std::vector<Token> Tokenize(const Document& document, const LabelIndex& labels);

// Marks as used what stands in a flattened grid beside used tokens: it is no prose either.
void MarkRestOfGrids(std::vector<Token>* tokens);

CellPlace PlaceOf(const Document& document, const Token& token);

}  // namespace gongkai
