#include "workers/document/ruled_grid.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/grid_rows.h"
#include "workers/document/text_words.h"

namespace gongkai {
namespace {

constexpr size_t kLongestLine = 4000;  // bytes of a line of a table
constexpr size_t kShortestRule = 10;   // dashes of a rule over the whole table
constexpr size_t kMostHeadLines = 40;
constexpr size_t kFewestParts = 3;  // between rules, where each surely is one row

using Cell = RuledTable::Cell;
using Cells = std::vector<Cell>;

// Where the dashes of a line of nothing else stand; empty for another line.
std::vector<TextSpan> DashesOf(const Line& line) {
  std::vector<TextSpan> spans;
  const absl::string_view raw = line.raw;
  if (line.text.empty() || (line.text[0] != '-' && line.text[0] != '=')) return spans;
  if (line.text.find_first_not_of(line.text.substr(0, 1)) != absl::string_view::npos &&
      line.text.find_first_not_of(line.text[0] == '-' ? "- " : "= ") != absl::string_view::npos) {
    return spans;
  }
  for (size_t at = raw.find(line.text[0]); at < raw.size();) {
    size_t end = raw.find(' ', at);
    if (end == absl::string_view::npos) end = raw.find_last_of(line.text[0]) + 1;
    spans.push_back({static_cast<int>(at), static_cast<int>(end)});
    at = raw.find(line.text[0], end);
  }
  return spans;
}

// Cells of one row that stand below each other in several lines.
void AddBelow(const std::vector<absl::string_view>& pieces, Cells* row) {
  row->resize(std::max(row->size(), pieces.size()));
  for (size_t c = 0; c < pieces.size(); ++c) {
    const absl::string_view piece = TrimText(pieces[c]);
    if (!piece.empty()) (*row)[c].push_back(piece);
  }
}

// Tables with dashes above their columns.
class DashedTable {
 public:
  DashedTable(const std::vector<Line>& lines, const std::vector<std::vector<TextSpan>>& dashes)
      : lines_(lines), dashes_(dashes) {}

  // Finds the table whose columns the dashes in line `rule` show, above `limit` at the highest.
  bool Find(size_t rule, size_t limit, RuledTable* table) {
    rule_ = rule;
    size_t head = rule;
    while (head > limit && rule - head < kMostHeadLines && !lines_[head - 1].blank() &&
           dashes_[head - 1].empty()) {
      --head;
    }
    const bool over_all = head > limit && IsOverAll(head - 1);
    size_t end = rule + 1;
    table->rows.clear();
    if (head == rule) {
      end = NextRule(end, false);
      if (end == lines_.size() || dashes_[end].size() != dashes_[rule].size()) return false;
      const size_t second = end + 1 < lines_.size() && !lines_[end + 1].blank()
                                ? NextRule(end + 1, false)
                                : lines_.size();
      if (second < lines_.size() && dashes_[second].size() == dashes_[rule].size()) {
        parts_ = {{rule + 1, end, true}, {end + 1, second, false}};
        end = second;
      } else {
        parts_ = {{rule + 1, end, false}};
      }
      table->begin = rule;
    } else if (over_all) {
      end = NextRule(end, false);
      if (end == lines_.size() || !IsOverAll(end)) return false;
      parts_ = {{head, rule, true}, {rule + 1, end, false}};
      table->begin = head - 1;
    } else {
      end = NextRule(end, true);
      parts_ = {{head, rule, true}, {rule + 1, end, false}};
      table->begin = head;
    }
    table->end = end < lines_.size() && !dashes_[end].empty() ? end + 1 : end;
    for (const Measure measure : {Measure::kWide, Measure::kAllWide, Measure::kCharacters}) {
      if (Cut(measure, &table->rows)) return true;
    }
    return false;
  }

 private:
  struct Part {
    size_t begin;
    size_t end;
    bool one_row;
  };

  bool IsOverAll(size_t line) const {
    return dashes_[line].size() == 1 &&
           static_cast<size_t>(dashes_[line][0].to - dashes_[line][0].from) >= kShortestRule;
  }

  // The next line of dashes, or the end; or a blank line if that ends the table.
  size_t NextRule(size_t line, bool ends_at_blank) const {
    while (line < lines_.size() && dashes_[line].empty() &&
           !(ends_at_blank && lines_[line].blank())) {
      ++line;
    }
    return line;
  }

  // False if some character stands across the left end of a column.
  bool Cut(Measure measure, std::vector<Cells>* rows) const {
    rows->clear();
    for (const Part& part : parts_) {
      // Blank lines part rows of several lines.
      const bool blanks = std::any_of(lines_.begin() + static_cast<std::ptrdiff_t>(part.begin),
                                      lines_.begin() + static_cast<std::ptrdiff_t>(part.end),
                                      [](const Line& line) { return line.blank(); });
      bool begins = true;
      for (size_t i = part.begin; i < part.end; ++i) {
        if (lines_[i].blank()) {
          begins = begins || !part.one_row;
          continue;
        }
        std::vector<absl::string_view> pieces;
        if (!CutLine(lines_[i], measure, &pieces)) return false;
        if (begins || (!blanks && !part.one_row)) rows->emplace_back(dashes_[rule_].size());
        begins = false;
        AddBelow(pieces, &rows->back());
      }
    }
    return !rows->empty();
  }

  bool CutLine(const Line& line, Measure measure, std::vector<absl::string_view>* pieces) const {
    const std::vector<TextSpan>& columns = dashes_[rule_];
    const absl::string_view raw = line.raw;
    if (raw.size() > kLongestLine) return false;
    size_t begin = 0;
    size_t column = 0;
    int x = 0;
    bool blank = true;  // in front of the character
    for (size_t at = 0; at < raw.size();) {
      const CharClass next = ClassifyChar(raw, at);
      while (column + 1 < columns.size() && x >= columns[column + 1].from) {
        if (x > columns[column + 1].from && !blank) return false;
        pieces->push_back(raw.substr(begin, at - begin));
        begin = at;
        ++column;
        if (!blank && next.kind == CharKind::kText) return false;
      }
      blank = next.kind != CharKind::kText;
      x += next.kind == CharKind::kInvisible ? 0 : WidthOf(raw.substr(at, next.length), measure);
      at += next.length;
    }
    pieces->push_back(raw.substr(begin));
    return true;
  }

  const std::vector<Line>& lines_;
  const std::vector<std::vector<TextSpan>>& dashes_;  // by line
  size_t rule_ = 0;
  std::vector<Part> parts_;
};

// The pieces of a line between borders.
std::vector<absl::string_view> PiecesOf(absl::string_view line) {
  std::vector<absl::string_view> pieces;
  absl::ConsumePrefix(&line, "|");
  absl::ConsumeSuffix(&line, "|");
  for (size_t border = 0; border != absl::string_view::npos;) {
    border = line.find('|');
    pieces.push_back(line.substr(0, border));
    if (border != absl::string_view::npos) line.remove_prefix(border + 1);
  }
  return pieces;
}

// Each line has several filled cells, and the first is one of them: lines are rows.
bool HasRowsOfLines(const std::vector<Line>& lines, size_t begin, size_t end) {
  return std::all_of(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                     lines.begin() + static_cast<std::ptrdiff_t>(end), [](const Line& line) {
                       const std::vector<absl::string_view> pieces = PiecesOf(line.text);
                       const auto filled = std::count_if(
                           pieces.begin(), pieces.end(),
                           [](absl::string_view piece) { return !TrimText(piece).empty(); });
                       return filled > 1 && !TrimText(pieces[0]).empty();
                     });
}

// Several lines end with a figure: more than one row of several lines would have.
bool HasRowsOfFigures(const std::vector<Line>& lines, size_t begin, size_t end) {
  constexpr std::ptrdiff_t kFewest = 3;
  return std::count_if(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                       lines.begin() + static_cast<std::ptrdiff_t>(end), [](const Line& line) {
                         absl::string_view last;
                         for (const absl::string_view piece : PiecesOf(line.text)) {
                           if (!TrimText(piece).empty()) last = TrimText(piece);
                         }
                         return LooksLikeFigure(last);
                       }) >= kFewest;
}

// The rows between rules i and k; none if each is one line, or rules part only some of them.
bool ReadParts(const std::vector<Line>& lines, const std::vector<size_t>& rules, size_t i, size_t k,
               RuledTable* table) {
  bool several = false;
  for (size_t r = i; r < k; ++r) several |= rules[r + 1] - rules[r] > 1;
  if (!several) return false;
  const size_t parts = k - i;
  if (parts == 1) return false;  // a frame says nothing of rows
  if (parts < kFewestParts && HasRowsOfLines(lines, rules[k - 1], rules[k])) return false;
  for (size_t r = i; r < k; ++r) {
    if (HasRowsOfFigures(lines, rules[r], rules[r + 1])) return false;
  }
  table->begin = rules[i];
  table->end = rules[k];
  table->rows.clear();
  for (size_t r = i; r < k; ++r) {
    if (rules[r] == rules[r + 1]) continue;
    Cells& row = table->rows.emplace_back();
    const size_t columns = PiecesOf(lines[rules[r]].text).size();
    for (size_t line = rules[r]; line < rules[r + 1]; ++line) {
      std::vector<absl::string_view> pieces = PiecesOf(lines[line].text);
      // Cells that reach over columns in some lines only: nobody knows what belongs together.
      if (pieces.size() != columns) pieces = {lines[line].text};
      AddBelow(pieces, &row);
    }
  }
  return true;
}

void FindGrids(const std::vector<Line>& lines, const std::vector<size_t>& rules,
               std::vector<RuledTable>* tables) {
  for (size_t i = 0; i + 1 < rules.size();) {
    size_t k = i;
    const auto is_part = [&](size_t begin, size_t end) {
      return std::all_of(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                         lines.begin() + static_cast<std::ptrdiff_t>(end), [](const Line& line) {
                           return absl::StartsWith(line.text, "|") && line.pipes > 1;
                         });
    };
    while (k + 1 < rules.size() && is_part(rules[k], rules[k + 1])) ++k;
    RuledTable table;
    if (k > i && ReadParts(lines, rules, i, k, &table)) tables->push_back(std::move(table));
    i = std::max(k, i + 1);
  }
}

void FindDashed(const std::vector<Line>& lines, std::vector<RuledTable>* tables) {
  std::vector<std::vector<TextSpan>> dashes;
  dashes.reserve(lines.size());
  bool any = false;
  for (const Line& line : lines) {
    dashes.push_back(DashesOf(line));
    any |= dashes.back().size() > 1;
  }
  if (!any) return;
  DashedTable finder(lines, dashes);
  size_t limit = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i < limit || dashes[i].size() < 2) continue;
    RuledTable table;
    if (!finder.Find(i, limit, &table)) continue;
    limit = table.end;
    tables->push_back(std::move(table));
  }
}

}  // namespace

std::vector<RuledTable> FindRuledTables(const std::vector<Line>& lines,
                                        const std::vector<size_t>& rules) {
  std::vector<RuledTable> tables;
  FindGrids(lines, rules, &tables);
  FindDashed(lines, &tables);
  std::sort(tables.begin(), tables.end(),
            [](const RuledTable& a, const RuledTable& b) { return a.begin < b.begin; });
  std::vector<RuledTable> apart;
  for (RuledTable& table : tables) {
    if (apart.empty() || table.begin >= apart.back().end) apart.push_back(std::move(table));
  }
  return apart;
}

absl::Status ReadRuledTable(const RuledTable& table, absl::string_view source, ReadBudget* budget,
                            Document* document) {
  Grid grid;
  grid.structure = Grid::Structure::kRows;
  Place last;
  for (size_t r = 0; r < table.rows.size(); ++r) {
    const Cells& row = table.rows[r];
    for (size_t c = 0; c < row.size(); ++c) {
      absl::string_view text;
      if (!row[c].empty()) {
        last = PlaceOf(row[c].front(), source);
        last.end = PlaceOf(row[c].back(), source).end;
        text = CleanText(row[c].front(), document);
      } else {
        last.begin = last.end;
      }
      if (row[c].size() > 1) {
        std::string joined(text);
        for (size_t p = 1; p < row[c].size(); ++p) {
          absl::StrAppend(&joined, "\n", CleanText(row[c][p], document));
        }
        text = document->Keep(std::move(joined));
      }
      RETURN_IF_ERROR(AddCell(text, last, static_cast<int>(r), static_cast<int>(c), budget, &grid));
    }
  }
  AddGrid(std::move(grid), document);
  return absl::OkStatus();
}

}  // namespace gongkai
