// Rows of 小计 in table 3: of which group of rows each of them is the sum.
#pragma once

#include <vector>

#include "workers/form/form.h"
#include "workers/form/table_reading.h"

namespace gongkai {

// Fed the rows of the table from top to bottom.
class GroupSubtotals {
 public:
  // `form` must outlive this.
  explicit GroupSubtotals(const Form& form) : form_(form) {}

  // A row of the form, of this group; -1: of none.
  void AddRow(int group);

  // The label of a group, in the row that was added last or in one without figures.
  void AddLabel(int group);

  // A 小计. `group`: whose label stands beside it; -1: none.
  void AddSubtotal(int group, RowReading reading);

  // Appends the subtotals, each with its group. Between two groups it is of the one that the table
  // as a whole says: subtotals lead their groups if one stands below a row without a group, and
  // follow them if one stands above such a row.
  void Finish(std::vector<RowReading>* subtotals);

 private:
  struct Entry {
    RowReading reading;
    int beside = -1, above = -1, below = -1;
    bool closed = false;  // the row below it was seen
  };

  // Only such a group has a sum: 三、本年度办理结果 is a heading.
  bool HasSum(int group) const;

  const Form& form_;
  int above_ = -1;  // of the rows and labels seen last
  std::vector<Entry> entries_;
};

}  // namespace gongkai
