// Rule files as text to rules that are known to be sound in themselves.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "services/base/embedded_file.h"
#include "workers/form/form.h"
#include "workers/rules/builtins.h"
#include "workers/rules/recorder.h"

namespace gongkai {

struct LoadedRule {
  Rule rule;
  internal::v1::RuleSpec spec;
  const Builtin* builtin = nullptr;  // null: an identity
  std::string place;                 // "national.txtpb:12: T3.ROW_TOTAL", for messages
};

// The rules of all files in order. INVALID_ARGUMENT with file, line, rule id and fault in English
// and Chinese: those of ParseRules(), and an unknown form, builtin or placeholder.
absl::StatusOr<std::vector<LoadedRule>> LoadRules(absl::Span<const EmbeddedFile> files,
                                                  const FormSet& forms);

// `fault` of what stands at `place`.
absl::Status FaultyAt(absl::string_view place, const absl::Status& fault);

}  // namespace gongkai
