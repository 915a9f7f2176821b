// The documents of the conformance suite: templates with placeholders and regions (README.md).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "conformance.pb.h"

namespace gongkai::conformance {

// The document that `edits` make of `text`. INVALID_ARGUMENT names a placeholder or region that the
// template does not have.
absl::StatusOr<std::string> Fill(absl::string_view text, const Document& edits);

}  // namespace gongkai::conformance
