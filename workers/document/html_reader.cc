#include "workers/document/html_reader.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/base/status_macros.h"
#include "workers/document/html_grid.h"
#include "workers/document/html_survey.h"
#include "workers/document/html_text.h"
#include "workers/document/html_tree.h"
#include "workers/document/text_reader.h"

namespace gongkai {
namespace {

bool IsHeading(GumboTag tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6; }

class PageReader {
 public:
  PageReader(const HtmlTree& tree, const HtmlSurvey& survey, ReadBudget* budget, Document* document)
      : tree_(tree), survey_(survey), budget_(budget), document_(document), text_(tree) {}

  absl::Status Read() {
    open_.push_back({tree_.document(), 0});
    while (!open_.empty()) {
      Frame& frame = open_.back();
      const GumboVector* const children = ChildrenOf(frame.node);
      if (frame.next_child == children->length) {
        RETURN_IF_ERROR(Leave(frame.node));
        open_.pop_back();
        continue;
      }
      const auto* node = static_cast<const GumboNode*>(children->data[frame.next_child++]);
      if (IsText(node)) {
        text_.Append(node);
      } else if (ChildrenOf(node) != nullptr && !survey_.IsSkipped(node)) {
        RETURN_IF_ERROR(Enter(node));
      }
    }
    return EndBlock();
  }

 private:
  absl::Status Enter(const GumboNode* element) {
    const GumboTag tag = TagOf(element);
    if (tag == GUMBO_TAG_BR) {
      text_.Break();
    } else if (IsBlockTag(tag)) {
      RETURN_IF_ERROR(EndBlock());
      if (tag == GUMBO_TAG_TABLE && !survey_.IsLayout(element)) {
        return ReadHtmlTable(element, tree_, survey_, budget_, document_);
      }
      if (tag == GUMBO_TAG_PRE) return ReadPreformatted(element);
      headings_ += IsHeading(tag);
    }
    open_.push_back({element, 0});
    return absl::OkStatus();
  }

  absl::Status Leave(const GumboNode* element) {
    const GumboTag tag = TagOf(element);
    if (!IsBlockTag(tag)) return absl::OkStatus();
    RETURN_IF_ERROR(EndBlock());
    headings_ -= IsHeading(tag);
    return absl::OkStatus();
  }

  absl::Status EndBlock() {
    if (text_.empty()) {
      text_.Clear();
      return absl::OkStatus();
    }
    Block block;
    block.kind = headings_ > 0 ? Block::Kind::kHeading : Block::Kind::kParagraph;
    block.place = text_.place();
    ASSIGN_OR_RETURN(block.text, text_.Take(budget_, document_));
    document_->blocks.push_back(std::move(block));
    return absl::OkStatus();
  }

  // The lines of a <pre> are read like a text of their own.
  absl::Status ReadPreformatted(const GumboNode* pre) {
    std::string lines;
    std::vector<Frame> open = {{pre, 0}};
    while (!open.empty()) {
      Frame& frame = open.back();
      const GumboVector& children = frame.node->v.element.children;
      if (frame.next_child == children.length) {
        open.pop_back();
        continue;
      }
      const auto* node = static_cast<const GumboNode*>(children.data[frame.next_child++]);
      if (IsText(node)) {
        tree_.TakeText(node,
                       [&](absl::string_view piece) { lines.append(piece.data(), piece.size()); });
      } else if (ChildrenOf(node) != nullptr && !survey_.IsSkipped(node)) {
        const GumboTag tag = TagOf(node);
        if (tag == GUMBO_TAG_BR || IsBlockTag(tag)) lines += '\n';
        open.push_back({node, 0});
      }
    }
    const Place place = PlaceOfContent(pre, tree_);
    const size_t first = document_->blocks.size();
    RETURN_IF_ERROR(ReadText(document_->Keep(std::move(lines)), budget_, document_));
    for (size_t i = first; i < document_->blocks.size(); ++i) {
      document_->blocks[i].place = place;
      for (Cell& cell : document_->blocks[i].grid.cells) cell.place = place;
    }
    return absl::OkStatus();
  }

  struct Frame {
    const GumboNode* node;
    unsigned next_child;
  };

  const HtmlTree& tree_;
  const HtmlSurvey& survey_;
  ReadBudget* const budget_;
  Document* const document_;
  HtmlText text_;
  std::vector<Frame> open_;
  int headings_ = 0;  // open <h1> to <h6>
};

}  // namespace

absl::Status ReadHtml(absl::string_view source, ReadBudget* budget, Document* document) {
  ASSIGN_OR_RETURN(const std::unique_ptr<HtmlTree> tree, HtmlTree::Parse(source, *budget));
  ASSIGN_OR_RETURN(HtmlSurvey survey, HtmlSurvey::Of(*tree, *budget));
  document->html_title = survey.title();
  document->linked_files = std::move(survey.linked_files());
  document->scripted = survey.scripted();
  return PageReader(*tree, survey, budget, document).Read();
}

}  // namespace gongkai
