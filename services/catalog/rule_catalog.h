// The rules as the API and the command line show them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gongkai/v1/validation_service.pb.h"
#include "services/base/embedded_file.h"

namespace gongkai {

struct RuleCatalog {
  std::vector<v1::RuleExplanation> rules;  // in the order of the files
  std::string version;                     // as Report.rules_version

  // Null if there is no such rule.
  const v1::RuleExplanation* Find(absl::string_view rule_id) const;
};

// `files` hold internal.v1.RuleFile in text format. Errors as ParseRules().
absl::StatusOr<RuleCatalog> ReadRuleCatalog(absl::Span<const EmbeddedFile> files);

}  // namespace gongkai
