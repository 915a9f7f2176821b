#include "workers/document/pdf_row.h"

#include <cmath>
#include <map>
#include <utility>

#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr float kSameRow = 0.5f;  // of the size: how far the middles of one row may differ
constexpr float kMostOfHeight = 0.4f;
constexpr size_t kMostInRow = 500;  // texts

// Values whose middles are at about the same height to rows.
void AddValues(std::vector<const PdfBlock*> values, std::vector<PdfRow>* rows) {
  std::stable_sort(values.begin(), values.end(), [](const PdfBlock* a, const PdfBlock* b) {
    return a->center_y() < b->center_y();
  });
  for (const PdfBlock* value : values) {
    if (rows->empty() ||
        value->center_y() - rows->back().y > kSameRow * std::min(value->size, rows->back().size)) {
      rows->push_back({{}, value->center_y(), value->size});
    }
    rows->back().Add(value);
  }
}

// A number may stand a little above or below the others of its row. Rows so near have no cell above
// the other.
void JoinUnevenRows(std::vector<PdfRow>* rows) {
  constexpr float kNear = 0.8f;  // of the size
  std::vector<PdfRow> joined;
  for (PdfRow& row : *rows) {
    PdfRow* const last = joined.empty() ? nullptr : &joined.back();
    const auto is_above = [&row](const PdfBlock* above) {
      return std::any_of(row.blocks.begin(), row.blocks.end(), [above](const PdfBlock* block) {
        return Overlap(SpanOf(*above), SpanOf(*block));
      });
    };
    if (last == nullptr || row.y - last->y > kNear * std::min(row.size, last->size) ||
        std::any_of(last->blocks.begin(), last->blocks.end(), is_above)) {
      joined.push_back(std::move(row));
      continue;
    }
    if (row.blocks.size() > last->blocks.size()) last->y = row.y;
    for (const PdfBlock* block : row.blocks) last->Add(block);
  }
  *rows = std::move(joined);
}

// How far rows with most of the values of a usual row lie apart, a third of them at least; 0: not
// known.
float PitchOf(const std::vector<PdfRow>& rows) {
  if (rows.empty()) return 0;
  std::vector<size_t> counts;
  for (const PdfRow& row : rows) counts.push_back(row.blocks.size());
  const auto many = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() * 3 / 4);
  std::nth_element(counts.begin(), many, counts.end());
  std::vector<float> pitches;
  const PdfRow* last = nullptr;
  for (const PdfRow& row : rows) {
    if (row.blocks.size() * 2 <= *many) continue;
    if (last != nullptr) pitches.push_back(row.y - last->y);
    last = &row;
  }
  if (pitches.size() < 3) return 0;
  const auto third = pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() * 2 / 3);
  std::nth_element(pitches.begin(), third, pitches.end());
  return *third;
}

// Every value of `part` stands right above or below one of the row, much nearer than rows lie to
// each other: more lines of cells of that row.
bool IsPartOf(const PdfRow& part, const PdfRow& row, float pitch) {
  constexpr float kLine = 1.5f;  // of the size, from line to line
  constexpr float kNear = 0.8f;  // of the pitch
  constexpr size_t kMost = 100;  // values of a row
  if (part.blocks.size() >= row.blocks.size() || row.blocks.size() > kMost) return false;
  return std::all_of(part.blocks.begin(), part.blocks.end(), [&](const PdfBlock* block) {
    return IsNumberLine(block->lines[0]) &&
           std::any_of(row.blocks.begin(), row.blocks.end(), [&](const PdfBlock* other) {
             const float down = std::abs(block->box.bottom - other->box.bottom);
             return IsNumberLine(other->lines[0]) && Overlap(SpanOf(*block), SpanOf(*other)) &&
                    down > 0.5f * block->size && down < kLine * block->size && down < kNear * pitch;
           });
  });
}

// Texts of one line by the height of their middles.
using Labels = std::multimap<float, const PdfBlock*>;

// A label of one line stands in front of the values.
bool HasLabel(const PdfRow& row, const Labels& labels) {
  constexpr float kSame = 0.25f;  // of the size
  constexpr int kMostTried = 50;
  float left = 1e6f;
  for (const PdfBlock* block : row.blocks) left = std::min(left, block->box.left);
  int tried = 0;
  for (auto label = labels.lower_bound(row.y - kSame * row.size);
       label != labels.end() && label->first <= row.y + kSame * row.size; ++label) {
    if (label->second->box.right < left || ++tried > kMostTried) return true;
  }
  return false;
}

// Numbers that their columns tore, whose lines look like rows of their own.
void JoinTornRows(const Labels& labels, std::vector<PdfRow>* rows) {
  const float pitch = PitchOf(*rows);
  if (pitch == 0) return;
  const auto take = [](const PdfRow& part, PdfRow* row) {
    for (const PdfBlock* block : part.blocks) row->Add(block);
    row->y = (row->top + row->bottom) / 2;
  };
  std::vector<PdfRow> joined;
  for (size_t i = 0; i < rows->size(); ++i) {
    PdfRow& row = (*rows)[i];
    if (HasLabel(row, labels)) {
      joined.push_back(std::move(row));
    } else if (!joined.empty() && IsPartOf(row, joined.back(), pitch)) {
      take(row, &joined.back());
    } else if (i + 1 < rows->size() && IsPartOf(row, (*rows)[i + 1], pitch)) {
      take(row, &(*rows)[i + 1]);
    } else {
      joined.push_back(std::move(row));
    }
  }
  *rows = std::move(joined);
}

// Texts side by side to rows: their middles are at about the same height, or they share most of the
// height of the lower one, as at the top or at the foot of their cells. `first`: of the rows that
// may take them.
void AddTexts(std::vector<const PdfBlock*> texts, size_t first, std::vector<PdfRow>* rows) {
  std::stable_sort(texts.begin(), texts.end(), [](const PdfBlock* a, const PdfBlock* b) {
    return a->center_y() < b->center_y();
  });
  PdfSpan shared;    // by all texts of the last row
  float middle = 0;  // of the text added last
  for (const PdfBlock* text : texts) {
    const PdfSpan here = {text->box.top, text->box.bottom};
    const PdfSpan both = {std::max(shared.from, here.from), std::min(shared.to, here.to)};
    const float lower = std::min(shared.to - shared.from, here.to - here.from);
    const bool beside = both.to - both.from > kMostOfHeight * lower ||
                        text->center_y() - middle <= kSameRow * text->size;
    const bool joins = beside && rows->size() > first && rows->back().blocks.size() < kMostInRow &&
                       std::none_of(rows->back().blocks.begin(), rows->back().blocks.end(),
                                    [&text](const PdfBlock* other) {
                                      return Overlap(SpanOf(*other), SpanOf(*text));
                                    });
    if (!joins) rows->push_back({{}, text->center_y(), text->size});
    shared = joins && both.from < both.to ? both : here;
    middle = text->center_y();
    rows->back().Add(text);
  }
}

}  // namespace

PdfSpan SpanOf(const PdfBlock& block) {
  const float edge = std::min(0.15f * block.size, 0.2f * (block.box.right - block.box.left));
  return {block.box.left + edge, block.box.right - edge};
}

std::vector<PdfRow> FindRows(const std::vector<PdfBlock>& blocks) {
  std::vector<PdfRow> rows;
  std::vector<const PdfBlock*> values;
  std::vector<const PdfBlock*> others;
  for (const PdfBlock& block : blocks) {
    (block.is_value && block.lines.size() == 1 ? values : others).push_back(&block);
  }
  AddValues(std::move(values), &rows);
  JoinUnevenRows(&rows);
  Labels labels;
  for (const PdfBlock* block : others) {
    if (block->lines.size() == 1) labels.emplace(block->center_y(), block);
  }
  JoinTornRows(labels, &rows);
  const size_t value_rows = rows.size();
  std::vector<const PdfBlock*> apart;
  for (const PdfBlock* block : others) {
    const float reach = 0.3f * block->size;
    PdfRow* nearest = nullptr;
    auto row = std::lower_bound(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(value_rows),
        block->box.top - reach, [](const PdfRow& some, float y) { return some.y < y; });
    for (; row != rows.begin() + static_cast<std::ptrdiff_t>(value_rows) &&
           row->y <= block->box.bottom + reach;
         ++row) {
      if (nearest == nullptr ||
          std::abs(row->y - block->center_y()) < std::abs(nearest->y - block->center_y())) {
        nearest = &*row;
      }
    }
    if (nearest != nullptr) {
      nearest->Add(block);
    } else {
      apart.push_back(block);
    }
  }
  AddTexts(std::move(apart), value_rows, &rows);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const PdfRow& a, const PdfRow& b) { return a.y < b.y; });
  for (PdfRow& row : rows) {
    std::stable_sort(
        row.blocks.begin(), row.blocks.end(),
        [](const PdfBlock* a, const PdfBlock* b) { return a->center_x() < b->center_x(); });
  }
  return rows;
}

}  // namespace gongkai
