// Ruling lines of a page to nets of lines that touch each other: one net, one table.
#pragma once

#include <vector>

#include "workers/document/pdf_page.h"

namespace gongkai {

struct PdfTable;

// Lines of one net. Lines along each other within a few points have been made one.
struct RuleNet {
  std::vector<PdfRule> horizontal;
  std::vector<PdfRule> vertical;

  float area() const;
};

// Nets that have lines of both directions.
std::vector<RuleNet> FindNets(const PdfPage& page);

// Adds lines between rows or columns of numbers that stand in one cell of the table only because
// the line between them was not drawn. False if nothing was to be added.
bool AddMissingRules(const PdfTable& table, RuleNet* net);

}  // namespace gongkai
