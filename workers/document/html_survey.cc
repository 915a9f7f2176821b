#include "workers/document/html_survey.h"

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "workers/document/characters.h"
#include "workers/document/html_link.h"

namespace gongkai {
namespace {

// Bytes of UTF-8; a Chinese character has three.
constexpr size_t kLongParagraph = 120;
constexpr size_t kProseCell = 600;
constexpr size_t kVeryLongParagraph = 1500;

constexpr size_t kMaxLinkedFiles = 8;

struct OpenTable {
  const GumboNode* node;
  TableFacts facts;
  // Of the cell that is open.
  bool in_cell = false;
  size_t cell_bytes = 0;
  size_t paragraph_bytes = 0;
  int long_paragraphs = 0;
  bool very_long = false;

  void EndParagraph() {
    long_paragraphs += paragraph_bytes >= kLongParagraph;
    very_long |= paragraph_bytes >= kVeryLongParagraph;
    paragraph_bytes = 0;
  }

  void BeginCell() {
    in_cell = true;
    cell_bytes = paragraph_bytes = 0;
    long_paragraphs = 0;
    very_long = false;
    ++facts.cells;
  }

  void EndCell() {
    if (!in_cell) return;
    EndParagraph();
    in_cell = false;
    facts.text_cells += cell_bytes > 0;
    facts.own_bytes += cell_bytes;
    facts.prose_cells += very_long || (long_paragraphs >= 2 && cell_bytes >= kProseCell);
  }

  void AddText(size_t bytes) {
    if (!in_cell) return;
    cell_bytes += bytes;
    paragraph_bytes += bytes;
  }

  // A table inside the open cell has ended.
  void AddNested(const TableFacts& nested) {
    if (nested.cells <= 1 && nested.nested_tables == 0) {
      AddText(nested.own_bytes);
    } else {
      ++facts.nested_tables;
      facts.nested_bytes += nested.own_bytes + nested.nested_bytes;
    }
  }
};

std::string TitleText(const GumboNode* element, const HtmlTree& tree) {
  TextFolder folder;
  const GumboVector& children = element->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type != GUMBO_NODE_TEXT) continue;
    tree.TakeText(child, [&](absl::string_view piece) { folder.Append(piece); });
  }
  return std::string(folder.text());
}

// What <meta name="..."> of that name states, white space folded.
std::string StatedIn(const GumboNode* element, absl::string_view name, const HtmlTree& tree) {
  const char* const stated = AttributeOf(element, "name");
  if (stated == nullptr || !absl::EqualsIgnoreCase(stated, name)) return "";
  TextFolder folder;
  folder.Append(tree.AttributeText(element, "content"));
  return std::string(folder.text());
}

size_t TextBytes(const GumboNode* text, const HtmlTree& tree) {
  size_t bytes = 0;
  tree.TakeText(text, [&](absl::string_view piece) { bytes += TrimText(piece).size(); });
  return bytes;
}

struct Frame {
  const GumboNode* node;
  unsigned next_child;
};

}  // namespace

bool TableFacts::IsLayout() const {
  if (cells <= 1 || prose_cells > 0) return true;
  return nested_tables > 0 && (text_cells < 4 || own_bytes <= nested_bytes);
}

bool HtmlSurvey::IsLayout(const GumboNode* table) const {
  const auto found = tables_.find(table);
  return found == tables_.end() || found->second.IsLayout();
}

absl::StatusOr<HtmlSurvey> HtmlSurvey::Of(const HtmlTree& tree, const ReadBudget& budget) {
  HtmlSurvey survey;
  std::vector<OpenTable> tables;
  std::vector<Frame> open = {{tree.document(), 0}};
  const auto max_depth = static_cast<size_t>(budget.limits().max_depth);
  while (!open.empty()) {
    Frame& frame = open.back();
    const GumboVector* const siblings = ChildrenOf(frame.node);
    if (frame.next_child == siblings->length) {
      const GumboTag tag = TagOf(frame.node);
      if (!tables.empty()) {
        if (tag == GUMBO_TAG_TABLE) {
          tables.back().EndCell();
          const TableFacts facts = tables.back().facts;
          survey.tables_.emplace(frame.node, facts);
          tables.pop_back();
          if (!tables.empty()) tables.back().AddNested(facts);
        } else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) {
          tables.back().EndCell();
        } else if (IsBlockTag(tag)) {
          tables.back().EndParagraph();
        }
      }
      open.pop_back();
      continue;
    }
    const auto* node = static_cast<const GumboNode*>(siblings->data[frame.next_child++]);
    if (ChildrenOf(node) == nullptr) {
      const bool is_text = node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA;
      if (is_text && !tables.empty()) tables.back().AddText(TextBytes(node, tree));
      continue;
    }
    if (open.size() > max_depth) return TooDeep("nested elements", "层嵌套元素", max_depth);
    const GumboTag tag = TagOf(node);
    if (tag == GUMBO_TAG_TITLE && survey.title_.empty()) survey.title_ = TitleText(node, tree);
    if (tag == GUMBO_TAG_META) {
      if (survey.article_.empty()) survey.article_ = StatedIn(node, "ArticleTitle", tree);
      if (survey.source_.empty()) survey.source_ = StatedIn(node, "ContentSource", tree);
    }
    if (tag == GUMBO_TAG_SCRIPT) survey.scripted_ = true;
    if (survey.linked_files_.size() < kMaxLinkedFiles) {
      std::string file = LinkedFile(node, tag, tree);
      if (!file.empty()) survey.linked_files_.push_back(std::move(file));
    }
    if (IsUnseenTag(node) || IsHidden(node)) {
      survey.skipped_.insert(node);
      if (tag != GUMBO_TAG_HEAD) continue;
    } else if (tag == GUMBO_TAG_TABLE) {
      tables.push_back({node, {}});
    } else if (!tables.empty()) {
      if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) {
        tables.back().BeginCell();
      } else if (tag == GUMBO_TAG_BR || IsBlockTag(tag)) {
        tables.back().EndParagraph();
      }
    }
    open.push_back({node, 0});
  }
  for (const std::string* stated : {&survey.source_, &survey.article_}) {
    if (absl::StrContains(survey.title_, *stated)) continue;
    survey.title_ = absl::StrCat(*stated, "_", survey.title_);
  }
  return survey;
}

}  // namespace gongkai
