#include "workers/document/docx_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/base/status_macros.h"
#include "workers/document/docx_flow.h"
#include "workers/document/docx_grid.h"
#include "workers/document/docx_numbering.h"
#include "workers/document/docx_paragraph.h"
#include "workers/document/docx_styles.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

// Bytes of UTF-8; a Chinese character has three.
constexpr size_t kLongLine = 120;
constexpr size_t kProseCell = 600;
constexpr size_t kVeryLongLine = 1500;

// A cell of several long paragraphs is a piece of the page, not of a table.
bool HoldsProse(absl::string_view text) {
  int long_lines = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    if (end - begin >= kVeryLongLine) return true;
    long_lines += end - begin >= kLongLine;
    begin = end + 1;
  }
  return long_lines >= 2 && text.size() >= kProseCell;
}

// A table that only lays out the page.
bool IsLayout(const Grid& grid) {
  return grid.cells.size() <= 1 ||
         std::any_of(grid.cells.begin(), grid.cells.end(),
                     [](const Cell& cell) { return HoldsProse(cell.text); });
}

class BodyReader {
 public:
  BodyReader(const DocxStyles& styles, DocxNumbering numbering, absl::string_view part,
             ReadBudget* budget, Document* document)
      : numbering_(std::move(numbering)),
        paragraphs_(&styles, &numbering_),
        budget_(budget),
        document_(document) {
    place_.part = part;
  }

  absl::Status Read(pugi::xml_node body) {
    open_.push_back({DocxFlow::Paragraphs(body), -1});
    while (!open_.empty()) {
      const pugi::xml_node next = open_.back().flow.Next();
      if (!next) {
        open_.pop_back();
        paragraphs_.Finish();
        RETURN_IF_ERROR(AddParagraph());
      } else if (LocalName(next) == "tbl") {
        RETURN_IF_ERROR(ReadTable(next, open_.back().parent_block));
      } else {
        RETURN_IF_ERROR(ReadParagraph(next));
      }
    }
    return absl::OkStatus();
  }

 private:
  struct OpenFlow {
    DocxFlow flow;
    int parent_block;  // Grid::parent_block of its tables
  };

  absl::Status ReadParagraph(pugi::xml_node paragraph) {
    paragraphs_.Read(paragraph);
    RETURN_IF_ERROR(AddParagraph());
    const std::vector<pugi::xml_node>& boxes = paragraphs_.boxes();
    const int parent_block = open_.back().parent_block;
    for (size_t i = boxes.size(); i-- > 0;) {
      open_.push_back({DocxFlow::Paragraphs(boxes[i]), parent_block});
    }
    return absl::OkStatus();
  }

  absl::Status AddParagraph() {
    const absl::string_view text = paragraphs_.text();
    if (text.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(budget_->AddText(text.size()));
    Block& block = document_->blocks.emplace_back();
    block.kind = paragraphs_.is_heading() ? Block::Kind::kHeading : Block::Kind::kParagraph;
    block.text = document_->Copy(text);
    block.place = place_;
    return absl::OkStatus();
  }

  absl::Status ReadTable(pugi::xml_node node, int parent_block) {
    numbering_.Mark();
    ASSIGN_OR_RETURN(DocxTable table,
                     ReadDocxTable(node, place_, &paragraphs_, budget_, document_));
    if (IsLayout(table.grid)) {
      numbering_.Undo();
      for (size_t i = table.cells.size(); i-- > 0;) {
        open_.push_back({DocxFlow::Paragraphs(table.cells[i]), parent_block});
      }
      return absl::OkStatus();
    }
    const bool has_text = std::any_of(table.grid.cells.begin(), table.grid.cells.end(),
                                      [](const Cell& cell) { return !cell.text.empty(); });
    if (has_text) {
      const int own_parent =
          std::exchange(parent_block, static_cast<int>(document_->blocks.size()));
      Block& block = document_->blocks.emplace_back();
      block.kind = Block::Kind::kGrid;
      block.place = place_;
      block.grid = std::move(table.grid);
      block.grid.parent_block = own_parent;
    }
    for (size_t i = table.nested.size(); i-- > 0;) {
      open_.push_back({DocxFlow::Only(table.nested[i]), parent_block});
    }
    return absl::OkStatus();
  }

  DocxNumbering numbering_;
  DocxParagraphReader paragraphs_;
  ReadBudget* const budget_;
  Document* const document_;
  Place place_;
  std::vector<OpenFlow> open_;  // innermost last
};

}  // namespace

absl::Status ReadDocx(const OpcPackage& package, ReadBudget* budget, Document* document) {
  DocxStyles styles;
  DocxNumbering numbering;
  ASSIGN_OR_RETURN(const std::optional<XmlPart> style_part, package.Related("styles"));
  if (style_part.has_value()) styles = DocxStyles(style_part->root());
  ASSIGN_OR_RETURN(const std::optional<XmlPart> numbering_part, package.Related("numbering"));
  if (numbering_part.has_value()) numbering = DocxNumbering(numbering_part->root());
  const absl::string_view part = document->Copy(package.main_name());
  return BodyReader(styles, std::move(numbering), part, budget, document)
      .Read(ChildOf(package.main().root(), "body"));
}

}  // namespace gongkai
