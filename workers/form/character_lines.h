// Text of a page that gave each character an element of its own, and so a line: put together again
// by the labels of the forms.
#pragma once

#include "workers/document/document.h"
#include "workers/form/label_index.h"

namespace gongkai {

// True if at least half of the lines of a text hold a single Chinese character.
bool HasCharacterLines(const Document& document);

// The document with a paragraph for each label of a table, each figure between labels and each
// piece of prose. Where every digit has a line of its own, where a number ends is lost: then the
// figures behind a label stand in one paragraph, unless they are zeros alone.
Document JoinCharacterLines(Document document, const LabelIndex& labels);

}  // namespace gongkai
