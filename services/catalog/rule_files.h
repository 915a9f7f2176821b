// Rule files: those built into the program and those that an organisation adds at start. This layer
// knows what a rule file says; it knows no report and judges nothing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "services/base/embedded_file.h"

namespace gongkai {

// A rule file of an organisation.
struct RuleText {
  std::string name;  // file name without folder, in UTF-8
  std::string text;
};

// Reads the files. INVALID_ARGUMENT (FAULTY_RULE_FILE) for one that cannot be read or is larger
// than 1 MiB, and for two of one name.
absl::StatusOr<std::vector<RuleText>> ReadRuleTexts(absl::Span<const std::string> paths);

// The built-in files, then the others, which must outlive what is returned.
std::vector<EmbeddedFile> WithOwnRules(absl::Span<const EmbeddedFile> built_in,
                                       absl::Span<const RuleText> own);

// A rule that is complete in itself; whether its cells exist is not known here.
struct PlacedRule {
  internal::v1::RuleSpec spec;
  std::string file;   // "national.txtpb"
  std::string place;  // "national.txtpb:12: T3.ROW_TOTAL", for messages
};

// The rules of all files in order. FAULTY_RULE_FILE with file, line and reason: syntax, unknown
// field, missing id, severity, text, form or check, an id twice, years in the wrong order.
absl::StatusOr<std::vector<PlacedRule>> ParseRules(absl::Span<const EmbeddedFile> files);

// INVALID_ARGUMENT FAULTY_RULE_FILE: "place: fault".
absl::Status FaultyRule(absl::string_view place, absl::string_view fault_en,
                        absl::string_view fault_zh);

}  // namespace gongkai
