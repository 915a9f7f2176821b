// Other reports that a report is checked against: last year's and the children's.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/base/decimal.h"

namespace gongkai {

// The figures and the prose of another report.
struct NeighbourReading {
  std::string agency_name;
  int year = 0;
  std::string form_version;
  // Of the cells that hold a number, by CellSubject: "requests.granted/natural_person",
  // "disclosure.fees.amount".
  absl::flat_hash_map<std::string, Decimal> values;
  std::vector<std::pair<int, std::string>> sections;  // number and prose

  // Null where the report has no number in that cell.
  const Decimal* Find(absl::string_view cell_subject) const {
    const auto found = values.find(cell_subject);
    return found == values.end() ? nullptr : &found->second;
  }
};

struct ChildReading {
  std::string agency_name;
  bool reported = false;  // false: its report of the same year is not there
  NeighbourReading report;
};

struct Neighbours {
  bool has_prior_year = false;
  NeighbourReading prior_year;
  // Whether the report covers its whole region; `children` are then all bodies directly below, the
  // body's own office among them.
  bool region_wide = false;
  std::vector<ChildReading> children;
};

}  // namespace gongkai
