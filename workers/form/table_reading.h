// What the readers of grids and of flattened text find, before it becomes facts.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/form.h"
#include "workers/form/reading.h"

namespace gongkai {

// One cell of a row as found.
struct Slot {
  absl::string_view text;
  absl::string_view note;  // floated beside it
  CellPlace where;
  bool torn_out = false;  // the source has no such cell
};

// One row of values.
struct RowReading {
  enum class State {
    kRead,       // one slot for each cell of the row, in the order of the form
    kAmbiguous,  // values stand there, but which cell each belongs to cannot be known
    kNoValues,   // the label stands there and nothing else
  };
  int row = -1;    // Form::rows(); -1: a subtotal
  int group = -1;  // only for a subtotal: Form::request_groups()
  State state = State::kNoValues;
  std::vector<Slot> slots;
  Doubt doubt;      // for kAmbiguous
  CellPlace where;  // of the label
  // Only table 3, where the header has 总计 in front: the slots are in the header's order if true,
  // in the usual order if false, as the figures will show.
  bool total_first_header = false;
  bool exact = false;
  // A row of table 2 outside of its section and below no head: perhaps another table's.
  bool astray = false;
  bool has_legal_subtotal = false;
  bool legal_subtotal_apart = false;  // it is not among the slots
  int legal_at = 0;                   // apart: its place among them in the usual order
  Slot legal_subtotal;
};

struct TableReadings {
  std::vector<RowReading> rows;
  std::vector<RowReading> subtotals;
  bool seen[5] = {};         // any label of table 2, 3, 4 was found
  bool values_lost = false;  // an extractor dropped cells: an empty row may have had values
  int fee_exponent = -1;     // stated by a header other than the form's; -1: as on the form
  bool legal_subtotal_leads = false;  // a flattened header has the 法人 subtotal before its members
  std::vector<int> missing_applicants;  // columns that table 3 has not

  // Of two readings of a row the first one that is sure and not astray stays, or that has values at
  // all.
  void Add(RowReading reading) {
    for (RowReading& known : rows) {
      if (known.row != reading.row) continue;
      const bool better = known.state == RowReading::State::kNoValues ||
                          (known.astray && !reading.astray) ||
                          (known.state == RowReading::State::kAmbiguous &&
                           reading.state == RowReading::State::kRead);
      if (better) known = std::move(reading);
      return;
    }
    rows.push_back(std::move(reading));
  }

  // The values of these rows cannot be told after all.
  void CastDoubt(const std::vector<int>& of_rows, const Doubt& why) {
    for (RowReading& row : rows) {
      if (std::find(of_rows.begin(), of_rows.end(), row.row) == of_rows.end()) continue;
      row.state = RowReading::State::kAmbiguous;
      row.doubt = why;
    }
  }

  // The row has values, though none were found.
  void CastDoubtOnEmpty(int of_row, const Doubt& why) {
    for (RowReading& row : rows) {
      if (row.row != of_row || row.state != RowReading::State::kNoValues) continue;
      row.state = RowReading::State::kAmbiguous;
      row.doubt = why;
    }
  }

  bool Has(int row) const {
    for (const RowReading& reading : rows) {
      if (reading.row == row && reading.state != RowReading::State::kNoValues) return true;
    }
    return false;
  }
};

}  // namespace gongkai
