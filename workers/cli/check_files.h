// Checks files as a worker would: each is read by a confined reader process beside this program.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/report.pb.h"
#include "workers/sandbox/sandbox.h"

namespace gongkai {

struct CheckFilesOptions {
  int requested_year = 0;  // 0: none
  int readers = 0;         // at the same time; 0: one a core
  // What every file is checked against; empty: nothing.
  internal::v1::ReportContext context;
  SandboxOptions sandbox;
};

// Takes the report on file number `file`, or why there is none: errors of ReadInput() and of
// JobError.reason.
using CheckedFunction = std::function<void(size_t file, absl::StatusOr<v1::Report> report)>;

// Reads one file on one of several threads, each of which has a sandbox.
using ReadFunction = std::function<absl::Status(size_t file, Sandbox& sandbox)>;

// Takes what came of `read` for file number `file`.
using ReadDoneFunction = std::function<void(size_t file, absl::Status status)>;

// Calls `read` for every file number below `files`, once, and `done` after it, in their order, on
// this thread, as soon as those before are done. Stops as CheckFiles() does.
absl::Status ReadInParallel(size_t files, const CheckFilesOptions& options,
                            const ReadFunction& read, const ReadDoneFunction& done);

// The report on one document; errors of JobError.reason.
absl::StatusOr<v1::Report> CheckBytes(std::string content, const CheckFilesOptions& options,
                                      Sandbox& sandbox);

// Calls `checked` for every file, in their order, on this thread, as soon as those before it are
// done. Stops with SANDBOX_UNAVAILABLE if no reader can be started, with FAULTY_RULE_FILE if one
// refuses the rules of its setup.
absl::Status CheckFiles(const std::vector<std::string>& files, const CheckFilesOptions& options,
                        const CheckedFunction& checked);

}  // namespace gongkai
