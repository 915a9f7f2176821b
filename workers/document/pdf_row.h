// Pieces of text side by side to rows, where no ruling lines say what is a row.
#pragma once

#include <algorithm>
#include <vector>

#include "workers/document/pdf_blocks.h"

namespace gongkai {

// Points along a line.
struct PdfSpan {
  float from = 0, to = 0;
};

inline bool Overlap(const PdfSpan& a, const PdfSpan& b) { return a.from < b.to && b.from < a.to; }

// How wide the block is, or a little less: full cells side by side may touch.
PdfSpan SpanOf(const PdfBlock& block);

// Points into the blocks that it was made of.
struct PdfRow {
  std::vector<const PdfBlock*> blocks;  // from left to right
  float y = 0;                          // the middle
  float size = 0;
  float top = 1e6f, bottom = 0;
  bool has_value = false;

  void Add(const PdfBlock* block) {
    blocks.push_back(block);
    top = std::min(top, block->box.top);
    bottom = std::max(bottom, block->box.bottom);
    has_value |= block->is_value;
  }
};

// The rows from top to bottom: values make them, texts beside those join, and texts beside each
// other are rows too. Every block is in one. `blocks` must outlive the rows.
std::vector<PdfRow> FindRows(const std::vector<PdfBlock>& blocks);

}  // namespace gongkai
