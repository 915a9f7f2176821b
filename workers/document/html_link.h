// Links of a page to documents.
#pragma once

#include <string>

#include "workers/document/html_tree.h"

namespace gongkai {

// The name of the document (PDF, Word, ...) that a link refers to or a frame shows: the last part
// of its address, decoded; empty if the element refers to none. `tag` is the element's.
std::string LinkedFile(const GumboNode* element, GumboTag tag, const HtmlTree& tree);

}  // namespace gongkai
