// The rule files that an organisation adds with --rules.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "services/catalog/rule_files.h"

namespace gongkai {

// --rules FILE..., or GONGKAI_RULES. `paths` must outlive the parser.
void AddOwnRulesOption(CLI::App& command, std::vector<std::string>& paths);

// What a reader is told of the files.
internal::v1::ReaderSetup SetupOf(absl::Span<const RuleText> own);

// Has a reader compile the files, which it does at start. FAULTY_RULE_FILE with file, line and
// reason; SANDBOX_UNAVAILABLE.
absl::Status CheckOwnRules(absl::Span<const RuleText> own);

}  // namespace gongkai
