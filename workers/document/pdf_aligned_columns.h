// Columns of a table without ruling lines: where its values stand below each other.
#pragma once

#include <vector>

#include "workers/document/pdf_row.h"

namespace gongkai {

struct PdfAlignedColumns {
  std::vector<PdfSpan> values;  // of values, from left to right; empty if they make none
  float labels_left = 0, labels_right = 0;  // of the texts in front of them; equal: there are none
  bool has_head = false;                    // rows of texts stand above the first value
};

// The columns of the rows: where values stand below each other, and heads where no value stands.
PdfAlignedColumns FindPdfAlignedColumns(const std::vector<PdfRow>& rows);

}  // namespace gongkai
