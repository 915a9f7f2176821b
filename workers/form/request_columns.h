// The columns of table 3 in a grid: whose figures stand where.
#pragma once

#include <vector>

#include "workers/form/grid_view.h"
#include "workers/form/table_reading.h"

namespace gongkai {

// Collects the head of the table cell by cell, then takes the rows below it apart.
class RequestColumns {
 public:
  explicit RequestColumns(int applicants) : columns_(applicants, -1) {}

  // A grid begins. A head without rows in the grid before may go on in it, but not begin once more.
  void BeginGrid() { head_elsewhere_ = head_open_; }
  // A cell of a head in a grid of `width` columns. With the first since EndHead() the head begins:
  // what was known is of the table's part above.
  void BeginHead(int width);
  // A row below the head was seen.
  void EndHead() { head_open_ = false; }
  // The head names the applicant in a column; 总计 below 法人或其他组织 is its subtotal.
  void SetApplicant(int applicant, int column);
  void SetLegalSubtotal(int column);
  // The columns that 法人或其他组织 covers.
  void SetLegalGroup(int first, int end);

  // The head names an applicant, or the subtotal, in each of its columns, and a grid of `width`
  // columns may go on below it.
  bool MayGoOn(int width) const;
  bool Names(int column) const;

  // Finds the values of a row among its cells behind the label and puts them into `reading`; the
  // applicants without a column are added to *missing. False if the cells do not fit.
  bool Take(const GridView& view, int row, const std::vector<int>& cells, size_t label_at,
            RowReading* reading, std::vector<int>* missing) const;

 private:
  struct Role {
    int applicant;  // -1: the subtotal of 法人或其他组织
    int column;     // -1: the head does not name it
  };

  void Begin();
  int applicants() const { return static_cast<int>(columns_.size()); }
  // As the head has them from left to right.
  std::vector<Role> Named() const;
  // The applicants stand in the order of the form, 总计 apart.
  bool InUsualOrder(const std::vector<Role>& roles) const;
  // 总计 has applicants on both sides: only spans that say too little put it there.
  bool TotalStandsBetween() const;
  // The same with those in their usual place that the head does not name.
  std::vector<Role> All() const;
  void Fill(const GridView& view, const std::vector<Role>& roles, const std::vector<int>& values,
            RowReading* reading) const;

  std::vector<int> columns_;  // by applicant, -1: not named
  int legal_ = -1;            // of the 法人 subtotal
  int legal_first_ = 0;       // columns of 法人或其他组织
  int legal_end_ = 0;
  int width_ = 0;                // of the grid that has the head
  bool head_open_ = false;       // a head was begun, and no row was seen since
  bool head_elsewhere_ = false;  // that head stands in a grid before
  std::vector<Role> named_;      // what Named() says since the head was last added to
  std::vector<Role> above_;      // what the head of the part above named
};

}  // namespace gongkai
