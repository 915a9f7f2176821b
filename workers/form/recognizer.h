// Document to Reading.
#pragma once

#include "absl/status/statusor.h"
#include "workers/document/document.h"
#include "workers/form/form.h"
#include "workers/form/reading.h"

namespace gongkai {

// Finds the form, its cells, the metadata and the sections in a document. Pure; keeps a pointer
// to `forms` for the reading's life; thread-safe. What is missing or doubtful is said in the
// reading, nothing is invented.
//
// Error: INVALID_ARGUMENT with reason NOT_A_REPORT when the document is no annual report at all
// (neither title nor sections nor any table of a form); the message says what was found instead.
absl::StatusOr<Reading> Recognize(const Document& document, const FormSet& forms);

}  // namespace gongkai
