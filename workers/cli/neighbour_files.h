// Reports that a checked report is compared with, from files: documents, or JSON of `gongkai check
// --json` and `gongkai get --json`.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/report.pb.h"
#include "workers/sandbox/sandbox.h"

namespace gongkai {

struct NeighbourFiles {
  std::string prior;                  // empty: none
  std::vector<std::string> children;  // files and folders; a JSON file may hold many reports
};

// Reads them all, each once. Errors name the file: those of FilesUnder() and of JobError.reason,
// BAD_JSON with the line, and
// NOT_ONE_REPORT for a prior of several.
absl::StatusOr<internal::v1::ReportContext> ReadNeighbours(const NeighbourFiles& files,
                                                           const SandboxOptions& sandbox);

// Whether the years of `context` go with `report`: the year before, and the same year. WRONG_YEAR.
absl::Status CheckYears(const v1::Report& report, const internal::v1::ReportContext& context);

}  // namespace gongkai
