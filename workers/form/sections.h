// The six sections of a report with their prose.
#pragma once

#include <vector>

#include "workers/document/document.h"
#include "workers/form/label_index.h"
#include "workers/form/reading.h"
#include "workers/form/token.h"

namespace gongkai {

// The token where a section's heading stands.
struct SectionHeading {
  size_t token = 0;
  int number = 0;  // 1..6, 0: none of the official ones
  int printed_ordinal = 0;
  bool official_title = false;
};

// The headings in the order of the document, at most one for each number above 0. `free_form`: the
// report follows no form, so every heading that is counted is one.
std::vector<SectionHeading> FindSections(const std::vector<Token>& tokens, const LabelIndex& labels,
                                         bool free_form = false);

// Headings with the text behind them. Tokens marked as used stand in tables and are left out, as is
// what a page prints below its report.
std::vector<SectionReading> ReadSections(const Document& document, const std::vector<Token>& tokens,
                                         const std::vector<SectionHeading>& headings);

// The paragraphs in front of the first heading: Reading.opening.
SectionReading ReadOpening(const Document& document, const std::vector<Token>& tokens,
                           const std::vector<SectionHeading>& headings);

}  // namespace gongkai
