// A first look over a parsed page: its depth, its title, what is hidden, and which tables only lay
// out the page.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "workers/document/html_tree.h"
#include "workers/document/read_budget.h"

namespace gongkai {

// What decides whether a table holds data or only arranges a page. Nested tables are not counted,
// except in nested_bytes.
struct TableFacts {
  int cells = 0;
  int text_cells = 0;       // with text
  int prose_cells = 0;      // with several long paragraphs, or one very long one
  int nested_tables = 0;    // of more than one cell
  size_t own_bytes = 0;     // text in its own cells
  size_t nested_bytes = 0;  // text in the nested tables

  bool IsLayout() const;
};

class HtmlSurvey {
 public:
  // TOO_DEEP if the page nests deeper than the budget allows.
  static absl::StatusOr<HtmlSurvey> Of(const HtmlTree& tree, const ReadBudget& budget);

  // True if nothing of the element is seen.
  bool IsSkipped(const GumboNode* element) const { return skipped_.contains(element); }
  // True for a table whose cells are to be read like the page around it.
  bool IsLayout(const GumboNode* table) const;

  // <title>. In front of it, what the page states for machines and <title> does not say: the title
  // of the article, whose it is.
  const std::string& title() const { return title_; }
  // Document.linked_files and scripted.
  std::vector<std::string>& linked_files() { return linked_files_; }
  bool scripted() const { return scripted_; }

 private:
  absl::flat_hash_map<const GumboNode*, TableFacts> tables_;
  absl::flat_hash_set<const GumboNode*> skipped_;
  std::string title_;
  std::string article_;  // its title as stated for machines
  std::string source_;
  std::vector<std::string> linked_files_;
  bool scripted_ = false;
};

}  // namespace gongkai
