#include "workers/form/missing_columns.h"

#include <algorithm>
#include <utility>

#include "workers/form/label.h"

namespace gongkai {
namespace {

using State = RowReading::State;

// Columns that the header must name, and rows that must agree, to believe it.
constexpr size_t kMinNamed = 4;
constexpr size_t kMinRows = 5;

// The row has a slot for each of `count` columns and nothing in the slots behind them.
bool Fits(const RowReading& row, size_t count) {
  return row.slots.size() >= count &&
         std::all_of(row.slots.begin() + static_cast<std::ptrdiff_t>(count), row.slots.end(),
                     [](const Slot& slot) { return TrimSpace(slot.text).empty(); });
}

}  // namespace

bool TakeMissingColumns(const Form& form, const std::vector<bool>& named, bool legal_subtotal,
                        TableReadings* readings) {
  const size_t applicants = std::count(named.begin(), named.end(), true);
  if (applicants == named.size() || applicants < kMinNamed) return false;
  const size_t count = applicants + (legal_subtotal ? 1 : 0);
  std::vector<RowReading*> rows;
  for (std::vector<RowReading>* some : {&readings->rows, &readings->subtotals}) {
    for (RowReading& row : *some) {
      const bool of_requests = row.row < 0 || form.rows()[row.row].table == 3;
      if (of_requests && row.state != State::kNoValues) rows.push_back(&row);
    }
  }
  const auto fits = [count](const RowReading* row) { return Fits(*row, count); };
  if (rows.size() < kMinRows || !std::all_of(rows.begin(), rows.end(), fits)) return false;
  for (RowReading* row : rows) {
    std::vector<Slot> slots(named.size());
    size_t next = 0;
    if (legal_subtotal) {
      const size_t at = readings->legal_subtotal_leads ? 1 : count - (named.back() ? 2 : 1);
      row->legal_subtotal = row->slots[at];
      row->legal_subtotal_apart = true;
      row->slots.erase(row->slots.begin() + static_cast<std::ptrdiff_t>(at));
    }
    row->has_legal_subtotal = legal_subtotal;
    for (size_t a = 0; a < named.size(); ++a) {
      if (named[a]) {
        slots[a] = row->slots[next++];
      } else {
        slots[a].torn_out = true;
      }
    }
    row->slots = std::move(slots);
    row->state = State::kRead;
    row->doubt = {};
  }
  for (size_t a = 0; a < named.size(); ++a) {
    if (!named[a]) readings->missing_applicants.push_back(static_cast<int>(a));
  }
  return true;
}

}  // namespace gongkai
