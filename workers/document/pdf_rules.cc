#include "workers/document/pdf_rules.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

#include "workers/document/pdf_cell_text.h"
#include "workers/document/pdf_table.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

constexpr float kSamePlace = 3.0f;  // points: lines so near are one, drawn twice
constexpr float kTouching = 3.0f;
constexpr float kLeastLength = 4.0f;
constexpr size_t kMostRules = 1500;    // of one direction on one page, after joining
constexpr size_t kMostDrawn = 20'000;  // the same before; beyond, nobody looks how they were drawn

// Lines at nearly the same place that meet become one.
std::vector<PdfRule> Joined(std::vector<PdfRule> rules) {
  std::sort(rules.begin(), rules.end(),
            [](const PdfRule& a, const PdfRule& b) { return a.at < b.at; });
  std::vector<PdfRule> joined;
  for (size_t i = 0; i < rules.size();) {
    size_t end = i;
    while (end < rules.size() && rules[end].at - rules[i].at <= kSamePlace) ++end;
    const auto first = rules.begin() + static_cast<std::ptrdiff_t>(i);
    const auto last = rules.begin() + static_cast<std::ptrdiff_t>(end);
    std::sort(first, last, [](const PdfRule& a, const PdfRule& b) { return a.from < b.from; });
    double weight = 0, sum = 0;  // of the lines that meet
    float reach = 0;
    for (auto rule = first; rule != last; ++rule) {
      const double length = rule->to - rule->from + 0.01;
      if (rule == first || rule->from > reach + kTouching) {
        joined.push_back(*rule);
        reach = rule->to;
        weight = sum = 0;
      }
      weight += length;
      sum += length * rule->at;
      reach = std::max(reach, rule->to);
      joined.back().to = reach;
      joined.back().at = static_cast<float>(sum / weight);
    }
    i = end;
  }
  joined.erase(
      std::remove_if(joined.begin(), joined.end(),
                     [](const PdfRule& rule) { return rule.to - rule.from < kLeastLength; }),
      joined.end());
  return joined;
}

bool Touch(const PdfRule& horizontal, const PdfRule& vertical) {
  return vertical.at >= horizontal.from - kTouching && vertical.at <= horizontal.to + kTouching &&
         horizontal.at >= vertical.from - kTouching && horizontal.at <= vertical.to + kTouching;
}

bool IsNumberCell(const PdfCell& cell) {
  return !cell.lines.empty() && std::all_of(cell.lines.begin(), cell.lines.end(), IsNumberLine);
}

float MiddleOf(const PdfLine& line) { return (line.box.top + line.box.bottom) / 2; }

// Rows of numbers in one row of cells: the places between them, or none.
std::vector<float> RowCuts(const std::vector<const PdfCell*>& row) {
  const PdfCell* pattern = nullptr;
  int same = 0;
  bool torn = true;
  for (const PdfCell* cell : row) {
    if (!IsNumberCell(*cell)) continue;
    if (pattern == nullptr || cell->lines.size() > pattern->lines.size()) pattern = cell;
  }
  if (pattern == nullptr || pattern->lines.size() < 2) return {};
  for (const PdfCell* cell : row) {
    if (!IsNumberCell(*cell)) continue;
    torn = torn && IsTorn(cell);
    if (cell->lines.size() != pattern->lines.size()) return {};
    for (size_t i = 0; i < cell->lines.size(); ++i) {
      const float apart = std::abs(MiddleOf(cell->lines[i]) - MiddleOf(pattern->lines[i]));
      if (apart > 0.5f * pattern->lines[i].size) return {};
    }
    ++same;
  }
  if (same < 2) return {};
  std::vector<float> cuts;
  size_t labels = 0;  // cuts at which a label begins
  for (size_t i = 0; i + 1 < pattern->lines.size(); ++i) {
    const PdfLine& above = pattern->lines[i];
    const PdfLine& below = pattern->lines[i + 1];
    float cut = (above.box.bottom + below.box.top) / 2;
    bool at_label = false;
    // A label of several lines begins with its ordinal.
    for (const PdfCell* cell : row) {
      for (size_t k = 1; k < cell->lines.size(); ++k) {
        const PdfLine& line = cell->lines[k];
        const float middle = MiddleOf(line);
        if (middle > MiddleOf(above) && middle <= MiddleOf(below) + 1 &&
            StartsWithOrdinal(TextOf(line))) {
          cut = (cell->lines[k - 1].box.bottom + line.box.top) / 2;
          at_label = true;
        }
      }
    }
    cuts.push_back(cut);
    labels += at_label;
  }
  if (torn && labels < cuts.size()) return {};
  return cuts;
}

bool AddRows(const PdfTable& table, RuleNet* net) {
  std::map<int, std::vector<const PdfCell*>> rows;
  for (const PdfCell& cell : table.cells) {
    if (cell.row_span == 1) rows[cell.row].push_back(&cell);
  }
  bool added = false;
  for (const auto& [index, row] : rows) {
    for (const float cut : RowCuts(row)) {
      for (const PdfCell* cell : row) {
        net->horizontal.push_back({cut, cell->box.left, cell->box.right});
      }
      added = true;
    }
  }
  return added;
}

struct Gap {
  float from, to;  // across
  float top, bottom;
};

// The first gap between two numbers side by side in the cell.
bool NumberGap(const PdfCell& cell, Gap* gap) {
  if (cell.lines.size() != 1 || !IsNumberCell(cell)) return false;
  constexpr float kWide = 1.2f;  // of the size: wider than spaced digits
  const std::vector<PdfLine> parts = SplitAtGaps(cell.lines[0], kWide);
  if (parts.size() < 2) return false;
  *gap = {parts[0].box.right, parts[1].box.left, cell.box.top, cell.box.bottom};
  return true;
}

bool AddColumns(const PdfTable& table, RuleNet* net) {
  bool added = false;
  for (int c = 0; c < table.columns(); ++c) {
    std::vector<Gap> gaps;
    int numbers = 0;
    Gap common = {-1e6f, 1e6f, 1e6f, -1e6f};
    for (const PdfCell& cell : table.cells) {
      if (cell.column != c) continue;
      Gap gap;
      if (cell.column_span > 1) {
        // The line is there in other rows.
        if (!NumberGap(cell, &gap)) continue;
        for (int k = c + 1; k < c + cell.column_span; ++k) {
          if (table.xs[k] < gap.from || table.xs[k] > gap.to) continue;
          net->vertical.push_back({table.xs[k], gap.top, gap.bottom});
          added = true;
          break;
        }
        continue;
      }
      if (!IsNumberCell(cell)) continue;
      ++numbers;
      if (!NumberGap(cell, &gap)) continue;
      common.from = std::max(common.from, gap.from);
      common.to = std::min(common.to, gap.to);
      common.top = std::min(common.top, gap.top);
      common.bottom = std::max(common.bottom, gap.bottom);
      gaps.push_back(gap);
    }
    if (gaps.size() < 3 || gaps.size() * 2 < static_cast<size_t>(numbers)) continue;
    if (common.to - common.from < 2 * kSamePlace) continue;
    net->vertical.push_back({(common.from + common.to) / 2, common.top, common.bottom});
    added = true;
  }
  return added;
}

// The places of the rules from left to right, those nearer than `least` to the last left out.
std::vector<float> PlacesOf(const std::vector<PdfRule>& rules, float least) {
  std::vector<float> places;
  places.reserve(rules.size());
  for (const PdfRule& rule : rules) places.push_back(rule.at);
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end(),
                           [least](float a, float b) { return b - a < least; }),
               places.end());
  return places;
}

// Tables below each other that share one line: two nets, which joined would lose columns since
// those of one lie a few points beside those of the other.
class NetSplitter {
 public:
  // `verticals` of the page as they were drawn.
  NetSplitter(const RuleNet& net, const std::vector<PdfRule>& verticals)
      : net_(net), verticals_(verticals) {}

  std::vector<RuleNet> Split() {
    MeasureExtent();
    if (!HasNeighbours()) return {net_};
    const std::vector<float> lines = LinesOverAll();
    if (lines.size() < 3) return {net_};
    std::vector<float> cuts = {lines.front()};
    std::vector<float> columns;  // of the part that is open
    size_t ruled = 0;            // spaces between lines that have columns
    for (size_t i = 0; i + 1 < lines.size(); ++i) {
      const std::vector<float> here = PlacesOf(VerticalsIn(lines[i], lines[i + 1], true), kSame);
      ruled += !here.empty();
      if (Conflicts(columns, here) >= kLeastConflicts) {
        cuts.push_back(lines[i]);
        columns = here;
      } else {
        columns.insert(columns.end(), here.begin(), here.end());
      }
    }
    cuts.push_back(lines.back());
    // Lines that were drawn by hand lie apart in every row.
    if (cuts.size() < 3 || (cuts.size() - 1) * 2 > ruled) return {net_};
    std::vector<RuleNet> parts;
    for (size_t i = 0; i + 1 < cuts.size(); ++i) {
      RuleNet& part = parts.emplace_back();
      for (const PdfRule& rule : net_.horizontal) {
        if (rule.at >= cuts[i] - kSame && rule.at <= cuts[i + 1] + kSame) {
          part.horizontal.push_back(rule);
        }
      }
      part.vertical = Joined(VerticalsIn(cuts[i], cuts[i + 1], false));
    }
    return parts;
  }

 private:
  static constexpr float kSame = 1.5f;  // points
  static constexpr float kNear = 6.0f;  // lines so near might be taken for one
  static constexpr int kLeastConflicts = 2;

  // Some lines lie beside each other, though perhaps at other heights.
  bool HasNeighbours() const {
    constexpr int64_t kMostWide = 4000;  // half points
    std::bitset<static_cast<size_t>(kMostWide)> drawn;
    for (const PdfRule& rule : verticals_) {
      const auto at = static_cast<int64_t>(rule.at * 2);
      if (rule.at > left_ + kNear && rule.at < right_ - kNear && at >= 0 && at < kMostWide) {
        drawn.set(static_cast<size_t>(at));
      }
    }
    size_t last = drawn._Find_first();
    for (size_t at = drawn._Find_next(last); at < drawn.size(); at = drawn._Find_next(at)) {
      if (at - last > 2 * kSame && at - last < 2 * kNear) return true;
      last = at;
    }
    return false;
  }

  void MeasureExtent() {
    for (const PdfRule& rule : net_.horizontal) {
      left_ = std::min(left_, rule.from);
      right_ = std::max(right_, rule.to);
    }
  }

  // From top to bottom.
  std::vector<float> LinesOverAll() const {
    std::vector<PdfRule> over_all;
    for (const PdfRule& rule : net_.horizontal) {
      if (rule.from < left_ + kTouching && rule.to > right_ - kTouching) over_all.push_back(rule);
    }
    return PlacesOf(over_all, kSame);
  }

  // Those that go over most of the way between two heights, cut there. `inner`: without the edges
  // of the net.
  std::vector<PdfRule> VerticalsIn(float top, float bottom, bool inner) const {
    std::vector<PdfRule> found;
    for (PdfRule rule : verticals_) {
      rule.from = std::max(rule.from, top);
      rule.to = std::min(rule.to, bottom);
      const float margin = inner ? -kNear : kTouching;
      if (rule.to - rule.from > kSame && rule.at > left_ - margin && rule.at < right_ + margin) {
        found.push_back(rule);
      }
    }
    return found;
  }

  // How many of the lines lie beside one of the columns, and not on any.
  static int Conflicts(const std::vector<float>& columns, const std::vector<float>& lines) {
    int conflicts = 0;
    for (const float line : lines) {
      float nearest = 1e6f;
      for (const float x : columns) nearest = std::min(nearest, std::abs(x - line));
      conflicts += nearest > kSame && nearest < kNear;
    }
    return conflicts;
  }

  const RuleNet& net_;
  const std::vector<PdfRule>& verticals_;
  float left_ = 1e6f, right_ = 0;
};

// A row of blank cells at the foot of a table may be so low that its lines were taken for one.
void RestoreLowFoot(const PdfPage& page, RuleNet* net) {
  constexpr float kLeastHeight = 1.9f;  // points
  constexpr float kEdge = 0.8f;
  constexpr int kLeastColumns = 3;
  const auto foot =
      std::max_element(net->horizontal.begin(), net->horizontal.end(),
                       [](const PdfRule& a, const PdfRule& b) { return a.at < b.at; });
  float top = foot->at, bottom = foot->at;
  for (const PdfRule& rule : page.horizontal) {
    if (std::abs(rule.at - foot->at) > kSamePlace || rule.to < foot->from || rule.from > foot->to) {
      continue;
    }
    top = std::min(top, rule.at);
    bottom = std::max(bottom, rule.at);
  }
  if (bottom - top < kLeastHeight) return;
  // Where a table only ends with two lines, those between its columns end at the first.
  int crossing = 0;
  for (const PdfRule& rule : page.vertical) {
    crossing += rule.from < top + kEdge && rule.to > bottom - kEdge &&
                rule.at > foot->from + kTouching && rule.at < foot->to - kTouching;
  }
  if (crossing < kLeastColumns) return;
  PdfRule last = *foot;
  foot->at = top;
  last.at = bottom;
  net->horizontal.push_back(last);
}

}  // namespace

float RuleNet::area() const {
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (const PdfRule& rule : horizontal) {
    left = std::min(left, rule.from);
    right = std::max(right, rule.to);
    top = std::min(top, rule.at);
    bottom = std::max(bottom, rule.at);
  }
  for (const PdfRule& rule : vertical) {
    top = std::min(top, rule.from);
    bottom = std::max(bottom, rule.to);
    left = std::min(left, rule.at);
    right = std::max(right, rule.at);
  }
  return (right - left) * (bottom - top);
}

std::vector<RuleNet> FindNets(const PdfPage& page) {
  const std::vector<PdfRule> horizontal = Joined(page.horizontal);
  const std::vector<PdfRule> vertical = Joined(page.vertical);
  // So many lines are a drawing.
  if (horizontal.size() > kMostRules || vertical.size() > kMostRules) return {};
  std::vector<size_t> parent(horizontal.size() + vertical.size());
  std::iota(parent.begin(), parent.end(), size_t{0});
  const auto find = [&parent](size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (size_t h = 0; h < horizontal.size(); ++h) {
    for (size_t v = 0; v < vertical.size(); ++v) {
      if (Touch(horizontal[h], vertical[v])) {
        parent[find(h)] = find(horizontal.size() + v);
      }
    }
  }
  std::map<size_t, RuleNet> nets;
  for (size_t h = 0; h < horizontal.size(); ++h) nets[find(h)].horizontal.push_back(horizontal[h]);
  for (size_t v = 0; v < vertical.size(); ++v) {
    nets[find(horizontal.size() + v)].vertical.push_back(vertical[v]);
  }
  std::vector<RuleNet> found;
  for (auto& [root, net] : nets) {
    if (net.horizontal.empty() || net.vertical.empty()) continue;
    if (page.horizontal.size() > kMostDrawn || page.vertical.size() > kMostDrawn) {
      found.push_back(std::move(net));
      continue;
    }
    RestoreLowFoot(page, &net);
    for (RuleNet& part : NetSplitter(net, page.vertical).Split()) found.push_back(std::move(part));
  }
  return found;
}

bool AddMissingRules(const PdfTable& table, RuleNet* net) {
  constexpr size_t kMost = 300;
  if (net->horizontal.size() > kMost || net->vertical.size() > kMost) return false;
  if (AddRows(table, net)) return true;
  return AddColumns(table, net);
}

}  // namespace gongkai
