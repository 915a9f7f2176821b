#include "workers/document/pipe_grid.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/grid_rows.h"

namespace gongkai {
namespace {

constexpr size_t kTornPiece = 12;    // characters of a cell's line that ends without a border
constexpr size_t kLongestLine = 80;  // characters of a line whose border stands on the next one
constexpr size_t kTornLines = 4;     // lines of such a cell

size_t NextFilled(const std::vector<Line>& lines, size_t i) {
  while (i < lines.size() && lines[i].blank()) ++i;
  return i;
}

bool EndsWithPipe(const Line& line) { return absl::EndsWith(line.text, "|"); }
bool StartsWithPipe(const Line& line) { return absl::StartsWith(line.text, "|"); }

// Cells that hold text, up to 2.
int FilledCells(const Line& line) {
  int filled = 0;
  bool in_cell = false;
  for (const char c : line.text) {
    if (c == '|') {
      in_cell = false;
    } else if (!in_cell && c != ' ' && c != '\t') {
      in_cell = true;
      if (++filled == 2) break;
    }
  }
  return filled;
}

// The line of nothing but borders that closes the cell which begins on line `i` without one, or 0.
size_t ClosingLine(const std::vector<Line>& lines, size_t i) {
  for (size_t k = i; k < lines.size() && k <= i + kTornLines; ++k) {
    if (lines[k].blank()) return 0;
    if (lines[k].only_pipes) return k > i ? k : 0;
    if (lines[k].pipes > 0 || CountChars(lines[k].text) > kLongestLine) return 0;
    if (absl::EndsWith(lines[k].text, "。")) return 0;  // prose between two tables
  }
  return 0;
}

// True if line `i` is the first of a table whose borders stand on lines of their own.
bool StartsBorderLines(const std::vector<Line>& lines, size_t i) {
  if (lines[i].pipes > 0 || i + 1 >= lines.size() || !lines[i + 1].only_pipes) return false;
  const size_t next = i + 2;
  if (next >= lines.size()) return false;
  return lines[next].only_pipes || ClosingLine(lines, next) > 0;
}

// | --- | :-: |
bool IsSeparatorRow(const Line& line, bool is_second) {
  if (line.pipes == 0) return false;
  size_t dashes = 0;
  size_t least = is_second ? 2 : 3;
  bool colon = false;
  bool any = false;
  const auto ends_cell = [&] {
    const bool good = dashes == 0 ? !colon : dashes >= (colon ? 1 : least);
    any |= dashes > 0;
    dashes = 0;
    colon = false;
    return good;
  };
  for (const char c : line.text) {
    if (c == '|') {
      if (!ends_cell()) return false;
    } else if (c == '-') {
      ++dashes;
    } else if (c == ':') {
      colon = true;
    } else if (c != ' ') {
      return false;
    }
  }
  return ends_cell() && any;
}

// How a run is written, counted over its lines.
struct RunStyle {
  int lines = 0;       // with text and borders
  int opened = 0;      // of these, with a border at the start
  int closed = 0;      // of these, with a border at the end
  int terminated = 0;  // cells whose border stands on the next line
  // Columns of a Markdown table whose rule has no outer borders; its lines are its rows. 0: none.
  int open_columns = 0;

  bool borders_lead() const { return opened * 2 > lines && opened > 0 && open_columns == 0; }
  bool borders_close() const {
    return (closed * 2 >= lines || terminated > 0) && open_columns == 0;
  }
};

RunStyle StyleOf(const std::vector<Line>& lines, size_t begin, size_t end) {
  RunStyle style;
  const size_t second = begin + 1;
  if (second < end && IsSeparatorRow(lines[second], true) && !StartsWithPipe(lines[second]) &&
      !EndsWithPipe(lines[second])) {
    style.open_columns = lines[second].pipes + 1;
  }
  for (size_t i = begin; i < end; ++i) {
    const Line& line = lines[i];
    if (line.blank()) continue;
    if (line.pipes > 0 && !line.only_pipes) {
      ++style.lines;
      style.opened += StartsWithPipe(line);
      style.closed += EndsWithPipe(line);
    }
    if (!EndsWithPipe(line) && i + 1 < end && lines[i + 1].only_pipes) ++style.terminated;
  }
  return style;
}

// Splits the lines of a run into cells.
class PipeRunReader {
 public:
  PipeRunReader(RunStyle style, absl::string_view source, ReadBudget* budget, Document* document)
      : style_(style), source_(source), budget_(budget), document_(document) {}

  absl::Status Read(const std::vector<Line>& lines, size_t begin, size_t end) {
    bool is_first = true;
    for (size_t i = begin; i < end; ++i) {
      if (lines[i].blank()) continue;
      if (IsSeparatorRow(lines[i], row_ == 1)) continue;
      RETURN_IF_ERROR(ReadLine(lines[i], is_first));
      is_first = false;
      if (!pending()) RETURN_IF_ERROR(EndRow());
    }
    return Finish();
  }

 private:
  bool pending() const { return pending_.data() != nullptr; }

  // Of a border at the start of a line: whether it only opens the line's first cell.
  bool IsOpeningBorder(const Line& line, bool is_first) const {
    if (pending() || !StartsWithPipe(line) || style_.open_columns > 0) return false;
    if (line.only_pipes)
      return is_first ? line.pipes == 1 : style_.borders_lead() && line.pipes > 1;
    if (style_.borders_lead()) return true;
    // White space in front of it may be an empty cell.
    if (line.raw.data() != line.text.data()) return false;
    const absl::string_view rest = line.text.substr(1);
    return !TrimText(rest.substr(0, rest.find('|'))).empty();
  }

  absl::Status ReadLine(const Line& line, bool is_first) {
    absl::string_view rest = line.text;
    if (IsOpeningBorder(line, is_first)) rest.remove_prefix(1);
    for (;;) {
      const size_t border = rest.find('|');
      const absl::string_view piece = TrimText(rest.substr(0, border));
      if (!piece.empty()) Continue(piece);
      if (border == absl::string_view::npos) break;
      RETURN_IF_ERROR(CloseCell(rest.substr(0, border)));
      rest.remove_prefix(border + 1);
    }
    if (pending() && !style_.borders_close()) return CloseCell({});
    return absl::OkStatus();
  }

  // More text of the cell that is not closed yet.
  void Continue(absl::string_view piece) {
    if (!pending()) {
      pending_ = piece;
    } else {
      torn_text_ = torn_text_.empty() ? std::string(TrimText(pending_)) : std::move(torn_text_);
      torn_text_ += '\n';
      torn_text_.append(piece.data(), piece.size());
      pending_ = absl::string_view(pending_.data(), piece.data() + piece.size() - pending_.data());
    }
  }

  absl::string_view TakePendingText() {
    if (torn_text_.empty()) {
      const bool marked = absl::StrContains(pending_, "<br") || absl::StrContains(pending_, "\\");
      if (!marked) return CleanText(pending_, document_);
      torn_text_ = std::string(TrimText(pending_));
    }
    // Markdown has no line breaks of its own in cells.
    for (const absl::string_view mark : {"<br>", "<br/>", "<br />"}) {
      torn_text_ = absl::StrReplaceAll(torn_text_, {{mark, "\n"}});
    }
    // Nor are its marks always marks: \- 5.
    for (size_t at = 0; at + 1 < torn_text_.size(); ++at) {
      const bool escape = torn_text_[at] == '\\' && absl::ascii_ispunct(torn_text_[at + 1]);
      if (escape) torn_text_.erase(at, 1);
    }
    std::string visible;
    AppendVisible(torn_text_, &visible);
    torn_text_.clear();
    return TrimText(document_->Keep(std::move(visible)));
  }

  // `between` is the white space of a cell without text.
  absl::Status CloseCell(absl::string_view between) {
    absl::string_view text;
    Place place;
    if (pending()) {
      place = PlaceOf(pending_, source_);
      text = TakePendingText();
      pending_ = {};
    } else {
      place = PlaceOf(between.substr(0, 0), source_);
    }
    has_text_ |= !text.empty();
    return AddCell(text, place, row_, column_++, budget_, &grid_);
  }

  absl::Status EndRow() {
    if (column_ == 0) return absl::OkStatus();
    // Where rows are written without a border at the end, an empty last cell leaves no trace.
    while (column_ < style_.open_columns) {
      Place place = grid_.cells.back().place;
      place.begin = place.end;
      RETURN_IF_ERROR(AddCell({}, place, row_, column_++, budget_, &grid_));
    }
    single_rows_ += column_ == 1;
    ++row_;
    column_ = 0;
    return absl::OkStatus();
  }

  absl::Status Finish() {
    Block paragraph;
    if (pending() && column_ > 0) {
      RETURN_IF_ERROR(CloseCell({}));
    } else if (pending()) {
      paragraph.place = PlaceOf(pending_, source_);
      paragraph.text = TakePendingText();
    }
    RETURN_IF_ERROR(EndRow());
    if (has_text_) {
      grid_.structure =
          single_rows_ * 100 >= row_ * 45 ? Grid::Structure::kSequence : Grid::Structure::kRows;
      AddGrid(std::move(grid_), document_);
    }
    if (!paragraph.text.empty()) document_->blocks.push_back(std::move(paragraph));
    return absl::OkStatus();
  }

  const RunStyle style_;
  const absl::string_view source_;
  ReadBudget* const budget_;
  Document* const document_;

  Grid grid_;
  int row_ = 0;
  int column_ = 0;
  int single_rows_ = 0;
  bool has_text_ = false;
  absl::string_view pending_;  // the source of a cell that is not closed yet; null data: none
  std::string torn_text_;      // its text, if it runs over several lines
};

}  // namespace

size_t EndOfPipeRun(const std::vector<Line>& lines, size_t begin) {
  if (lines[begin].pipes == 0 && !StartsBorderLines(lines, begin)) return begin;
  size_t end = begin;             // past the last line that surely belongs to the run
  bool closed_by_line = false;    // some text line ends with its border
  bool has_border_lines = false;  // some text has its border on the next line
  size_t filled_lines = 0;
  for (size_t i = begin; i < lines.size();) {
    const Line& line = lines[i];
    if (line.pipes > 0) {
      closed_by_line |= !line.only_pipes && EndsWithPipe(line);
      has_border_lines |= !EndsWithPipe(line) && i + 1 < lines.size() && lines[i + 1].only_pipes;
      end = ++i;
      ++filled_lines;
      continue;
    }
    if (line.blank()) {
      const size_t next = NextFilled(lines, i);
      if (next == lines.size() || next > i + 2 || lines[next].pipes == 0) break;
      if (FilledCells(lines[next]) > 1 || (i > begin && FilledCells(lines[i - 1]) > 1)) break;
      i = next;
      continue;
    }
    // A line without a border: part of a cell that closes below, or the end of the table.
    const absl::string_view below = i + 1 < lines.size() ? lines[i + 1].text : absl::string_view();
    if (IsSectionTitle(line.text, below) && !(i + 1 < lines.size() && lines[i + 1].only_pipes &&
                                              (has_border_lines || !closed_by_line))) {
      break;
    }
    const size_t closing = closed_by_line && !has_border_lines ? 0 : ClosingLine(lines, i);
    if (closing > 0) {
      has_border_lines = true;
      end = i = closing;
      continue;
    }
    if (below.empty() || lines[i + 1].pipes == 0 || i == begin) break;
    const bool open_above = lines[i - 1].pipes > 0 && !EndsWithPipe(lines[i - 1]);
    const bool torn =
        !lines[i + 1].only_pipes && !StartsWithPipe(lines[i + 1]) &&
        (HasOpenBracket(line.text) ||
         (CountChars(line.text) <= kTornPiece &&
          (open_above || (FilledCells(lines[i - 1]) <= 1 && FilledCells(lines[i + 1]) == 1 &&
                          EndsWithPipe(lines[i + 1])))));
    if (!torn) break;
    ++i;
  }
  if (filled_lines == 1) {
    // One line alone is a table only if it is written like one.
    const Line& line = lines[begin];
    if (!EndsWithPipe(line) || line.only_pipes) return begin;
  }
  return end;
}

absl::Status ReadPipeRun(const std::vector<Line>& lines, size_t begin, size_t end,
                         absl::string_view source, ReadBudget* budget, Document* document) {
  return PipeRunReader(StyleOf(lines, begin, end), source, budget, document)
      .Read(lines, begin, end);
}

}  // namespace gongkai
