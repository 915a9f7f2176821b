// The rules as the API shows them, read from the rule files.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gongkai/v1/validation_service.pb.h"
#include "services/base/embedded_file.h"

namespace gongkai {

struct RuleCatalog {
  std::vector<v1::Rule> rules;  // in the order of the files
  std::string version;          // as Report.rules_version
};

// `files` hold internal.v1.RuleFile in text format; fields that this program does not know are
// passed over. INTERNAL names the file and the line that cannot be read.
absl::StatusOr<RuleCatalog> ReadRuleCatalog(absl::Span<const EmbeddedFile> files);

}  // namespace gongkai
