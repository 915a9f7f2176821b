#include "workers/document/text_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/base/status_macros.h"
#include "workers/document/aligned_grid.h"
#include "workers/document/grid_rows.h"
#include "workers/document/lone_tabs.h"
#include "workers/document/pipe_grid.h"
#include "workers/document/ruled_grid.h"
#include "workers/document/text_lines.h"

namespace gongkai {
namespace {

// Removes the "## " of a Markdown heading; false if the line is none.
bool ConsumeHeadingMark(absl::string_view* text) {
  const size_t marks = text->find_first_not_of('#');
  if (marks == 0 || marks > 6 || marks == absl::string_view::npos || (*text)[marks] != ' ') {
    return false;
  }
  text->remove_prefix(marks);
  *text = TrimText(*text);
  return true;
}

std::vector<Line> LinesOf(absl::string_view source, std::vector<size_t>* rules) {
  std::vector<Line> lines = SplitLines(source, rules);
  DropPageNumbers(&lines);
  return lines;
}

class TextReader {
 public:
  TextReader(absl::string_view source, ReadBudget* budget, Document* document)
      : source_(source),
        lines_(LinesOf(source, &rules_)),
        ruled_(FindRuledTables(lines_, rules_)),
        word_rows_(lines_),
        columns_(lines_, word_rows_),
        budget_(budget),
        document_(document) {}

  absl::Status Read() {
    // Many short texts may be read one after another into one document.
    const size_t most = document_->blocks.size() + lines_.size();
    if (most > document_->blocks.capacity()) {
      document_->blocks.reserve(std::max(most, 2 * document_->blocks.capacity()));
    }
    for (size_t i = 0; i < lines_.size();) {
      if (lines_[i].blank()) {
        ++(lines_[i].raw.empty() ? blank_lines_ : space_lines_);
        ++i;
        continue;
      }
      size_t end = i;
      RETURN_IF_ERROR(ReadTable(i, &end));
      if (end == i) AddLine(lines_[end++]);
      i = end;
      blank_lines_ = space_lines_ = 0;
    }
    return absl::OkStatus();
  }

 private:
  // *end is the end of the table that begins at line i, or i if there is none.
  absl::Status ReadTable(size_t i, size_t* end) {
    while (next_ruled_ < ruled_.size() && ruled_[next_ruled_].begin < i) ++next_ruled_;
    const bool has_next = next_ruled_ < ruled_.size();
    if (has_next && ruled_[next_ruled_].begin == i) {
      *end = ruled_[next_ruled_].end;
      return ReadRuledTable(ruled_[next_ruled_], source_, budget_, document_);
    }
    const size_t limit = has_next ? ruled_[next_ruled_].begin : lines_.size();
    *end = std::min(EndOfPipeRun(lines_, i), limit);
    if (*end > i) return ReadPipeRun(lines_, i, *end, source_, budget_, document_);
    for (const Alignment alignment : {Alignment::kTabs, Alignment::kSpaces}) {
      size_t& no_table_before = no_table_before_[static_cast<size_t>(alignment)];
      if (i < no_table_before) continue;
      const AlignedRun run = FindAlignedRun(lines_, word_rows_, columns_, i, alignment);
      if (run.is_table) {
        *end = std::min(run.end, limit);
        return ReadAlignedRun(lines_, word_rows_, columns_, i, *end, alignment, source_, budget_,
                              document_);
      }
      no_table_before = run.end;
    }
    return absl::OkStatus();
  }

  void AddLine(const Line& line) {
    if (line.only_pipes) return;
    Block block;
    absl::string_view text = line.text;
    if (ConsumeHeadingMark(&text)) {
      block.kind = Block::Kind::kHeading;
    } else {
      block.blank_lines_before = blank_lines_;
      block.space_lines_before = space_lines_;
    }
    block.place = PlaceOf(text, source_);
    block.text = CleanText(text, document_);
    document_->blocks.push_back(std::move(block));
  }

  const absl::string_view source_;
  std::vector<size_t> rules_;
  const std::vector<Line> lines_;
  const std::vector<RuledTable> ruled_;
  size_t next_ruled_ = 0;
  const WordRows word_rows_;
  const AlignedColumns columns_;
  ReadBudget* const budget_;
  Document* const document_;
  int blank_lines_ = 0;
  int space_lines_ = 0;
  size_t no_table_before_[2] = {0, 0};  // by Alignment
};

}  // namespace

absl::Status ReadText(absl::string_view source, ReadBudget* budget, Document* document) {
  RETURN_IF_ERROR(budget->AddText(source.size()));
  for (const auto rewrite : {WithoutBoxes, WithTabsBesideCells}) {
    std::string plain = rewrite(source);
    if (!plain.empty()) source = document->Keep(std::move(plain));
  }
  return TextReader(source, budget, document).Read();
}

}  // namespace gongkai
