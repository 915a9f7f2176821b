// Works on serialised gongkai.v1.Report messages without parsing them. Joining two serialised
// messages merges them: of a single field the later one counts.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// The fields of view BASIC of a serialised report, still serialised: all but sections, facts,
// claims, findings, not_evaluated, diagnoses and amended_findings. INVALID_ARGUMENT when `report`
// is cut off or otherwise not well-formed at its top level.
absl::StatusOr<std::string> BasicFields(absl::string_view report);

}  // namespace gongkai
