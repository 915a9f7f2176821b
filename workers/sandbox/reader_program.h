// What every program that reads documents does, whichever formats it knows.
#pragma once

#include "absl/status/statusor.h"
#include "workers/document/reader.h"

namespace gongkai {

// main() of a reader. `load` loads what reading needs from files; called once, before files are out
// of reach. Its error is told to the worker.
int RunReaderProgram(int argc, char** argv, absl::StatusOr<FormatReaders> (*load)());

}  // namespace gongkai
