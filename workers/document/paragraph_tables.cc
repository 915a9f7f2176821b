#include "workers/document/paragraph_tables.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "services/base/status_macros.h"
#include "workers/document/text_lines.h"
#include "workers/document/text_reader.h"

namespace gongkai {
namespace {

constexpr size_t kLeastRows = 12;  // lines that look like rows; the tables of a report have more

bool IsGrid(const Block& block) { return block.kind == Block::Kind::kGrid; }

size_t CountRows(absl::string_view text) {
  size_t rows = 0;
  bool is_row = false;
  for (const char c : text) {
    if (c == '|' || c == '\t') is_row = true;
    if (c != '\n') continue;
    rows += is_row;
    is_row = false;
  }
  return rows + is_row;
}

// The paragraphs as one text, and where each begins in it.
struct JoinedText {
  std::string text;
  std::vector<size_t> begins;
};

JoinedText Join(const std::vector<Block>& blocks) {
  JoinedText joined;
  for (const Block& block : blocks) {
    joined.begins.push_back(joined.text.size());
    joined.text.append(block.text.data(), block.text.size());
    joined.text.push_back('\n');
  }
  return joined;
}

// A table of the report: more figures than the fields of a page about a document have.
bool HoldsFigures(const Block& block) {
  const auto is_figure = [](const Cell& cell) { return LooksLikeFigure(cell.text); };
  const auto& cells = block.grid.cells;
  return static_cast<size_t>(std::count_if(cells.begin(), cells.end(), is_figure)) >= kLeastRows;
}

void ReplaceTabs(Document* document, Block* block) {
  if (block->text.find('\t') == absl::string_view::npos) return;
  std::string text(block->text);
  text.erase(
      std::unique(text.begin(), text.end(), [](char a, char b) { return a == '\t' && b == '\t'; }),
      text.end());
  std::replace(text.begin(), text.end(), '\t', ' ');
  block->text = document->Keep(std::move(text));
}

// Appends paragraphs that follow each other, or what stands in them.
absl::Status ReadRun(std::vector<Block> paragraphs, ReadBudget* budget, Document* document) {
  const size_t first = document->blocks.size();
  size_t rows = 0;
  for (const Block& paragraph : paragraphs) rows += CountRows(paragraph.text);
  JoinedText joined;
  if (rows >= kLeastRows) {
    joined = Join(paragraphs);
    RETURN_IF_ERROR(ReadText(document->Keep(std::move(joined.text)), budget, document));
  }
  if (std::none_of(document->blocks.begin() + first, document->blocks.end(), IsGrid)) {
    document->blocks.resize(first);
    for (Block& paragraph : paragraphs) {
      ReplaceTabs(document, &paragraph);
      document->blocks.push_back(std::move(paragraph));
    }
    return absl::OkStatus();
  }
  const auto source_of = [&](const Place& place) -> const Block& {
    const auto behind = std::upper_bound(joined.begins.begin(), joined.begins.end(), place.begin);
    return paragraphs[static_cast<size_t>(behind - joined.begins.begin()) - 1];
  };
  for (size_t i = first; i < document->blocks.size(); ++i) {
    Block& block = document->blocks[i];
    const Block& source = source_of(block.place);
    if (!IsGrid(block) && block.text == source.text) block.kind = source.kind;
    block.place = source.place;
    for (Cell& cell : block.grid.cells) cell.place = source_of(cell.place).place;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadTablesInParagraphs(ReadBudget* budget, Document* document) {
  std::vector<Block> blocks = std::move(document->blocks);
  document->blocks.clear();
  if (std::any_of(blocks.begin(), blocks.end(), HoldsFigures)) {
    for (Block& block : blocks) ReplaceTabs(document, &block);
    document->blocks = std::move(blocks);
    return absl::OkStatus();
  }
  std::vector<Block> paragraphs;
  for (Block& block : blocks) {
    if (!IsGrid(block)) {
      paragraphs.push_back(std::move(block));
      continue;
    }
    RETURN_IF_ERROR(ReadRun(std::move(paragraphs), budget, document));
    paragraphs.clear();
    document->blocks.push_back(std::move(block));
  }
  return ReadRun(std::move(paragraphs), budget, document);
}

}  // namespace gongkai
